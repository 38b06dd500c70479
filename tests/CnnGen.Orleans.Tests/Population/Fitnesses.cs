using System;
using System.Threading;
using Orleans.Runtime;

namespace CnnGen.Orleans.Tests;

/// <summary>How near the network comes to a function of its input, on inputs that follow from the seed.</summary>
internal class Hill : IFitness<float>
{
    private readonly float[] input = new float[Small.InputSize];

    /// <summary>Instead of the generation's.</summary>
    public long? Seed { get; init; }

    public virtual double Evaluate(INetwork<float> network, long generation, long seed)
    {
        double error = 0;
        for (int sample = 0; sample < 4; sample++)
        {
            for (int i = 0; i < input.Length; i++) input[i] = Noise.Number(unchecked((ulong)((Seed ?? seed) + sample)), i) / 200f;
            ReadOnlySpan<float> output = network.Forward(input);
            for (int i = 0; i < output.Length; i++) error += Math.Abs(output[i] - (0.5 * input[i]) + input[i + 4]);
        }

        return -error;
    }
}

/// <summary>Of a generation on, it throws.</summary>
internal sealed class Thrower : Hill
{
    public override double Evaluate(INetwork<float> network, long generation, long seed) => generation == 2
        ? throw new InvalidOperationException("the walker fell through the floor")
        : base.Evaluate(network, generation, seed);
}

/// <summary>It takes its time, so that something can happen meanwhile.</summary>
internal sealed class Slow : Hill
{
    public override double Evaluate(INetwork<float> network, long generation, long seed)
    {
        Thread.Sleep(2);
        return base.Evaluate(network, generation, seed);
    }
}

/// <summary>No candidate has the same twice.</summary>
internal sealed class Fickle : IFitness<float>
{
    private static int calls;

    public double Evaluate(INetwork<float> network, long generation, long seed) => Interlocked.Increment(ref calls);
}

/// <summary>Of networks of another number type.</summary>
internal sealed class WideFitness : IFitness<double>
{
    public double Evaluate(INetwork<double> network, long generation, long seed) => 0;
}

/// <summary>A sum of parameters, for networks that are too large to be run for nothing.</summary>
internal sealed class Lazy : IFitness<float>
{
    private float[] parameters = [];

    public double Evaluate(INetwork<float> network, long generation, long seed)
    {
        if (parameters.Length == 0) parameters = new float[network.ParameterCount];
        network.CopyParametersTo(parameters);
        double sum = 0;
        for (int i = 0; i < parameters.Length; i += 101) sum += Math.Abs(parameters[i]);
        return sum;
    }
}

/// <summary>On one silo it does not come to an end, for as long as the test likes.</summary>
internal sealed class Stuck(SiloAddress silo) : Hill
{
    public static volatile SiloAddress? Silo;

    public override double Evaluate(INetwork<float> network, long generation, long seed)
    {
        while (silo.Equals(Silo)) Thread.Sleep(5);
        return base.Evaluate(network, generation, seed);
    }
}
