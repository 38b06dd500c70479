using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using CnnGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Parsing;

/// <summary>The members with the modifier <c>required</c>, a class's own and inherited ones.</summary>
internal static class RequiredMembers
{
    // Compilers that know the modifier have the property, which the oldest that the generator runs in does not.
    private static readonly PropertyInfo? IsRequiredProperty = typeof(IPropertySymbol).GetProperty("IsRequired");
    private static readonly PropertyInfo? IsRequiredField = typeof(IFieldSymbol).GetProperty("IsRequired");

    public static IEnumerable<RequiredMember> Of(INamedTypeSymbol symbol)
    {
        for (INamedTypeSymbol? type = symbol; type is { SpecialType: SpecialType.None }; type = type.BaseType)
        {
            foreach (ISymbol member in type.GetMembers().Where(IsRequired))
            {
                // One that is overridden is required where it is overridden, too.
                if (member is IPropertySymbol { IsOverride: true }) continue;
                ISymbol? read = member is IPropertySymbol property ? property.GetMethod : member;
                yield return new RequiredMember(ClassParser.Escaped(member.Name), read != null && IsVisible(read, symbol));
            }
        }
    }

    private static bool IsVisible(ISymbol member, INamedTypeSymbol symbol) => member.DeclaredAccessibility switch
    {
        Accessibility.Private => SymbolEqualityComparer.Default.Equals(member.ContainingType, symbol),
        Accessibility.Internal or Accessibility.ProtectedAndInternal =>
            SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, symbol.ContainingAssembly),
        _ => true,
    };

    private static bool IsRequired(ISymbol member) => member switch
    {
        IPropertySymbol => IsRequiredProperty?.GetValue(member) is true,
        IFieldSymbol => IsRequiredField?.GetValue(member) is true,
        _ => false,
    };
}
