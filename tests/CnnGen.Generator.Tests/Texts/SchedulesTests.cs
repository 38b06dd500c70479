using System;
using System.Linq;
using CnnGen.Generator.Tests.Harness;
using Xunit;

namespace CnnGen.Generator.Tests.Texts;

/// <summary>What is computed together, by the text: bits do not show it.</summary>
public class SchedulesTests
{
    [Theory]
    [InlineData("[Network(128, 56, 56, ForwardOnly = true), Conv(128, 1)]", true)]

    // An input that a second cache holds, one tile of filters, weights that would come again for each band.
    [InlineData("[Network(128, 28, 28, ForwardOnly = true), Conv(128, 1)]", false)]
    [InlineData("[Network(128, 56, 56, ForwardOnly = true), Conv(16, 1)]", false)]
    [InlineData("[Network(256, 60, 60, ForwardOnly = true), Conv(256, 5, Padding = 2)]", false)]
    public void LargeImages_GoThroughAllFiltersInBands(string attributes, bool hasBands) =>
        Assert.Equal(hasBands, Text(attributes, "-512.g.cs").Contains("nint band", StringComparison.Ordinal));

    // A row of a 5×5 kernel on one channel is five numbers; three channels are fewer than the narrowest vector holds.
    [Theory]
    [InlineData("Conv(6, 5), ReLU", "Conv1WeightGradient", "-256.g.cs", "-512.g.cs")]
    [InlineData("Conv(8, 3), Conv(3, 1), Tanh, MaxPool(2)", "Maxpool1InputGradient", "-128.g.cs", "-256.g.cs")]
    public void NarrowRuns_HaveTheNarrowestTextThatHoldsThem(string layers, string method, string narrow, string wide)
    {
        string attributes = $"[Network(1, 8, 8), {layers}, Dense(20)]";
        Assert.Contains($" {method}(", Text(attributes, narrow), StringComparison.Ordinal);
        Assert.DoesNotContain($" {method}(", Text(attributes, wide), StringComparison.Ordinal);
    }

    private static string Text(string attributes, string file) =>
        GeneratorRun.Of(Source.Network(attributes)).Sources.Single(source => source.HintName.EndsWith(file, StringComparison.Ordinal)).SourceText.ToString();
}
