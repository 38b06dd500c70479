using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using CnnGen.Onnx.Format;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Xunit;

namespace CnnGen.Onnx.Tests.Export;

/// <summary>Exports networks, and compares what they became with what they were.</summary>
internal static class Exported
{
    public const int Samples = 2;   // less than a batch, and more than one

    private const double Tolerance = 1e-5;

    /// <summary>The file's bytes.</summary>
    public static byte[] Bytes<T>(INetwork<T> network) where T : unmanaged
    {
        using MemoryStream stream = new();
        OnnxModel.Save(network, stream);
        return stream.ToArray();
    }

    /// <summary>The same of random parameters and averages.</summary>
    public static byte[] Filled(INetwork<float> network)
    {
        Fill(network, new Random(5));
        return Bytes(network);
    }

    /// <summary>What the file says.</summary>
    public static ModelProto Model<T>(INetwork<T> network) where T : unmanaged => ModelProto.Parser.ParseFrom(Bytes(network));

    /// <summary>Whether ONNX Runtime computes of the file what Forward computes: each output up to a hundred thousandth of its largest number.</summary>
    public static void Agrees<T>(INetwork<T> network) where T : unmanaged
    {
        Random random = new(5);
        Fill(network, random);
        Agrees(network, Bytes(network), Inputs(network, random), Samples);
    }

    /// <summary>The same for samples of the caller's.</summary>
    /// <param name="network">The network.</param>
    /// <param name="bytes">What it was saved as.</param>
    /// <param name="input">All samples of the first input, then those of the next.</param>
    /// <param name="samples">How many samples they are.</param>
    public static void Agrees<T>(INetwork<T> network, byte[] bytes, T[] input, int samples) where T : unmanaged
    {
        T[] expected = network.Forward(input).ToArray();
        using SessionOptions options = new() { GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_BASIC };
        using InferenceSession session = new(bytes, options);
        List<NamedOnnxValue> named = [];
        int first = 0;
        foreach (InputDescription each in network.Description.Inputs)
        {
            T[] numbers = input.AsSpan(first, samples * each.Count).ToArray();
            named.Add(NamedOnnxValue.CreateFromTensor(each.Name, new DenseTensor<T>(numbers, [samples, .. each.Shape])));
            first += numbers.Length;
        }

        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run(named);

        int start = 0;
        foreach (OutputDescription output in network.Description.Outputs)
        {
            Tensor<T> result = results.Single(value => value.Name == NameOf(output, network.Description)).AsTensor<T>();
            Assert.Equal([samples, .. output.Shape], result.Dimensions.ToArray());
            double[] came = result.Select(Double).ToArray(), meant = expected.Skip(start).Take(came.Length).Select(Double).ToArray();
            double largest = meant.Max(Math.Abs), worst = came.Zip(meant, (one, other) => Math.Abs(one - other)).Max();
            Assert.True(worst <= Tolerance * largest, $"{output.Name} is up to {worst} away, of {largest}.");
            start += came.Length;
        }

        Assert.Equal(expected.Length, start);
    }

    /// <summary>What an output is called in the file, where an input of the same name may be.</summary>
    public static string NameOf(OutputDescription output, NetworkDescription network) =>
        output.Name + (network.Inputs.Any(input => input.Name == output.Name) ? "_" : "");

    /// <summary>Samples of numbers between −3 and 3.</summary>
    public static T[] Inputs<T>(INetwork<T> network, Random random) where T : unmanaged =>
        Enumerable.Range(0, Samples * network.InputSize).Select(_ => Number<T>((random.NextDouble() * 6) - 3)).ToArray();

    /// <summary>Random parameters and averages, so that none is where it started: biases are not zeros, norms' weights not ones.</summary>
    public static void Fill<T>(INetwork<T> network, Random random) where T : unmanaged
    {
        network.SetParameters(Enumerable.Range(0, network.ParameterCount).Select(_ => Number<T>(random.NextDouble() - 0.4)).ToArray());
        network.SetBuffers(Enumerable.Range(0, network.BufferCount).Select(_ => Number<T>(random.NextDouble() + 0.2)).ToArray());
    }

    private static T Number<T>(double number) where T : unmanaged => typeof(T) == typeof(float) ? (T)(object)(float)number : (T)(object)number;

    private static double Double<T>(T number) where T : unmanaged => Convert.ToDouble(number, System.Globalization.CultureInfo.InvariantCulture);
}
