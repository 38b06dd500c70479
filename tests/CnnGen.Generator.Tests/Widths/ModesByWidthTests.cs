using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using CnnGen.Generator.Tests.Gradients;
using CnnGen.Generator.Tests.Harness;
using Xunit;

namespace CnnGen.Generator.Tests.Widths;

/// <summary>The same bits from every text, in training and out of it: norms, masks, and the running averages that they leave.</summary>
public sealed class ModesByWidthTests
{
    private static readonly string[] Declarations =
    [
        // Channels last around the lanes, planes with rows around them, features, single positions; what a convolution's frame reads.
        "[Network(5, 6, 7, Batch = 4)] [Conv(16, 3), BatchNorm, ReLU, Conv(19, 3, Padding = 1, Bias = false), BatchNorm, LeakyReLU, MaxPool(2), Dropout(0.3), Dense(3)]",
        "[Network(2, 9, 19, Batch = 3)] [Conv(3, 3), BatchNorm, ReLU, Conv(2, 3), BatchNorm(Affine = false), Conv(40, 2), BatchNorm(Epsilon = 0.01), Sigmoid, Dropout(0.5)]",
        "[Network(2, 5, 35, Batch = 2)] [Normalize(0.25, 0.5), Conv(3, 3, Padding = 1), BatchNorm, Tanh, Normalize(new[] { 0.1, 0.2, 0.3 }, new[] { 1.5, 0.5, 2.5 })]",
        "[Network(70, Batch = 5)] [BatchNorm, Dense(33), BatchNorm, ReLU, Dropout(0.25), Dense(9), BatchNorm(Momentum = 0.5), Normalize(new[] { 0.1, 0.2, 0.3, 0, 0, 0, 0, 0, 1 }, new[] { 1.5, 0.5, 2.5, 1, 1, 1, 1, 1, 3 }), Dense(2)]",
        "[Network(100, 2, 3, Batch = 3)] [Conv(130, 1), BatchNorm, ReLU, GlobalAvgPool, BatchNorm, Flatten, BatchNorm, Dropout(0.75), Dense(3)]",
        "[Network(3, 6, 7, Batch = 3)] [Conv(19, 3, Padding = 1), ReLU, Tap(\"a\"), Conv(19, 3, Padding = 1), BatchNorm, Add(\"a\"), ReLU, Tap(\"b\"), Conv(19, 1), BatchNorm(Affine = false), Add(\"b\"), Dense(2)]",
        "[Network(2, 5, 21, Batch = 2)] [Conv(3, 3, Padding = 1), Tap(\"a\"), Conv(3, 3, Padding = 1), BatchNorm, Add(\"a\"), LeakyReLU, BatchNorm, Add(\"a\")]",
        "[Network(3, 6, 7, Batch = 3)] [Conv(19, 3, Padding = 1, Bias = false), BatchNorm, ReLU6, Conv(19, 3, Padding = 1, Groups = 19, Bias = false), BatchNorm, HardSwish, Tap(\"a\"), Conv(19, 1, Bias = false), BatchNorm, Add(\"a\"), HardSigmoid, Dense(18), BatchNorm, Clip(-0.5, 0.75)]",
        "[Network(2, 5, 21, Batch = 2)] [Conv(3, 3, Padding = 1), Tap(\"a\"), Conv(3, 3, Padding = 1), BatchNorm, Add(\"a\"), ReLU6, GroupNorm(3), Square, GroupNorm(1), HardSigmoid(Slope = -0.5)]",
        "[Network(3, 1, 1, Batch = 4)] [BatchNorm, Conv(1, 1), BatchNorm, Dense(1), BatchNorm]",
        "[Network(5, 6, 7, Batch = 3)] [Conv(18, 3), GroupNorm(3), ReLU, Conv(20, 3, Padding = 1), LayerNorm, LeakyReLU, Conv(40, 2), GroupNorm(40), Dense(33), LayerNorm, Dense(34), GroupNorm(2)]",
        "[Network(2, 9, 19, Batch = 2)] [GroupNorm(2), Conv(4, 3), GroupNorm(2), ReLU, LayerNorm(Affine = false), Tap(\"a\"), Conv(4, 1), GroupNorm(1), Add(\"a\"), LayerNorm, GlobalAvgPool, GroupNorm(2), LayerNorm]",
        // Kernels that differ in sizes only, with a rest and without.
        "[Network(18, 5, 6, Batch = 3)] [BatchNorm, Conv(34, 1), BatchNorm, ReLU, Conv(50, 1), BatchNorm, Conv(7, 1, Stride = 2), BatchNorm, HardSwish, Conv(23, 1), BatchNorm, ReLU, Dense(3)]",
        "[Network(16, 7, 5, Batch = 2)] [Conv(32, 1), BatchNorm, Conv(32, 3, Padding = 1, Groups = 32), BatchNorm, ReLU, Conv(48, 1), BatchNorm, Conv(48, 3, Padding = 1, Groups = 48), BatchNorm, ReLU]",
        "[Network(3, 70, Batch = 2)] [Conv(6, 5), GroupNorm(3), Tanh, LayerNorm, Conv(17, 3, Padding = 1), GroupNorm(17, Affine = false)]",
    ];

