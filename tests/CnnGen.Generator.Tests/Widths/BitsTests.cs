using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Tests.Harness;
using Xunit;

namespace CnnGen.Generator.Tests.Widths;

/// <summary>The same bits from every text, from a network and its twins, and whatever the batch.</summary>
public sealed class BitsTests
{
    private const int Count = 5;

    private const string Reproducible = ", Reproducible = true";

    [Fact]
    public void Convolutions_AreEqual() => Twins.AssertEqual<float>(RandomConvolutions.Of(1, Count), Fused());

    [Fact]
    public void ReproducibleConvolutions_AreEqual() => Twins.AssertEqual<float>(RandomConvolutions.Of(4, Count, Reproducible), All());

    [Fact]
    public void ConvolutionsInDouble_AreEqual() => Twins.AssertEqual<double>(RandomConvolutions.Of(7, Count, Reproducible + ", Scalar = Scalar.Double"), All());

    [Theory]
    [InlineData("filters")]
    [InlineData("rows")]
    [InlineData("winograd2")]
    [InlineData("winograd4,*.gradient=winograd")]
    public void ForcedForms_AreEqual(string form) => Twins.AssertEqual<float>(RandomConvolutions.Of(8, Count, Reproducible), All($"*.forward={form}"));

    /// <summary>Winograd's gradients: fused multiply-adds, several rows of tiles at a time and one after the other, a rest of channels and filters.</summary>
    [Fact]
    public void WinogradGradients_AreEqual() => Twins.AssertEqual<float>(
        [
            new("16, 10, 18", "Conv(20, 3), ReLU, Conv(17, 3, PaddingTop = 2, PaddingRight = 2), Tanh, Conv(16, 3, Padding = 1), Dense(3)", 2),
            new("33, 8, 8", "Conv(70, 3, Padding = 1, Bias = false), ReLU, Conv(16, 3, Padding = 3), GlobalAvgPool", 2),
        ],
        Fused());

    /// <summary>A large network's text, in small tiles that call each other's transforms, beside the usual one.</summary>
    [Fact]
    public void BriefTexts_AreEqual() => Twins.AssertEqual<float>(
        [
            new("3, 13, 11", "Conv(20, 3, Padding = 1), ReLU, Conv(17, 3, Padding = 1), Conv(34, 1), HardSwish, Conv(34, 5, Groups = 34, Padding = 2), Conv(16, 1), Dense(3)", 2),
            new("20, 12, 16", "Conv(33, 3, Padding = 1), ReLU, MaxPool(2), Conv(40, 3, Padding = 1), ReLU, Conv(16, 3, Padding = 1), Tanh, Conv(5, 3, Stride = 2)", 3),
            new("2, 9, 40", "Conv(3, 3), MaxPool(2), Conv(40, 3, Dilation = 2, Padding = 2), ConvTranspose(7, 3, Stride = 2), Conv(2, 1)", 2),
        ],
        Width.Brief(Vectors()));

    /// <summary>Layers that differ in sizes only: where the text counts their kernels are one method, which is told them. Vectors with and without a rest.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void LayersOfOtherSizes_AreEqual(int batch)
    {
        Twins.AssertEqual<float>(Of(""), Width.Brief(Vectors()));
        Twins.AssertEqual<float>(Of(Reproducible), Width.Brief(All()));

        TwinDeclaration[] Of(string network) =>
        [
            new("18, 5, 6", "Conv(34, 1), ReLU, Conv(50, 1), Conv(70, 1, Stride = 2), HardSwish, Conv(23, 1), ReLU, Conv(33, 1), Dense(3)", batch, network),
            new("16, 7, 5", "Conv(32, 1), ReLU, Conv(32, 3, Padding = 1, Groups = 32), Conv(48, 1), ReLU, Conv(48, 3, Padding = 1, Groups = 48), Conv(80, 1), ReLU, Conv(80, 3, Padding = 1, Groups = 80), ReLU, Conv(16, 1)", batch, network),
        ];
    }

