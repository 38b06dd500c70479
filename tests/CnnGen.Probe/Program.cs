using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using CnnGen.Runtime;

namespace CnnGen.Probe;

/// <summary>
/// Prints a line for each network: its name, a hash of its outputs, and, where it can be trained, a hash of what two steps of training
/// make of it; for a LeNet also what fifty steps of a trainer make of it, on as many threads as CNNGEN_PROBE_THREADS says. The same bits
/// give the same lines, on whatever the program runs. Where CNNGEN_PROBE_ASSEMBLY names a file, the networks are those in it.
/// </summary>
internal static class Program
{
    private const int Seed = 5;

    // No multiple of any batch: the last call has fewer samples.
    private const int Samples = 11;

    private static readonly Assembly Assembly =
        Environment.GetEnvironmentVariable("CNNGEN_PROBE_ASSEMBLY") is { } file ? Assembly.LoadFrom(file) : typeof(Program).Assembly;

    /// <summary>Runs the networks whose names are given, or all; or another program, where CNNGEN_PROBE_PROGRAM names its file.</summary>
    private static void Main(string[] names)
    {
        if (Environment.GetEnvironmentVariable("CNNGEN_PROBE_PROGRAM") is { } program)
        {
            Assembly.LoadFrom(program).EntryPoint!.Invoke(null, new object[] { names });
            return;
        }

        foreach (Type type in Networks().Where(type => names.Length == 0 || names.Contains(type.Name)))
        {
            var network = (INetwork<float>)Activator.CreateInstance(type, Seed)!;
            Disturb(network);
            string line = $"{type.Name} {Run(network)}";
            if (network is ITrainableNetwork<float> trainable) line += " " + Train(trainable);
            if (network is Networks.LeNetBatchTraining lenet) line += " " + TrainLong(lenet);
            Console.WriteLine(line);
        }
    }

    private static IEnumerable<Type> Networks() => Assembly.GetTypes()
        .Where(typeof(INetwork<float>).IsAssignableFrom)
        .OrderBy(type => type.Name, StringComparer.Ordinal);

    /// <summary>Changes every parameter: an initial bias is 0, and would hide where it is added.</summary>
    private static void Disturb(INetwork<float> network)
    {
        var parameters = new float[network.ParameterCount];
        network.CopyParametersTo(parameters);
        float[] changes = Uniform(parameters.Length, -0.02, 0.02, 1);
        for (int i = 0; i < parameters.Length; i++) parameters[i] += changes[i];
        network.SetParameters(parameters);
    }

    /// <summary>The outputs, sample after sample, however many a call takes.</summary>
    private static Hash Run(INetwork<float> network)
    {
        float[] inputs = Inputs(Samples * network.InputSize, 2);
        var hash = Hash.Empty;
        for (int done = 0; done < Samples; done += network.Batch)
        {
            int count = Math.Min(network.Batch, Samples - done);
            hash = hash.With(network.Forward(inputs.AsSpan(done * network.InputSize, count * network.InputSize)));
        }

        return hash;
    }

    /// <summary>Losses, input gradients, parameters and running averages of two steps: the second has a momentum.</summary>
    private static Hash Train(ITrainableNetwork<float> network)
    {
        var hash = Hash.Empty;
        network.Training = true;
        for (int step = 0; step < 2; step++)
        {
            network.Forward(Inputs(network.Batch * network.InputSize, 3 + step));
            float[] targets = Uniform(network.Batch * network.OutputSize, 0, 1, 5 + step);
            if (Assembly == typeof(Program).Assembly)
            {
                hash = hash.With(new[] { network.Loss(targets, default, 1) });
                hash = hash.With(network.Backward());
            }
            else
            {
                // Losses as they come: some take labels, some are none.
                hash = hash.With(network.Backward(targets));
            }

            network.Step(0.01f);
        }

        float[] parameters = new float[network.ParameterCount], averages = new float[network.BufferCount];
        network.CopyParametersTo(parameters);
        network.CopyBuffersTo(averages);
        return hash.With(parameters).With(averages);
    }

    /// <summary>Outputs, losses and parameters of fifty steps with batches of two whole shards and a part of one.</summary>
    private static Hash TrainLong(ITrainableNetwork<float> network)
    {
        const int Steps = 50;
        int samples = (2 * network.Batch) + (network.Batch / 2);
        string? threads = Environment.GetEnvironmentVariable("CNNGEN_PROBE_THREADS");
        using var trainer = new Trainer<float>(network, threads == null ? 2 : int.Parse(threads, System.Globalization.CultureInfo.InvariantCulture));
        var outputs = new float[samples * network.OutputSize];
        var hash = Hash.Empty;
        for (int step = 0; step < Steps; step++)
        {
            float[] inputs = Uniform(samples * network.InputSize, 0, 1, 100 + step);
            int[] labels = Uniform(samples, 0, network.OutputSize, 200 + step).Select(number => Math.Min((int)number, network.OutputSize - 1)).ToArray();
            hash = hash.With(new[] { trainer.Train(inputs, labels, 0.01f, outputs) }).With(outputs);
        }

        var parameters = new float[network.ParameterCount];
        network.CopyParametersTo(parameters);
        return hash.With(parameters);
    }

    /// <summary>Large enough that the last bit of a sum still shows behind a sigmoid.</summary>
    private static float[] Inputs(int count, int seed) => Uniform(count, -4, 4, seed);

    /// <summary>Numbers between <paramref name="least"/> and <paramref name="most"/>.</summary>
    private static float[] Uniform(int count, double least, double most, int seed)
    {
        var random = new RandomNumbers(seed);
        return Enumerable.Range(0, count).Select(_ => (float)(least + ((most - least) * random.Uniform()))).ToArray();
    }
}
