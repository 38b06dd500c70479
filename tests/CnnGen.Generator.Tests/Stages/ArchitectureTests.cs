using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Emission;
using CnnGen.Generator.Tests.Harness;
using Xunit;

namespace CnnGen.Generator.Tests.Stages;

/// <summary>What a file's fingerprint tells apart: all that decides what the same numbers compute, and nothing else.</summary>
public sealed class ArchitectureTests
{
    // Each changes the outputs of the same parameters.
    [Theory]
    [InlineData("Conv(4, 3, Padding = 1)", "Conv(4, 3, PaddingTop = 2, PaddingLeft = 1, PaddingRight = 1)")]
    [InlineData("Conv(4, 3, Stride = 2, Padding = 1)", "Conv(4, 3, Dilation = 2)")]
    [InlineData("Conv(4, 3)", "Conv(4, 3, UntiedBias = true)")]
    [InlineData("Conv(4, 3)", "Conv(4, 3, Bias = false)")]
    [InlineData("Conv(4, 3)", "Conv(4, 3, Groups = 2)")]
    [InlineData("ConvTranspose(4, 3, PaddingTop = 1)", "ConvTranspose(4, 3, PaddingBottom = 1)")]
    [InlineData("ConvTranspose(4, 2, Stride = 2)", "ConvTranspose(4, 2, OutputPadding = 1, Stride = 2, PaddingTop = 1, PaddingLeft = 1)")]
    [InlineData("MaxPool(2)", "AvgPool(2)")]
    [InlineData("MaxPool(3, Stride = 1, PaddingTop = 1)", "MaxPool(3, Stride = 1, PaddingBottom = 1)")]
    [InlineData("MaxPool(1, Stride = 2)", "MaxPool(2)")]
    [InlineData("AvgPool(3, Padding = 1)", "AvgPool(3, Padding = 1, CountPadding = false)")]
    [InlineData("GlobalAvgPool", "GlobalMaxPool")]
    [InlineData("LeakyReLU", "LeakyReLU(0.1)")]
    [InlineData("ELU", "ELU(0.5)")]
    [InlineData("SELU", "ELU")]
    [InlineData("GELU", "GELU(Tanh = true)")]
    [InlineData("Clip(0, 6)", "Clip(0, 5)")]
    [InlineData("HardSigmoid", "HardSigmoid(Slope = 0.2)")]
    [InlineData("HardSigmoid", "HardSigmoid(Offset = 0.4)")]
    [InlineData("PReLU", "PReLU(Channels = true)")]
    [InlineData("Upsample(2)", "Upsample(2, Mode = UpsampleMode.Bilinear)")]
    [InlineData("PadChannels(1, 2)", "PadChannels(2, 1)")]
    [InlineData("Pad(1)", "Pad(1, Mode = PadMode.Reflect)")]
    [InlineData("Pad(0, PaddingTop = 1)", "Pad(0, PaddingBottom = 1)")]
    [InlineData("Crop(0, Top = 1)", "Crop(0, Bottom = 1)")]
    [InlineData("ChannelShuffle(2)", "ChannelShuffle(4)")]
    [InlineData("Slice(0, 2)", "Slice(1, 2)")]
    [InlineData("BatchNorm", "BatchNorm(Epsilon = 0.001)")]
    [InlineData("BatchNorm", "BatchNorm(Affine = false)")]
    [InlineData("LayerNorm", "LayerNorm(Epsilon = 0.001)")]
    [InlineData("GroupNorm(2)", "GroupNorm(4)")]
    [InlineData("GroupNorm(2)", "GroupNorm(2, Epsilon = 0.001)")]
    [InlineData("Flatten, GroupNorm(2)", "Flatten, GroupNorm(4)")]
    [InlineData("Normalize(0.5, 0.5)", "Normalize(0.5, 0.25)")]
    [InlineData("Normalize(0.5, 0.5)", "Normalize(new double[] { 0.5, 0.5, 0.4, 0.5 }, 0.5)")]
    [InlineData("Scale(2, 1)", "Scale(2, 2)")]
    [InlineData("Reshape(8, 4, 8)", "Reshape(8, 8, 4)")]
    [InlineData("ReLU, Tanh", "Tanh, ReLU")]
    [InlineData("Tap(\"a\"), ReLU, Tap(\"b\"), Add(\"a\")", "Tap(\"a\"), ReLU, Tap(\"b\"), Add(\"b\")")]
    [InlineData("Tap(\"a\"), ReLU, Concat(\"a\")", "Tap(\"a\"), ReLU, Tap(\"b\"), From(\"a\"), Concat(\"b\")")]
    public void WhatDecidesTheOutputs_TellsApart(string one, string other) =>
        Assert.NotEqual(Of($"[Network(4, 8, 8)] [{one}] [Dense(2)]"), Of($"[Network(4, 8, 8)] [{other}] [Dense(2)]"));