    /// <summary>Shapes that leave something over: a ragged tile under a pool, rows just past a vector, plain numbers where vectors were expected.</summary>
    [Fact]
    public void ShapesWithARest_AreEqual() => Twins.AssertEqual<float>(
        [
            new("16, 6, 5", "Conv(16, 3, Padding = 1), MaxPool(2, 1)", 1, Reproducible),
            new("17, 5, 6", "Conv(19, 3, Padding = 1), ReLU, MaxPool(1, 2)", 2, Reproducible),
            new("16, 5, 5", "Conv(16, 3, Padding = 1), AvgPool(2), Dense(3)", 1, Reproducible),
            new("3, 9, 9", "Conv(5, 3), Flatten, Softmax", 2, Reproducible),
            new("3, 9, 9", "Conv(5, 3), Softmax, Conv(4, 3), Flatten, Tanh, Dense(3)", 2, Reproducible),
            new("3, 8, 8", "Conv(16, 3), ReLU, Conv(1, 3)", 1, Reproducible),
            new("3, 8, 8", "Conv(16, 3), ReLU, Conv(1, 3), MaxPool(2)", 1, Reproducible),
            new("4, 6, 6", "Conv(4, 3, Padding = 1), LeakyReLU(0), MaxPool(2), Dense(2)", 1, Reproducible),
            .. Enumerable.Range(25, 9).Select(width => new TwinDeclaration($"1, 9, {width}", "Conv(3, 3, Padding = 1)", 1, Reproducible)),
        ],
        All());

    /// <summary>One number for each channel: with channels in lanes, with columns in lanes, and with some left over.</summary>
    [Fact]
    public void Gates_AreEqual() => Twins.AssertEqual<float>(
        [
            new("3, 6, 5", "Conv(18, 3, Padding = 1), Tap(\"a\"), GlobalAvgPool, Conv(18, 1), Sigmoid, Multiply(\"a\"), Conv(2, 3)", 2, Reproducible),
            new("2, 5, 19", "Tap(\"a\"), GlobalMaxPool, Tanh, Tap(\"g\"), From(\"a\"), Tanh, Multiply(\"g\"), Add(\"g\"), Dense(3)", 2, Reproducible),
        ],
        All());

    /// <summary>Transposed convolutions: channels around the lanes, groups, what lies in a frame and what does not.</summary>
    [Fact]
    public void TransposedConvolutions_AreEqual() => Twins.AssertEqual<float>(
        [
            new("3, 5, 4", "Conv(18, 3, Padding = 1), ConvTranspose(17, 3, Stride = 2, Padding = 1, OutputPadding = 1), Tanh, ConvTranspose(5, 2), Conv(2, 3)", 2, Reproducible),
            new("2, 3, 5", "ConvTranspose(33, 3, Padding = 2), Sigmoid, ConvTranspose(1, 4, Stride = 3, UntiedBias = true), Dense(3)", 3, Reproducible),
            new("16, 3, 3", "ConvTranspose(32, 2, Groups = 2, Dilation = 2), ReLU, ConvTranspose(32, 3, Groups = 32), GlobalAvgPool, Dense(2)", 1, Reproducible),
        ],
        All());

