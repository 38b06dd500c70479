using System;
using System.Linq;
using Catch.Learning;
using Xunit;

namespace Catch.Tests;

/// <summary>Advantages, against the sum that they are defined as.</summary>
public class RolloutTests
{
    private const int Fields = 3, Moves = 20;

    [Theory]
    [InlineData(0.97, 0.95)]
    [InlineData(0.9, 0)]
    [InlineData(1, 1)]
    public void Advantages_AreTheSumOfWhatWasUnexpected(double discount, double trace)
    {
        var random = new Random(1);
        Rollout rollout = Random(random);
        float[] after = [.. Enumerable.Range(0, Fields).Select(_ => random.NextSingle())];
        rollout.Estimate(after, discount, trace);
        for (int field = 0; field < Fields; field++)
        {
            for (int move = 0; move < Moves; move++)
            {
                double expected = Naive(rollout, after[field], field, move, discount, trace);
                int i = (move * Fields) + field;
                Assert.Equal(expected, rollout.Advantages[i], 1e-6);
                Assert.Equal(expected + rollout.Values[i], rollout.Targets[i], 1e-6);
            }
        }
    }

    /// <summary>With λ = 1 the value to expect is the discounted reward that came, whatever was expected on the way.</summary>
    [Fact]
    public void Targets_OfAWholeBall_AreItsReward()
    {
        var rollout = new Rollout(1, 5);
        new[] { 0.3f, -0.2f, 0.9f, 0.1f, 0.4f }.CopyTo(rollout.Values, 0);
        rollout.Rewards[3] = -1;
        rollout.Estimate([10], 0.5, 1);
        Assert.Equal([-0.125f, -0.25f, -0.5f, -1, 5], rollout.Targets);
    }

    [Fact]
    public void Normalised_HaveMeanZeroAndDeviationOne()
    {
        Rollout rollout = Random(new Random(2));
        rollout.Estimate(new float[Fields], 0.97, 0.95);
        float[] before = [.. rollout.Advantages];
        rollout.Normalise();
        Assert.Equal(0, rollout.Advantages.Average(), 1e-6);
        Assert.Equal(1, rollout.Advantages.Average(advantage => advantage * advantage), 1e-5);
        Assert.Equal(Order(before), Order(rollout.Advantages));

        static int[] Order(float[] numbers) => [.. Enumerable.Range(0, numbers.Length).OrderBy(i => numbers[i])];
    }

    private static Rollout Random(Random random)
    {
        var rollout = new Rollout(Fields, Moves);
        for (int i = 0; i < rollout.Count; i++)
        {
            rollout.Values[i] = random.NextSingle() - 0.5f;
            rollout.Rewards[i] = (sbyte)(random.Next(5) == 0 ? (2 * random.Next(2)) - 1 : 0);
        }

        return rollout;
    }

    private static double Naive(Rollout rollout, double after, int field, int move, double discount, double trace)
    {
        double sum = 0, factor = 1;
        for (int t = move; t < Moves; t++)
        {
            int i = (t * Fields) + field;
            bool ends = rollout.Rewards[i] != 0;
            double next = t == Moves - 1 ? after : rollout.Values[i + Fields];
            sum += factor * (rollout.Rewards[i] + (ends ? 0 : discount * next) - rollout.Values[i]);
            if (ends) return sum;
            factor *= discount * trace;
        }

        return sum;
    }
}
