using System;
using System.Globalization;
using System.Linq;
using System.Text;
using CnnGen.Generator.Tests.Harness;
using Xunit;
using Xunit.Abstractions;

namespace CnnGen.Generator.Tests.Texts;

/// <summary>What is emitted stays small enough to read and to compile: a megabyte costs the compiler four seconds.</summary>
public class TextSizeTests(ITestOutputHelper output)
{
    private const int LargestNetwork = 2_000_000;

    private const string Separable64 = "Conv(64, 3, Padding = 1, Groups = 64), ReLU, Conv(64, 1), ReLU, ";

    private const string Separable512 = "Conv(512, 3, Padding = 1, Groups = 512), ReLU, Conv(512, 1), ReLU, ";

    private const string MobileNet =
        "Conv(32, 3, Stride = 2, Padding = 1), ReLU, " +
        "Conv(32, 3, Padding = 1, Groups = 32), ReLU, Conv(64, 1), ReLU, " +
        "Conv(64, 3, Stride = 2, Padding = 1, Groups = 64), ReLU, Conv(128, 1), ReLU, " +
        "Conv(128, 3, Padding = 1, Groups = 128), ReLU, Conv(128, 1), ReLU, " +
        "Conv(128, 3, Stride = 2, Padding = 1, Groups = 128), ReLU, Conv(256, 1), ReLU, " +
        "Conv(256, 3, Padding = 1, Groups = 256), ReLU, Conv(256, 1), ReLU, " +
        "Conv(256, 3, Stride = 2, Padding = 1, Groups = 256), ReLU, Conv(512, 1), ReLU, " +
        Separable512 + Separable512 + Separable512 + Separable512 + Separable512 +
        "Conv(512, 3, Stride = 2, Padding = 1, Groups = 512), ReLU, Conv(1024, 1), ReLU, " +
        "Conv(1024, 3, Padding = 1, Groups = 1024), ReLU, Conv(1024, 1), ReLU, " +
        "GlobalAvgPool, Dense(1000), Softmax";

    /// <summary>The reference networks, and one whose layers are many and large.</summary>
    [Theory]
    [InlineData("byhand", "1, 3, 1", "Conv(3, 2, 1, Bias = false), MaxPool(2, 1, Stride = 1), Dense(1, Bias = false), Sigmoid", 100_000)]
    [InlineData("tiny", "1, 8, 8", "Conv(8, 3, Padding = 1), ReLU, MaxPool(2), Conv(16, 3, Padding = 1), ReLU, MaxPool(2), Dense(10), Softmax", 260_000)]
    [InlineData("lenet", "1, 28, 28", "Conv(6, 5, Padding = 2), ReLU, MaxPool(2), Conv(16, 5), ReLU, MaxPool(2), Dense(120), ReLU, Dense(84), ReLU, Dense(10), Softmax", 400_000)]
    [InlineData("lenethead", "400", "Dense(120), ReLU, Dense(84), ReLU, Dense(10), Softmax", 260_000)]
    [InlineData("mnistcnn", "1, 28, 28", "Conv(32, 3), ReLU, MaxPool(2), Conv(64, 3), ReLU, MaxPool(2), Dense(128), ReLU, Dense(10), Softmax", 400_000)]
    [InlineData("cifar", "3, 32, 32", "Conv(32, 3, Padding = 1), ReLU, Conv(32, 3, Padding = 1), ReLU, MaxPool(2), Conv(64, 3, Padding = 1), ReLU, Conv(64, 3, Padding = 1), ReLU, MaxPool(2), Dense(256), ReLU, Dense(10), Softmax", 800_000)]
    [InlineData("dscnn", "1, 49, 10", "Conv(64, 10, 4, Stride = 2, PaddingHeight = 5, PaddingWidth = 1), ReLU, " + Separable64 + Separable64 + Separable64 + Separable64 + "GlobalAvgPool, Dense(12), Softmax", 600_000)]
    [InlineData("mobilenet", "3, 224, 224", MobileNet, LargestNetwork)]
    public void EveryNetwork_StaysInItsBudget(string name, string input, string layers, int budget)
    {
        int forward = Size($"[Network({input}, ForwardOnly = true), {layers}]");
        int trainable = Size($"[Network({input}), {layers}]");
        int batched = Size($"[Network({input}, Batch = 8), {layers}]");
        output.WriteLine($"{name}: {forward} bytes forward only, {trainable} trainable, {batched} for several samples");
        Assert.InRange(forward, 0, budget);
        Assert.InRange(trainable, 0, budget);
        Assert.InRange(batched, 0, budget);
    }

