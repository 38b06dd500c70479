using System;
using System.Linq;
using CnnGen;

namespace Playground.Training;

/// <summary>
/// Runs a network once, whatever it is, on numbers around zero: forward and, where it can, its loss, backward and a step. What does not run here says so at
/// once.
/// </summary>
internal static class FirstRun
{
    private const double Rate = 0.001;

    public static void Of(object network)
    {
        switch (network)
        {
            case ITrainableNetwork<float> single:
                Train(single, number => (float)number);
                break;
            case ITrainableNetwork<double> twice:
                Train(twice, number => number);
                break;
            case INetwork<float> single:
                Forward(single, number => (float)number);
                break;
            case INetwork<double> twice:
                Forward(twice, number => number);
                break;
        }
    }

    private static void Train<T>(ITrainableNetwork<T> network, Func<double, T> narrow) where T : unmanaged
    {
        if (network.Description.Outputs.Any(output => output.Loss != null))
        {
            using var trainer = new Trainer<T>(network, threads: 1);
            FitResult result = trainer.Fit(new RandomSamples<T>(network, narrow), new() { BatchSize = network.Batch, LearningRate = Rate });
            if (result.End == FitEnd.Diverged) throw new InvalidOperationException($"The loss of {network.Description.Name} is no finite number.");
        }
        else
        {
            network.Training = true;
            network.Backward(Some(Forward(network, narrow), narrow));
            network.Step(narrow(Rate));
            network.Training = false;
        }

        Forward(network, narrow);
    }

    /// <returns>How many numbers came out.</returns>
    private static int Forward<T>(INetwork<T> network, Func<double, T> narrow) where T : unmanaged =>
        network.Forward(Some(network.Batch * network.InputSize, narrow)).Length;

    private static T[] Some<T>(int count, Func<double, T> narrow) where T : unmanaged
    {
        var numbers = new T[count];
        Fill<T>(numbers, narrow, seed: 1);
        return numbers;
    }

    private static void Fill<T>(Span<T> numbers, Func<double, T> narrow, int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < numbers.Length; i++) numbers[i] = narrow(random.NextDouble() - 0.5);
    }

    /// <summary>As many samples as a call takes; where a loss takes labels, all are of the first class.</summary>
    private sealed class RandomSamples<T>(INetwork<T> network, Func<double, T> narrow) : ISampleSource<T> where T : unmanaged
    {
        public int Count => network.Batch;

        public bool HasLabels { get; } = network.Description.Outputs.Any(output => DigitTask.TakesLabels(output));

        public void CopyTo(int index, int variant, Span<T> inputs, Span<T> targets, Span<int> labels)
        {
            Fill(inputs, narrow, index);
            Fill(targets, narrow, index);
        }
    }
}
