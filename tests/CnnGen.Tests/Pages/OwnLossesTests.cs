using System;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using CnnGen.Tests.Behaviour;
using Xunit;

namespace CnnGen.Tests.Pages;

/// <summary>The examples of docs/losses.md: what the page shows is this code, its numbers are PyTorch's, and networks learn by it.</summary>
public sealed partial class OwnLossesTests
{
    private const double Tolerance = 2e-6;

    [Fact]
    public void ThePage_ShowsThisCode()
    {
        string page = Read("../../../docs/losses.md"), code = Outdented(Read("OwnLosses.cs") + Read("OwnLossesTests.cs"));
        MatchCollection examples = ExamplePattern().Matches(page);
        Assert.Equal(8, examples.Count);
        foreach (Match example in examples) Assert.Contains(Outdented(example.Groups["code"].Value), code, StringComparison.Ordinal);
    }

    // torch: (-min(r * A, r.clamp(0.8, 1.2) * A) + 0.5 * (v - R)**2 - 0.01 * entropy).mean()
    [Fact]
    public void ClippedObjective_IsPyTorchs()
    {
        Rollout rollout = new([9, 0, 2, 1, 0], [0, -1.75f, -0.5f, -0.75f, -1.25f], [0, 1, -1, 0.5f, -2], [0, 0.5f, 1, -1, 0.25f]);
        float[] outputs = [
            -0.75f, 0.125f, -0.625f, 0.25f, -0.5f, 0.375f, -0.375f, 0.5f, -0.25f, 0.625f, -0.125f, 0.75f,
            -0.75f, 0.5f, 0, -0.5f];
        float[] gradient = new float[outputs.Length];
        AssertClose([0.8413236451003485], [rollout.Loss(1, outputs, gradient)]);
        AssertClose(
            [
                -0.0002727291177, 0.0005036368685, -0.0002309077508, 7.830331779e-05, -0.0003029400478, 0.0002246367301,
                0.0306340816, -0.06542517861, 0.03479109701, 0.4128076198, -0.1217340844, -0.2910735354,
                -0.3125, -0.125, 0.25, -0.1875,
            ],
            gradient);
    }

    // torch: p = y.sigmoid(); (1 - (2 * (p * t).sum(1) + 1) / ((p * p).sum(1) + (t * t).sum(1) + 1)).mean()
    [Fact]
    public void Dice_IsPyTorchs()
    {
        Masks masks = new([9, 9, 9, 9, 9, 9, 1, 0, 1, 1, 0, 0, 0, 0, 1, 0, 1, 0], 6);
        float[] outputs = [-1.5f, 0.25f, -1.25f, 0.5f, -1, 0.75f, -0.75f, 1, -0.5f, 1.25f, -0.25f, 1.5f], gradient = new float[12];
        AssertClose([0.46203760665407156], [masks.Loss(1, outputs, gradient)]);
        AssertClose(
            [
                -0.02509806185, 0.0149368459, -0.02837713785, -0.02838309365, 0.005707974524, 0.0159751802,
                0.006686890999, 0.01374914992, -0.03632496492, 0.01287097552, -0.0366260909, 0.01166417556,
            ],
            gradient);
    }

    // torch: 0.3 * cross_entropy(y, label) + 0.7 * 16 * kl_div(log_softmax(y / 4, 1), softmax(z / 4, 1), reduction="batchmean")
    [Fact]
    public void Distillation_IsPyTorchs()
    {
        float[] outputs = [-1.25f, 0, 1.25f, -0.25f, 1, -0.5f, 0.75f, -0.75f], teacher = [-2.5f, -1, 0.5f, 2, -2, -0.5f, 1, 2.5f];
        float[] gradient = new float[8];
        AssertClose([1.8612984669531185], [Distillation.Loss(outputs, teacher, [1, 3], gradient)]);
        AssertClose(
            [0.07844589488, -0.04247880762, 0.1808316105, -0.2167986977, 0.3138164332, 0.04322810279, 0.0682862181, -0.4253307541], gradient);
    }

