using System;
using CnnGen.Generator.Tests.Harness;
using Xunit;

namespace CnnGen.Generator.Tests;

/// <summary>What an edit makes the generator do again. (That an equal compilation makes it do nothing, every test proves.)</summary>
public sealed class IncrementalityTests
{
    // These hold line numbers, for errors; no text is written from them.
    private static readonly string[] Positions = [TrackingNames.Declarations, TrackingNames.Compiled, TrackingNames.Problems];

    private static readonly string Network = Source.Network("[Network(1, 8, 8, Batch = 2)]\n[Conv(4, 3, Padding = 1), ReLU, MaxPool(2)]\n[Dense(3)]\n[SoftmaxCrossEntropy]\n[Sgd(Momentum = 0.9)]");

    public static TheoryData<HarmlessEdit> HarmlessEdits => new(Enum.GetValues<HarmlessEdit>());

    [Theory]
    [MemberData(nameof(HarmlessEdits))]
    public void HarmlessEdit_DoesNotModifyOutput(HarmlessEdit edit) => Edits.AssertHarmless(edit, Network, Positions);

    [Theory]
    [InlineData("Conv(4,", "Conv(5,")]
    [InlineData("Padding = 1", "Padding = 2")]
    [InlineData("ReLU", "Tanh")]
    [InlineData("Batch = 2", "Batch = 3")]
    [InlineData("Momentum = 0.9", "Momentum = 0.8")]
    public void ChangedArgument_ModifiesOutput(string before, string after) => Edits.AssertModifies(Network, before, after).CompilesStrictly();

    [Fact]
    public void LocationOfError_FollowsItsText() => Edits.AssertLocationsFollow(Source.Network("[Network(1, 4, 4)]\n[Conv(2, 3, {|CNN0201:Stride = 0|})]\n[Dense(2)]"));
}
