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

/// <summary>Nothing that builds throws for its declaration: all declarations of these tests' own sources, and random ones, are constructed and run where they compile.</summary>
public sealed partial class WhatBuildsRunsTests
{
    private const string Made = "public static class Sizes { public const int Hidden = 4; } public sealed class MarkAttribute : System.Attribute { } public sealed class KonvAttribute : System.Attribute { public KonvAttribute(params int[] numbers) { } }";

    private static readonly string Folder = Path.GetDirectoryName(ThisFile())!;

    public static TheoryData<string> Files => new(Directory.EnumerateFiles(Folder, "*Tests.cs").Select(path => Path.GetFileName(path)!));

    [Theory]
    [MemberData(nameof(Files))]
    public void DeclarationsOfTheTests(string file)
    {
        // Marks and escapes of the tests' own are no part of a declaration. Large numbers would only take memory.
        IEnumerable<string> attributes = Attributes().Matches(File.ReadAllText(Path.Combine(Folder, file)))
            .Select(match => MarkPattern().Replace(match.Groups["attributes"].Value.Replace("\\\"", "\"", StringComparison.Ordinal), "${text}").Replace("|}", "", StringComparison.Ordinal))
            .Where(text => !Large().IsMatch(text));
        int ran = 0, all = 0;
        foreach (string declaration in attributes.Distinct())
        {
            all++;
            ran += Run($"using CnnGen; [Network(6), Dense(5)] public sealed partial class Encoder {{ }} {declaration} public sealed partial class Net {{ }}") - 1;
        }

        Assert.True(all == 0 || ran >= 0, $"{ran} of {all}");
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
            else if (random.Next(4) == 0) source = DenseUnits().Replace(source, "Dense(1 + Net.Batch", 1);
            ran += Run(source);
        }

        Assert.True(ran >= 10, $"{ran} ran");
    }

    /// <returns>How many networks ran.</returns>
    private static int Run(string source)
    {
        (_, _, var assembly) = OtherGenerator.RunBeside(Made, source);
        return assembly == null ? 1 : Running.All(assembly, source);
    }

    [GeneratedRegex(@"""(?<attributes>\[\{?\|?[A-Z0-9:]*(?:Network|Dense|Conv)\(.*?\])"", ?|InlineData\(""(?<attributes>\[.*?\])""")]
    private static partial Regex Attributes();

    [GeneratedRegex(@"\{\|CNN[0-9]{4}:(?<text>)")]
    private static partial Regex MarkPattern();

    [GeneratedRegex("[0-9]{4}")]
    private static partial Regex Large();

    [GeneratedRegex(@"Dense\([0-9]+")]
    private static partial Regex DenseUnits();

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
