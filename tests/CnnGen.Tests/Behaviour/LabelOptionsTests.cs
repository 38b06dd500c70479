using System;
using System.Linq;
using Xunit;

namespace CnnGen.Tests.Behaviour;

/// <summary>
/// Labels that are smoothed, weighted and left out: against the textbook's formula, in a call and in trainers of any shards, where the divisor is the whole
/// batch's. PyTorch's numbers are among the reference cases of the generator's tests.
/// </summary>
public sealed class LabelOptionsTests
{
    private const int Classes = 3, Positions = 4, None = -1, Count = 11;

    private static readonly double[] Weights = [0.5, 2, 1.25];

    // The first three samples and the last have no label; the others here and there.
    private static readonly int[] Labels =
        [.. Data.Labels(Count * Positions, Classes, 3).Select((label, i) => i < 3 * Positions || i >= (Count - 1) * Positions || i % 5 == 0 ? None : label)];

    private static readonly double[] Inputs = Data.Numbers<double>(Count * Classes * Positions, 4);

    [Fact]
    public void Loss_IsTheTextbooks()
    {
        WeighedPositions network = new();
        network.Forward(Inputs);
        Data.AssertClose<double>([0.7 * Textbook(Inputs)], [network.Loss(Labels, 0.7)], 1e-13);
        double[] gradient = network.Backward().ToArray();
        Data.AssertClose<double>([.. Inputs.Select((_, i) => 0.7 * FiniteDifference.At(Textbook, Inputs, i))], gradient, 1e-9);
        Assert.All(gradient.AsSpan(0, 3 * Classes * Positions).ToArray(), value => Assert.Equal(0, value));
    }

    /// <summary>Each shard has other labels, and three have none: their sum is divided by what all labels weigh.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(Count)]
    public void ATrainer_DividesByTheWholeBatch(int shardSize)
    {
        WeighedConvolution whole = new(1), trained = new(1);
        double expected = Whole(whole);
        double[] first = [];
        for (int threads = 1; threads <= 4; threads++)
        {
            using Trainer<double> trainer = new(trained, threads, shardSize, 4);
            trained.ClearGradients();
            double loss = trainer.AddGradients(Inputs, Labels);
            Assert.Equal(expected, loss, 1e-13);
            Data.AssertClose<double>(Data.Gradients(whole), Data.Gradients(trained), 1e-12);
            double[] came = [loss, .. Data.Gradients(trained)];
            if (threads == 1) first = came;
            Assert.Equal(first, came);

            // The next call is by its own labels again.
            trained.ClearGradients();
            Assert.Equal(expected, Whole(trained));
            Assert.Equal(Data.Gradients(whole), Data.Gradients(trained));
        }

        static double Whole(WeighedConvolution network)
        {
            network.Training = true;
            network.Forward(Inputs);
            double loss = network.Loss(Labels);
            network.Backward();
            return loss;
        }
    }

    /// <summary>Each output has its own divisor, and one without options the number of samples.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void SeveralOutputs_HaveDivisorsOfTheirOwn(int shardSize)
    {
        ThreeJudges whole = new(1), trained = new(1);
        double[] inputs = Data.Numbers<double>(Count * 5, 6);
        int[] kinds = [.. Data.Labels(Count, 3, 7).Select((label, i) => i < 4 ? -100 : label)], sides = Data.Labels(Count, 2, 8);
        int[] sizes = [.. Data.Labels(Count, 2, 9).Select((label, i) => i % 2 == 0 ? 7 : label)];
        whole.Forward(inputs);
        double expected = whole.Loss(kinds, sides, sizes);
        whole.Backward();
        using Trainer<double> trainer = new(trained, 3, shardSize, 3);
        Assert.Equal(expected, trainer.AddGradients(inputs, [], [.. kinds, .. sides, .. sizes]), 1e-13);
        Data.AssertClose<double>(Data.Gradients(whole), Data.Gradients(trained), 1e-12);

        // Probabilities: the number of samples.
        double[] probabilities = Data.Targets<double>(Count * 7, 10);
        trained.ClearGradients();
        whole.ClearGradients();
        whole.Forward(inputs);
        expected = whole.Loss(probabilities.AsSpan(0, Count * 3), probabilities.AsSpan(Count * 3, Count * 2), probabilities.AsSpan(Count * 5));
        whole.Backward();
        Assert.Equal(expected, trainer.AddGradients(inputs, probabilities), 1e-13);
        Data.AssertClose<double>(Data.Gradients(whole), Data.Gradients(trained), 1e-12);
    }

