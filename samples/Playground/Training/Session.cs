using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using CnnGen;

namespace Playground.Training;

/// <summary>A network that learns digits.</summary>
internal sealed class Session
{
    private const double CorrectingRate = 0.01;
    private const int MostCorrections = 40;

    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(120);

    private readonly DigitTask task;
    private readonly DigitLesson lesson, test;

    public Session(ITrainableNetwork<float> network, DigitTask task)
    {
        Network = network;
        this.task = task;
        lesson = new DigitLesson(ShippedDigits.Training, task);
        test = new DigitLesson(ShippedDigits.Test, task);
    }

    public ITrainableNetwork<float> Network { get; }

    public DigitTask Task => task;

    /// <summary>Trains, by <see cref="Trainer{T}.Fit"/>, on one thread.</summary>
    /// <remarks>
    /// That thread also has to hear what is asked meanwhile. So Fit is cancelled every now and then, and goes on from its checkpoint, to the bits of a Fit that
    /// nobody has interrupted.
    /// </remarks>
    /// <param name="plan">How.</param>
    /// <param name="curves">Is told how it goes.</param>
    /// <param name="pause">Lets others run.</param>
    /// <param name="stop">Ends it between two steps.</param>
    /// <returns>How it ended; null where it was stopped.</returns>
    public async Task<FitResult?> Train(Plan plan, Curves curves, Func<Task> pause, CancellationToken stop)
    {
        using var trainer = new Trainer<float>(Network, threads: 1);
        string checkpoint = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        FitOptions<float> options = plan.Options;
        options.Validation = test;
        options.KeepBest = false;   // it would choose the epoch by the test digits
        options.Checkpoint = checkpoint;
        try
        {
            while (true)
            {
                using var slice = CancellationTokenSource.CreateLinkedTokenSource(stop);
                options.Progress = new EndingProgress(curves, slice);
                try
                {
                    curves.Resume();
                    return trainer.Fit(lesson, options, slice.Token);
                }
                catch (OperationCanceledException)
                {
                    curves.Pause();
                    if (stop.IsCancellationRequested) return null;
                    await pause();
                }
            }
        }
        finally
        {
            File.Delete(checkpoint);
        }
    }

    /// <summary>How good it is on digits that it was not trained with.</summary>
    public Evaluation Evaluate() => Network.Evaluate(test);

    /// <summary>Teaches it what a stroke is, in as few steps as it takes until it reads it so.</summary>
    /// <returns>The steps, at most forty, and whether it reads it so then.</returns>
    public (int Steps, bool IsRead) Correct(float[] stroke, int label)
    {
        if (task.Reads is not { } reads) throw new InvalidOperationException("The network does not say which digit it sees.");
        using var trainer = new Trainer<float>(Network, threads: 1);
        var samples = new StrokeLesson(stroke, label, ShippedDigits.Training, task);
        for (int steps = 1; ; steps++)
        {
            trainer.Fit(samples, new() { BatchSize = samples.Count, LearningRate = CorrectingRate, Seed = steps });
            bool isRead = Network.Forward(stroke).Slice(reads.First, reads.Count).ArgMax() == label;
            if (isRead || steps == MostCorrections) return (steps, isRead);
        }
    }

    /// <summary>Ends a slice of training behind a step, when it has lasted long enough.</summary>
    private sealed class EndingProgress(IProgress<FitProgress> inner, CancellationTokenSource slice) : IProgress<FitProgress>
    {
        private readonly Stopwatch clock = Stopwatch.StartNew();

        public void Report(FitProgress now)
        {
            inner.Report(now);
            if (clock.Elapsed > Slice) slice.Cancel();
        }
    }
}