    // In the texts of large networks too.
    [Fact]
    public void Numbers_AreEqual() => AssertEqual<float>("", Width.Brief(OfVectors));

    [Fact]
    public void ReproducibleNumbers_AreEqual() => AssertEqual<float>("Reproducible = true, ", OfVectors.Concat(Width.Brief([Width.Only(0)])));

    [Fact]
    public void ReproducibleDoubles_AreEqual() => AssertEqual<double>("Scalar = Scalar.Double, Reproducible = true, ", OfVectors.Append(Width.Only(0)));

    private static IEnumerable<RunOptions> OfVectors => Width.OfVectors.Select(bits => Width.Only(bits));

    private static void AssertEqual<T>(string options, IEnumerable<RunOptions> projects) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Dictionary<string, string> attributes = Declarations
            .Select((declaration, i) => ($"Net{i}", declaration.Replace("Batch =", options + "Batch =")))
            .ToDictionary(pair => pair.Item1, pair => pair.Item2);
        Dictionary<string, T[]> first = [];
        List<string> wrong = [];
        foreach (RunOptions project in projects)
        {
            CompiledNetworks networks = CompiledNetworks.Compile(attributes, project);
            foreach ((string name, string declaration) in attributes)
            {
                T[] numbers = Run(networks.Create<ITrainableNetwork<T>>(name, 3));
                Assert.All(numbers, number => Assert.True(T.IsFinite(number), declaration));
                T[] expected = first.TryAdd(name, numbers) ? numbers : first[name];
                int different = Enumerable.Range(0, numbers.Length).Count(i => numbers[i] != expected[i]);
                if (different > 0) wrong.Add($"{declaration} with {project}: {different} of {numbers.Length} numbers differ");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    /// <summary>Two passes in training and one of fewer samples without, each forward and backward, and all that they leave.</summary>
    private static T[] Run<T>(ITrainableNetwork<T> network) where T : unmanaged, IFloatingPointIeee754<T>
    {
        List<T> numbers = [];
        for (int call = 0; call < 3; call++)
        {
            network.Training = call < 2;
            int samples = network.Batch - (call / 2);
            numbers.AddRange(network.Forward(Numbers(samples * network.InputSize, call)));
            numbers.AddRange(network.Backward(Numbers(samples * network.OutputSize, call + 5)));
            var gradients = new T[network.ParameterCount];
            network.CopyGradientsTo(gradients);
            numbers.AddRange(gradients);
            network.Step(T.CreateChecked(0.01));
        }

        var buffers = new T[network.BufferCount];
        network.CopyBuffersTo(buffers);
        return [.. numbers, .. buffers];

        static T[] Numbers(int count, int seed) => RandomData.Numbers(count, seed).Select(T.CreateChecked).ToArray();
    }
}