    /// <summary>The mean of nothing is no number, and nothing is learnt from it: from labels that are left out, or that weigh nothing.</summary>
    [Fact]
    public void WhereNoLabelWeighsAnything_NothingIsLearnt()
    {
        ZeroWeight network = new(1);
        double[] inputs = Data.Numbers<double>(5 * 4, 11);
        foreach (int[] labels in new int[][] { [-100, -100, -100], [0, 0, 0], [0, -100, 0] })
        {
            network.Forward(inputs.AsSpan(0, 3 * 4));
            Assert.Equal(double.NaN, network.Loss(labels));
            Assert.All(network.Backward().ToArray(), value => Assert.Equal(0, value));
            Assert.All(Data.Gradients(network), value => Assert.Equal(0, value));
        }

        double[] before = Data.Parameters(network);
        using Trainer<double> trainer = new(network, 2, 2, 2);
        Assert.Equal(double.NaN, trainer.Train(inputs, [0, 0, -100, 0, -100], 0.1));
        Assert.Equal(before, Data.Parameters(network));
        Assert.True(trainer.Train(inputs, [0, 0, 1, 0, -100], 0.1) > 0);
        Assert.NotEqual(before, Data.Parameters(network));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-2)]
    [InlineData(-100)]
    public void ALabelThatIsNeitherAClassNorLeftOut_IsRefused(int label)
    {
        WeighedPositions network = new();
        network.Forward(Inputs);
        double loss = network.Loss(Labels);
        int[] wrong = [.. Labels];
        wrong[17] = label;
        Data.AssertSays(Assert.Throws<ArgumentOutOfRangeException>("labels", () => network.Loss(wrong)), 2, None, 17, label);
        Assert.Equal(loss, network.Loss(Labels));
        using Trainer<double> trainer = new(network, 1, 2);
        Data.AssertSays(Assert.Throws<ArgumentOutOfRangeException>("labels", () => trainer.Train(Inputs, wrong, 0.1)), 2, None, 17, label);
    }

    /// <summary>Weights of 1 and no label left out are the plain loss, in its bits.</summary>
    [Fact]
    public void OptionsThatChangeNothing_KeepTheBits()
    {
        Logits plain = new();
        PlainOptions written = new();
        double[] inputs = Data.Numbers<double>(12, 12);
        foreach (ITrainableNetwork<double> network in new ITrainableNetwork<double>[] { plain, written }) network.Forward(inputs);
        Assert.Equal(plain.Loss([0, 3, 1]), written.Loss([0, 3, 1]));
        Assert.Equal(plain.Backward().ToArray(), written.Backward().ToArray());
    }

    private static double Textbook(double[] inputs)
    {
        const double Smoothing = 0.2;
        double sum = 0, weight = 0;
        for (int i = 0; i < Labels.Length; i++)
        {
            if (Labels[i] == None) continue;
            int first = (i / Positions * Classes * Positions) + (i % Positions);
            double all = Enumerable.Range(0, Classes).Sum(k => Math.Exp(inputs[first + (k * Positions)]));
            for (int k = 0; k < Classes; k++)
            {
                double t = (k == Labels[i] ? 1 - Smoothing : 0) + (Smoothing / Classes);
                sum -= Weights[k] * t * Math.Log(Math.Exp(inputs[first + (k * Positions)]) / all);
            }

            weight += Weights[Labels[i]];
        }

        return sum / weight;
    }
}

[Network(3, 2, 2, Batch = 11, Scalar = Scalar.Double)]
[LeakyReLU(1)]
[SoftmaxCrossEntropy(LabelSmoothing = 0.2, Weights = new[] { 0.5, 2, 1.25 }, IgnoreIndex = -1)]
internal sealed partial class WeighedPositions { }

[Network(3, 2, 2, Batch = 11, Scalar = Scalar.Double)]
[Conv(4, 1), Tanh, Conv(3, 1)]
[SoftmaxCrossEntropy(LabelSmoothing = 0.2, Weights = new[] { 0.5, 2, 1.25 }, IgnoreIndex = -1)]
internal sealed partial class WeighedConvolution { }

[Network(5, Batch = 11, Scalar = Scalar.Double)]
[Dense(6), Tanh, Tap("trunk")]
[Dense(3), Output("kind"), SoftmaxCrossEntropy(Weights = new double[] { 1, 2, 3 })]
[From("trunk"), Dense(2), Output("side", Weight = 0.5), SoftmaxCrossEntropy]
[From("trunk"), Dense(2), Output("size"), SoftmaxCrossEntropy(LabelSmoothing = 0.1, IgnoreIndex = 7)]
internal sealed partial class ThreeJudges { }

[Network(4, Batch = 3, Scalar = Scalar.Double)]
[Dense(3)]
[SoftmaxCrossEntropy(LabelSmoothing = 0.1, Weights = new double[] { 0, 2, 1 })]
internal sealed partial class ZeroWeight { }

[Network(4, Batch = 3, Scalar = Scalar.Double)]
[LeakyReLU(1)]
[SoftmaxCrossEntropy(Weights = new double[] { 1, 1, 1, 1 })]
internal sealed partial class PlainOptions { }
