using System;
using CnnGen;
using Digits;

namespace Playground.Training;

/// <summary>A drawn digit, moved by up to a pixel each way, among others: so the network learns the one and does not forget the others.</summary>
internal sealed class StrokeLesson(float[] stroke, int label, DigitImages others, DigitTask task) : ISampleSource<float>
{
    private const int Moves = 9;

    public int Count => 32;

    public bool HasLabels => task.HasLabels;

    public void CopyTo(int index, int variant, Span<float> inputs, Span<float> targets, Span<int> labels)
    {
        Span<int> digit = [label];
        if (index < Moves) Move(inputs, (index % 3) - 1, (index / 3) - 1);
        else others.CopyTo(variant % others.Count, variant: 0, inputs, [], digit);
        task.Write(inputs, digit[0], targets, labels);
    }

    private void Move(Span<float> inputs, int right, int down)
    {
        const int side = DigitImages.Side;
        for (int row = Math.Max(0, down); row < side + Math.Min(0, down); row++)
        {
            for (int column = Math.Max(0, right); column < side + Math.Min(0, right); column++)
            {
                inputs[(row * side) + column] = stroke[((row - down) * side) + column - right];
            }
        }
    }
}
