using System;
using System.Collections.Generic;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace CnnGen.Generator.Tests.Harness;

/// <summary>Finds what a cached value must not hold on to, however deep.</summary>
internal static class ObjectGraph
{
    /// <summary>Fails if the value, or anything reachable from it, is or belongs to a compilation.</summary>
    public static void AssertFree(object value, string step)
    {
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        Stack<(object Value, string Path)> open = new();
        open.Push((value, step));
        while (open.TryPop(out (object Value, string Path) item))
        {
            Type type = item.Value.GetType();
            if (IsLeaf(item.Value, type)) continue;
            if (!type.IsValueType && !seen.Add(item.Value)) continue;
            if (IsBanned(item.Value, type)) Assert.Fail($"{item.Path} holds a {type}, which keeps a compilation alive or defeats the cache.");

            if (item.Value is Array array)
            {
                foreach (object? element in array)
                {
                    if (element is not null) open.Push((element, item.Path + "[]"));
                }

                continue;
            }

            for (Type? level = type; level is not null; level = level.BaseType)
            {
                foreach (FieldInfo field in level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                {
                    if (field.FieldType.IsPointer) continue;
                    if (field.GetValue(item.Value) is { } next) open.Push((next, $"{item.Path}.{NameOf(field)}"));
                }
            }
        }
    }

    private static bool IsLeaf(object value, Type type) =>
        type.IsPrimitive || type.IsEnum || value is string or decimal or Type or MemberInfo or Assembly
        // Positions without a tree, and descriptors, which are static.
        || value is TextSpan or LinePosition or LinePositionSpan or FileLinePositionSpan or DiagnosticDescriptor or LocalizableString;

    private static bool IsBanned(object value, Type type) =>
        value is Compilation or ISymbol or SyntaxNode or SyntaxTree or SyntaxToken or SyntaxReference or Location or SemanticModel
            or AttributeData or Diagnostic or IOperation
        // Roslyn has inner types behind each of these; whatever else comes from it is no plain data either.
        || type.Assembly == typeof(Compilation).Assembly || type.Assembly == typeof(Microsoft.CodeAnalysis.CSharp.CSharpCompilation).Assembly;

    private static string NameOf(FieldInfo field) =>
        field.IsDefined(typeof(CompilerGeneratedAttribute)) ? field.Name.Split('>')[0].TrimStart('<') : field.Name;
}
