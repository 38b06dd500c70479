using System;
using System.Threading.Tasks;
using CnnGen.Generator.Tests.Harness;
using Xunit;
using static VerifyXunit.Verifier;

namespace CnnGen.Generator.Tests.Texts;

/// <summary>What is emitted, to be read in a review: the steps of each kind of layer on small shapes, a whole network, and the kernels of each width.</summary>
public class SnapshotTests
{
    [Fact]
    public Task WholeNetwork() =>
        Verify(
            Run(
                Plain,
                "[Network(1, 8, 8, Batch = 4)]\n[Conv(2, 3, Padding = 1), ReLU, MaxPool(2)]\n[Dense(3)]\n[SoftmaxCrossEntropy]\n[Sgd(Momentum = 0.9)]").Driver);

    [Theory]
    [InlineData("conv", "[Network(2, 6, 7, Batch = 2), Conv(4, 3)]")]
    [InlineData("conv-stride-dilation", "[Network(1, 9, 9, Batch = 2), Conv(2, 2, 3, Stride = 2, Dilation = 2, Bias = false)]")]
    [InlineData("conv-sides", "[Network(1, 4, 5, Batch = 2), Conv(2, 2, PaddingTop = 1, PaddingLeft = 2)]")]
    [InlineData("conv-groups-untied", "[Network(4, 4, 4, Batch = 2), Conv(4, 3, Groups = 2, UntiedBias = true)]")]
    [InlineData("conv-wide", "[Network(1, 1, 30, Batch = 2), Conv(1, 1, 26)]")]
    [InlineData("conv-tiny", "[Network(1, 3, 3), Conv(1, 2, Padding = 1)]")]
    [InlineData("maxpool-overlap", "[Network(1, 5, 5, Batch = 2), MaxPool(2, 3, Stride = 1)]")]
    [InlineData("maxpool-padded", "[Network(1, 5, 5), MaxPool(3, Padding = 1)]")]
    [InlineData("maxpool-allties", "[Network(1, 4, 4), MaxPool(2, AllTies = true)]")]
    [InlineData("maxpool-forward", "[Network(1, 4, 4, ForwardOnly = true), MaxPool(2)]")]
    [InlineData("avgpool", "[Network(1, 4, 4), AvgPool(2)]")]
    [InlineData("avgpool-realcells", "[Network(1, 5, 5), AvgPool(3, Padding = 1, CountPadding = false)]")]
    [InlineData("upsample", "[Network(2, 3, 3, Batch = 2), Upsample(2), Upsample(3, Mode = UpsampleMode.Bilinear)]")]
    [InlineData("globalpools", "[Network(2, 3, 3, Batch = 2), GlobalAvgPool, GlobalMaxPool]")]
    [InlineData("dense", "[Network(40, Batch = 2), Dense(5)]")]
    [InlineData("dense-tiny", "[Network(3), Dense(2, Bias = false)]")]
    [InlineData("activations", "[Network(4), Flatten, ReLU, LeakyReLU(0.2), LeakyReLU(-0.5), Sigmoid, Tanh]")]
    [InlineData("smooth", "[Network(2, 2, 3), Conv(2, 1), ELU, SiLU, GELU(Tanh = true), BinaryCrossEntropy]")]
    [InlineData("huber", "[Network(4, Batch = 2), ELU(-0.5), Huber(0.5)]")]
    [InlineData("rearranging", "[Network(4, 2, 3), PixelShuffle(2), Pad(1, Mode = PadMode.Reflect), Crop(Left = 2), PadChannels(1, 0), ChannelShuffle(2), Reshape(4, 18), Scale(new[] { 1.0, 2, 3, 4 }, 0.5)]")]
    [InlineData("recurrent", "[Network(2, 4, Batch = 2), LSTM(3), GRU(2, Last = true)]")]
    [InlineData("state", "[Network(2, 3), Input(\"memory\", 4), LSTM(2, State = \"memory\"), MeanSquaredError]")]
    [InlineData("line", "[Network(2, 9), Conv(3, 3, Stride = 2, PaddingLeft = 2), ReLU, Upsample(2, Mode = UpsampleMode.Bilinear), GlobalAvgPool]")]
    [InlineData("piecewise", "[Network(4), Flatten, ReLU6, Clip(-1, 0.5), HardSigmoid, HardSwish, Square, Sign]")]
    [InlineData("softmax-crossentropy", "[Network(3, 2, 2, Batch = 2), Softmax, CrossEntropy]")]
    [InlineData("weighted-crossentropy", "[Network(3, 2, 2, Batch = 2), Conv(3, 1), SoftmaxCrossEntropy(LabelSmoothing = 0.1, Weights = new[] { 0.5, 1, 2.5 })]")]
    [InlineData("ignored-labels", "[Network(3), Dense(4), SoftmaxCrossEntropy(IgnoreIndex = -1)]")]
    [InlineData("sigmoid-crossentropy", "[Network(3), Sigmoid, CrossEntropy]")]
    [InlineData("squarederrors", "[Network(3, Scalar = Scalar.Double), Tanh, HalfSquaredError, Sgd(Momentum = 0.8, Nesterov = true, WeightDecay = 0.01)]")]
    [InlineData("joins", "[Network(2, 3, 4), Conv(2, 1), Tap(\"a\"), Conv(2, 1), Add(\"a\"), ReLU, GlobalAvgPool, Sigmoid, Multiply(\"a\"), Concat(\"a\")]")]
    [InlineData("batchnorm", "[Network(2, 3, 4, Batch = 2), BatchNorm, ReLU, Conv(17, 2), BatchNorm(Affine = false), Dense(2), BatchNorm]")]
    [InlineData("samplenorms", "[Network(4, 3, 5, Batch = 2), GroupNorm(2), ReLU, LayerNorm]")]
    [InlineData("normalize-dropout", "[Network(2, 3, 4, Batch = 2), Normalize(0.5, 0.25), Dropout(0.25), Dense(2), Normalize(new[] { 0.1, 0.2 }, new[] { 0.5, 2 }), Dropout(0.5)]")]
    [InlineData("adam", "[Network(4), Dense(3), Adam]")]
    [InlineData("clipped", "[Network(4, Batch = 2), Dense(3, Frozen = true), Dense(5), MeanSquaredError, Sgd(Momentum = 0.9, WeightDecay = 0.1, DecayAll = false, ClipNorm = 1)]")]
    [InlineData("adamw", "[Network(20, Scalar = Scalar.Double, Reproducible = true), Dense(9), MeanSquaredError, AdamW]")]
    [InlineData("rmsprop", "[Network(4), Dense(3), RMSProp(Momentum = 0.9, WeightDecay = 0.01)]")]
    [InlineData("shared-kernels", "[Network(8, Batch = 2), Dense(8), Tanh, Dense(8), Tanh, MeanSquaredError]")]
    public Task Steps(string about, string attributes) =>
        Verify(Run(Plain, attributes).Driver)
            .UseParameters(about)
            .IgnoreGeneratedResult(source =>
                !source.HintName.EndsWith("-Steps.g.cs", StringComparison.Ordinal) && !source.HintName.EndsWith("-Plain.g.cs", StringComparison.Ordinal));

