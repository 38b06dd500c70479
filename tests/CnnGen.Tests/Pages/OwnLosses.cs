using System;

namespace CnnGen.Tests.Pages;

// The examples of docs/losses.md: OwnLossesTests.cs runs them, and compares the page with this file.
[Network(8, Batch = 64)]
[Dense(32), Tanh, Tap("trunk")]
[Dense(3), Output("policy")]
[From("trunk"), Dense(1), Output("value")]
[Adam]
public sealed partial class Agent { }

// What was done in each step, how likely that was then, and how it went.
internal sealed record Rollout(int[] Actions, float[] LogProbabilities, float[] Advantages, float[] Returns)
{
    private const int Choices = 3;
    private const float Clip = 0.2f, ValueShare = 0.5f, EntropyShare = 0.01f;

    public float Loss(int first, ReadOnlySpan<float> outputs, Span<float> gradient)
    {
        // All logits of the shard come first, then all values.
        int samples = outputs.Length / (Choices + 1);
        float loss = 0;
        for (int i = 0; i < samples; i++)
        {
            ReadOnlySpan<float> logits = outputs.Slice(i * Choices, Choices);
            int action = Actions[first + i];
            float advantage = Advantages[first + i], error = outputs[(samples * Choices) + i] - Returns[first + i];

            float largest = float.NegativeInfinity, sum = 0, entropy = 0;
            foreach (float logit in logits) largest = Math.Max(largest, logit);
            foreach (float logit in logits) sum += MathF.Exp(logit - largest);
            float log = largest + MathF.Log(sum);
            foreach (float logit in logits) entropy -= MathF.Exp(logit - log) * (logit - log);

            float ratio = MathF.Exp(logits[action] - log - LogProbabilities[first + i]);
            float open = ratio * advantage, clipped = Math.Clamp(ratio, 1 - Clip, 1 + Clip) * advantage;
            loss += (ValueShare * error * error) - (EntropyShare * entropy) - Math.Min(open, clipped);

            for (int k = 0; k < Choices; k++)
            {
                float p = MathF.Exp(logits[k] - log);
                float ofPolicy = clipped < open ? 0 : open * ((k == action ? 1 : 0) - p);
                gradient[(i * Choices) + k] = ((EntropyShare * p * (logits[k] - log + entropy)) - ofPolicy) / samples;
            }

            gradient[(samples * Choices) + i] = 2 * ValueShare * error / samples;
        }

        return loss / samples;
    }
}

[Network(1, 8, 8, Batch = 16)]
[Conv(8, 3, Padding = 1), ReLU]
[Conv(1, 3, Padding = 1)]
[Adam]
public sealed partial class Segmenter { }

// What belongs to the object is 1, all else 0: so many cells for each sample.
internal sealed record Masks(float[] Cells, int Size)
{
    private const float Smooth = 1;

    public float Loss(int first, ReadOnlySpan<float> outputs, Span<float> gradient)
    {
        int samples = outputs.Length / Size;
        float loss = 0;
        for (int i = 0; i < samples; i++)
        {
            ReadOnlySpan<float> logits = outputs.Slice(i * Size, Size), mask = Cells.AsSpan((first + i) * Size, Size);
            float common = Smooth, all = Smooth;
            for (int cell = 0; cell < Size; cell++)
            {
                float p = 1 / (1 + MathF.Exp(-logits[cell]));
                common += 2 * p * mask[cell];
                all += (p * p) + (mask[cell] * mask[cell]);
            }

            loss += 1 - (common / all);
            for (int cell = 0; cell < Size; cell++)
            {
                float p = 1 / (1 + MathF.Exp(-logits[cell]));
                float ofP = 2 * ((common * p) - (mask[cell] * all)) / (all * all);
                gradient[(i * Size) + cell] = ofP * p * (1 - p) / samples;
            }
        }

        return loss / samples;
    }
}

[Network(16, Batch = 32)]
[Dense(64), ReLU, Dense(64), ReLU, Dense(4)]
[SoftmaxCrossEntropy, Adam]
public sealed partial class Teacher { }

[Network(16, Batch = 32)]
[Dense(8), ReLU, Dense(4)]
[Adam]
public sealed partial class Student { }

internal static class Distillation
{
    private const int Classes = 4;
    private const float Temperature = 4, TeacherShare = 0.7f;

    public static float Loss(ReadOnlySpan<float> logits, ReadOnlySpan<float> teacher, ReadOnlySpan<int> labels, Span<float> gradient)
    {
        float loss = 0;
        Span<float> p = stackalloc float[Classes], soft = stackalloc float[Classes], wanted = stackalloc float[Classes];
        for (int i = 0; i < labels.Length; i++)
        {
            ReadOnlySpan<float> own = logits.Slice(i * Classes, Classes);
            Softmax(own, 1, p);
            Softmax(own, Temperature, soft);
            Softmax(teacher.Slice(i * Classes, Classes), Temperature, wanted);
            loss -= (1 - TeacherShare) * MathF.Log(p[labels[i]]);
            for (int k = 0; k < Classes; k++)
            {
                loss += TeacherShare * Temperature * Temperature * wanted[k] * MathF.Log(wanted[k] / soft[k]);
                float ofLabel = p[k] - (k == labels[i] ? 1 : 0), ofTeacher = Temperature * (soft[k] - wanted[k]);
                gradient[(i * Classes) + k] = (((1 - TeacherShare) * ofLabel) + (TeacherShare * ofTeacher)) / labels.Length;
            }
        }

        return loss / labels.Length;
    }

    private static void Softmax(ReadOnlySpan<float> logits, float temperature, Span<float> p)
    {
        float largest = float.NegativeInfinity, sum = 0;
        foreach (float logit in logits) largest = Math.Max(largest, logit);
        for (int k = 0; k < p.Length; k++)
        {
            p[k] = MathF.Exp((logits[k] - largest) / temperature);
            sum += p[k];
        }

        for (int k = 0; k < p.Length; k++) p[k] /= sum;
    }
}
