using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using CnnGen.Tests.Behaviour;
using Xunit;

namespace CnnGen.Tests.Fitting;

/// <summary>Fit is a loop over Train: in which order, at which rates, and when it ends.</summary>
public sealed class FitTests
{
    private const int Count = 25;

    [Fact]
    public void Fit_IsALoopOverTrain()
    {
        Bright samples = new(Count, 1);
        Fitted network = new(3), byHand = new(3);
        using Trainer<float> trainer = new(network), handTrainer = new(byHand);
        List<FitProgress> told = [];
        FitResult result = trainer.Fit(samples, new()
        {
            Epochs = 3,
            BatchSize = 10,
            LearningRate = Schedule.Linear(0.02),
            Seed = 5,
            Progress = new Told(told.Add),
        });

        // The same samples in the order in which they were asked for, as somebody would write it.
        Bright again = new(Count, 1);
        List<double> losses = [];
        int taken = 0;
        for (int step = 0; step < 9; step++)
        {
            int size = step % 3 == 2 ? 5 : 10;
            float[] inputs = new float[size * Fitted.InputSize];
            int[] labels = new int[size];
            for (int i = 0; i < size; i++, taken++)
            {
                (int index, int variant) = samples.Asked[taken];
                again.CopyTo(index, variant, inputs.AsSpan(i * Fitted.InputSize, Fitted.InputSize), [], labels.AsSpan(i, 1));
            }

            losses.Add((double)handTrainer.Train(inputs, labels, (float)(0.02 * (1 - (step / 9.0)))) * size);
        }

        Assert.Equal(samples.Asked.Count, taken);
        Assert.Equal(Data.Parameters(byHand), Data.Parameters(network));
        Assert.Equal(Data.Buffers(byHand), Data.Buffers(network));
        Assert.Equal((FitEnd.Completed, 9, null), (result.End, result.Steps, result.Best));
        Assert.Equal([1, 2, 3], result.Epochs.Select(epoch => epoch.Epoch));
        Assert.Equal(losses.Chunk(3).Select(epoch => epoch.Sum() / Count), result.Epochs.Select(epoch => epoch.Loss));
        Assert.Equal(9 + 3, told.Count);
        Assert.Equal([10, 20, 25, 25, 10, 20, 25, 25, 10, 20, 25, 25], told.Select(progress => progress.Samples));
        Assert.Equal(result.Epochs, told.Select(progress => progress.Result).OfType<EpochResult>());
        Assert.All(told, progress => Assert.Equal((3, 9, Count), (progress.Epochs, progress.Steps, progress.EpochSamples)));
        Assert.Equal(0.02 * (1 - (8 / 9.0)), told[^2].LearningRate, 15);
    }

    [Fact]
    public void Order_IsNewInEachEpochAndFollowsFromTheSeed()
    {
        (int Index, int Variant)[] asked = Asked(seed: 5);
        (int Index, int Variant)[][] epochs = asked.Chunk(Count).ToArray();
        Assert.All(epochs, epoch => Assert.Equal(Enumerable.Range(0, Count), epoch.Select(sample => sample.Index).Order()));
        Assert.NotEqual(epochs[0].Select(sample => sample.Index), epochs[1].Select(sample => sample.Index));
        Assert.NotEqual(epochs[0].OrderBy(sample => sample.Index), epochs[1].OrderBy(sample => sample.Index));   // the variants, too
        Assert.All(asked, sample => Assert.True(sample.Variant > 0));
        Assert.Equal(asked, Asked(seed: 5));
        Assert.NotEqual(asked, Asked(seed: 6));
        Assert.Equal(Enumerable.Range(0, Count), Asked(seed: 5, shuffle: false).Take(Count).Select(sample => sample.Index));
    }

    [Fact]
    public void AnyNumberOfThreads_GivesTheSameBits()
    {
        Assert.Equal(Trained(1), Trained(2));

        static float[] Trained(int threads)
        {
            Fitted network = new(3);
            using Trainer<float> trainer = new(network, threads, shardSize: 2);
            trainer.Fit(new Bright(Count, 1), new() { Epochs = 2, BatchSize = 9 });
            return Data.Parameters(network);
        }
    }

