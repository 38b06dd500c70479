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
    private const int Samples = 2;   // less than a batch, and more than one

    private const double Tolerance = 1e-5;

    /// <summary>The file's bytes.</summary>
    public static byte[] Bytes<T>(INetwork<T> network) where T : unmanaged
    {
        using MemoryStream stream = new();
        OnnxModel.Save(network, stream);
        return stream.ToArray();
    }

    /// <summary>What the file says.</summary>
    public static ModelProto Model<T>(INetwork<T> network) where T : unmanaged => ModelProto.Parser.ParseFrom(Bytes(network));

    /// <summary>Whether ONNX Runtime computes of the file what Forward computes: each output up to a hundred thousandth of its largest number.</summary>
    public static void Agrees<T>(INetwork<T> network) where T : unmanaged
    {
        Random random = new(5);
        Fill(network, random);
        byte[] bytes = Bytes(network);
        T[][] inputs = network.Description.Inputs
            .Select(input => Enumerable.Range(0, Samples * input.Count).Select(_ => Number<T>((random.NextDouble() * 6) - 3)).ToArray())
            .ToArray();
        T[] expected = network.Forward(inputs.SelectMany(input => input).ToArray()).ToArray();

        using SessionOptions options = new() { GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_BASIC };
        using InferenceSession session = new(bytes, options);
        List<NamedOnnxValue> named = network.Description.Inputs
            .Select((input, i) => NamedOnnxValue.CreateFromTensor(input.Name, new DenseTensor<T>(inputs[i], [Samples, .. input.Shape])))
            .ToList();
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run(named);

        int start = 0;
        foreach (OutputDescription output in network.Description.Outputs)
        {
            bool isInputToo = network.Description.Inputs.Any(input => input.Name == output.Name);
            Tensor<T> result = results.Single(value => value.Name == output.Name + (isInputToo ? "_" : "")).AsTensor<T>();
            Assert.Equal([Samples, .. output.Shape], result.Dimensions.ToArray());
            double[] came = result.Select(Double).ToArray(), meant = expected.Skip(start).Take(came.Length).Select(Double).ToArray();
            double largest = meant.Max(Math.Abs), worst = came.Zip(meant, (one, other) => Math.Abs(one - other)).Max();
            Assert.True(worst <= Tolerance * largest, $"{output.Name} is up to {worst} away, of {largest}.");
            start += came.Length;
        }

        Assert.Equal(expected.Length, start);
    }

    /// <summary>Random parameters and averages, so that none is where it started: biases are not zeros, norms' weights not ones.</summary>
    public static void Fill<T>(INetwork<T> network, Random random) where T : unmanaged
    {
        network.SetParameters(Enumerable.Range(0, network.ParameterCount).Select(_ => Number<T>(random.NextDouble() - 0.4)).ToArray());
        network.SetBuffers(Enumerable.Range(0, network.BufferCount).Select(_ => Number<T>(random.NextDouble() + 0.2)).ToArray());
    }

    private static T Number<T>(double number) where T : unmanaged => typeof(T) == typeof(float) ? (T)(object)(float)number : (T)(object)number;

    private static double Double<T>(T number) where T : unmanaged => Convert.ToDouble(number, System.Globalization.CultureInfo.InvariantCulture);
}
