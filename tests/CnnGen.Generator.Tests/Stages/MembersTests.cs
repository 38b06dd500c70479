using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using CnnGen.Generator.Emission;
using Xunit;

namespace CnnGen.Generator.Tests.Stages;

/// <summary>The table of generated members is what the library's interfaces ask for, signature by signature.</summary>
public class MembersTests
{
    [Fact]
    public void Table_IsTheInterfaces()
    {
        IEnumerable<string> asked = new[] { typeof(INetwork<float>), typeof(ITrainableNetwork<float>) }
            .SelectMany(type => type.GetMembers(), Describe)
            .OfType<string>();
        Assert.Equal(asked.Order(StringComparer.Ordinal), Members.All.Select(member => member.Explicit("float")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void OwnMembers_AreThePublicOnes() => Assert.Equal(
        [
            "public int InputSize",
            "public float Loss(global::System.ReadOnlySpan<int> labels, float weight = 1)",
            "public void SetBuffers(global::System.ReadOnlySpan<float> values, int start)"],
        new[] { Members.InputSize, Members.LossOfLabels, Members.SetSomeBuffers }.Select(member => member.Public("float")));

    private static string? Describe(Type type, MemberInfo member) => member switch
    {
        PropertyInfo property => $"{NameOf(property.PropertyType)} {NameOf(type)}.{property.Name}",
        MethodInfo { IsSpecialName: false } method =>
            $"{NameOf(method.ReturnType)} {NameOf(type)}.{method.Name}({string.Join(", ", method.GetParameters().Select(one => $"{NameOf(one.ParameterType)} {one.Name}"))})",
        _ => null,
    };

    private static string NameOf(Type type)
    {
        if (type.IsGenericType) return $"global::{type.Namespace}.{type.Name[..type.Name.IndexOf('`')]}<{NameOf(type.GenericTypeArguments[0])}>";
        return type == typeof(void) ? "void"
            : type == typeof(int) ? "int"
            : type == typeof(long) ? "long"
            : type == typeof(bool) ? "bool"
            : type == typeof(float) ? "float"
            : "global::" + type.FullName;
    }
}
