using System;
using System.Linq;
using CnnGen.Tests.Behaviour;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>Several inputs and outputs, and losses of one's own, in a trainer.</summary>
public sealed class TrainerEndsTests
{
    private const int Image = 36, Vector = 5, Actions = 4, Count = 23;

    private static readonly double[] Inputs = Data.Numbers<double>(Count * (Image + Vector), 1), Values = Data.Numbers<double>(Count, 3);
    private static readonly int[] Chosen = [.. Enumerable.Range(0, Count).Select(i => (i * 7) % Actions)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void AddGradients_IsEachShardByItself(int shardSize)
    {
        (double loss, double[] gradients, double[] outputs) = Expected(shardSize);
        for (int threads = 1; threads <= 4; threads++)
        {
            ActorCriticDouble network = EndsTests.Disturbed(new ActorCriticDouble(1));
            using Trainer<double> trainer = new(network, threads, shardSize, 4);
            for (int repeat = 0; repeat < 3; repeat++)
            {
                var came = new double[Count * (Actions + 1)];
                network.ClearGradients();
                Assert.Equal(loss, trainer.AddGradients(Inputs, Values, Chosen, came));
                Assert.Equal(gradients, Data.Gradients(network));
                Assert.Equal(outputs, came);
            }
        }
    }

    /// <summary>Whatever the threads, the bits of training are those of one thread; also from probabilities, and from a loss of one's own.</summary>
    [Fact]
    public void Training_DoesNotShowThreads()
    {
        double[] probabilities = [.. Data.Targets<double>(Count * Actions, 5), .. Values];
        double[] Trained(int threads, Func<Trainer<double>, double> train)
        {
            ActorCriticDouble network = EndsTests.Disturbed(new ActorCriticDouble(1));
            using Trainer<double> trainer = new(network, threads, 2, 4);
            double[] losses = [.. Enumerable.Range(0, 5).Select(_ => train(trainer))];
            return [.. losses, .. Data.Parameters(network)];
        }

        foreach (Func<Trainer<double>, double> train in new Func<Trainer<double>, double>[]
        {
            trainer =>
                trainer.Train(
                    Inputs, Values, Chosen, 0.05), trainer => trainer.Train(Inputs, probabilities, 0.05), trainer => trainer.Train(Inputs, OwnLoss, 0.05),
        })
        {
            double[] alone = Trained(1, train);
            for (int threads = 2; threads <= 4; threads++) Assert.Equal(alone, Trained(threads, train));
        }
    }

    /// <summary>The declared loss, written as one of the caller's own, leads to the same gradients.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void OwnLoss_IsAMeanOverTheBatch(int shardSize)
    {
        ActorCriticDouble declared = EndsTests.Disturbed(new ActorCriticDouble(1)), own = EndsTests.Disturbed(new ActorCriticDouble(1));
        using Trainer<double> one = new(declared, 1, shardSize), other = new(own, 2, shardSize, 2);
        double expected = one.AddGradients(Inputs, Values, Chosen);
        Assert.Equal(expected, other.AddGradients(Inputs, OwnLoss), 1e-12);
        Data.AssertClose<double>(Data.Gradients(declared), Data.Gradients(own), 1e-12);
    }

    [Fact]
    public void WithoutADeclaredLoss_ThereIsOnlyOnesOwn()
    {
        Unjudged network = new(1);
        using Trainer<float> trainer = new(network, 2, null, 2);
        float[] inputs = Data.Numbers<float>(40 * 3, 1), targets = [
            .. Enumerable.Range(0, 40).SelectMany(i => new[] { inputs[i * 3] - inputs[(i * 3) + 2], 0.5f * inputs[(i * 3) + 1] })];
        float[] before = Data.Parameters(network);
        Assert.Throws<InvalidOperationException>(() => trainer.Train(inputs, targets, 0.1f));
        Assert.Throws<InvalidOperationException>(() => trainer.Train(inputs, new int[40], 0.1f));
        Assert.Throws<ArgumentNullException>(() => trainer.Train(inputs, (ShardLoss<float>)null!, 0.1f));
        Assert.Equal(before, Data.Parameters(network));
        float first = trainer.Train(inputs, Loss, 0.2f), last = first;
        for (int i = 0; i < 200; i++) last = trainer.Train(inputs, Loss, 0.2f);
        Assert.True(last < first / 10, $"{first} to {last}");

        float Loss(int shard, ReadOnlySpan<float> outputs, Span<float> gradient)
        {
            float loss = 0;
            for (int i = 0; i < outputs.Length; i++)
            {
                float error = outputs[i] - targets[(shard * 2) + i];
                loss += error * error / outputs.Length;
                gradient[i] = 2 * error / outputs.Length;
            }

            return loss;
        }
    }

    [Fact]
    public void ALossThatThrows_LeavesNothingBehind()
    {
        ActorCriticDouble network = EndsTests.Disturbed(new ActorCriticDouble(1)), fresh = EndsTests.Disturbed(new ActorCriticDouble(1));
        using Trainer<double> trainer = new(network, 3, 2, 3), other = new(fresh, 1, 2);
        double[] before = Data.Parameters(network);
        Assert.Throws<ApplicationException>(() =>
            trainer.Train(Inputs, (first, outputs, gradient) => first == 6 ? throw new ApplicationException() : OwnLoss(first, outputs, gradient), 0.1));
        Assert.Equal(before, Data.Parameters(network));
        Assert.All(Data.Gradients(network), value => Assert.Equal(0, value));
        Assert.Equal(other.Train(Inputs, Values, Chosen, 0.1), trainer.Train(Inputs, Values, Chosen, 0.1));
    }

    [Fact]
    public void WrongLengths_ChangeNothing()
    {
        ActorCriticDouble network = EndsTests.Disturbed(new ActorCriticDouble(1));
        using Trainer<double> trainer = new(network, 1);
        double[] before = Data.Parameters(network);
        Assert.Throws<ArgumentException>("inputs", () => trainer.Train(Inputs.AsSpan(1), Values, Chosen, 0.1));
        Assert.Throws<ArgumentException>("targets", () => trainer.Train(Inputs, Values.AsSpan(1), Chosen, 0.1));
        Assert.Throws<ArgumentException>("labels", () => trainer.Train(Inputs, Values, Chosen.AsSpan(1), 0.1));
        Assert.Throws<ArgumentException>("targets", () => trainer.Train(Inputs, Chosen, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Train(Inputs, Values, [.. Chosen.Skip(1), Actions], 0.1));
        Assert.Equal(before, Data.Parameters(network));
    }

    /// <summary>An agent that sees a picture and a vector: which quarter is bright, and how bright times the vector's first number.</summary>
    [Fact]
    public void ActorCritic_Learns()
    {
        const int count = 96;
        float[] numbers = Data.Numbers<float>(count * (Image + Vector), 11);
        int[] actions = new int[count];
        var values = new float[count];
        for (int sample = 0; sample < count; sample++)
        {
            actions[sample] = sample * 5 % Actions;
            Span<float> image = numbers.AsSpan(sample * Image, Image);
            for (int row = 0; row < 3; row++) image.Slice((((actions[sample] / 2 * 3) + row) * 6) + (actions[sample] % 2 * 3), 3).Fill(2);
            values[sample] = numbers[(count * Image) + (sample * Vector)];
        }

        ActorCriticSingle network = new(3);
        using Trainer<float> trainer = new(network);
        float first = trainer.Train(numbers, values, actions, 0.01f), last = first;
        for (int step = 0; step < 200; step++) last = trainer.Train(numbers, values, actions, 0.01f);
        Assert.True(last < first / 10, $"{first} to {last}");
    }

    /// <summary>As the trainer is to do it: shard by shard through the public members, along the tree.</summary>
    private static (double Loss, double[] Gradients, double[] Outputs) Expected(int shardSize)
    {
        ActorCriticDouble network = EndsTests.Disturbed(new ActorCriticDouble(1));
        var outputs = new double[Count * (Actions + 1)];
        (double loss, double[] sum) = Sum(0, (Count + shardSize - 1) / shardSize);
        return (loss, sum, outputs);

        (double Loss, double[] Gradients) Sum(int first, int count)
        {
            if (count == 1) return Shard(first * shardSize, Math.Min(shardSize, Count - (first * shardSize)));
            int left = 1;
            while (2 * left < count) left *= 2;
            (double leftLoss, double[] leftSum) = Sum(first, left);
            (double rightLoss, double[] rightSum) = Sum(first + left, count - left);
            return (leftLoss + rightLoss, [.. leftSum.Zip(rightSum, (x, y) => x + y)]);
        }

        (double Loss, double[] Gradients) Shard(int first, int count)
        {
            network.ClearGradients();
            network.Forward(Inputs.AsSpan(first * Image, count * Image), Inputs.AsSpan((Count * Image) + (first * Vector), count * Vector));
            network.Policy.CopyTo(outputs.AsSpan(first * Actions));
            network.Value.CopyTo(outputs.AsSpan((Count * Actions) + first));
            double loss = network.Loss(Chosen.AsSpan(first, count), Values.AsSpan(first, count), (double)count / Count);
            network.Backward();
            return (loss, Data.Gradients(network));
        }
    }

    private static double OwnLoss(int first, ReadOnlySpan<double> outputs, Span<double> gradient)
    {
        int count = outputs.Length / (Actions + 1);
        double loss = 0;
        for (int sample = 0; sample < count; sample++)
        {
            ReadOnlySpan<double> logits = outputs.Slice(sample * Actions, Actions);
            double sum = 0, error = outputs[(count * Actions) + sample] - Values[first + sample];
            foreach (double logit in logits) sum += Math.Exp(logit);
            loss += (Math.Log(sum) - logits[Chosen[first + sample]] + (0.5 * error * error)) / count;
            for (int action = 0; action < Actions; action++)
            {
                gradient[(sample * Actions) + action] = ((Math.Exp(logits[action]) / sum) - (action == Chosen[first + sample] ? 1 : 0)) / count;
            }

            gradient[(count * Actions) + sample] = error / count;
        }

        return loss;
    }
}

[Network(3, Batch = 8)]
[Dense(2)]
internal sealed partial class Unjudged { }