    /// <summary>A layer of a shape that is there already brings no kernel: its short steps, its parameters and its row in the tables.</summary>
    [Theory]
    [InlineData("Conv(16, 3, Padding = 1), ReLU", ", ForwardOnly = true", 6_000)]
    [InlineData("Conv(16, 3, Padding = 1), ReLU", "", 18_000)]
    [InlineData("Conv(16, 1), ReLU", ", ForwardOnly = true, Batch = 4", 6_000)]
    [InlineData("Conv(16, 3, Padding = 1, Groups = 16), ReLU", ", Batch = 4", 14_000)]
    public void EqualLayers_ShareTheirKernels(string layer, string options, int mostALayer)
    {
        const int More = 10;
        GeneratorRun few = Stack(4), many = Stack(4 + More);
        int grown = (Bytes(many.Text) - Bytes(few.Text)) / More;
        output.WriteLine($"{layer}: {Bytes(few.Text)} bytes, and {grown} a layer more");
        Assert.InRange(grown, 0, mostALayer);
        Assert.Equal(KernelMethods(few), KernelMethods(many));

        GeneratorRun Stack(int layers) =>
            GeneratorRun.Of(Source.Network($"[Network(16, 16, 16{options}), {string.Join(", ", Enumerable.Repeat(layer, layers))}]"));
    }

    /// <summary>In a large network a layer that differs from others in sizes only brings no kernel either: it tells theirs its sizes.</summary>
    [Theory]
    [InlineData("BatchNorm, Conv({0}, 1)", "Batch", ", Batch = 4")]
    [InlineData("Conv({0}, 1), ReLU", "ConvFilters", ", ForwardOnly = true")]
    [InlineData("Conv({0}, 1), ReLU, Conv({0}, 3, Padding = 1, Groups = {0})", "Depthwise", "")]
    public void LayersOfOtherSizes_ShareTheirKernels(string layers, string kernels, string options)
    {
        RunOptions brief = RunOptions.Default with { Properties = RunOptions.Default.Properties.With("CnnGenMostText", "0") };
        GeneratorRun few = Stack(8), many = Stack(13);
        Assert.InRange(KernelMethods(few, kernels), 1, 100);
        Assert.Equal(KernelMethods(few, kernels), KernelMethods(many, kernels));

        GeneratorRun Stack(int count) => GeneratorRun.Of(
            brief,
            Source.Network($"[Network(16, 24, 24{options}), {string.Join(", ", Enumerable.Range(1, count).Select(i => string.Format(CultureInfo.InvariantCulture, layers, 16 * i)))}]"));
    }

    private static int KernelMethods(GeneratorRun run, string name = "") => run.Sources
        .Where(source => !source.HintName.EndsWith("Net.g.cs", StringComparison.Ordinal) && !source.HintName.EndsWith("-Steps.g.cs", StringComparison.Ordinal))
        .Sum(source => source.SourceText.Lines.Count(line => line.ToString().Contains("internal static void " + name, StringComparison.Ordinal)));

    private static int Size(string attributes) => Bytes(GeneratorRun.Of(Source.Network(attributes)).Text);

    private static int Bytes(string text) => Encoding.UTF8.GetByteCount(text);
}
