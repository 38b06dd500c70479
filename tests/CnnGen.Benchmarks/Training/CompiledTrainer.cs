using System;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using CnnGen.Benchmarks.Measuring;

namespace CnnGen.Benchmarks.Training;

/// <summary>A network that CnnGen compiled, on one thread.</summary>
internal sealed class CompiledTrainer : ITrainer
{
    private readonly ITrainableNetwork<float> network;
    private readonly float[] noOptimizerState;

    public CompiledTrainer(ITrainableNetwork<float> network)
    {
        this.network = network;
        InitialParameters = Parameters();
        noOptimizerState = new float[network.OptimizerStateCount];
    }

    public int Batch => network.Batch;

    public float[] InitialParameters { get; }

    public float[] Parameters()
    {
        var parameters = new float[network.ParameterCount];
        network.CopyParametersTo(parameters);
        return parameters;
    }

    /// <summary>Goes back to the initial weights.</summary>
    public void Reset()
    {
        network.SetParameters(InitialParameters);
        network.SetOptimizerState(noOptimizerState, 0);
    }

    // Compiled once and for all: a burst may be too short for the just-in-time compiler to notice the loop.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Train(Samples samples, int first, int steps, float rate)
    {
        Reset();
        network.Training = true;
        long start = Stopwatch.GetTimestamp();
        for (int step = first; step < first + steps; step++)
        {
            network.Forward(samples.Cut(Batch, step, out ReadOnlySpan<int> labels));
            network.Loss(labels, 1);
            network.Backward();
            network.Step(rate);
        }

        return Clock.NanosecondsSince(start) / steps;
    }

    public Verdict Evaluate(Samples samples, int first, int batches)
    {
        network.Training = false;
        double loss = 0;
        int correct = 0, count = 0;
        for (int index = first; index < first + batches; index++)
        {
            ReadOnlySpan<float> outputs = network.Forward(samples.Cut(Batch, index, out ReadOnlySpan<int> labels));
            loss += (double)network.Loss(labels, 1) * labels.Length;
            for (int i = 0; i < labels.Length; i++)
            {
                if (IndexOfMax(outputs.Slice(i * network.OutputSize, network.OutputSize)) == labels[i]) correct++;
            }

            count += labels.Length;
        }

        return new Verdict(loss / count, (double)correct / count);
    }

    private static int IndexOfMax(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best]) best = i;
        }

        return best;
    }
}