    /// <summary>Activations that vectors compute: over features, channels last, planes, borders, with some left over; of zeros, ∞ and NaN too.</summary>
    [Fact]
    public void Activations_AreEqual() => Twins.AssertEqual<float>(
        [
            new("37", "ReLU6, HardSwish, Dense(21), Clip(-0.25, 0.5), Dense(19), HardSigmoid, Square, Dense(35), Sign", 3, Reproducible),
            new("3, 6, 5", "Conv(18, 3, Padding = 1), HardSwish, Conv(5, 3, Padding = 1), ReLU6, Conv(17, 1), Square, Conv(4, 3, Padding = 1), HardSigmoid", 3, Reproducible),
            new("2, 5, 19", "HardSwish, Conv(3, 3, Padding = 1), Clip(0.25, 1), Conv(2, 3), HardSigmoid(Slope = -0.5, Offset = 0), Conv(1, 1), Sign, Square", 2, Reproducible),
            new("16, 9, 8", "Conv(18, 3, Padding = 1), ReLU6, MaxPool(2), Conv(18, 3, Groups = 18, Padding = 1), HardSwish, Conv(16, 1), MaxPool(2), HardSwish, Dense(33), HardSwish", 3, Reproducible),
            new("2, 9, 40", "Conv(3, 3), MaxPool(2), HardSigmoid, Conv(3, 3, Padding = 1), Clip(-0.25, 0.5), MaxPool(1, 2), Conv(2, 1), LeakyReLU(-0.5), Dense(4), LeakyReLU(-2)", 2, Reproducible),
            new("3, 8, 9", "Conv(32, 3), Tap(\"a\"), Conv(32, 3, Padding = 1), Add(\"a\"), HardSwish, Conv(21, 3, Padding = 1), Square, Conv(18, 1), LeakyReLU(3), MaxPool(2), Conv(5, 2), Sign", 3, Reproducible),
            new("37", "ELU, Dense(21), SELU, Dense(19), PReLU(Channels = true), SiLU, Dense(35), PReLU, Dense(5), Mish", 3, Reproducible),
            new("3, 6, 5", "Conv(18, 3, Padding = 1), ELU, Conv(5, 3, Padding = 1), GELU, PReLU, Conv(17, 1), PReLU(Channels = true), Conv(4, 3, Padding = 1), Softplus", 3, Reproducible),
            new("2, 5, 19", "PReLU(Channels = true), Conv(3, 3, Padding = 1), PReLU, GELU(Tanh = true), Conv(2, 3), ELU(-0.5), Conv(1, 1), SELU", 2, Reproducible),
        ],
        All());

    /// <summary>Along one axis, and numbers that go elsewhere: every form of a convolution has one row.</summary>
    [Fact]
    public void Lines_AreEqual() => Twins.AssertEqual<float>(
        [
            new("3, 41", "Conv(18, 5, Stride = 2, PaddingLeft = 4), ReLU, MaxPool(2), Conv(18, 3, Groups = 18, Same = true), Tanh, Upsample(3, Mode = UpsampleMode.Bilinear), Dense(3)", 3, Reproducible),
            new("18, 20", "Scale(0.5, 0.25), ConvTranspose(17, 3, Stride = 2), PixelShuffle(17), Pad(3, Mode = PadMode.Reflect), Conv(33, 3, Dilation = 2), GlobalAvgPool", 2, Reproducible),
            new("8, 5, 6", "PixelShuffle(2), Pad(2, Mode = PadMode.Replicate), Conv(18, 3), ChannelShuffle(3), Crop(1), PadChannels(1, 2), Reshape(7, 15, 24), Conv(2, 3), Scale(new[] { 1.5, -2 }, 0.5)", 2, Reproducible),
        ],
        All());

    /// <summary>Recurrent layers: units and channels around the lanes, one step, all states and the last, in planes and with channels last.</summary>
    [Fact]
    public void RecurrentLayers_AreEqual() => Twins.AssertEqual<float>(Recurrent(Reproducible), All());

    [Fact]
    public void RecurrentLayersThatFuse_AreEqual() => Twins.AssertEqual<float>(Recurrent(""), Fused());

    [Fact]
    public void RecurrentLayersInDouble_AreEqual() => Twins.AssertEqual<double>(Recurrent(Reproducible + ", Scalar = Scalar.Double"), All());

    private static TwinDeclaration[] Recurrent(string options) =>
        [
            new("3, 9", "GRU(17), Tanh, LSTM(5)", 3, options),
            new("18, 6", "LSTM(33, Bias = false), Conv(20, 2), GRU(24, Last = true), Dense(3)", 2, options),
            new("1, 12", "LSTM(24)", 1, options),
            new("40, 1", "GRU(65, Last = true), Dense(2)", 2, options),
            new("2, 5", "Tap(\"x\"), GRU(2, Bias = false), Add(\"x\"), LSTM(100), Conv(3, 3, Padding = 1)", 1, options),
            new("3, 4", "Input(\"m\", 17), Input(\"n\", 10), GRU(17, State = \"m\"), LSTM(5, State = \"n\", Bias = false)", 1, options),
            new("3, 1", "Input(\"m\", 40), LSTM(20, State = \"m\", Last = true), Dense(3)", 1, options),
        ];

