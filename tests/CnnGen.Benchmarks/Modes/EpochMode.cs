using System;
using System.Collections.Generic;
using CnnGen.Benchmarks.Networks;
using CnnGen.Benchmarks.Peers.PyTorch;
using CnnGen.Benchmarks.Reporting;
using CnnGen.Benchmarks.Training;

namespace CnnGen.Benchmarks.Modes;

/// <summary>One epoch of MNIST with lenet: how long it takes and what comes of it.</summary>
internal static class EpochMode
{
    private const float Rate = 0.05f;
    private const int WarmUpSteps = 100;

    public static void Run(string directory, int seeds, string? jsonFile)
    {
        Samples training = Mnist.Training(directory), test = Mnist.Test(directory);
        using TorchProcess? process = TorchProcess.FromEnvironment(threads: 1);
        Conditions.Write($"one thread, {TorchProcess.Describe(process)}");
        Console.WriteLine(
            $"lenet, batch {LeNetTraining.Batch}, {training.Count:N0} samples, learning rate {Rate}, momentum 0.9; accuracy on {test.Count:N0} others\n");

        var results = new List<EpochTime>();
        for (int seed = 1; seed <= seeds; seed++) results.Add(Measure(seed, training.Shuffled(seed), test, process));

        TrainingReport.Write([.. results, EpochTime.Of(results)], withTorch: process is not null);
        if (jsonFile is not null) JsonFile.Write(jsonFile, results);
    }

    /// <summary>The same epoch on both sides: the same initial weights, the same samples in the same order.</summary>
    private static EpochTime Measure(int seed, Samples training, Samples test, TorchProcess? process)
    {
        var compiled = new CompiledTrainer(new LeNetTraining(seed));
        TorchTrainer? torch = process is null ? null : new TorchTrainer(process, "lenet", compiled.Batch, compiled.InitialParameters);
        (double seconds, double accuracy) = Train(compiled, training, test);
        (double Seconds, double Accuracy)? theirs = torch is null ? null : Train(torch, training, test);
        return new EpochTime($"{seed}", training.Count, seconds, accuracy, theirs?.Seconds, theirs?.Accuracy);
    }

    private static (double Seconds, double Accuracy) Train(ITrainer trainer, Samples training, Samples test)
    {
        int steps = training.Batches(trainer.Batch);
        trainer.Train(training, 0, WarmUpSteps, Rate);
        double nanoseconds = trainer.Train(training, 0, steps, Rate);
        return (nanoseconds * steps / 1e9, trainer.Evaluate(test, 0, test.Batches(trainer.Batch)).Accuracy);
    }
}
