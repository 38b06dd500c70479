using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using CnnGen.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CnnGen.Generator.Parsing;

/// <summary>Constants as values of a type.</summary>
internal static class Conversions
{
    /// <summary>Evaluates an expression and converts it as C# does without a cast; enums become the numbers beneath them.</summary>
    public static bool TryConvert(ExpressionSyntax expression, SemanticModel model, ITypeSymbol type, out object? value)
    {
        value = null;
        if (type is IArrayTypeSymbol array && Items(expression) is { } items)
        {
            // Of all attributes' arrays, those of numbers.
            var numbers = new List<double>();
            foreach (ExpressionSyntax item in items)
            {
                if (!TryConvert(item, model, array.ElementType, out object? number) || number is not double) return false;
                numbers.Add((double)number);
            }

            value = numbers.ToEquatableArray();
            return true;
        }

        if (model.GetConstantValue(expression) is not { HasValue: true } constant) return false;
        value = constant.Value;
        if (value == null) return type.IsReferenceType;
        if (!model.Compilation.ClassifyCommonConversion(model.GetTypeInfo(expression).Type!, type).IsImplicit && !FitsAsConstant(value, type)) return false;
        if (type is INamedTypeSymbol { EnumUnderlyingType: { } beneath }) type = beneath;
        if (CodeOf(type.SpecialType) is { } code)
        {
            value = Convert.ChangeType(value is char character ? (int)character : value, code, CultureInfo.InvariantCulture);
        }

        return true;
    }

    /// <summary>What is in an array that is written out.</summary>
    private static IEnumerable<ExpressionSyntax>? Items(ExpressionSyntax expression) => expression switch
    {
        ArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
        ArrayCreationExpressionSyntax => Enumerable.Empty<ExpressionSyntax>(),
        ImplicitArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
        _ => null,
    };

    /// <summary>Counts on from an integer, within its type.</summary>
    public static bool TryAdd(object integer, int count, out object? sum)
    {
        sum = null;
        try
        {
            sum = Convert.ChangeType(Convert.ToDecimal(integer, CultureInfo.InvariantCulture) + count, integer.GetType(), CultureInfo.InvariantCulture);
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    /// <summary>An int that is a constant converts to a smaller type that holds it, and 0 to every enum.</summary>
    private static bool FitsAsConstant(object value, ITypeSymbol type)
    {
        if (value is not int number) return false;
        return type.SpecialType switch
        {
            SpecialType.System_SByte => number is >= sbyte.MinValue and <= sbyte.MaxValue,
            SpecialType.System_Byte => number is >= byte.MinValue and <= byte.MaxValue,
            SpecialType.System_Int16 => number is >= short.MinValue and <= short.MaxValue,
            SpecialType.System_UInt16 => number is >= ushort.MinValue and <= ushort.MaxValue,
            SpecialType.System_UInt32 or SpecialType.System_UInt64 => number >= 0,
            _ => type.TypeKind == TypeKind.Enum && number == 0,
        };
    }

    private static TypeCode? CodeOf(SpecialType type) => type switch
    {
        SpecialType.System_SByte => TypeCode.SByte,
        SpecialType.System_Byte => TypeCode.Byte,
        SpecialType.System_Int16 => TypeCode.Int16,
        SpecialType.System_UInt16 => TypeCode.UInt16,
        SpecialType.System_Int32 => TypeCode.Int32,
        SpecialType.System_UInt32 => TypeCode.UInt32,
        SpecialType.System_Int64 => TypeCode.Int64,
        SpecialType.System_UInt64 => TypeCode.UInt64,
        SpecialType.System_Single => TypeCode.Single,
        SpecialType.System_Double => TypeCode.Double,
        SpecialType.System_Decimal => TypeCode.Decimal,
        _ => null,
    };
}
