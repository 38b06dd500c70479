using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using CnnGen.Generator.Tests.Gradients;
using CnnGen.Generator.Tests.Harness;
using CnnGen.Generator.Tests.Widths;
using Xunit;

namespace CnnGen.Generator.Tests.Sweeps;

/// <summary>∞ and NaN in each weight and each input: no lane that belongs to nobody, or to somebody else, may carry them further.</summary>
public sealed class InfiniteNumbersTests
{
    // Layers with something left over in every width, and what stands beside it.
    private static readonly string[] Declarations =
    [
        .. new[] { 1, 3, 7, 8, 9, 12, 15, 16, 17, 18, 23, 24, 28, 31, 32, 33, 40, 47 }.Select(inputs => $"[Network({inputs}), Dense(5)]"),
        "[Network(23, Batch = 5), Dense(6)]",
        "[Network(40, Batch = 4, ForwardOnly = true), Dense(6, Bias = false)]",
        "[Network(70, Batch = 8), Dense(33)]",
        "[Network(130), Dense(33)]",
        "[Network(419), Dense(5)]",
        "[Network(19), Dense(7), LeakyReLU, Dense(18), Tanh]",
        "[Network(2, 3, 5), Conv(5, 2)]",
        "[Network(3, 4, 5), Conv(18, 2, Bias = false)]",
        "[Network(1, 2, 20), Conv(2, 1, 3)]",
        "[Network(1, 3, 21), Conv(3, 2, UntiedBias = true)]",
        "[Network(6, 3, 4), Conv(4, 2, Groups = 2)]",
        "[Network(19, 3, 3), Conv(19, 2, Groups = 19)]",
        "[Network(5, 4, 4), Conv(5, 3, Padding = 1, Groups = 5)]",
        "[Network(3, 4, 4), MaxPool(2)]",
        "[Network(19, 3, 3), MaxPool(2, Stride = 1)]",
        "[Network(19, 3, 3), MaxPool(2, Stride = 1, AllTies = true)]",
        "[Network(19, 3, 3), AvgPool(2, Stride = 1)]",
        "[Network(19, 3, 3), GlobalAvgPool]",
        "[Network(3, 3, 3), Conv(19, 1), AvgPool(2, Stride = 1), Dense(3)]",
    ];

    // One compilation for each text of each number type, when the first of its tests asks for it; the plain text is the first.
    private static readonly ConcurrentDictionary<string, Lazy<CompiledNetworks[]>> Compiled = new();

    public static TheoryData<string> Layers => new(Declarations);

    [Theory]
    [MemberData(nameof(Layers))]
    public void EveryWidthOfSingles_AgreesWithThePlainText(string attributes) => EveryWidthAgrees<float>(attributes);

    [Theory]
    [MemberData(nameof(Layers))]
    public void EveryWidthOfDoubles_AgreesWithThePlainText(string attributes) => EveryWidthAgrees<double>(attributes);

    /// <summary>A dense layer against its definition: an output has what its own row and the inputs have.</summary>
    [Theory]
    [WidthData(512)]
    [WidthData(256)]
    [WidthData(128)]
    [WidthData(0)]
    public void EachWeightOfADenseLayer_ReachesItsOwnOutput(int bits)
    {
        int[] counts = [3, 9, 15, 17, 24, 31, 33, 106];
        CompiledNetworks networks = CompiledNetworks.Compile(
            counts
                .SelectMany(inputs => new[] { 1, 4 }.Select(batch => (Inputs: inputs, Batch: batch)))
                .ToDictionary(
                    size => $"Dense{size.Inputs}Batch{size.Batch}", size => $"[Network({size.Inputs}, Batch = {size.Batch}), Dense(5, Bias = false)]"),
            Width.Only(bits));
        foreach (int inputs in counts)
        {
            foreach (int batch in new[] { 1, 4 })
            {
                var network = networks.Create<ITrainableNetwork<float>>($"Dense{inputs}Batch{batch}");
                float[] weights = Numbers<float>(5 * inputs, 1), x = Numbers<float>(inputs * batch, 2);
                for (int i = 0; i < weights.Length; i++)
                {
                    network.SetParameters(With(weights, i, float.PositiveInfinity));
                    float[] y = network.Forward(x).ToArray();
                    for (int k = 0; k < y.Length; k++)
                    {
                        bool isReached = i / inputs == k % 5;
                        float expected = isReached ? float.PositiveInfinity * x[(k / 5 * inputs) + (i % inputs)] : 0;
                        Assert.True(
                            isReached ? y[k] == expected : float.IsFinite(y[k]), $"{inputs} inputs, sample {k / 5}, weight {i} is ∞: output {k % 5} is {y[k]}");
                    }
                }
            }
        }
    }