    /// <summary>
    /// Pools that no convolution computes: all kinds of windows, channels around the lanes, single positions in rows with room and in borders.
    /// </summary>
    [Fact]
    public void Pools_AreEqual() => Twins.AssertEqual<float>(
        [
            new("1, 6, 6", "Conv(3, 3), ReLU, MaxPool(4), GlobalAvgPool, Dense(2)", 2, Reproducible),
            new("3, 5, 4", "Conv(18, 3, Padding = 1), Upsample(2, Mode = UpsampleMode.Bilinear), Conv(5, 1), Upsample(2), Conv(2, 1)", 2, Reproducible),
            new("1, 6, 6", "Conv(3, 3), ReLU, AvgPool(4), GlobalMaxPool, Dense(2)", 1, Reproducible),
            new("16, 1, 1", "GlobalAvgPool, Conv(8, 3, Padding = 1)", 2, Reproducible),
            new("16, 1, 1", "MaxPool(3, Stride = 1, Padding = 1), Conv(8, 3, Padding = 1), ReLU", 1, Reproducible),
            new("5, 1, 1", "GlobalAvgPool, Dense(3)", 3, Reproducible),
            new("3, 8, 8", "Conv(16, 3), Tanh, MaxPool(1, Stride = 2), Dense(2)", 1, Reproducible),
            new(
                "3, 9, 9",
                "Conv(18, 3), Tanh, MaxPool(3, Stride = 2, Padding = 1), Conv(20, 3, Padding = 1), Sigmoid, AvgPool(3, Stride = 1, Padding = 1, CountPadding = false), Dense(3)",
                2,
                Reproducible),
            new(
                "3, 9, 9",
                "Conv(18, 3), AvgPool(2, Stride = 1), MaxPool(4, Stride = 1, PaddingTop = 1, AllTies = true), MaxPool(2, AllTies = true), Dense(3)",
                1,
                Reproducible),
            new("2, 7, 7", "Conv(7, 1), Sigmoid, MaxPool(2, Stride = 1), AvgPool(4), Dense(3)", 2, Reproducible),
        ],
        All().Append(RunOptions.Default));

    /// <summary>What a fused pool gives back to a convolution whose own gradients are dense.</summary>
    [Fact]
    public void PoolsBeforeDenseGradients_AreEqual() => AssertPoolsAreEqual("*.gradient=dense,conv1.forward=winograd4");

    [Fact]
    public void PoolsBeforeWinogradGradients_AreEqual() => AssertPoolsAreEqual("*.gradient=winograd,conv1.forward=winograd4");

    private static void AssertPoolsAreEqual(string forms) => Twins.AssertEqual<float>(
        [
            new("16, 8, 8", "Conv(16, 3, Padding = 1), ReLU, MaxPool(4), Dense(3)", 2, Reproducible),
            new("16, 8, 8", "Conv(21, 3, Padding = 1), ReLU, MaxPool(2), Dense(3)", 1, Reproducible),
            new("16, 8, 8", "Conv(16, 3, Padding = 1, Groups = 16), ReLU, MaxPool(2), Dense(3)", 1, Reproducible),
        ],
        All(forms));