    // An optimizer with several states, whose step makes gradients on the way: how a step tells it what it needs once.
    [Fact]
    public Task Adam() =>
        Verify(Run(Properties("CnnGenVectorBits", "512"), "[Network(20)]\n[Dense(12), ReLU, Dense(3)]\n[SoftmaxCrossEntropy]\n[AdamW]").Driver)
        .IgnoreGeneratedResult(source => source.HintName.EndsWith("-Plain.g.cs", StringComparison.Ordinal));

    // An argument, a property and a loss for each input and output, and how their numbers lie in one span.
    [Fact]
    public Task Ends() =>
        Verify(
            Run(
                Plain,
                "[Network(1, 3, 3, Batch = 4)]\n[Input(\"vector\", 2)]\n[Flatten, Concat(\"vector\"), Dense(3), Tap(\"trunk\")]\n[Slice(1, 2), Output(\"policy\"), SoftmaxCrossEntropy]\n[From(\"trunk\"), Dense(1), Output(\"value\", Weight = 0.5), MeanSquaredError]").Driver)
        // the members alone: steps and kernels are like any other network's
        .IgnoreGeneratedResult(source => source.HintName.Contains('-', StringComparison.Ordinal));

    // What labels weigh: of a call, or of the batch that a trainer says.
    [Fact]
    public Task WeighedLabels() =>
        Verify(
            Run(
                Plain,
                "[Network(4, Batch = 2)]\n[Dense(3), Tanh, Tap(\"trunk\"), Output(\"kind\"), SoftmaxCrossEntropy(Weights = new[] { 0.5, 1, 2 })]\n[Dense(2), Output(\"side\"), SoftmaxCrossEntropy]\n[From(\"trunk\"), Dense(2), Output(\"size\", Weight = 0.5), SoftmaxCrossEntropy(LabelSmoothing = 0.1)]").Driver)
        .IgnoreGeneratedResult(source => source.HintName.Contains('-', StringComparison.Ordinal));

