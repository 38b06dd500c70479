using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Tests.Harness;
using CnnGen.Generator.Tests.Widths;
using Xunit;

namespace CnnGen.Generator.Tests.Gradients;

/// <summary>
/// In single precision a pool is computed along with the convolution before it, and Backward follows its winners; in double precision each
/// layer goes by itself, which finite differences have confirmed. Both have the same gradients, whatever lies before and behind.
/// </summary>
public class FusedLayersTests
{
    private const double Tolerance = 2e-5;

    private static readonly Dictionary<string, string> Declarations = new[]
    {
        // What overwrites its input in place, behind what Backward still reads.
        "[Network(1, 8, 8)] [Conv(16, 3), ReLU, MaxPool(2), Sigmoid, Dense(3)]",
        "[Network(1, 8, 8, Batch = 2)] [Conv(16, 3), LeakyReLU(-0.5), MaxPool(2), Flatten, Softmax, Dense(3)]",
        "[Network(1, 8, 8, Batch = 2)] [Conv(3, 3), MaxPool(2), ReLU, Sigmoid, Tanh, Dense(3)]",

        // Other activations before a pool and behind it: filters in lanes, columns in lanes, Winograd, depthwise.
        "[Network(1, 8, 8)] [Conv(16, 3), ReLU6, MaxPool(2), Sigmoid, Dense(3)]",
        "[Network(3, 8, 8, Batch = 2)] [Conv(18, 3), MaxPool(2), HardSigmoid, Conv(5, 1), HardSigmoid, MaxPool(2), Dense(3)]",
        "[Network(1, 8, 38, Batch = 2)] [Conv(2, 3), Clip(-0.25, 0.5), MaxPool(2), Dense(3)]",
        "[Network(1, 8, 38)] [Conv(2, 3), MaxPool(1, 2), LeakyReLU(0.2), Dense(3)]",
        "[Network(16, 8, 8, Batch = 2)] [Conv(17, 3, Padding = 1), Clip(-0.5, 1.5), MaxPool(2), Dense(3)]",
        "[Network(16, 8, 8)] [Conv(17, 3, Padding = 1), HardSwish, MaxPool(2), Dense(3)]",
        "[Network(18, 8, 8, Batch = 2)] [Conv(18, 3, Groups = 18), Clip(-0.25, 0.5), MaxPool(2), Conv(18, 2, Groups = 18), MaxPool(2), LeakyReLU(0.5), Dense(3)]",
        "[Network(18, 8, 8)] [Conv(18, 3, Groups = 18), MaxPool(3), HardSigmoid, Dense(3)]",

        // One position, in a row that has room for a vector.
        "[Network(1, 4, 4)] [Conv(2, 2), ReLU, MaxPool(2), Conv(64, 1), Dense(3)]",
        "[Network(1, 8, 8)] [Conv(2, 3, Padding = 1), ReLU, MaxPool(8), Conv(64, 1), Dense(3)]",
        "[Network(1, 8, 8)] [Conv(2, 3, Padding = 1), ReLU, AvgPool(8), Conv(64, 1), Dense(3)]",

        // One position, between rows with room, or in a border.
        "[Network(1, 6, 6, Batch = 2)] [Conv(3, 3), ReLU, MaxPool(4), GlobalAvgPool, Dense(2)]",
        "[Network(1, 6, 6)] [Conv(3, 3), ReLU, AvgPool(4), GlobalMaxPool, Dense(2)]",
        "[Network(16, 1, 1)] [GlobalAvgPool] [Conv(8, 3, Padding = 1)]",
        "[Network(16, 1, 1, Batch = 2)] [MaxPool(3, Stride = 1, Padding = 1)] [Conv(8, 3, Padding = 1), Tanh]",

        // Pools by themselves, groups, dilation, untied biases.
        "[Network(3, 9, 9, Batch = 2)] [Conv(18, 3), Tanh, MaxPool(3, Stride = 2, Padding = 1), Conv(20, 3, Padding = 1), Sigmoid, AvgPool(3, Stride = 1, Padding = 1, CountPadding = false), Dense(3)]",
        "[Network(3, 9, 9)] [Conv(18, 3), AvgPool(2, Stride = 1), MaxPool(3, Stride = 2, AllTies = true), Dense(3)]",
        "[Network(3, 9, 9, Batch = 2)] [Conv(20, 1), Conv(20, 3, Padding = 1, Stride = 2, Groups = 20), ReLU, Conv(20, 3, Padding = 2, Dilation = 2, Groups = 20, Bias = false), Dense(3)]",
        "[Network(19, 2, 30)] [Conv(19, 1, 9, Groups = 19, UntiedBias = true), Tanh, Conv(19, 1, 8, StrideWidth = 3, PaddingLeft = 2, Groups = 19)]",
        "[Network(6, 9, 9, Batch = 2)] [Conv(32, 3, Groups = 2, UntiedBias = true), ReLU, MaxPool(2), Dense(3)]",
        "[Network(5, 12, 12)] [Conv(33, 3, Dilation = 2), ReLU, MaxPool(2), Conv(7, 2, Dilation = 2), Dense(3)]",
        "[Network(6, 9, 9)] [Conv(10, 3, Groups = 2, Stride = 2), ReLU, Conv(40, 2, Groups = 5), MaxPool(3, Stride = 1), Dense(3)]",

        // Planes forward, channels last backward.
        "[Network(3, 10, 10, Batch = 2)] [Conv(6, 3), ReLU, MaxPool(2), Conv(10, 3, Padding = 1), ReLU, MaxPool(2), Dense(3)]",
        "[Network(3, 12, 12)] [Conv(6, 5, Padding = 2), LeakyReLU, Conv(5, 3), Tanh, MaxPool(3, 1), Dense(3)]",
        "[Network(2, 20, 37, Batch = 2)] [Conv(5, 3, PaddingLeft = 2), ReLU, MaxPool(1, 2), Conv(20, 3), ReLU, MaxPool(2), Dense(3)]",

        // The output's order is PyTorch's, and so is its gradient's.
        "[Network(2, 5, 5)] [Conv(21, 1)]",
        "[Network(2, 5, 5, Batch = 2)] [Conv(21, 5), ReLU, Dense(3)]",
        "[Network(2, 6, 6)] [Conv(21, 3), ReLU, MaxPool(2)]",
    }.Select((declaration, i) => (Name: $"Fused{i:00}", declaration)).ToDictionary(pair => pair.Name, pair => pair.declaration);

