using System;
using CnnGen;
using Digits;

namespace Playground.Training;

/// <summary>Digits as a network learns them.</summary>
internal sealed class DigitLesson(DigitImages images, DigitTask task) : ISampleSource<float>
{
    private readonly int[] label = new int[1];

    public int Count => images.Count;

    public bool HasLabels => task.HasLabels;

    public void CopyTo(int index, int variant, Span<float> inputs, Span<float> targets, Span<int> labels)
    {
        images.CopyTo(index, variant, inputs, [], label);
        task.Write(inputs, label[0], targets, labels);
    }
}