    /// <summary>Kernel rows in pieces, and kernels of single channels.</summary>
    [Fact]
    public void GroupsAndDilation_AreEqual() => Twins.AssertEqual<float>(
        [
            new(
                "3, 9, 9",
                "Conv(20, 1), Conv(20, 3, Padding = 1, Stride = 2, Groups = 20), ReLU, Conv(20, 3, Padding = 2, Dilation = 2, Groups = 20, Bias = false), Dense(3)",
                2,
                Reproducible),
            new(
                "19, 2, 30",
                "Conv(19, 1, 9, Groups = 19, UntiedBias = true), Tanh, Conv(19, 1, 8, StrideWidth = 3, PaddingLeft = 2, Groups = 19)",
                2,
                Reproducible),
            new("19, 1, 60", "Conv(19, 1, 40, Groups = 19)", 1, Reproducible),
            new("6, 9, 9", "Conv(32, 3, Groups = 2, UntiedBias = true), ReLU, MaxPool(2), Dense(3)", 2, Reproducible),
            new("6, 9, 9", "Conv(10, 3, Groups = 2, Stride = 2), ReLU, Conv(40, 2, Groups = 5), MaxPool(3, Stride = 1), Dense(3)", 1, Reproducible),
            new("5, 12, 12", "Conv(33, 3, Dilation = 2), ReLU, MaxPool(2), Conv(7, 2, Dilation = 2), Dense(3)", 2, Reproducible),
            new("1, 3, 40", "Conv(4, 2, 7, DilationWidth = 5), ReLU, Conv(34, 1, 3, Dilation = 2), Dense(3)", 2, Reproducible),
            new("64, 3, 9", "Conv(64, 1, 5, DilationWidth = 2), ReLU, Dense(3)", 1, Reproducible),
            new("40, 3, 3", "Conv(10, 3, Groups = 2, Padding = 1), Dense(3)", 1, Reproducible),
            new("2, 3, 3", "Conv(1, 2), Conv(2, 2, Bias = false)", 3, Reproducible),
        ],
        All().Append(RunOptions.Default));

    [Fact]
    public void DirectForms_AreEqualToEachOther() => Twins.AssertEqual<float>(
        // Without a dense layer, which takes its inputs as they lie, and they lie as the form has it.
        RandomConvolutions.Of(9, 2 * Count, ", Winograd = false")
            .Where(declaration => !declaration.Layers.Contains("Dense", StringComparison.Ordinal))
            .ToArray(),
        ((string[])["direct", "filters", "rows", "depthwise"]).Select(form => Width.Only(Width.Fastest, $"*.forward={form}")),
        withGradients: false);

    /// <summary>Inputs beyond a second cache, which all filters pass over some rows at a time; columns in lanes take them whole.</summary>
    [Fact]
    public void LargeImages_AreEqualInEveryForm()
    {
        TwinDeclaration[] declarations =
        [
            new("40, 60, 60", "Conv(70, 1), ReLU", 1),
            new("40, 60, 60", "Conv(70, 3, Padding = 1), ReLU, MaxPool(2)", 1, ", Winograd = false"),
            new("32, 61, 70", "Conv(160, 2, 3, Groups = 2)", 1),
        ];
        Twins.AssertEqual<float>(declarations, Vectors());
        Twins.AssertEqual<float>(declarations, [Width.Only(Width.Fastest), Width.Only(Width.Fastest, "*.forward=rows")], withGradients: false);
    }

    [Fact]
    public void DenseLayers_AreEqual() => Twins.AssertEqual<float>(Dense(""), Fused());

    [Fact]
    public void ReproducibleDenseLayers_AreEqual() => Twins.AssertEqual<float>(Dense(Reproducible), All("*.forward=lanes"));

    [Fact]
    public void DenseLayersInDouble_AreEqual() => Twins.AssertEqual<double>(Dense(Reproducible + ", Scalar = Scalar.Double"), All());

    /// <summary>Every number of inputs around the sixteen lanes, with every number of units around the tiles.</summary>
    private static TwinDeclaration[] Dense(string network) => Enumerable.Range(1, 9).Concat([15, 16, 17, 30, 31, 32, 33, 48, 400, 417])
        .Select(inputs =>
            new TwinDeclaration(
                $"{inputs}",
                $"Dense({1 + (inputs % 9)}{(inputs % 2 == 0 ? ", Bias = false" : "")}){(inputs % 3 == 0 ? ", ReLU" : "")}",
                new[] { 1, 3, 5 }[inputs % 3],
                network))
        .ToArray();

    /// <summary>The widths that fuse multiply-adds; the widest and the narrowest as .NET 8 spells them too.</summary>
    private static IEnumerable<RunOptions> Fused() =>
        Vectors().Concat(((int[])[Width.Fastest, 128]).Select(bits => Width.Only(bits) with { References = ReferenceSet.Net8 }));

    private static IEnumerable<RunOptions> Vectors(string? forms = null) => Width.OfVectors.Select(bits => Width.Only(bits, forms));

    private static IEnumerable<RunOptions> All(string? forms = null) => Vectors(forms).Append(Width.Only(0, forms));
}
