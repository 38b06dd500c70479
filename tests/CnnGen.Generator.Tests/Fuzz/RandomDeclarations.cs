using System;
using System.Collections.Generic;
using System.Linq;

namespace CnnGen.Generator.Tests.Fuzz;

/// <summary>Declarations that a hurried user might write: many valid, many not, some not even C#.</summary>
internal sealed class RandomDeclarations
{
    private static readonly string[] Sizes = ["1", "2", "2", "3", "3", "4", "5", "6"];

    // What no network is made of.
    private static readonly string[] Oddities = [
        "0", "-1", "-2147483648", "2147483647", "70000", "\"3\"", "1.5", "null", "unknown", "3 +", "(int)2", "default", "Size", "typeof(int)"];

    private static readonly string[] Windows = [
        "Stride", "StrideHeight", "StrideWidth", "Padding", "PaddingHeight", "PaddingWidth", "PaddingTop", "PaddingBottom", "PaddingLeft", "PaddingRight"];

    private static readonly string[] Classes =
    [
        "public partial class Net { }", "sealed partial class Net { }", "partial class Net { private const int Size = 4; }", "class Net { }", "static partial class Net { }",
        "abstract partial class Net { }", "partial record Net { }", "partial record Net(int X) { }", "partial class Net<T> { }", "partial struct Net { }", "partial interface Net { }",
        "partial class Forward { }", "partial class Net { public int Forward; }", "partial class Net { public Net() { } }", "partial class Net { public Net(int seed) { } }",
        "partial class Net { Net(string s) : this(1) { } }", "partial class Net { Net(string s) { } }", "partial class Base { protected int Step; } partial class Net : Base { }",
        "partial class Net { class Span<T> { } }", "partial class @class { }", "partial class Net { ", "partial enum Net { }", "partial class Net(int x) { }", "file partial class Net { }",
        "partial class Größe { public void Löschen() { } }", "partial class Net { partial class Offset { } }", "partial class Conv1Forward { }",
    ];

    private readonly Random random;

    public RandomDeclarations(int seed) => random = new Random(seed);

    /// <summary>A sensible declaration, which may fit or not, or a wild one.</summary>
    public string Next() => Chance(0.5) ? Sensible() : Wild();

