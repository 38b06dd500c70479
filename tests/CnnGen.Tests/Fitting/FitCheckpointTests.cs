using System;
using System.IO;
using System.Linq;
using System.Threading;
using CnnGen.Tests.Behaviour;
using CnnGen.Tests.Files;
using Xunit;

namespace CnnGen.Tests.Fitting;

/// <summary>A training that is interrupted, at any step, and goes on from its checkpoint: the same bits, the same result, the same reports.</summary>
public sealed class FitCheckpointTests : FolderTests
{
    private const int Count = 25, Epochs = 4, Steps = 12;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]   // at the end of an epoch
    [InlineData(5)]
    [InlineData(11)]
    public void CancelledTraining_GoesOnToTheSameBits(int step)
    {
        (float[] expected, FitResult whole) = Run(null);
        using CancellationTokenSource source = new();
        Assert.Throws<OperationCanceledException>(() => Run(At("fit"), 0, source.Token, progress =>
        {
            if (progress.Step == step && progress.Result is null) source.Cancel();
        }));
        (float[] came, FitResult result) = Run(At("fit"));
        Assert.Equal(expected, came);
        AssertSame(whole, result);
    }

    // What is lost is done again: nothing is saved between the checkpoints.
    [Theory]
    [InlineData(0, 7)]
    [InlineData(2, 7)]
    [InlineData(2, 12)]
    public void KilledTraining_GoesOnToTheSameBits(int checkpointSteps, int step)
    {
        (float[] expected, FitResult whole) = Run(null);
        Assert.Throws<TimeoutException>(() => Run(At("fit"), checkpointSteps, default, progress =>
        {
            if (progress.Step == step) throw new TimeoutException();
        }));
        (float[] came, FitResult result) = Run(At("fit"), checkpointSteps);
        Assert.Equal(expected, came);
        AssertSame(whole, result);
    }

    [Fact]
    public void TrainingCancelledAtOnce_GoesOnToTheSameBits()
    {
        (float[] expected, FitResult whole) = Run(null);
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => Run(At("fit"), 0, source.Token));
        (float[] came, FitResult result) = Run(At("fit"));
        Assert.Equal(expected, came);
        AssertSame(whole, result);
    }

    // Before the first step, and not behind the first epoch.
    [Fact]
    public void CheckpointThatCannotBeWritten_IsSaidAtOnce()
    {
        Directory.CreateDirectory(At("folder"));
        foreach (string path in new[] { At("nowhere/fit"), At("folder") })
        {
            Exception e = Record.Exception(() => Run(path, 0, default, _ => Assert.Fail("a step")));
            Assert.True(e is IOException or UnauthorizedAccessException, $"{e}");
        }
    }

    [Fact]
    public void OtherShardsAndOptimizers_AreRefused()
    {
        Fitted network = new(3);
        using Trainer<float> two = new(network, 1, shardSize: 2), four = new(network, 1, shardSize: 4);
        two.Fit(new Bright(Count, 1), new() { Checkpoint = At("fit") });
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => four.Fit(new Bright(Count, 1), new() { Checkpoint = At("fit") }));
        Assert.Contains("it has 'shards of 2', this one 'shards of 4'", e.Message, StringComparison.Ordinal);
        using Trainer<float> other = new(new FittedOtherwise(3), 1, shardSize: 2);
        e = Assert.Throws<InvalidDataException>(() => other.Fit(new Bright(Count, 1), new() { Checkpoint = At("fit") }));
        Assert.Contains("optimizer", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FinishedTraining_IsFinished()
    {
        (float[] expected, FitResult whole) = Run(At("fit"));
        (float[] came, FitResult result) = Run(At("fit"), 0, default, progress => Assert.Fail("a step more"));
        Assert.Equal(expected, came);
        AssertSame(whole, result);
    }

    [Fact]
    public void OtherSettings_AreRefusedAndNothingHasChanged()
    {
        Run(At("fit"));
        Fitted network = new(9);
        float[] before = Data.Parameters(network);
        using Trainer<float> trainer = new(network);
        InvalidDataException e = Assert.Throws<InvalidDataException>(
            () => trainer.Fit(new Bright(Count, 1), new() { Epochs = Epochs, BatchSize = 9, Seed = 8, Checkpoint = At("fit") }));
        Assert.Contains("it has 'batch 10', this one 'batch 9'", e.Message, StringComparison.Ordinal);
        Checkpoint.Save(new Fitted(3), At("other"), "my own");
        Assert.Throws<InvalidDataException>(() => trainer.Fit(new Bright(Count, 1), new() { Checkpoint = At("other") }));
        File.WriteAllText(At("text"), "no checkpoint");
        Assert.Throws<InvalidDataException>(() => trainer.Fit(new Bright(Count, 1), new() { Checkpoint = At("text") }));
        Assert.Equal(before, Data.Parameters(network));
        Assert.Equal(0, network.StepCount);
    }

    // Who wants the weights alone, or to go on by hand, gets the last.
    [Fact]
    public void Checkpoint_IsReadByOthers()
    {
        Fitted network = new(3);
        using Trainer<float> trainer = new(network);
        trainer.Fit(new Bright(Count, 1), new() { Epochs = 1, Checkpoint = At("fit"), Validation = new Bright(9, 2) });
        Fitted loaded = new(7), resumed = new(8);
        loaded.Load(At("fit"));
        Checkpoint.Load(resumed, At("fit"));
        Assert.Equal(Data.Parameters(network), Data.Parameters(loaded));
        Assert.Equal(Data.Parameters(network), Data.Parameters(resumed));
        Assert.Equal(network.StepCount, resumed.StepCount);
    }

    private static (float[] Numbers, FitResult Result) Run(
        string? checkpoint, int checkpointSteps = 0, CancellationToken cancellation = default, Action<FitProgress>? tell = null)
    {
        Fitted network = new(3);
        using Trainer<float> trainer = new(network, 1);
        FitResult result = trainer.Fit(new Bright(Count, 1), new()
        {
            Epochs = Epochs,
            BatchSize = 10,
            LearningRate = Schedule.Steps(0.05, 20, 2).WarmUp(2),   // it learns, and then goes astray: the best is not the last
            Seed = 5,
            Validation = new Bright(9, 2),
            Patience = Epochs,
            Checkpoint = checkpoint,
            CheckpointSteps = checkpointSteps,
            Progress = tell is null ? null : new Told(tell),
        }, cancellation);
        Assert.Equal(Steps, result.Steps);
        Assert.InRange(result.Best!.Epoch, 1, Epochs - 1);
        return ([.. Data.Parameters(network), .. Data.Buffers(network), .. Data.OptimizerState(network)], result);
    }

    private static void AssertSame(FitResult expected, FitResult actual)
    {
        Assert.Equal((expected.End, expected.Steps, expected.Best?.Epoch), (actual.End, actual.Steps, actual.Best?.Epoch));
        Assert.Equal(expected.Epochs.Select(Numbers), actual.Epochs.Select(Numbers));

        static (double, double?, double?, double?) Numbers(EpochResult epoch) => (epoch.Loss, epoch.Accuracy, epoch.ValidationLoss, epoch.ValidationAccuracy);
    }
}