    private static void EveryWidthAgrees<T>(string attributes) where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool isForwardOnly = attributes.Contains("ForwardOnly", StringComparison.Ordinal);
        CompiledNetworks[] texts = Compiled.GetOrAdd(typeof(T).Name, static scalar => new(() => Compile(scalar))).Value;
        INetwork<T>[] networks = texts.Select(text => text.Create<INetwork<T>>(NameOf(attributes))).ToArray();
        INetwork<T> plain = networks[0];
        T[] parameters = Numbers<T>(plain.ParameterCount, 1), inputs = Numbers<T>(plain.InputSize * plain.Batch, 2), gradient = Numbers<T>(
            plain.OutputSize * plain.Batch, 3);
        foreach (T special in new[] { T.PositiveInfinity, T.NegativeInfinity, T.NaN })
        {
            for (int i = 0; i < parameters.Length; i += Step(parameters.Length))
            {
                Check(With(parameters, i, special), inputs, gradient, $"parameter {i} = {special}");
            }

            for (int i = 0; i < inputs.Length; i += Step(inputs.Length)) Check(parameters, With(inputs, i, special), gradient, $"input {i} = {special}");
            if (isForwardOnly) continue;
            for (int i = 0; i < gradient.Length; i += Step(gradient.Length))
            {
                Check(parameters, inputs, With(gradient, i, special), $"output gradient {i} = {special}");
            }
        }

        void Check(T[] parameters, T[] inputs, T[] gradient, string what)
        {
            (string What, T[] Values)[][] results = [.. networks.Select(network => Run(network, parameters, inputs, gradient))];
            for (int k = 1; k < results.Length; k++)
            {
                foreach (((string name, T[] expected), (_, T[] actual)) in results[0].Zip(results[k]))
                {
                    for (int i = 0; i < expected.Length; i++)
                    {
                        if (IsAlike(expected[i], actual[i])) continue;
                        Assert.Fail($"{attributes}, {Width.OfVectors.ElementAt(k - 1)} bits, {what}: {name} {i} is {expected[i]} in the plain text and {actual[i]} here");
                    }
                }
            }
        }
    }

    private static bool IsAlike<T>(T one, T other) where T : IFloatingPointIeee754<T> => T.IsFinite(one) ? T.IsFinite(other) : one.Equals(other);

    private static CompiledNetworks[] Compile(string scalar)
    {
        Dictionary<string, string> attributes = Declarations.ToDictionary(
            NameOf, declaration => declaration.Insert(declaration.IndexOf(')', StringComparison.Ordinal), $", Scalar = Scalar.{scalar}"));
        return Width.OfVectors.Prepend(0).Select(bits => CompiledNetworks.Compile(attributes, Width.Only(bits))).ToArray();
    }

    private static string NameOf(string declaration) => $"Net{Array.IndexOf(Declarations, declaration)}";

    // All where they are few, and else some that meet every lane.
    private static int Step(int count) => count <= 300 ? 1 : 7;

    /// <summary>All that comes: outputs, gradients, parameters after a step.</summary>
    private static (string What, T[] Values)[] Run<T>(INetwork<T> network, T[] parameters, T[] inputs, T[] gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        network.SetParameters(parameters);
        T[] outputs = network.Forward(inputs).ToArray();
        if (network is not ITrainableNetwork<T> trainable) return [("output", outputs)];
        trainable.ClearGradients();
        T[] inputGradient = trainable.Backward(gradient).ToArray(), copy = new T[network.ParameterCount], stepped = new T[network.ParameterCount];

        // Before the gradients are asked for, since the step may make them on the way.
        trainable.Step(T.CreateChecked(0.5));
        trainable.CopyParametersTo(stepped);
        network.SetParameters(parameters);
        trainable.Forward(inputs);
        trainable.Backward(gradient);
        trainable.CopyGradientsTo(copy);
        return [("output", outputs), ("input gradient", inputGradient), ("gradient", copy), ("parameter after a step", stepped)];
    }

    private static T[] With<T>(T[] values, int index, T value)
    {
        T[] copy = values.ToArray();
        copy[index] = value;
        return copy;
    }

    private static T[] Numbers<T>(int count, int seed) where T : INumberBase<T> => RandomData.Numbers(count, seed).Select(T.CreateChecked).ToArray();
}
