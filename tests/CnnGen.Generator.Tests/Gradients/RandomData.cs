using System;
using System.Collections.Generic;
using System.Linq;

namespace CnnGen.Generator.Tests.Gradients;

/// <summary>Inputs and targets of a network, the same for the same seed.</summary>
internal static class RandomData
{
    /// <summary>Numbers from −1 to 1, not close to zero, where rectifiers have their kink.</summary>
    public static double[] Numbers(int count, int seed)
    {
        Random random = new(seed);
        return Enumerable.Range(0, count).Select(_ => (random.Next(2) == 0 ? -1 : 1) * (0.05 + (0.95 * random.NextDouble()))).ToArray();
    }

    /// <summary>Numbers of a sample that losses compare with.</summary>
    public static int TargetSize(NetworkDescription description) => description.Outputs.Sum(output => output.Loss is null ? 0 : output.Count);

    /// <summary>A label for each position of each sample, of the first output.</summary>
    public static int[] Labels(NetworkDescription description, int samples, int seed)
    {
        Random random = new(seed);
        IReadOnlyList<int> shape = description.Outputs[0].Shape;
        int positions = shape.Skip(1).Aggregate(1, (product, size) => product * size);
        return Enumerable.Range(0, samples * positions).Select(_ => random.Next(shape[0])).ToArray();
    }

    /// <summary>Different biases and weights for each parameter, so that no gradient vanishes by symmetry.</summary>
    public static void Disturb(INetwork<double> network, int seed)
    {
        double[] parameters = new double[network.ParameterCount];
        network.CopyParametersTo(parameters);
        double[] noise = Numbers(parameters.Length, seed);
        for (int i = 0; i < parameters.Length; i++) parameters[i] += 0.3 * noise[i];
        network.SetParameters(parameters);
    }
}
