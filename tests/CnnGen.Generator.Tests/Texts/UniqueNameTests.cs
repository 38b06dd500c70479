using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Model;
using CnnGen.Generator.Tests.Harness;
using Xunit;

namespace CnnGen.Generator.Tests.Texts;

/// <summary>From a class to the names of its files and kernels: no two become one, and all are short.</summary>
public class UniqueNameTests
{
    private static readonly string[] Parts = [
        "A",
        "a",
        "B",
        "AB",
        "A_",
        "_A",
        "A_B",
        "A__B",
        "_",
        "__",
        "A1",
        "Ä",
        "\u0130",
        "ı",
        "A\u203FB",
        "A\u2040B",
        "Con",
        "con",
        "COM1",
        "class",
        "A512",
        "Plain",
        "Steps",
        "A`1",
        "B`2",
        new('x', 99),
        new('x', 100),
        new('x', 101),
        new string('x', 101) + "y"];

    [Fact]
    public void Names_AreUnique()
    {
        List<TypeIdentity> types = [];
        foreach (
            string space in Parts
                .Where(part => !part.Contains('`', StringComparison.Ordinal))
                .SelectMany(part => new[] { part, part + ".B", "A." + part })
                .Append("")
                .Distinct())
        {
            foreach (string name in Parts) types.AddRange([Type(space, name), Type(space, "B", name), Type(space, name, "B"), Type(space, "A", "B", name)]);
        }

        types = types.DistinctBy(type => $"{type.Namespace}|{string.Join("+", type.Path)}").ToList();
        Assert.True(types.Count > 5000);
        Assert.Equal(types.Count, types.Select(type => type.Identifier).Distinct().Count());
        Assert.Equal(types.Count, types.Select(type => type.FileName).Distinct().Count());

        // With a hash also where case is ignored; one name's own hash never meets another's plain name.
        Assert.Equal(types.Count, types.Select(UniqueName.HashedFile).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Empty(
            types
                .Select(UniqueName.HashedFile)
                .Except(types.Select(type => type.FileName))
                .Intersect(types.Select(type => type.FileName), StringComparer.OrdinalIgnoreCase));
        Assert.All(types, type =>
        {
            Assert.Matches("^[A-Za-z0-9._-]{1,105}$", type.FileName);
            Assert.Matches("^@?[A-Za-z_][A-Za-z0-9_]{0,105}$", type.Identifier);
            Assert.DoesNotMatch("(?i)^(con|prn|aux|nul|com[0-9]|lpt[0-9])([.]|$)", type.FileName);
        });
    }

    // Files of a build are compared with those of another machine's.
    [Theory]
    [InlineData("Digits", "Digits.LeNet", "Digits_LeNet", "LeNet")]
    [InlineData("My.Games", "My.Games.Program_Net", "My_Games_Program__Net", "Program", "Net")]
    [InlineData("", "Net", "Net", "Net")]
    [InlineData("My_Games", "My_Games.Net-d8ce05d58e0b8702", "My_Games_Net___d8ce05d58e0b8702", "Net")]
    public void Names_AreTheSameEverywhere(string space, string file, string identifier, params string[] path)
    {
        Assert.Equal(file, Type(space, path).FileName);
        Assert.Equal(identifier, Type(space, path).Identifier);
    }

    [Fact]
    public void LongNames_MakeShortFilesThatCompile()
    {
        string name = new('N', 250);
        GeneratorRun run = GeneratorRun.Of(Source.Network("[Network(20), Dense(20)]", name)).CompilesStrictly();
        Assert.All(run.Sources, source => Assert.InRange(source.HintName.Length, 1, 120));
    }

    private static TypeIdentity Type(string space, params string[] path) =>
        new(space, default, "class", path[^1], path[^1], "", path[^1], path.ToEquatableArray(), default);
}
