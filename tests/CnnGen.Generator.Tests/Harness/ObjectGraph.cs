using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace CnnGen.Generator.Tests.Harness;

/// <summary>Finds what a cached value must not hold on to, however deep.</summary>
internal static class ObjectGraph
{
    private static readonly ConcurrentDictionary<Type, FieldInfo[]> Fields = new();

    /// <summary>Fails if the value, or anything reachable from it, is or belongs to a compilation.</summary>
    public static void AssertFree(object value, string step)
    {
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        Stack<(object Value, Way Path)> open = new();
        open.Push((value, new Way(null, step, null)));
        while (open.TryPop(out (object Value, Way Path) item))
        {
            Type type = item.Value.GetType();
            if (IsLeaf(item.Value, type)) continue;
            if (!type.IsValueType && !seen.Add(item.Value)) continue;
            if (IsBanned(item.Value, type)) Assert.Fail($"{item.Path} holds a {type}, which keeps a compilation alive or defeats the cache.");

            if (item.Value is Array array)
            {
                foreach (object? element in array)
                {
                    if (element is not null) open.Push((element, new Way(item.Path, "[]", null)));
                }

                continue;
            }

            foreach (FieldInfo field in Fields.GetOrAdd(type, FieldsOf))
            {
                if (field.GetValue(item.Value) is { } next) open.Push((next, new Way(item.Path, null, field)));
            }
        }
    }

    private static FieldInfo[] FieldsOf(Type type)
    {
        List<FieldInfo> fields = [];
        for (Type? level = type; level is not null; level = level.BaseType)
        {
            fields.AddRange(level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly));
        }

        return [.. fields.Where(field => !field.FieldType.IsPointer)];
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

    /// <summary>How a value was reached, which is put into words only where it has to be shown: there are many, and most are fine.</summary>
    private sealed record Way(Way? From, string? Text, FieldInfo? Field)
    {
        public override string ToString() => $"{From}{Text ?? "." + NameOf(Field!)}";

        private static string NameOf(FieldInfo field) =>
            field.IsDefined(typeof(CompilerGeneratedAttribute)) ? field.Name.Split('>')[0].TrimStart('<') : field.Name;
    }
}
