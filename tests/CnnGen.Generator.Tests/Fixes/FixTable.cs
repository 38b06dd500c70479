using System.Collections.Generic;

namespace CnnGen.Generator.Tests.Fixes;

/// <summary>A mistake, what mends it, and the source then; one class, whose attributes alone are written where nothing else is concerned.</summary>
/// <param name="Id">The diagnostic.</param>
/// <param name="Title">What the editor offers.</param>
/// <param name="Before">The source with the mistake.</param>
/// <param name="After">The source without it.</param>
internal sealed record Fix(string Id, string Title, string Before, string After)
{
    public override string ToString() => $"{Id} {Title}: {Before}";
}

/// <summary>A mistake that something else is to mend than what is offered for others of its kind.</summary>
/// <param name="Id">The diagnostic.</param>
/// <param name="Title">What the editor does not offer, or how all that begins.</param>
/// <param name="Source">The source with the mistake.</param>
internal sealed record Unmended(string Id, string Title, string Source);

/// <summary>Every kind of mistake that an editor mends.</summary>
internal static class FixTable
{
    public static IReadOnlyList<Fix> All { get; } =
    [
        // The class.
        new(
            "CNN0001",
            "Make LeNet partial",
            "[Network(3), Dense(2)] public sealed class LeNet { }",
            "[Network(3), Dense(2)] public sealed partial class LeNet { }"),
        new(
            "CNN0002",
            "Make Outer partial",
            "public static class Outer { [Network(3), Dense(2)] public partial class LeNet { } }",
            "public static partial class Outer { [Network(3), Dense(2)] public partial class LeNet { } }"),
        new(
            "CNN0004",
            "Remove static",
            "[Network(3), Dense(2)] public static partial class LeNet { }",
            "[Network(3), Dense(2)] public partial class LeNet { }"),
        new(
            "CNN0005",
            "Remove abstract",
            "[Network(3), Dense(2)] public abstract partial class LeNet { }",
            "[Network(3), Dense(2)] public partial class LeNet { }"),
        new("CNN0006", "Make LeNet a class", "[Network(3), Dense(2)] public partial record LeNet;", "[Network(3), Dense(2)] public partial class LeNet { }"),
        new(
            "CNN0006",
            "Make LeNet a class",
            "[Network(3), Dense(2)] public partial record class LeNet { }",
            "[Network(3), Dense(2)] public partial class LeNet { }"),
        new("CNN0007", "Remove file", "[Network(3), Dense(2)] file partial class LeNet { }", "[Network(3), Dense(2)] partial class LeNet { }"),
        new(
            "CNN0012",
            "Call this()",
            "[Network(3), Dense(2)] public partial class LeNet { public LeNet(string name) { } }",
            "[Network(3), Dense(2)] public partial class LeNet { public LeNet(string name) : this() { } }"),
        new(
            "CNN0012",
            "Call this()",
            "[Network(3), Dense(2)] public partial class LeNet { public LeNet(string name) : base() { } }",
            "[Network(3), Dense(2)] public partial class LeNet { public LeNet(string name) : this() { } }"),

        // The declaration.
        new("CNN0104", "Put Network first", "[Dense(2)]\n[Network(3)]", "[Network(3)]\n[Dense(2)]"),
        new("CNN0104", "Put Network first", "[Dense(2), Network(3)]", "[Network(3), Dense(2)]"),
        new("CNN0104", "Put Network first", "[Dense(2)] [Network(3)] [Adam]", "[Network(3)] [Dense(2)] [Adam]"),
        new(
            "CNN0105",
            "Move Sgd behind the last layer",
            "[Network(3)]\n[Sgd(Momentum = 0.9)]\n[Dense(2)] // logits",
            "[Network(3)]\n[Dense(2)] // logits\n[Sgd(Momentum = 0.9)]"),
        new(
            "CNN0105",
            "Move SoftmaxCrossEntropy behind the last layer",
            "[Network(3), SoftmaxCrossEntropy, Dense(2), Adam]",
            "[Network(3), Dense(2), SoftmaxCrossEntropy, Adam]"),
        new("CNN0105", "Move Sgd behind the last layer", "[Network(3)] [Sgd] [Dense(2)]", "[Network(3)] [Dense(2)] [Sgd]"),
        new(
            "CNN0106",
            "Remove MeanSquaredError",
            "[Network(3), Dense(2), SoftmaxCrossEntropy, MeanSquaredError]",
            "[Network(3), Dense(2), SoftmaxCrossEntropy]"),
        new(
            "CNN0105",
            "Move Sgd behind the last layer",
            "[Network(3)]\n[Sgd]\n[Dense(2)] /* of two\nlines */",
            "[Network(3)]\n[Dense(2)] /* of two\nlines */\n[Sgd]"),
        new("CNN0107", "Remove Adam", "[Network(3), Dense(2), Sgd]\n[Adam]", "[Network(3), Dense(2), Sgd]"),
        new("CNN0108", "Write SoftmaxCrossEntropy", "[Network(3), Dense(2), CrossEntropy]", "[Network(3), Dense(2), SoftmaxCrossEntropy]"),
        new(
            "CNN0108",
            "Write SoftmaxCrossEntropy",
            "[Network(3), Dense(2), Tap(\"logits\"), Softmax, Tap(\"shares\"), From(\"logits\"), CrossEntropy]",
            "[Network(3), Dense(2), Tap(\"logits\"), Softmax, Tap(\"shares\"), From(\"logits\"), SoftmaxCrossEntropy]"),
        new("CNN0113", "Write ReLU", "[Network(1, 8, 8), Relu]", "[Network(1, 8, 8), ReLU]"),

        // Arguments.
        new("CNN0201", "Write Stride = 1", "[Network(1, 8, 8), Conv(4, 3, Stride = 0)]", "[Network(1, 8, 8), Conv(4, 3, Stride = 1)]"),
        new("CNN0201", "Write PaddingTop = 0", "[Network(1, 8, 8), Conv(4, 3, PaddingTop = -1)]", "[Network(1, 8, 8), Conv(4, 3, PaddingTop = 0)]"),
        new("CNN0201", "Write Batch = 1", "[Network(3, Batch = 0), Dense(2)]", "[Network(3, Batch = 1), Dense(2)]"),
        new("CNN0201", "Remove MaxBytes", "[Network(3, MaxBytes = -1), Dense(2)]", "[Network(3), Dense(2)]"),
        new("CNN0202", "Remove Bias", "[Network(1, 8, 8), Conv(4, 3, UntiedBias = true, Bias = false)]", "[Network(1, 8, 8), Conv(4, 3, UntiedBias = true)]"),
        new(
            "CNN0202",
            "Remove UntiedBias",
            "[Network(1, 8, 8), ConvTranspose(4, 3, UntiedBias = true, Bias = false)]",
            "[Network(1, 8, 8), ConvTranspose(4, 3, Bias = false)]"),
        new("CNN0203", "Make it 4 groups", "[Network(16, 8, 8), Conv(32, 3, Groups = 5)]", "[Network(16, 8, 8), Conv(32, 3, Groups = 4)]"),
        new("CNN0203", "Make it 2 groups", "[Network(6, 8, 8), Conv(8, 3, Groups = 4)]", "[Network(6, 8, 8), Conv(8, 3, Groups = 2)]"),
        new("CNN0203", "Make it 3 groups", "[Network(6, 8, 8), ConvTranspose(9, 3, Groups = 4)]", "[Network(6, 8, 8), ConvTranspose(9, 3, Groups = 3)]"),
        new("CNN0203", "Make it 4 groups", "[Network(16, 8, 8), GroupNorm(5)]", "[Network(16, 8, 8), GroupNorm(4)]"),
        new("CNN0203", "Make it 1 group", "[Network(7, 8, 8), GroupNorm(groups: 2)]", "[Network(7, 8, 8), GroupNorm(groups: 1)]"),
        new("CNN0205", "Write Momentum = 0.9", "[Network(3), Dense(2), Sgd(Nesterov = true)]", "[Network(3), Dense(2), Sgd(Nesterov = true, Momentum = 0.9)]"),
        new(
            "CNN0205",
            "Write Momentum = 0.9",
            "[Network(3), Dense(2), Sgd(Momentum = 0, Nesterov = true)]",
            "[Network(3), Dense(2), Sgd(Momentum = 0.9, Nesterov = true)]"),
        new("CNN0231", "Remove BiasOnly", "[Network(3), Dense(2, Frozen = true, BiasOnly = true)]", "[Network(3), Dense(2, Frozen = true)]"),
        new("CNN0231", "Remove Frozen", "[Network(3), PReLU, Dense(2, Frozen = true, BiasOnly = true)]", "[Network(3), PReLU, Dense(2, BiasOnly = true)]"),
        new("CNN0232", "Write Frozen = true", "[Network(3), PReLU(BiasOnly = true), Dense(2)]", "[Network(3), PReLU(Frozen = true), Dense(2)]"),
        new(
            "CNN0232",
            "Write Frozen = true",
            "[Network(3), Dense(4), Dense(2, Bias = false, BiasOnly = true, Frozen = false)]",
            "[Network(3), Dense(4), Dense(2, Bias = false, Frozen = true)]"),
        new(
            "CNN0233",
            "Remove PaddingTop and PaddingLeft",
            "[Network(1, 8, 8), Conv(4, 3, PaddingTop = 1, Same = true, PaddingLeft = 1)]",
            "[Network(1, 8, 8), Conv(4, 3, Same = true)]"),
        new("CNN0233", "Remove Same", "[Network(1, 8, 8), Conv(4, 3, Same = true, Padding = 2)]", "[Network(1, 8, 8), Conv(4, 3, Padding = 2)]"),
        new("CNN0234", "Write Stride", "[Network(4, 16), Conv(8, 3, StrideWidth = 2)]", "[Network(4, 16), Conv(8, 3, Stride = 2)]"),
        new("CNN0234", "Remove StrideHeight", "[Network(4, 16), MaxPool(2, StrideHeight = 2)]", "[Network(4, 16), MaxPool(2)]"),
        new("CNN0234", "Remove PaddingHeight", "[Network(4, 16), Pad(PaddingHeight = 2, PaddingLeft = 1)]", "[Network(4, 16), Pad(PaddingLeft = 1)]"),
        new("CNN0234", "Write one kernel", "[Network(4, 16), Conv(8, 1, 5)]", "[Network(4, 16), Conv(8, 5)]"),
        new("CNN0234", "Write one kernel", "[Network(4, 16), Conv(8, 5, 1)]", "[Network(4, 16), Conv(8, 5)]"),
        new("CNN0234", "Write one size", "[Network(4, 16), MaxPool(height: 1, width: 2)]", "[Network(4, 16), MaxPool(size: 2)]"),

        // Shapes.
        new("CNN0301", "Pad by 1", "[Network(1, 3, 3), Conv(4, 5)]", "[Network(1, 3, 3), Conv(4, 5, Padding = 1)]"),
        new("CNN0301", "Pad by 2", "[Network(1, 3, 3), Conv(4, 7, Padding = 1)]", "[Network(1, 3, 3), Conv(4, 7, Padding = 2)]"),
        new("CNN0301", "Pad by 2 rows", "[Network(1, 2, 8), Conv(4, 5)]", "[Network(1, 2, 8), Conv(4, 5, PaddingHeight = 2)]"),
        new(
            "CNN0301",
            "Pad by 2 rows and 1 column",
            "[Network(1, 2, 2), AvgPool(5, 4)]",
            "[Network(1, 2, 2), AvgPool(5, 4, PaddingHeight = 2, PaddingWidth = 1)]"),
        new("CNN0301", "Pad by 1", "[Network(1, 2), MaxPool(3)]", "[Network(1, 2), MaxPool(3, Padding = 1)]"),
        new("CNN0302", "Pad by 1", "[Network(1, 8, 8), MaxPool(2, Padding = 2)]", "[Network(1, 8, 8), MaxPool(2, Padding = 1)]"),
        new("CNN0302", "Pad by 1", "[Network(1, 8, 8), AvgPool(3, 2, Padding = 4)]", "[Network(1, 8, 8), AvgPool(3, 2, Padding = 1)]"),
        new("CNN0302", "Pad by 2", "[Network(1, 8, 8), MaxPool(3, 2, PaddingTop = 4)]", "[Network(1, 8, 8), MaxPool(3, 2, PaddingTop = 2)]"),
        new("CNN0304", "Remove Flatten", "[Network(1, 8, 8)]\n[Flatten]\n[Conv(4, 3)]", "[Network(1, 8, 8)]\n[Conv(4, 3)]"),
        new(
            "CNN0305",
            "Pad the output by 1",
            "[Network(1, 8, 8), ConvTranspose(4, 3, Stride = 2, OutputPadding = 2)]",
            "[Network(1, 8, 8), ConvTranspose(4, 3, Stride = 2, OutputPadding = 1)]"),
        new("CNN0306", "Pad by 1", "[Network(1, 1, 1), ConvTranspose(4, 3, Padding = 3)]", "[Network(1, 1, 1), ConvTranspose(4, 3, Padding = 1)]"),
        new("CNN0307", "Make it 3 groups", "[Network(6, 4, 4), ChannelShuffle(4)]", "[Network(6, 4, 4), ChannelShuffle(3)]"),

        // Tensors by name.
        new("CNN0401", "Write \"skip\"", "[Network(4), Tap(\"skip\"), Dense(4), Add(\"skipp\")]", "[Network(4), Tap(\"skip\"), Dense(4), Add(\"skip\")]"),
        new(
            "CNN0405",
            "Insert Flatten",
            "[Network(1, 2, 2), Input(\"more\", 3), Concat(\"more\")]",
            "[Network(1, 2, 2), Input(\"more\", 3), Flatten, Concat(\"more\")]"),
        new(
            "CNN0405",
            "Insert Flatten",
            "[Network(1, 2, 2)]\n[Input(\"more\", 4)]\n    [Add(\"more\")]",
            "[Network(1, 2, 2)]\n[Input(\"more\", 4)]\n    [Flatten]\n    [Add(\"more\")]"),
        new(
            "CNN0407",
            "Move Input before the first layer",
            "[Network(3)]\n[Dense(3)]\n[Input(\"more\", 3)]\n[Add(\"more\")]",
            "[Network(3)]\n[Input(\"more\", 3)]\n[Dense(3)]\n[Add(\"more\")]"),
        new("CNN0411", "Take 4 features", "[Network(6), Slice(2, 8)]", "[Network(6), Slice(2, 4)]"),
        new(
            "CNN0412",
            "Write \"memory\"",
            "[Network(3, 5), Input(\"memory\", 8), GRU(8, State = \"memori\")]",
            "[Network(3, 5), Input(\"memory\", 8), GRU(8, State = \"memory\")]"),
        new(
            "CNN0413",
            "Make the input 8 numbers",
            "[Network(3, 5), Input(\"memory\", 6), GRU(8, State = \"memory\")]",
            "[Network(3, 5), Input(\"memory\", 8), GRU(8, State = \"memory\")]"),
        new(
            "CNN0413",
            "Make the input 16 numbers",
            "[Network(3, 5), Input(\"memory\", channels: 2, length: 8), LSTM(8, State = \"memory\")]",
            "[Network(3, 5), Input(\"memory\", features: 16), LSTM(8, State = \"memory\")]"),

        // What is probably a mistake.
        new("CNN0901", "Write one channel", "[Network(28, 28), Conv(4, 3)]", "[Network(1, 28, 28), Conv(4, 3)]"),
        new(
            "CNN0901",
            "Write one channel",
            "[Network(channels: 28, length: 28, Batch = 2), Conv(4, 3)]",
            "[Network(channels: 1, height: 28, width: 28, Batch = 2), Conv(4, 3)]"),
        new("CNN0901", "Write one channel", "[Network(length: 28, channels: 28), Conv(4, 3)]", "[Network(width: 28, channels: 1, height: 28), Conv(4, 3)]"),
        new("CNN0901", "Write one channel", "[Network(28, length: 28), Conv(4, 3)]", "[Network(1, 28, width: 28), Conv(4, 3)]"),
        new("CNN0902", "Make 2 the stride", "[Network(1, 8, 8), Conv(4, 3, 2, Padding = 1)]", "[Network(1, 8, 8), Conv(4, 3, Stride = 2, Padding = 1)]"),
        new(
            "CNN0903",
            "Remove Softmax",
            "[Network(3), Dense(2), Softmax, SoftmaxCrossEntropy(LabelSmoothing = 0.1)]",
            "[Network(3), Dense(2), SoftmaxCrossEntropy(LabelSmoothing = 0.1)]"),
        new("CNN0903", "Write CrossEntropy", "[Network(3), Dense(2), Softmax, SoftmaxCrossEntropy]", "[Network(3), Dense(2), Softmax, CrossEntropy]"),
        new("CNN0903", "Remove Sigmoid", "[Network(3)]\n[Dense(2), Sigmoid]\n[BinaryCrossEntropy]", "[Network(3)]\n[Dense(2)]\n[BinaryCrossEntropy]"),
        new("CNN0905", "Leave out the channels that come in", "[Network(3, 32, 32), Conv(3, 16, 5)]", "[Network(3, 32, 32), Conv(16, 5)]"),
        new(
            "CNN0905",
            "Leave out the channels that come in",
            "[Network(3, 32, 32), Conv(filters: 3, kernelHeight: 16, kernelWidth: 5, Stride = 2)]",
            "[Network(3, 32, 32), Conv(filters: 16, kernel: 5, Stride = 2)]"),
        new("CNN0906", "Put the channels first", "[Network(28, 28, 1), Conv(4, 3)]", "[Network(1, 28, 28), Conv(4, 3)]"),
        new(
            "CNN0906",
            "Put the channels first",
            "[Network(Rows, 10 + 22, 3, Batch = 8), Dense(4)] public sealed partial class Net { private const int Rows = 24; }",
            "[Network(3, Rows, 10 + 22, Batch = 8), Dense(4)] public sealed partial class Net { private const int Rows = 24; }"),
        new("CNN0908", "Write ReLU", "[Network(3), Dense(2), Relu]", "[Network(3), Dense(2), ReLU]"),
        new("CNN0908", "Write MaxPool", "[Network(1, 8, 8), CnnGen.MaxPool2dAttribute(2), Dense(2)]", "[Network(1, 8, 8), CnnGen.MaxPool(2), Dense(2)]"),
        new("CNN0908", "Write GlobalAvgPool", "[Network(4, 8, 8), AdaptiveAvgPool2d(1), Dense(2)]", "[Network(4, 8, 8), GlobalAvgPool, Dense(2)]"),
        new("CNN0908", "Write GlobalMaxPool", "[Network(4, 8, 8), CnnGen.AdaptiveMaxPool2d(1, 1), Dense(2)]", "[Network(4, 8, 8), CnnGen.GlobalMaxPool, Dense(2)]"),
        new("CNN0908", "Write GlobalAvgPool", "[Network(4, 8, 8), GlobalAveragePooling2D(), Dense(2)]", "[Network(4, 8, 8), GlobalAvgPool(), Dense(2)]"),
        new("CNN0113", "Write GlobalAvgPool", "[Network(4, 8, 8), AdaptiveAvgPool2d(output_size: 1)]", "[Network(4, 8, 8), GlobalAvgPool]"),
        new("CNN0908", "Write Network", "[Sequential(3), Dense(2)]", "[Network(3), Dense(2)]"),
        new("CNN0909", "Write Padding", "[Network(1, 8, 8), Conv(4, 3, padding: 1)]", "[Network(1, 8, 8), Conv(4, 3, Padding = 1)]"),
        new("CNN0909", "Write kernel", "[Network(1, 8, 8), Conv(4, kernel_size: 3)]", "[Network(1, 8, 8), Conv(4, kernel: 3)]"),
        new("CNN0909", "Write WeightDecay", "[Network(3), Dense(2), Adam(decay = 0.1)]", "[Network(3), Dense(2), Adam(WeightDecay = 0.1)]"),
        new("CNN0910", "Remove Tap", "[Network(3), Tap(\"a\"), Dense(2)]", "[Network(3), Dense(2)]"),
        new("CNN0911", "Remove Input", "[Network(3), Input(\"more\", 3), Dense(2)]", "[Network(3), Dense(2)]"),
    ];

