using System;
using System.Collections.Generic;
using System.Diagnostics;

namespace Digits;

/// <summary>What the trained network makes of the test images.</summary>
internal sealed class Evaluation
{
    private Evaluation(int count) => Count = count;

    public int Count { get; }

    public int Correct { get; private set; }

    /// <summary>How often a digit (row) was read as a digit (column).</summary>
    public int[,] Confusion { get; } = new int[Dataset.Classes, Dataset.Classes];

    /// <summary>The misread images and what was read.</summary>
    public List<(int Image, int Read)> Misread { get; } = [];

    public static Evaluation Of(LeNet network, Dataset images)
    {
        var result = new Evaluation(images.Count);
        var input = new float[LeNet.Batch * LeNet.InputSize];
        network.Training = false;
        for (int first = 0; first < images.Count; first += LeNet.Batch)
        {
            int count = Math.Min(LeNet.Batch, images.Count - first);
            for (int i = 0; i < count; i++) images.CopyTo(input.AsSpan(i * LeNet.InputSize), first + i);
            ReadOnlySpan<float> outputs = network.Forward(input.AsSpan(0, count * LeNet.InputSize));
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<float> scores = outputs.Slice(i * LeNet.OutputSize, LeNet.OutputSize);
                int read = Scores.Best(scores);
                if (!float.IsFinite(scores[read])) throw new FailureException("training diverged in its last step; try a smaller --learning-rate");
                result.Add(first + i, images.Label(first + i), read);
            }
        }

        return result;
    }

    /// <summary>The median time of reading one image.</summary>
    public static TimeSpan MeasureLatency(LeNet network, Dataset images, int runs)
    {
        var input = new float[LeNet.InputSize];
        images.CopyTo(input, 0);
        network.Training = false;
        for (int i = 0; i < runs; i++) network.Forward(input);

        var times = new long[runs];
        for (int i = 0; i < runs; i++)
        {
            long start = Stopwatch.GetTimestamp();
            network.Forward(input);
            times[i] = Stopwatch.GetTimestamp() - start;
        }

        Array.Sort(times);
        return Stopwatch.GetElapsedTime(0, times[runs / 2]);
    }

    private void Add(int image, int label, int read)
    {
        Confusion[label, read]++;
        if (read == label) Correct++;
        else Misread.Add((image, read));
    }
}