    [Fact]
    public void Validation_KeepsTheBest()
    {
        Fitted network = new(3);
        using Trainer<float> trainer = new(network);
        Bright validation = new(9, 2);
        List<float[]> after = [];
        FitResult result = trainer.Fit(new Bright(Count, 1), new()
        {
            Epochs = 6,
            LearningRate = Schedule.Steps(0.05, 20, 3),   // it learns, and then goes astray
            Validation = validation,
            Progress = new Told(progress =>
            {
                if (progress.Result is not null) after.Add(Data.Parameters(network));
            }),
        });
        Assert.Equal(6, result.Epochs.Count);
        EpochResult best = result.Epochs.MinBy(epoch => epoch.ValidationLoss)!;
        Assert.Same(best, result.Best);
        Assert.InRange(best.Epoch, 1, 4);
        Assert.Equal(after[best.Epoch - 1], Data.Parameters(network));
        Evaluation evaluation = network.Evaluate(validation);
        Assert.Equal(best.ValidationLoss, evaluation.Loss);
        Assert.Equal(best.ValidationAccuracy, evaluation.Accuracy);
        Assert.All(validation.Asked, sample => Assert.Equal(0, sample.Variant));
    }

    [Fact]
    public void Patience_StopsEarly()
    {
        Fitted network = new(3);
        using Trainer<float> trainer = new(network);
        FitResult result = trainer.Fit(new Bright(Count, 1), new()
        {
            Epochs = 50,
            LearningRate = Schedule.Steps(0.05, 20, 3),
            Validation = new Bright(9, 2),
            Patience = 2,
        });
        Assert.Equal(FitEnd.StoppedEarly, result.End);
        Assert.Equal(result.Best!.Epoch + 2, result.Epochs.Count);
    }

    [Fact]
    public void Divergence_EndsIt()
    {
        using Trainer<float> trainer = new(new TwoHeads(3));
        MemorySamples<float> samples = new(4, Data.Numbers<float>(4 * TwoHeads.InputSize, 1), new float[4 * 2], new int[4]);
        FitResult result = trainer.Fit(samples, new() { Epochs = 50, LearningRate = 1e10 });
        Assert.Equal(FitEnd.Diverged, result.End);
        Assert.True(result.Steps < 50);
    }

    // 0 / 0, and moves no weight: what is left is a training without it.
    [Fact]
    public void StepWithoutALabelThatCounts_CountsForNothing()
    {
        Ignoring network = new(3), without = new(3);
        float[] inputs = Data.Numbers<float>(4 * 3, 1), kept = [.. inputs[..3], .. inputs[6..9]];
        List<FitProgress> told = [];
        FitResult result = Fit(network, new(inputs, new[] { 0, -100, 1, -100 }), told);
        Assert.Equal((FitEnd.Completed, 4), (result.End, result.Steps));
        EpochResult epoch = Assert.Single(result.Epochs);
        EpochResult expected = Assert.Single(Fit(without, new(kept, new[] { 0, 1 }), []).Epochs);
        Assert.Equal((expected.Loss, expected.Accuracy), (epoch.Loss, epoch.Accuracy));
        Assert.Equal(Data.Parameters(without), Data.Parameters(network));
        Assert.Equal((told[0].Loss, told[2].Loss), (told[1].Loss, epoch.Loss));

        static FitResult Fit(Ignoring network, MemorySamples<float> samples, List<FitProgress> told)
        {
            using Trainer<float> trainer = new(network, 1);
            return trainer.Fit(samples, new() { BatchSize = 1, Shuffle = false, Progress = new Told(told.Add) });
        }
    }

    [Fact]
    public void ValidationLossThatIsNoNumber_IsNeverTheBest()
    {
        Ignoring network = new(3);
        using Trainer<float> trainer = new(network, 1);
        SwitchedLabels validation = new();
        FitResult result = trainer.Fit(new MemorySamples<float>(Data.Numbers<float>(4 * 3, 1), new[] { 0, 1, 1, 0 }), new()
        {
            Epochs = 3,
            Validation = validation,
            Progress = new Told(progress => validation.Label = progress.Epoch > 1 || progress.Result is not null ? 1 : -100),
        });
        Assert.True(double.IsNaN(result.Epochs[0].ValidationLoss!.Value));
        Assert.True(result.Best!.Epoch > 1);
    }

