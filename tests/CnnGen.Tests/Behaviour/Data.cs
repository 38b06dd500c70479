using System;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Text.RegularExpressions;
using Xunit;

namespace CnnGen.Tests.Behaviour;

/// <summary>Numbers for the tests, the same for the same seed, and how results are compared.</summary>
internal static class Data
{
    /// <summary>Numbers from −1 to 1, not close to zero, where rectifiers have their kink; no two alike, where max pools have theirs.</summary>
    public static T[] Numbers<T>(int count, int seed) where T : unmanaged, INumberBase<T>
    {
        Random random = new(seed);
        return Enumerable.Range(0, count).Select(_ => T.CreateTruncating((random.Next(2) == 0 ? -1 : 1) * (0.05 + (0.95 * random.NextDouble())))).ToArray();
    }

    /// <summary>Positive numbers up to 1: class probabilities that need not sum to 1, and targets of any other loss.</summary>
    public static T[] Targets<T>(int count, int seed) where T : unmanaged, INumber<T> => Numbers<T>(count, seed).Select(T.Abs).ToArray();

    public static int[] Labels(int count, int classes, int seed)
    {
        Random random = new(seed);
        return Enumerable.Range(0, count).Select(_ => random.Next(classes)).ToArray();
    }

    public static T[] Parameters<T>(INetwork<T> network) where T : unmanaged
    {
        var values = new T[network.ParameterCount];
        network.CopyParametersTo(values);
        return values;
    }

    public static T[] Gradients<T>(ITrainableNetwork<T> network) where T : unmanaged
    {
        var values = new T[network.ParameterCount];
        network.CopyGradientsTo(values);
        return values;
    }

    /// <summary>Numbers of the parameters, 0 for those that are frozen.</summary>
    public static T[] OfTrained<T>(T[] values, INetwork<T> network) where T : unmanaged
    {
        T[] trained = [.. values];
        foreach (TensorDescription tensor in network.Description.Parameters.Where(tensor => !tensor.IsTrained))
        {
            trained.AsSpan(tensor.Offset, tensor.Count).Clear();
        }

        return trained;
    }

    public static T[] Buffers<T>(INetwork<T> network) where T : unmanaged
    {
        var values = new T[network.BufferCount];
        network.CopyBuffersTo(values);
        return values;
    }

    public static T[] OptimizerState<T>(ITrainableNetwork<T> network) where T : unmanaged
    {
        var values = new T[network.OptimizerStateCount];
        network.CopyOptimizerStateTo(values);
        return values;
    }

    /// <summary>Sets every parameter, the biases too, which are zero in a new network and would hide mistakes.</summary>
    public static void Disturb<T>(INetwork<T> network, int seed) where T : unmanaged, INumberBase<T>
    {
        T[] noise = Numbers<T>(network.ParameterCount, seed);
        network.SetParameters(Parameters(network).Zip(noise, (value, change) => value + (T.CreateTruncating(0.3) * change)).ToArray());
    }

    /// <summary>Equal to a relative error, and absolutely below 1.</summary>
    public static void AssertClose<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, double tolerance) where T : unmanaged, INumberBase<T>
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double left = double.CreateTruncating(expected[i]), right = double.CreateTruncating(actual[i]);

            // Written so that a NaN fails.
            bool isClose = Math.Abs(left - right) <= tolerance * Math.Max(1, Math.Abs(left));
            Assert.True(isClose, string.Create(CultureInfo.InvariantCulture, $"[{i}]: expected {left:G17}, actual {right:G17}"));
        }
    }

    /// <summary>The message has each of the numbers, as a whole number and not as part of another.</summary>
    public static void AssertSays(Exception exception, params int[] numbers)
    {
        foreach (int number in numbers) Assert.Matches(new Regex(string.Create(CultureInfo.InvariantCulture, $@"(?<![\d-]){number}(?!\d)")), exception.Message);
    }
}
