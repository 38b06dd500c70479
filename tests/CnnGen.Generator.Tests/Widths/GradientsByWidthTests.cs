using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Tests.Gradients;
using CnnGen.Generator.Tests.Harness;
using Xunit;

namespace CnnGen.Generator.Tests.Widths;

/// <summary>The gradients of the table and of every two layers behind each other, for each width but the widest, which GradientTableTests and SequenceTests run.</summary>
public sealed class GradientsByWidthTests
{
    [Theory]
    [WidthData(256)]
    [WidthData(128)]
    [WidthData(0)]
    public void Table_AgreesWithFiniteDifferences(int bits)
    {
        CompiledNetworks networks = CompiledNetworks.Compile(GradientTable.InDouble, Width.Only(bits));
        List<string> wrong = (from name in GradientTable.InDouble.Keys from report in GradientTableTests.Check(name, networks) where !report.Passed select $"{GradientTable.ByName[name]}\n{report}").ToList();
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Theory]
    [WidthData(256)]
    [WidthData(128)]
    [WidthData(0)]
    public void Sequences_AgreeWithFiniteDifferences(int bits)
    {
        List<string> wrong = SequenceTests.Wrong(CompiledNetworks.Compile(SequenceTests.Declarations, Width.Only(bits)));
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }
}