    [Theory]
    [InlineData(0)]
    [InlineData(128)]
    [InlineData(512)]
    public void Gradients_AgreeWithThoseOfLayersByThemselves(int bits)
    {
        CompiledNetworks singles = CompiledNetworks.Compile(Declarations, Width.Only(Math.Min(bits, Width.Fastest)));
        CompiledNetworks doubles = CompiledNetworks.Compile(
            Declarations.ToDictionary(
                pair => pair.Key, pair => pair.Value.Insert(pair.Value.IndexOf(")]", StringComparison.Ordinal), ", Scalar = Scalar.Double")), Width.Only(0));
        List<string> wrong = [];
        foreach ((string name, string declaration) in Declarations)
        {
            double[][] single = Gradients(singles.Create<ITrainableNetwork<float>>(name)), expected = Gradients(
                doubles.Create<ITrainableNetwork<double>>(name));
            for (int list = 0; list < expected.Length; list++)
            {
                double most = expected[list].Max(Math.Abs), worst = expected[list].Zip(single[list], (want, got) => Math.Abs(want - got)).Max();
                Assert.True(most > 0, declaration);
                if (!(worst <= Tolerance * most)) wrong.Add($"{declaration}, list {list}: {worst / most:G3}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    // From makes the other tensor the running one: the layer before Add has then made what is tapped.
    [Theory]
    [InlineData("Conv(16, 3, Padding = 1)")]
    [InlineData("Conv(4, 3, Padding = 1)")]
    [InlineData("Conv(16, 3, Padding = 1), BatchNorm")]
    [InlineData("Conv(16, 3, Padding = 1), GroupNorm(4)")]
    public void ASum_IsTheSameFromEitherSide(string layers)
    {
        string channels = layers.Substring(5, layers.IndexOf(',') - 5), before = $"[Network(2, 6, 6, Batch = 2)] [Conv({channels}, 3), Tanh, Tap(\"a\"), {layers}, ";
        CompiledNetworks networks = CompiledNetworks.Compile(
            new Dictionary<string, string>
            {
                ["One"] = before + "Add(\"a\"), ReLU, Conv(3, 2), Dense(2)]",
                ["Other"] = before + "Tap(\"u\"), From(\"a\"), Add(\"u\"), ReLU, Conv(3, 2), Dense(2)]",
            },
            Width.Only(Width.Fastest));
        Assert.Equal(Gradients(networks.Create<ITrainableNetwork<float>>("One")), Gradients(networks.Create<ITrainableNetwork<float>>("Other")));
    }

    /// <summary>The output, the gradient of the input, and those of the parameters.</summary>
    private static double[][] Gradients<T>(ITrainableNetwork<T> network) where T : unmanaged, System.Numerics.INumberBase<T>
    {
        network.SetParameters(Numbers(network.ParameterCount, 1));
        T[] output = network.Forward(Numbers(network.Batch * network.InputSize, 2)).ToArray();
        T[] ofInput = network.Backward(Numbers(output.Length, 3)).ToArray(), ofParameters = new T[network.ParameterCount];
        network.CopyGradientsTo(ofParameters);
        return ((T[][])[output, ofInput, ofParameters]).Select(list => list.Select(double.CreateTruncating).ToArray()).ToArray();

        static T[] Numbers(int count, int seed) => RandomData.Numbers(count, seed).Select(number => T.CreateTruncating((float)number)).ToArray();
    }
}
