using System;
using CnnGen.Generator.Tests.Harness;
using Xunit;

namespace CnnGen.Generator.Tests.Texts;

public class CachingTests
{
    private static readonly string Network = Source.Network("[Network(1, 8, 8), Conv(2, 3), ReLU, MaxPool(2), Dense(3), SoftmaxCrossEntropy]");

    // What holds line numbers; everything behind them must not notice.
    private static readonly string[] Positions = [nameof(TrackingNames.Declarations), nameof(TrackingNames.Compiled), nameof(TrackingNames.Problems), nameof(TrackingNames.Strays)];

    public static TheoryData<HarmlessEdit> Edits => new(Enum.GetValues<HarmlessEdit>());

    [Theory]
    [MemberData(nameof(Edits))]
    public void HarmlessEdit_ChangesNothingOfTheNetwork(HarmlessEdit edit) => Harness.Edits.AssertHarmless(edit, Network, Positions);

    [Theory]
    [InlineData("Conv(2, 3)", "Conv(4, 3)")]
    [InlineData("Dense(3)", "Dense(3, Bias = false)")]
    [InlineData("ReLU", "Tanh")]
    [InlineData("8, 8)", "8, 8, Batch = 2)")]
    public void ChangedLayer_ChangesTheText(string before, string after) => Harness.Edits.AssertModifies(Network, before, after);

    [Fact]
    public void OneLayerChange_IsOneMethodDiff()
    {
        string before = GeneratorRun.Of(Network).Sources[0].SourceText.ToString(), after = GeneratorRun.Of(Network.Replace("ReLU", "Tanh", StringComparison.Ordinal)).Sources[0].SourceText.ToString();
        string[] changed = Array.FindAll(after.Split('\n'), line => !before.Contains(line, StringComparison.Ordinal));
        Assert.NotEmpty(changed);
        Assert.All(changed, line => Assert.True(line.Contains("anh", StringComparison.Ordinal) || line.Contains("(1 - y * y)", StringComparison.Ordinal), line));
    }

    [Fact]
    public void Locations_FollowTheirText() => Harness.Edits.AssertLocationsFollow(Source.Network("[Network(1, 8, 8), Conv({|CNN0201:0|}, 3)]"));
}