    [Fact]
    public void Source_WritesIntoZeros()
    {
        Fitted network = new(3);
        using Trainer<float> trainer = new(network, 1);
        trainer.Fit(new Marks(), new() { Epochs = 2, BatchSize = 3, Validation = new Marks() });
    }

    // Who changes them while it runs has changed nothing.
    [Fact]
    public void Options_AreReadOnce()
    {
        FitOptions<float> options = new() { Epochs = 2, BatchSize = 10, LearningRate = 0.01 };
        List<double> rates = [];
        options.Progress = new Told(progress =>
        {
            rates.Add(progress.LearningRate);
            options.LearningRate = 5;
            options.Epochs = 9;
        });
        using Trainer<float> trainer = new(new Fitted(3), 1);
        FitResult result = trainer.Fit(new Bright(Count, 1), options);
        Assert.Equal(2, result.Epochs.Count);
        Assert.All(rates, rate => Assert.Equal(0.01, rate));
    }

    [Fact]
    public void Cancellation_EndsItBetweenSteps()
    {
        Fitted network = new(3);
        using Trainer<float> trainer = new(network);
        using CancellationTokenSource source = new();
        Assert.Throws<OperationCanceledException>(() => trainer.Fit(new Bright(Count, 1), new()
        {
            Epochs = 5,
            Progress = new Told(progress =>
            {
                if (progress.Step == 3) source.Cancel();
            }),
        }, source.Token));
        Assert.Equal(3, network.StepCount);
    }

    [Fact]
    public void SeveralInputsAndHeads_GetTheirPieces()
    {
        TwoHeads network = new(3), byHand = new(3);
        float[] inputs = Data.Numbers<float>(6 * TwoHeads.InputSize, 1), targets = Data.Numbers<float>(6 * 2, 2);
        int[] labels = [0, 1, 2, 2, 1, 0];
        using Trainer<float> trainer = new(network), handTrainer = new(byHand);
        trainer.Fit(new MemorySamples<float>(6, inputs, targets, labels), new() { Shuffle = false, BatchSize = 6 });
        handTrainer.Train(InputAfterInput(inputs, 6, 3, 4), targets, labels, 0.01f);
        Assert.Equal(Data.Parameters(byHand), Data.Parameters(network));
    }

    [Fact]
    public void WrongOptions_SaySo()
    {
        using Trainer<float> trainer = new(new Fitted(3));
        Bright samples = new(Count, 1);
        Data.AssertSays(Assert.Throws<ArgumentException>(() => trainer.Fit(samples, new() { Epochs = -3 })), 1, -3);
        Data.AssertSays(Assert.Throws<ArgumentException>(() => trainer.Fit(samples, new() { BatchSize = 0 })), 1, 0);
        Assert.Contains("Patience", Assert.Throws<ArgumentException>(() => trainer.Fit(samples, new() { Patience = 2 })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => trainer.Fit(samples, new() { LearningRate = null! }));
        Assert.Throws<ArgumentNullException>(() => trainer.Fit(null!));
        FitOptions<float> noRate = new() { LearningRate = Schedule.Of(_ => double.NaN) };
        Assert.Contains("step 0", Assert.Throws<InvalidOperationException>(() => trainer.Fit(samples, noRate)).Message, StringComparison.Ordinal);
        Data.AssertSays(Assert.Throws<ArgumentException>(() => trainer.Fit(new MemorySamples<float>(new float[10], new int[2]))), 72, 5);
    }

    private static float[] InputAfterInput(float[] samples, int count, params int[] sizes)
    {
        int each = sizes.Sum(), start = 0;
        List<float> all = [];
        foreach (int size in sizes)
        {
            for (int i = 0; i < count; i++) all.AddRange(samples.AsSpan((i * each) + start, size));
            start += size;
        }

        return [.. all];
    }

    private static (int Index, int Variant)[] Asked(int seed, bool shuffle = true)
    {
        Bright samples = new(Count, 1);
        using Trainer<float> trainer = new(new Fitted(3), 1);
        trainer.Fit(samples, new() { Epochs = 3, Seed = seed, Shuffle = shuffle });
        return [.. samples.Asked];
    }
}