    // Each is of training, of speed, of memory, or a name; or the same in other words.
    [Theory]
    [InlineData("[Network(4, 8, 8, Batch = 7)] [Conv(4, 3), BatchNorm, Dropout(0.1), MaxPool(2), Dense(2)]")]
    [InlineData("[Network(4, 8, 8, ForwardOnly = true)] [Conv(4, 3), BatchNorm, Dropout(0.1), MaxPool(2), Dense(2)]")]
    [InlineData("[Network(4, 8, 8, Scalar = Scalar.Double, Reproducible = true)] [Conv(4, 3), BatchNorm, Dropout(0.1), MaxPool(2), Dense(2)]")]
    [InlineData("[Network(4, 8, 8, InputGradient = false, Winograd = false, Weights = \"w\")] [Conv(4, 3), BatchNorm, Dropout(0.1), MaxPool(2), Dense(2)]")]
    [InlineData("[Network(4, 8, 8)] [Conv(4, 3, 3, Stride = 1, PaddingTop = 0), BatchNorm, Dropout(0.1), MaxPool(2, 2, Stride = 2), Dense(2, Bias = true)]")]
    [InlineData("[Network(4, 8, 8)] [Conv(4, 3, Name = \"stem\"), BatchNorm(Momentum = 0.5), Dropout(0.7), MaxPool(2, AllTies = true), Dense(2)]")]
    [InlineData("[Network(4, 8, 8)] [Conv(4, 3, Frozen = true), BatchNorm, Dropout(0.1), MaxPool(2), Dense(2, Init = Init.Zero, BiasOnly = true)]")]
    [InlineData("[Network(4, 8, 8)] [Conv(4, 3), BatchNorm, Dropout(0.1), MaxPool(2), Dense(2)] [SoftmaxCrossEntropy] [Adam]")]
    public void WhatDoesNot_LeavesItAsItIs(string declaration) =>
        Assert.Equal(Of("[Network(4, 8, 8)] [Conv(4, 3), BatchNorm, Dropout(0.1), MaxPool(2), Dense(2)]"), Of(declaration));

    [Fact]
    public void NamesOfTaps_AreTheUsersOwn()
    {
        string declaration = "[Network(4, 8, 8)] [Tap(\"a\"), ReLU, Add(\"a\"), Output(\"head\")]";
        Assert.Equal(Of(declaration), Of(declaration.Replace("\"a\"", "\"skip\"").Replace("head", "policy")));
        Assert.Equal(
            ["input 4×8×8", "Tap 4×8×8 → 4×8×8", "ReLU 4×8×8 → 4×8×8", "Add 4×8×8 → 4×8×8, of 3 and 1", "Output 4×8×8 → 4×8×8"],
            Architecture.Of(Plans.Model(declaration)));
    }

    [Fact]
    public void FromAndFurtherInputs_TellWhatTheyRead()
    {
        IReadOnlyList<string> lines = Architecture.Of(Plans.Model(
            "[Network(4, 8)] [Input(\"speed\", 3)] [GRU(5, Last = true), Tap(\"seen\"), From(\"speed\"), Dense(5), Multiply(\"seen\"), Dense(1)]"));
        Assert.Equal(
            [
                "input 4×8",
                "input 3",
                "GRU 4×8 → 5, weight_ih_l0 15×4, weight_hh_l0 15×5, bias_ih_l0 15, bias_hh_l0 15",
                "Tap 5 → 5",
                "From 3 → 3, of 2",
                "Dense 3 → 5, weight 5×3, bias 5",
                "Multiply 5 → 5, of 6 and 3",
                "Dense 5 → 1, weight 1×5, bias 1",
            ],
            lines);
    }

    [Fact]
    public void ResourceName_IsText()
    {
        // What a string may hold, and a line of source may not.
        GeneratorRun run = GeneratorRun.Of(Source.Network("[Network(3, Weights = \"a\\\"\\\\\\r\\n\\u2028\\0b\"), Dense(2)]"));
        string text = run.Sources.Select(source => source.SourceText.ToString()).Single(source => source.Contains("EmbeddedWeights"));
        Assert.Contains("EmbeddedWeights.Load<float>(this, typeof(global::Tests.Networks.Net).Assembly, \"a\\\"\\\\\\u000d\\n\\u2028\\u0000b\");", text);
    }

    private static string Of(string declaration) => Architecture.Fingerprint(Architecture.Of(Plans.Model(declaration)));
}
