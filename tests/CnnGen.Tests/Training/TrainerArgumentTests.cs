using System;
using CnnGen.Tests.Behaviour;
using CnnGen.Tests.Networks;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>What a trainer refuses, and that a refused call has changed nothing.</summary>
public sealed class TrainerArgumentTests
{
    // Takes 144 numbers, 4 samples at once, and gives 10.
    private readonly TrainedSingle network = new();

    [Fact]
    public void NoNetwork_IsRefused() => Assert.Throws<ArgumentNullException>("network", () => new Trainer<float>(null!));

    [Fact]
    public void ANetworkWithoutLoss_TakesNoTargets()
    {
        using Trainer<float> trainer = new(new WithoutLossForTrainer());
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() =>
            trainer.Train(new float[WithoutLossForTrainer.InputSize], new float[WithoutLossForTrainer.OutputSize], 0.1f));
        Assert.Contains(nameof(WithoutLossForTrainer), exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(5)]
    public void AShardOfNoOrTooManySamples_IsRefused(int size) =>
        Data.AssertSays(Assert.Throws<ArgumentOutOfRangeException>("shardSize", () => new Trainer<float>(network, 1, size)), 1, 4, size);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void AShardMayHaveOneToAllSamplesOfACall(int size)
    {
        using Trainer<float> trainer = new(network, shardSize: size);
        Assert.Equal(size, trainer.ShardSize);
    }

    [Fact]
    public void ANetworkWrittenByHand_IsRefused() =>
        Assert.Throws<ArgumentException>("network", () => new Trainer<float>(new Perceptron<float>(new PerceptronOptions())));

    [Fact]
    public void ANegativeNumberOfThreads_IsRefused() =>
        Data.AssertSays(Assert.Throws<ArgumentOutOfRangeException>("threads", () => new Trainer<float>(network, -2)), -2, 1, 0);

    [Theory]
    [InlineData(0)]
    [InlineData(143)]
    [InlineData(145)]
    public void WrongLengthOfInputs_IsRefused(int length) =>
        Data.AssertSays(Refused<ArgumentException>("inputs", trainer => trainer.Train(new float[length], new int[1], 1)), 144, length);

    [Fact]
    public void WrongNumberOfLabels_IsRefused() =>
        Data.AssertSays(Refused<ArgumentException>("labels", trainer => trainer.Train(new float[9 * 144], new int[8], 1)), 1, 9, 8);

    [Fact]
    public void WrongLengthOfTargets_IsRefused() =>
        Data.AssertSays(Refused<ArgumentException>("targets", trainer => trainer.Train(new float[9 * 144], new float[91], 1)), 10, 9, 90, 91);

    // The wrong label stands in the second shard: the first must not have been computed.
    [Theory]
    [InlineData(10)]
    [InlineData(-1)]
    public void ALabelThatIsNoClass_IsRefused(int label) =>
        Data.AssertSays(
            Refused<ArgumentOutOfRangeException>("labels", trainer => trainer.Train(new float[9 * 144], [0, 1, 2, 3, 4, label, 6, 7, 8], 1)), 9, 5, label);

    [Fact]
    public void TooShortOutputs_AreRefused() =>
        Data.AssertSays(Refused<ArgumentException>("outputs", trainer => trainer.Train(new float[9 * 144], new int[9], 1, new float[89])), 9, 90, 89);

    [Fact]
    public void OutputsOverInputsOrTargets_AreRefused()
    {
        float[] inputs = new float[9 * 144], targets = new float[90];
        Refused<ArgumentException>("outputs", trainer => trainer.Train(inputs, targets, 1, inputs.AsSpan(100, 90)));
        Refused<ArgumentException>("outputs", trainer => trainer.Train(inputs, targets, 1, targets));
        Refused<ArgumentException>("outputs", trainer => trainer.Train(inputs, new int[9], 1, inputs.AsSpan(100, 90)));
    }

    [Fact]
    public void LabelsForALossWithoutLabels_AreRefused()
    {
        using Trainer<float> trainer = new(new TinySingle(), 2);
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => trainer.Train(new float[9], new int[3], 1));
        Assert.Contains("HalfSquaredError", exception.Message, StringComparison.Ordinal);
        Assert.True(float.IsFinite(trainer.Train(new float[9], new float[6], 1)));
    }

    [Fact]
    public void AfterDispose_EveryCallIsRefused()
    {
        Trainer<float> trainer = new(network, 2);
        trainer.Train(new float[9 * 144], new int[9], 1);
        trainer.Dispose();
        trainer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => trainer.Train(new float[144], new int[1], 1));
        Assert.Throws<ObjectDisposedException>(() => trainer.Train(new float[144], new float[10], 1));
        Assert.Throws<ObjectDisposedException>(() => trainer.AddGradients(new float[144], new int[1]));
        Assert.Throws<ObjectDisposedException>(() => trainer.AddGradients(new float[144], new float[10]));
        Assert.Equal(1, network.StepCount);
        network.Forward(new float[144]);
    }

    /// <summary>The call throws; all that can be read is as it was, the network can go on where it was, and so can the trainer.</summary>
    private TException Refused<TException>(string parameter, Action<Trainer<float>> call) where TException : ArgumentException
    {
        using Trainer<float> trainer = new(network, 2);
        Session<float> session = new(network);
        session.Learn();
        float[] outputs = session.Forward();
        session.Loss();

        TException exception = session.Fails<TException>(() => call(trainer));
        Assert.Equal(parameter, exception.ParamName);
        Assert.Equal(network.Forward(session.Input).ToArray(), outputs);
        session.Loss();
        session.Backward();
        trainer.Train(new float[9 * 144], new int[9], 0.1f);
        return exception;
    }
}

[Network(3)]
[Dense(2)]
internal sealed partial class WithoutLossForTrainer { }
