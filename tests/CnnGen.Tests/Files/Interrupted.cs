using System;
using System.Globalization;
using System.IO;
using System.Linq;
using CnnGen.Tests.Behaviour;

namespace CnnGen.Tests.Files;

/// <summary>
/// A training that goes on from its checkpoint: samples in another order each epoch, batches that an epoch does not fill, masks, running averages, moments,
/// two threads. Its note says where in which epoch it is.
/// </summary>
internal sealed class Interrupted : IDisposable
{
    private const int Samples = 11, StepsBetweenCheckpoints = 2;

    private static readonly float[] Inputs = Data.Numbers<float>(Samples * Stored.InputSize, 3);

    private readonly int seed;
    private readonly Trainer<float> trainer;
    private readonly float[] batch = new float[Stored.Batch * Stored.InputSize];
    private readonly int[] labels = new int[Stored.Batch];
    private int epoch, taken;
    private int[] order;

    public Interrupted(int seed)
    {
        this.seed = seed;
        Network = new Stored(seed);
        trainer = new Trainer<float>(Network, threads: 2, shardSize: 1);
        order = Order();
    }

    public Stored Network { get; }

    /// <summary>Goes on from the file, if it is there, for ever; tells the steps of each checkpoint.</summary>
    public static void Run(string path, int seed, Action<int> tell)
    {
        using var training = new Interrupted(seed);
        if (File.Exists(path)) training.Load(path);
        while (true)
        {
            for (int i = 0; i < StepsBetweenCheckpoints; i++) training.Step();
            Checkpoint.Save(training.Network, path, $"{training.epoch} {training.taken}");
            tell((int)training.Network.StepCount);
        }
    }

    /// <summary>Takes it to where a checkpoint was saved.</summary>
    public void Load(string path)
    {
        int[] place = [.. Checkpoint.Load(Network, path)!.Split(' ').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
        (epoch, taken) = (place[0], place[1]);
        order = Order();
    }

    public void Step()
    {
        if (taken == Samples)
        {
            (epoch, taken) = (epoch + 1, 0);
            order = Order();
        }

        int count = Math.Min(Stored.Batch, Samples - taken);
        for (int i = 0; i < count; i++)
        {
            int sample = order[taken + i];
            Inputs.AsSpan(sample * Stored.InputSize, Stored.InputSize).CopyTo(batch.AsSpan(i * Stored.InputSize));
            labels[i] = sample % Stored.OutputSize;
        }

        trainer.Train(batch.AsSpan(0, count * Stored.InputSize), labels.AsSpan(0, count), 0.01f);
        taken += count;
    }

    public void Dispose() => trainer.Dispose();

    private int[] Order()
    {
        int[] shuffled = [.. Enumerable.Range(0, Samples)];
        new Random((1000 * seed) + epoch).Shuffle(shuffled);
        return shuffled;
    }
}
