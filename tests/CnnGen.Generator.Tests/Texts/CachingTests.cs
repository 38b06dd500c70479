using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Xunit;

namespace CnnGen.Generator.Tests.Texts;

public class CachingTests
{
    private static readonly string Network = Source.Network("[Network(1, 8, 8), Conv(2, 3), ReLU, MaxPool(2), Dense(3), SoftmaxCrossEntropy]");

    // What holds line numbers; everything behind them must not notice.
    private static readonly string[] Positions = [
        nameof(TrackingNames.Declarations), nameof(TrackingNames.Compiled), nameof(TrackingNames.Problems), nameof(TrackingNames.Strays)];

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

    // Arrays are compared by their numbers, and what is folded by what it is made of.
    [Theory]
    [MemberData(nameof(Edits))]
    public void HarmlessEdit_ChangesNothingOfANormedNetwork(HarmlessEdit edit) => Harness.Edits.AssertHarmless(
        edit, Source.Network(
            "[Network(2, 8, 8, ForwardOnly = true), Normalize(new[] { 0.5, 0.25 }, new double[] { 1, 2 }), Conv(2, 3), BatchNorm, ReLU, Dropout(0.5), Dense(3), BatchNorm]"), Positions);

    [Fact]
    public void ANetworksConstant_ChangesTheNetworksDeclaredWithIt()
    {
        const string encoder =
            "using CnnGen; [Network(6), Dense(5)] public sealed partial class Encoder { }", decoder =
                "using CnnGen; [Network(Encoder.OutputSize), Dense(2)] public sealed partial class Decoder { }";
        GeneratorRun before = GeneratorRun.Of(encoder, decoder, "public static class Unrelated { public const int Size = 1; }");
        Assert.Contains("public const int InputSize = 5", TextOf(before, "Decoder"), StringComparison.Ordinal);

        GeneratorRun after = before.After(encoder.Replace("Dense(5)", "Dense(7)", StringComparison.Ordinal));
        Assert.Contains("public const int InputSize = 7", TextOf(after, "Decoder"), StringComparison.Ordinal);
        Assert.Equal(2, Reasons(after).Count(reason => reason == IncrementalStepRunReason.Modified));

        // What follows from neither network makes nothing run again; nor does what changes the encoder but not the constant.
        GeneratorRun unrelated = before.After(encoder, decoder, "public static class Unrelated { public const int Size = 2; }");
        Assert.All(
            Reasons(unrelated), reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, reason.ToString()));
        GeneratorRun inside = before.After(encoder.Replace("Dense(5)", "Dense(5), ReLU", StringComparison.Ordinal));
        Assert.Equal(1, Reasons(inside).Count(reason => reason == IncrementalStepRunReason.Modified));
        Assert.Equal(TextOf(before, "Decoder"), TextOf(inside, "Decoder"));

        static string TextOf(GeneratorRun run, string name) =>
            string.Concat(
                run.Sources.Where(source => source.HintName.StartsWith(name, StringComparison.Ordinal)).Select(source => source.SourceText.ToString()));

        static IEnumerable<IncrementalStepRunReason> Reasons(GeneratorRun run) =>
            Steps.OutputsOf(run.Result, TrackingNames.Outputs).Select(output => output.Reason);
    }

    [Fact]
    public void OneLayerChange_IsOneMethodDiff()
    {
        // A layer that no other computes along with itself, too small for vectors. The convolution's initial weights follow the activation, and a hash all layers.
        string network = Source.Network("[Network(1, 4, 4), Conv(2, 3), AvgPool(2), ReLU, Dense(3), SoftmaxCrossEntropy]");
        GeneratorRun before = GeneratorRun.Of(network), after = GeneratorRun.Of(network.Replace("ReLU", "Tanh", StringComparison.Ordinal));
        string[] expected = ["anh", " - y * y)", "FillNormal", "fingerprint"];
        foreach ((GeneratedSourceResult old, GeneratedSourceResult now) in before.Sources.Zip(after.Sources))
        {
            Assert.Equal(old.HintName, now.HintName);
            string[] changed = Array.FindAll(
                now.SourceText.ToString().Split('\n'), line => !old.SourceText.ToString().Contains(line, StringComparison.Ordinal));
            Assert.All(changed, line => Assert.Contains(expected, part => line.Contains(part, StringComparison.Ordinal)));
            Assert.Equal(old.SourceText.ToString().Contains("relu1", StringComparison.OrdinalIgnoreCase), changed.Length > 0);   // only where the layer is
        }
    }

    [Fact]
    public void FusedLayerChange_IsADiffOfItsLayers()
    {
        string network = Source.Network("[Network(1, 8, 8), Conv(2, 3), ReLU, MaxPool(2), Dense(20), SoftmaxCrossEntropy]");
        GeneratorRun before = GeneratorRun.Of(network), after = GeneratorRun.Of(network.Replace("ReLU", "LeakyReLU", StringComparison.Ordinal));
        foreach (string file in (string[])["-512.g.cs", "-256.g.cs", "-128.g.cs"])
        {
            Assert.NotEqual(Of(before, file), Of(after, file));
            Assert.NotEmpty(OfDense(before, file));
            Assert.Equal(OfDense(before, file), OfDense(after, file));
        }

        static string Of(GeneratorRun run, string file) =>
            run.Sources.Single(source => source.HintName.EndsWith(file, StringComparison.Ordinal)).SourceText.ToString();

        static string[] OfDense(GeneratorRun run, string file) =>
            Of(run, file).Split("<summary>").Where(method => method.StartsWith("dense1", StringComparison.Ordinal)).ToArray();
    }

    [Fact]
    public void Locations_FollowTheirText() => Harness.Edits.AssertLocationsFollow(Source.Network("[Network(1, 8, 8), Conv({|CNN0201:0|}, 3)]"));
}
