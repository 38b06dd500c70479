using System;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using CnnGen.Benchmarks.Measuring;

namespace CnnGen.Benchmarks.Training;

/// <summary>A network that CnnGen compiled, on several threads: each batch is cut into shards of the network's own.</summary>
internal sealed class ShardTrainer(ITrainableNetwork<float> network, int threads, int batch) : ITrainer, IDisposable
{
    private readonly CompiledTrainer compiled = new(network);
    private readonly Trainer<float> trainer = new(network, threads, network.Batch);

    public int Batch => batch;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Train(Samples samples, int first, int steps, float rate)
    {
        compiled.Reset();
        long start = Stopwatch.GetTimestamp();
        for (int step = first; step < first + steps; step++)
        {
            ReadOnlySpan<float> inputs = samples.Cut(batch, step, out ReadOnlySpan<int> labels);
            trainer.Train(inputs, labels, rate);
        }

        return Clock.NanosecondsSince(start) / steps;
    }

    public Verdict Evaluate(Samples samples, int first, int batches) => compiled.Evaluate(samples, first, batches);

    public float[] Parameters() => compiled.Parameters();

    public void Dispose() => trainer.Dispose();
}
