using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Tests.Gradients;
using CnnGen.Generator.Tests.Harness;
using Xunit;

namespace CnnGen.Generator.Tests.Widths;

/// <summary>
/// The gradients of the table, shared out among all widths but the widest, which GradientTableTests runs; and of every two layers behind each other without vectors.
/// </summary>
public sealed class GradientsByWidthTests
{
    public static TheoryData<int> Others => [.. Width.Others];

    [Theory]
    [MemberData(nameof(Others))]
    public void Table_AgreesWithFiniteDifferences(int bits)
    {
        // Every row in one of the texts, and in the widest by GradientTableTests: that all have the same bits is shown in BitsTests.
        int[] others = [.. Width.Others];
        Dictionary<string, string> some = GradientTable.InDouble
            .Where((_, row) => row % others.Length == Array.IndexOf(others, bits))
            .ToDictionary(row => row.Key, row => row.Value);
        CompiledNetworks networks = CompiledNetworks.Compile(some, Width.Only(bits));
        List<string> wrong = (from name in some.Keys
                              from report in GradientTableTests.Check(name, networks)
                              where !report.Passed
                              select $"{GradientTable.ByName[name]}\n{report}").ToList();
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    // What one layer keeps and the next might overwrite is the same for every width of vectors.
    [Fact]
    public void Sequences_AgreeWithFiniteDifferences()
    {
        List<string> wrong = SequenceTests.Wrong(CompiledNetworks.Compile(SequenceTests.Declarations, Width.Only(0)));
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }
}
