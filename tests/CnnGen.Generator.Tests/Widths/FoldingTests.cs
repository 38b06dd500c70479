using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using CnnGen.Generator.Tests.Gradients;
using CnnGen.Generator.Tests.Harness;
using Xunit;

namespace CnnGen.Generator.Tests.Widths;

/// <summary>
/// Without a backward pass, a batch norm is in the weights and the biases of the layer before it: the numbers are those of the twin that trains, out of
/// training.
/// </summary>
public sealed class FoldingTests
{
    /// <summary>Declarations behind Network, and the norms that are folded.</summary>
    private static readonly (string Attributes, string[] Folded)[] Networks =
    [
        (
            "Network(3, 8, 9, Batch = 3)] [Conv(16, 3), BatchNorm, ReLU, Conv(32, 3, Padding = 1, Bias = false), BatchNorm(Epsilon = 0.01), LeakyReLU, MaxPool(2), Dense(5), BatchNorm, Dense(33, Bias = false), BatchNorm(Affine = false), ReLU",
            ["batchnorm1", "batchnorm2", "batchnorm3", "batchnorm4"]),
        (
            "Network(2, 15, 19, Batch = 2)] [Conv(3, 3), BatchNorm, ReLU, MaxPool(2), Conv(3, 2, Groups = 3), BatchNorm, Tanh, Conv(6, 3, Groups = 3, UntiedBias = true), BatchNorm",
            ["batchnorm1", "batchnorm2", "batchnorm3"]),
        (
            "Network(16, 6, 6)] [Conv(32, 3, Padding = 1), BatchNorm, ReLU, Conv(16, 1, UntiedBias = true), BatchNorm, Conv(16, 3, Groups = 16, Padding = 1), BatchNorm, ReLU, Conv(40, 2, Stride = 2), BatchNorm(Affine = false)",
            ["batchnorm1", "batchnorm2", "batchnorm3", "batchnorm4"]),
        ("Network(1, 3, 3, Batch = 2)] [Conv(1, 2), BatchNorm, Sigmoid, Dense(2), BatchNorm", ["batchnorm1", "batchnorm2"]),

        // Behind anything else, or where somebody else reads what it reads, it stays; and so does a second one.
        (
            "Network(2, 6, 6, Batch = 2)] [BatchNorm, Conv(4, 3), MaxPool(2), BatchNorm, Conv(4, 1), Tap(\"t\"), BatchNorm, ReLU, Add(\"t\"), Conv(17, 1), Flatten, BatchNorm, Dense(3), BatchNorm, BatchNorm",
            ["batchnorm5"]),
    ];

    [Fact]
    public void Doubles_AreThoseOfTheTwin() => AssertEqual<double>("Scalar = Scalar.Double, ", 1e-12);

    [Fact]
    public void Numbers_AreThoseOfTheTwin() => AssertEqual<float>("", 5e-6);

    private static void AssertEqual<T>(string options, double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Dictionary<string, string> attributes = [];
        for (int i = 0; i < Networks.Length; i++)
        {
            int end = Networks[i].Attributes.IndexOf(')', StringComparison.Ordinal);
            string head = "[" + Networks[i].Attributes[..end], rest = Networks[i].Attributes[end..] + "]";
            attributes[$"Trained{i}"] = $"{head}, {options}InputGradient = true{rest}";
            attributes[$"Forward{i}"] = $"{head}, {options}ForwardOnly = true{rest}";
        }

        CompiledNetworks networks = CompiledNetworks.Compile(attributes);
        for (int i = 0; i < Networks.Length; i++)
        {
            ITrainableNetwork<T> trained = networks.Create<ITrainableNetwork<T>>($"Trained{i}", 3);
            INetwork<T> forward = networks.Create<INetwork<T>>($"Forward{i}", 3);
            Assert.Equal(Tensors(trained.Description.Parameters), Tensors(forward.Description.Parameters));
            Assert.Equal(Tensors(trained.Description.Buffers), Tensors(forward.Description.Buffers));
            Assert.Equal(
                Networks[i].Folded,
                forward.Description.Layers
                    .Where(layer => layer.Kind == "BatchNorm" && layer.Forms.Any(form => form.StartsWith("forward: with ", StringComparison.Ordinal)))
                    .Select(layer => layer.Name));

            // Changed together or one by one, of the whole or of a part: what is folded is made again.
            AssertClose(trained, forward, tolerance);
            T[] parameters = Numbers(trained.ParameterCount, 5), buffers = Numbers(trained.BufferCount, 6)
                .Select(value => T.Abs(value) + T.CreateChecked(0.25))
                .ToArray();
            Set(network => network.SetParameters(parameters));
            Set(network => network.SetBuffers(buffers));
            Set(network => network.SetBuffers([T.CreateChecked(0.5)], network.BufferCount - 1));
            Set(network => network.SetParameters([T.CreateChecked(0.75)], network.ParameterCount / 2));
            var copied = new T[parameters.Length];
            forward.CopyParametersTo(copied);
            parameters[parameters.Length / 2] = T.CreateChecked(0.75);
            Assert.Equal(parameters, copied);
            T[] before = forward.Forward(Numbers(forward.InputSize, 9)).ToArray();
            Assert.Equal(before, forward.CreateReplica().Forward(Numbers(forward.InputSize, 9)).ToArray());

            void Set(Action<INetwork<T>> set)
            {
                set(trained);
                set(forward);
                AssertClose(trained, forward, tolerance);
            }
        }

        static string[] Tensors(IEnumerable<TensorDescription> tensors) =>
            tensors.Select(tensor => $"{tensor.Name} {string.Join("×", tensor.Shape)} {tensor.Offset}").ToArray();

        static T[] Numbers(int count, int seed) => RandomData.Numbers(count, seed).Select(T.CreateChecked).ToArray();

        static void AssertClose(INetwork<T> trained, INetwork<T> forward, double tolerance)
        {
            T[] input = Numbers(trained.Batch * trained.InputSize, 4), expected = trained.Forward(input).ToArray(), actual = forward.Forward(input).ToArray();
            double allowed = tolerance * expected.Max(value => double.CreateChecked(T.Abs(value)));
            Assert.All(
                expected.Zip(actual),
                pair => Assert.True(Math.Abs(double.CreateChecked(pair.First - pair.Second)) <= allowed, $"{trained.Description}: {pair}, allowed {allowed}"));
        }
    }
}