    private string Sensible()
    {
        string layers = string.Concat(Enumerable.Range(0, random.Next(3)).Select(_ => $"{Pick("Conv(", "Conv(", "MaxPool(", "AvgPool(") switch
        {
            "Conv(" =>
                $"Conv({Pick(Sizes)}, {Pick("1", "2", "3")}{string.Concat(Named("Padding", "StrideWidth", "PaddingTop", "Dilation", "UntiedBias").DistinctBy(name => name[..4]).Select(name => ", " + name))})",
            string pool => $"{pool}2{Pick("", "", ", Stride = 1", ", Padding = 1")})",
        }}, {Pick("ReLU", "Tanh", "Sigmoid", "LeakyReLU(0.2)")}, "));
        string head = Pick("", "GlobalMaxPool, ", "Flatten, ", "Dense(5), ReLU, ") + $"Dense({Pick(Sizes)})";
        string loss = Pick(
            "",
            ", SoftmaxCrossEntropy",
            ", SoftmaxCrossEntropy(LabelSmoothing = 0.1, Weights = new[] { 0.5, 1, 2 })",
            ", MeanSquaredError, Sgd(Momentum = 0.9)",
            ", MeanSquaredError, Adam",
            ", AdamW",
            ", RMSProp(Momentum = 0.9)",
            ", Softmax, CrossEntropy",
            ", Huber",
            ", BinaryCrossEntropy, Adam",
            ", HalfSquaredError");
        return $"using CnnGen;\n[Network({Pick("3, 12, 12", "1, 12, 9", "2, 24, 16")}{Pick("", ", Batch = 3", ", ForwardOnly = true", ", InputGradient = false", ", Scalar = Scalar.Double")})]\n[{layers}{head}{loss}]\n{Classes[random.Next(3)]}";
    }

    private string Wild()
    {
        List<string> attributes = [];
        if (Chance(0.95)) attributes.Add(Network());
        int layers = random.Next(0, 6);
        for (int i = 0; i < layers; i++) attributes.Add(Layer());
        if (Chance(0.6))
        {
            attributes.Add(
                Pick(
                    "SoftmaxCrossEntropy",
                    $"SoftmaxCrossEntropy({Pick("LabelSmoothing = 0.1", "LabelSmoothing = 1", "Weights = new double[] { 1, 2, 3 }", "Weights = null", "IgnoreIndex = " + Size())})",
                    "CrossEntropy",
                    "MeanSquaredError",
                    "HalfSquaredError",
                    "Softmax, CrossEntropy",
                    "Sigmoid, CrossEntropy",
                    "MeanAbsoluteError",
                    $"Huber({Pick("0.5", "0", "double.NaN", Size())})",
                    "BinaryCrossEntropy",
                    "MeanSquaredError, HalfSquaredError"));
        }

        if (Chance(0.5))
        {
            attributes.Add(
                Pick(
                    "Adam",
                    "AdamW(WeightDecay = 0.1)",
                    "RMSProp",
                    "Adam(Beta1 = 1)",
                    "Adam(ClipNorm = 1, DecayAll = false)",
                    "Sgd(ClipNorm = -1)",
                    "Sgd(WeightDecay = 0.1, DecayAll = false)",
                    "AdamW(Epsilon = 0)",
                    "RMSProp(Alpha = double.NaN)",
                    "Sgd",
                    "Sgd",
                    "Sgd(Momentum = 0.9)",
                    "Sgd(Momentum = 0.9)",
                    "Sgd(Nesterov = true)",
                    "Sgd(Momentum = -1)",
                    "Sgd(WeightDecay = 1.0 / 0.0)",
                    "Sgd(Momentum = 0.5, Nesterov = true, WeightDecay = 1e-4)"));
        }

        if (Chance(0.05)) attributes = attributes.OrderBy(_ => random.Next()).ToList();
        if (Chance(0.05)) attributes.Add(Layer());
        string declaration = string.Join("\n", attributes.Select(attribute => $"[{attribute}]")) + "\n"
            + (Chance(0.8) ? Classes[random.Next(3)] : Pick(Classes));
        return Pick(
            "using CnnGen;\n" + declaration,
            "using CnnGen;\nnamespace Some.Space\n{\n" + declaration + "\n}",
            "using CnnGen;\nnamespace Some { partial class Outer<T> { partial struct Inner { " + declaration + " } } }",
            "using CnnGen;\nnamespace System.Nets\n{\n" + declaration + "\n}");
    }

    private string Network()
    {
        string size = Pick("3, 8, 8", "1, 12, 9", "2, 24, 24", "4, 16, 20", "12", "1, 1, 1", "4, 6", $"{Size()}, {Size()}, {Size()}", "3, 46341, 46341");
        List<string> named = [];
        if (Chance(0.3)) named.Add("Batch = " + Size());
        if (Chance(0.3)) named.Add("Scalar = " + Pick("Scalar.Double", "Scalar.Single", "(Scalar)7"));
        if (Chance(0.2)) named.Add("ForwardOnly = true");
        if (Chance(0.2)) named.Add("InputGradient = false");
        return $"Network({string.Join(", ", named.Prepend(size))})";
    }

    private string Layer() => random.Next(10) switch
    {
        0 or 1 or 2 =>
            $"Conv({string.Join(", ", Kernel(Size()).Concat(Named([.. Windows, "Same", "Dilation", "DilationWidth", "Groups", "Bias", "UntiedBias", "Frozen", "BiasOnly", "Init"])))})",
        3 => $"MaxPool({string.Join(", ", Kernel().Concat(Named([.. Windows, "AllTies"])))})",
        4 => $"AvgPool({string.Join(", ", Kernel().Concat(Named([.. Windows, "CountPadding"])))})",
        5 when Chance(0.5) =>
            $"ConvTranspose({string.Join(", ", Kernel().Prepend(Size()).Concat(Named([.. Windows, "Groups", "Bias", "UntiedBias", "OutputPadding", "OutputPaddingWidth"])))})",
        5 or 6 => $"Dense({string.Join(", ", Named("Bias", "Name", "Groups", "Frozen", "BiasOnly", "Init").Prepend(Size()))})",
        7 when Chance(0.4) =>
            Pick(
                $"Slice({Size()}, {Size()})",
                "Output(\"a\")",
                "Output(\"b_2\", Weight = 0.5), MeanSquaredError",
                "Output(\"batch\")",
                "Output(\"1\")",
                "Input(\"in\", 3)",
                "Tap(\"t\")",
                "From(\"t\")"),
        7 => Pick("GlobalAvgPool", "GlobalMaxPool", "Flatten", "Softmax", $"GRU({Size()})", $"LSTM({Size()}, Last = true, Bias = false)", "GRU(3, State = \"in\")", $"LSTM({Size()}, State = {Pick("\"in\"", "\"t\"", "\"\"", "null", "\"a\"")})", $"Upsample({Size()})", $"Pad({Size()}, Mode = PadMode.Reflect)", $"Pad({Size()})", "Pad(1, Mode = PadMode.Circular, PaddingTop = 0)", $"Crop({Size()})", "Crop(Left = 1)", $"PadChannels({Size()}, 1)", $"PixelShuffle({Size()})", $"ChannelShuffle({Size()})", $"Reshape({Size()}, {Size()}, {Size()})", $"Reshape({Size()}, 2)", $"Scale({Size()}, 0.5)", "Scale(new[] { 0.5, 1 }, double.NaN)", "Upsample(2, Mode = UpsampleMode.Bilinear)"),
        8 =>
            Pick("LeakyReLU", "Tanh", "Sigmoid", $"LeakyReLU({Pick("0.2", "-0.5", "double.NaN", "1", Size())})", "Tanh", "ReLU6", "Square", "Sign", "HardSwish", "ELU", $"ELU({Size()})", "SELU", "PReLU", "PReLU(Channels = true, BiasOnly = true)", "SiLU", "GELU", "GELU(Tanh = true)", "Mish", "Softplus", $"Clip({Size()}, {Pick("0.5", "double.NaN", "1e300")})", $"HardSigmoid(Slope = {Size()}, Offset = {Pick("0", "double.PositiveInfinity")})", "Sigmoid(Name = \"squash\")", "Tanh(Name = \"relu1\")", "Tanh(Name = \"1 2\")", "Conv3D(1)", "Obsolete",
            "BatchNorm", "BatchNorm(Momentum = 2)", "BatchNorm(Epsilon = 0, Affine = false)", "LayerNorm", "LayerNorm(Epsilon = -1)", $"GroupNorm({Size()})", "GroupNorm(2, Affine = false, BiasOnly = true)", $"Dropout({Pick("0.5", "1", "-1", "double.NaN", Size())})", $"Normalize({Size()}, {Size()})",
            $"Normalize(new[] {{ 0.5, {Size()} }}, new double[] {{ 1, {Size()} }})", "Normalize(null, new double[0])", "Normalize(new[] { \"a\" }, 1)"),
        _ => "ReLU",
    };

    private IEnumerable<string> Kernel(params string[] first) => first.Concat(Chance(0.6) ? [Size()] : [Size(), Size()]);

    private IEnumerable<string> Named(params string[] names)
    {
        while (Chance(0.25))
        {
            string name = Pick(names);
            yield return $"{name} = {(name is "Bias" or "UntiedBias" or "AllTies" or "CountPadding" or "Frozen" or "BiasOnly" or "Same" ? Pick("true", "false") : name == "Init" ? Pick("Init.He", "Init.Zero", "(Init)7", "Init.XavierUniform") : name == "Name" ? Pick("\"stem\"", "\"Stem\"", "\"conv1\"", "\"\"", "null") : Chance(0.4) ? "0" : Size())}";
        }
    }

    private string Size() => Chance(0.97) ? Pick(Sizes) : Pick(Oddities);

    private bool Chance(double probability) => random.NextDouble() < probability;

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];
}
