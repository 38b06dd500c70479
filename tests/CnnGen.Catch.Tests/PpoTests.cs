using System;
using System.Linq;
using Catch.Game;
using Catch.Learning;
using Xunit;

namespace Catch.Tests;

/// <summary>The gradient of PPO's objective is that of its loss, and the loss is the paper's.</summary>
public class PpoTests
{
    private const int Samples = 40, Outputs = Field.Actions + 1;
    private const float Step = 1f / 512;   // a power of two: what is added to a float arrives

    private readonly Rollout rollout = new(1, Samples);
    private readonly float[] outputs = new float[Samples * Outputs];
    private readonly int[] samples = [.. Enumerable.Range(0, Samples).Reverse()];

    public PpoTests()
    {
        var random = new Random(1);
        for (int i = 0; i < outputs.Length; i++) outputs[i] = MathF.Round(4 * (random.NextSingle() - 0.5f) * 512) / 512;
        for (int i = 0; i < Samples; i++)
        {
            rollout.Actions[i] = (byte)random.Next(Field.Actions);
            rollout.Advantages[i] = 2 * (random.NextSingle() - 0.5f);
            rollout.Targets[i] = random.NextSingle() - 0.5f;
        }

        // As likely as now, a little more or less, or much: ratios inside and outside of the range, none at its edge.
        double[] ratios = [1, 0.9, 1.1, 0.5, 2];
        for (int i = 0; i < Samples; i++) rollout.Logarithms[samples[i]] = (float)(Logarithm(i, rollout.Actions[samples[i]]) - Math.Log(ratios[i % ratios.Length]));
    }

    [Fact]
    public void Gradient_IsThatOfTheLoss()
    {
        var gradient = new float[outputs.Length];
        Loss(gradient);
        for (int i = 0; i < outputs.Length; i++)
        {
            float output = outputs[i];
            outputs[i] = output + Step;
            double above = Loss(new float[outputs.Length]);
            outputs[i] = output - Step;
            double below = Loss(new float[outputs.Length]);
            outputs[i] = output;
            Assert.Equal((above - below) / (2 * Step), gradient[i], 2e-6);
        }
    }

    [Fact]
    public void Loss_IsThatOfThePaper()
    {
        double expected = 0;
        for (int i = 0; i < Samples; i++)
        {
            int sample = samples[i];
            double advantage = rollout.Advantages[sample], entropy = 0;
            for (int k = 0; k < Field.Actions; k++) entropy -= Math.Exp(Logarithm(i, k)) * Logarithm(i, k);
            double ratio = Math.Exp(Logarithm(i, rollout.Actions[sample])) / Math.Exp(rollout.Logarithms[sample]);
            double error = outputs[(Samples * Field.Actions) + i] - rollout.Targets[sample];
            expected += -Math.Min(ratio * advantage, Math.Clamp(ratio, 0.8, 1.2) * advantage) + (0.5 * error * error) - (0.01 * entropy);
        }

        Assert.Equal(expected / Samples, Loss(new float[outputs.Length]), 1e-9);
    }

    /// <summary>Beyond the range a good action has nothing more to gain, and a bad one nothing more to lose.</summary>
    [Theory]
    [InlineData(2, 1, false)]
    [InlineData(2, -1, true)]
    [InlineData(0.5, -1, false)]
    [InlineData(0.5, 1, true)]
    [InlineData(1.1, 1, true)]
    [InlineData(0.9, -1, true)]
    public void Policy_IsMoved_UntilItIsOutOfRange(double ratio, float advantage, bool isMoved)
    {
        var one = new Rollout(1, 1);
        one.Advantages[0] = advantage;
        one.Logarithms[0] = (float)(Math.Log(1.0 / 3) - Math.Log(ratio));
        var gradient = new float[Outputs];
        Ppo.Loss(one, [0], new float[Outputs], 1, gradient);

        // Of equal logits the entropy has no gradient.
        double expected = isMoved ? -ratio * advantage * 2 / 3 : 0;
        Assert.Equal(expected, gradient[0], 1e-6);
        Assert.Equal(-expected / 2, gradient[1], 1e-6);
    }

    [Fact]
    public void Samples_AreDrawn_AsLikelyAsTheLogitsSay()
    {
        float[] logits = [0.5f, -1, 0];
        var dice = new Dice(1);
        int[] counts = new int[Field.Actions];
        for (int i = 0; i < 30_000; i++)
        {
            int action = Softmax.Sample(logits, dice, out float logarithm);
            counts[action]++;
            Assert.Equal(logits[action] - Math.Log(logits.Sum(logit => Math.Exp(logit))), logarithm, 1e-6);
        }

        double sum = logits.Sum(logit => Math.Exp(logit));
        for (int k = 0; k < Field.Actions; k++) Assert.Equal(Math.Exp(logits[k]) / sum, counts[k] / 30_000.0, 0.01);
    }

    private double Loss(float[] gradient) => Ppo.Loss(rollout, samples, outputs, 1.0 / Samples, gradient);

    private double Logarithm(int i, int action) =>
        outputs[(i * Field.Actions) + action] - Math.Log(Enumerable.Range(0, Field.Actions).Sum(k => Math.Exp(outputs[(i * Field.Actions) + k])));
}