    // One whole small network for each width; with the widest its steps too, which choose among the texts.
    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    public Task Width(int bits) =>
        Verify(Run(Properties("CnnGenVectorBits", $"{bits}"), "[Network(8, 6, 6, ForwardOnly = true)]\n[Conv(16, 3), ReLU, MaxPool(2)]\n[Dense(10)]").Driver)
        .UseParameters(bits)
        .IgnoreGeneratedResult(source =>
            !source.HintName.EndsWith($"-{bits}.g.cs", StringComparison.Ordinal)
                && !(bits == 512 && source.HintName.EndsWith("-Steps.g.cs", StringComparison.Ordinal)));

    // The forms that it does not have.
    [Theory]
    [InlineData("winograd", 512, "[Network(16, 4, 4, ForwardOnly = true), Conv(16, 3, Padding = 1)]")]
    [InlineData("rows", 128, "[Network(1, 6, 11, ForwardOnly = true), Conv(2, 3), LeakyReLU]")]
    [InlineData("depthwise", 256, "[Network(8, 5, 5, ForwardOnly = true), Conv(8, 3, Groups = 8)]")]
    [InlineData("dense-batch", 512, "[Network(40, Batch = 4, ForwardOnly = true), Dense(4), ReLU]")]
    [InlineData("epilogues", 512, "[Network(8, 6, 6, ForwardOnly = true), Conv(16, 1, Bias = false), BatchNorm, HardSwish, Conv(16, 2, Stride = 2, Groups = 16), ReLU6, Dense(4), HardSigmoid]")]
    [InlineData("tiny", 0, "[Network(3, ForwardOnly = true), Dense(2), Softmax]")]
    public Task Form(string about, int bits, string attributes) => Verify(Run(Properties("CnnGenVectorBits", bits == 0 ? "512" : $"{bits}"), attributes).Driver)
        .UseParameters(about, bits)
        .IgnoreGeneratedResult(source => !source.HintName.EndsWith(bits == 0 ? "-Fused.g.cs" : $"-{bits}.g.cs", StringComparison.Ordinal));

    [Fact]
    public Task FaultyDeclaration_KeepsItsMembers() => Verify(Run(RunOptions.Default, "[Network(1, 4, 4), Conv(2, 5, Padding = -1), Dense(3)]").Driver);

    private static RunOptions Plain => Properties("CnnGenVectorBits", "0");

    private static RunOptions Properties(string name, string value) => RunOptions.Default with { Properties = BuildProperties.None.With(name, value) };

    private static GeneratorRun Run(RunOptions options, string attributes) => GeneratorRun.Of(options, Source.Network(attributes));
}
