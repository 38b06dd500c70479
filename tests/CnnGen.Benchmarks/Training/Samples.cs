using System;
using System.Linq;

namespace CnnGen.Benchmarks.Training;

/// <summary>Labelled inputs, cut into batches; the last may be smaller.</summary>
/// <param name="Name">What a peer's process calls them.</param>
/// <param name="Shape">The shape of one input.</param>
/// <param name="Inputs">The inputs back to back.</param>
/// <param name="Labels">The class of each input.</param>
internal sealed record Samples(string Name, int[] Shape, float[] Inputs, int[] Labels)
{
    public int Count => Labels.Length;

    private int InputSize => Inputs.Length / Count;

    /// <summary>Numbers from 0 to 1 with labels that have nothing to do with them.</summary>
    public static Samples AtRandom(string name, int[] shape, int classes, int count, int seed)
    {
        var random = new Random(seed);
        var inputs = new float[count * shape.Aggregate((product, size) => product * size)];
        for (int i = 0; i < inputs.Length; i++) inputs[i] = random.NextSingle();
        int[] labels = Enumerable.Range(0, count).Select(_ => random.Next(classes)).ToArray();
        return new Samples(name, shape, inputs, labels);
    }

    public int Batches(int batch) => ((Count - 1) / batch) + 1;

    /// <summary>The inputs and labels of a batch; after the last comes the first again.</summary>
    public ReadOnlySpan<float> Cut(int batch, int index, out ReadOnlySpan<int> labels)
    {
        int first = index % Batches(batch) * batch;
        int count = Math.Min(batch, Count - first);
        labels = Labels.AsSpan(first, count);
        return Inputs.AsSpan(first * InputSize, count * InputSize);
    }

    /// <summary>The same samples in another order.</summary>
    public Samples Shuffled(int seed)
    {
        int[] order = Enumerable.Range(0, Count).ToArray();
        new Random(seed).Shuffle(order);
        var inputs = new float[Inputs.Length];
        for (int i = 0; i < Count; i++) Inputs.AsSpan(order[i] * InputSize, InputSize).CopyTo(inputs.AsSpan(i * InputSize));
        return this with { Inputs = inputs, Labels = Array.ConvertAll(order, index => Labels[index]) };
    }
}