    /// <summary>Of three actions one is right, and always taken from an even policy: the policy comes to prefer it.</summary>
    [Fact]
    public void AnAgent_Learns()
    {
        const int count = 48;
        Agent agent = new(1);
        float[] states = Data.Numbers<float>(count * Agent.InputSize, 1);
        int[] actions = [.. Enumerable.Range(0, count).Select(i => i % 3)];
        float[] advantages = [.. actions.Select((action, i) => action == (states[i * Agent.InputSize] > 0 ? 1 : 2) ? 1f : -1f)], returns = [.. advantages];
        float[] logProbabilities = new float[count];
        using Trainer<float> trainer = new(agent, 2, 16);
        float first = float.NaN, last = float.NaN;
        for (int round = 0; round < 20; round++)
        {
            ReadOnlySpan<float> outputs = agent.Forward(states);
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<float> logits = outputs.Slice(i * 3, 3);
                logProbabilities[i] = logits[actions[i]] - MathF.Log(MathF.Exp(logits[0]) + MathF.Exp(logits[1]) + MathF.Exp(logits[2]));
            }

            Rollout rollout = new(actions, logProbabilities, advantages, returns);
            for (int epoch = 0; epoch < 4; epoch++)
            {
                float loss = trainer.Train(states, rollout.Loss, 0.01f);
                Assert.True(float.IsFinite(loss));
            }

            float prefers = 0;
            outputs = agent.Forward(states);
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<float> logits = outputs.Slice(i * 3, 3);
                int right = states[i * Agent.InputSize] > 0 ? 1 : 2;
                prefers += MathF.Exp(logits[right]) / (MathF.Exp(logits[0]) + MathF.Exp(logits[1]) + MathF.Exp(logits[2])) / count;
            }

            if (round == 0) first = prefers;
            last = prefers;
        }

        Assert.True(last > 0.8f && first < 0.6f, $"{first} to {last}");
    }

    [Fact]
    public void ASegmenter_Learns()
    {
        const int count = 24, size = 64;
        Segmenter segmenter = new(1);
        float[] images = Data.Numbers<float>(count * size, 2), cells = [.. images.Select(value => value > 0.3f ? 1f : 0f)];
        using Trainer<float> trainer = new(segmenter, 2, 8);
        Masks masks = new(cells, Segmenter.OutputSize);
        float first = trainer.Train(images, masks.Loss, 0.01f), last = first;
        for (int i = 0; i < 150; i++) last = trainer.Train(images, masks.Loss, 0.01f);
        Assert.True(last < first / 3, $"{first} to {last}");
    }

    [Fact]
    public void AStudent_Learns()
    {
        const int count = 32;
        float[] inputs = Data.Numbers<float>(count * Student.InputSize, 3), gradient = new float[count * Student.OutputSize];
        int[] labels = [.. Enumerable.Range(0, count).Select(i => (inputs[i * 16] > 0 ? 2 : 0) + (inputs[(i * 16) + 1] > 0 ? 1 : 0))];
        Teacher teacher = new(1);
        for (int i = 0; i < 100; i++)
        {
            teacher.Forward(inputs);
            teacher.Loss(labels);
            teacher.Backward();
            teacher.Step(0.01f);
        }

        Student student = new(2);
        float first = Step(0), last = first;
        for (int i = 1; i < 200; i++) last = Step(0.01f);
        Assert.True(last < first / 3, $"{first} to {last}");

        float Step(float rate)
        {
            ReadOnlySpan<float> logits = student.Forward(inputs);
            float loss = Distillation.Loss(logits, teacher.Forward(inputs), labels, gradient);
            student.Backward(gradient);
            student.Step(rate);
            return loss;
        }
    }

    private static void AssertClose(double[] expected, float[] actual) =>
        Data.AssertClose<double>(expected, [.. actual.Select(value => (double)value)], Tolerance);

    private static string Outdented(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()));

    private static string Read(string path) => File.ReadAllText(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, path)));

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex("^```csharp\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ExamplePattern();
}
