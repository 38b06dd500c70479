using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using CnnGen.Generator.Tests.Fuzz;
using CnnGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Xunit;

namespace CnnGen.Generator.Tests.Diagnostics;

/// <summary>
/// Nothing that builds throws for its declaration: all declarations of these tests' own sources, and random ones, are constructed and run where they compile.
/// </summary>
public sealed partial class WhatBuildsRunsTests
{
    private const string Made =
        "public static class Sizes { public const int Hidden = 4; } public sealed class MarkAttribute : System.Attribute { } public sealed class KonvAttribute : System.Attribute { public KonvAttribute(params int[] numbers) { } }";

    // What follows from a network's own size, by way of each kind of constant, and beside a value that has its type's name.
    private const string Own = """
         public enum Codes { None, Some = Net.Batch, Next, Last = Some | 2 }
        public enum Span : ulong { Near = 1, Far = 1UL << 40 }
        public static class Chosen
        {
            public const Codes Code = Net.Batch > 1 ? Codes.Next : Codes.Last;
            public const Span Span = Net.Batch > 1 ? global::Span.Far : 0;
            public const string Text = Net.Batch > 1 ? null : "text";
            public const char Letter = (char)(64 + Net.Batch);
            public const decimal Exact = Net.Batch + 1.5m;
        }
        """;

    private static readonly string[] Expressions =
    [
        "1 + Net.Batch", "(int)Codes.Next", "(int)Codes.Last", "1 + (int)Chosen.Code", "Chosen.Code == Codes.Next ? 2 : 3", "Chosen.Span == Span.Far ? 2 : 3",
        "Chosen.Text == null ? 2 : 3", "(int)Chosen.Letter", "(int)Chosen.Exact", "Batch + 1", "sizeof(Codes)", "nameof(Codes) == \"Codes\" ? 2 : 3",
    ];

    private static readonly string Folder = Path.GetDirectoryName(ThisFile())!;

    [Fact]
    public void DeclarationsOfTheTests()
    {
        // Marks and escapes of the tests' own are no part of a declaration. Large numbers would only take memory.
        List<string> declarations = Directory.EnumerateFiles(Folder, "*Tests.cs")
            .SelectMany(path => Attributes().Matches(File.ReadAllText(path)))
            .Select(match => Marks().Replace(match.Groups["attributes"].Value.Replace("\\\"", "\"", StringComparison.Ordinal), ""))
            .Where(text => !Large().IsMatch(text))
            .Distinct()
            .ToList();
        int ran = declarations.Count(declaration =>
            Run($"using CnnGen; {declaration} public sealed partial class Net {{ }} [Network(6), Dense(5)] public sealed partial class Encoder {{ }}") > 0);
        Assert.True(declarations.Count >= 250 && ran >= 60, $"{ran} of {declarations.Count} ran.");
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void RandomDeclarations(int seed)
    {
        RandomDeclarations declarations = new(seed);
        Random random = new(seed);
        int ran = 0;
        for (int i = 0; i < 60; i++)
        {
            string source = declarations.Next();
            if (Large().IsMatch(source)) continue;

            // Now and then what only somebody else knows.
            if (random.Next(4) == 0) source = DenseUnits().Replace(source, "Dense(Sizes.Hidden", 1);
            else if (random.Next(4) == 0) source = DenseUnits().Replace(source, "Konv(3), Dense(3", 1);
            else source = DenseUnits().Replace(source, "Dense(" + Expressions[random.Next(Expressions.Length)], 1) + Own;
            ran += Run(source);
        }

        Assert.True(ran >= 10, $"{ran} ran");
    }

    /// <returns>How many networks ran.</returns>
    private static int Run(string source)
    {
        (_, _, var assembly) = OtherGenerator.RunBeside(Made, source);
        return assembly == null ? 0 : Running.All(assembly, source);
    }

    // A text of nothing but attributes.
    [GeneratedRegex(@"""(?<attributes>\[(?:[^""\\]|\\.)*\])""")]
    private static partial Regex Attributes();

    [GeneratedRegex(@"\{\|CNN[0-9]{4}:|\|\}")]
    private static partial Regex Marks();

    [GeneratedRegex("[0-9]{4}")]
    private static partial Regex Large();

    [GeneratedRegex(@"Dense\([0-9]+")]
    private static partial Regex DenseUnits();

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