    public static IReadOnlyList<Unmended> NotMended { get; } =
    [
        // What is not static, or not abstract, cannot have these.
        new("CNN0004", "Remove static", "[Network(3), Dense(2)] public static partial class Net { public static int Twice(this int x) => 2 * x; }"),
        new("CNN0005", "Remove abstract", "[Network(3), Dense(2)] public abstract partial class Net { public abstract int Size { get; } }"),
        new(
            "CNN0005",
            "Remove abstract",
            "public abstract class Old { public abstract int Size(); } [Network(3), Dense(2)] public abstract partial class Net : Old { }"),

        // A softmax of one class.
        new("CNN0108", "Write", "[Network(3), Dense(1), CrossEntropy]"),
        new("CNN0108", "Write", "[Network(3), Dense(1), HardSigmoid, CrossEntropy]"),
        new("CNN0108", "Write", "[Network(3), Dense(4), Tap(\"a\"), Dense(1), Output(\"one\"), CrossEntropy, From(\"a\"), Output(\"two\"), MeanSquaredError]"),
        new("CNN0904", "Write", "[Network(3), Dense(1), Sigmoid, CrossEntropy]"),

        // Properties behind which arguments of the constructor would stand.
        new("CNN0902", "Make", "[Network(3, 8, 8), Conv(16, kernelWidth: 2, kernelHeight: 3)]"),
        new("CNN0909", "Write", "[Network(1, 8, 8), Conv(padding: 1, filters: 4, kernel: 3)]"),
        new("CNN0909", "Write", "[Network(1, 8, 8), MaxPool(Padding = 1, pool_size = 3)]"),

        // Names that stand for other mathematics, or for what there is not.
        new("CNN0908", "Write", "[Network(1, 8, 8), ReflectionPad2d(1), Dense(2)]"),
        new("CNN0908", "Write", "[Network(1, 8, 8), ReplicationPad2d(1), Dense(2)]"),
        new("CNN0908", "Write", "[Network(1, 8, 8), CircularPad2dLayer(1), Dense(2)]"),
        new("CNN0908", "Write", "[Network(1, 8, 8), DepthwiseConv2D(4, 3), Dense(2)]"),
        new("CNN0908", "Write", "[Network(1, 8, 8), UpsamplingBilinear2d(2), Dense(2)]"),
        new("CNN0908", "Write", "[Network(1, 8, 8), CenterCrop(4), Dense(2)]"),
        new("CNN0908", "Write", "[Network(1, 8, 8), AdaptiveAvgPool2d(7), Dense(2)]"),
        new("CNN0908", "Write", "[Network(1, 8, 8), AdaptiveMaxPool2d(1, 7), Dense(2)]"),
        new("CNN0908", "Write", "[Network(1, 8, 8), SpatialDropout2D(0.5), Dense(2)]"),
        new("CNN0908", "Write", "[Network(1, 8, 8), Dropout2d(0.5), Dense(2)]"),
        new("CNN0908", "Write", "[Network(3), CELU, Dense(2)]"),
        new("CNN0908", "Write", "[Network(3), LogSoftmax, Dense(2)]"),
        new("CNN0908", "Write", "[Network(3), RReLU, Dense(2)]"),
        new("CNN0908", "Write", "[Network(3), Dense(2), NAdam]"),
    ];
}
