using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using CnnGen;
using Playground.Compiling;
using Playground.Training;

namespace Playground.Working;

/// <summary>Does what the page asks, on the worker's one thread: between two slices of a training it hears what is asked meanwhile.</summary>
/// <param name="tell">Tells the page.</param>
internal sealed class Workshop(Action<News> tell)
{
    // What a browser computes with, beside the text for any machine.
    private const string VectorBits = "128";

    private static readonly TimeSpan NewsEvery = TimeSpan.FromMilliseconds(90);

    private readonly Compiler compiler = new(VectorBits);
    private Bench? bench;
    private CancellationTokenSource? training;

    /// <summary>Does what is asked; what goes wrong is told.</summary>
    public async Task Do(Order order)
    {
        try
        {
            switch (order)
            {
                case BuildOrder build:
                    Build(build.Text);
                    break;
                case TrainOrder train:
                    await Train(train);
                    break;
                case StopOrder:
                    training?.Cancel();
                    break;
                case LookOrder look:
                    if (bench?.Session != null) tell(bench.Look(look.Image));
                    break;
                case CorrectOrder correct:
                    Correct(correct);
                    break;
                case LoadOrder load:
                    Load(load);
                    break;
            }
        }
        catch (Exception e)
        {
            // Nobody else would hear of it.
            bool isPlain = e is BuildException or InvalidDataException or InvalidOperationException;
            tell(new FailedNews(order.Number, isPlain ? e.Message : $"{e.GetType().Name}: {e.Message}"));
        }
        finally
        {
            tell(new DoneNews(order.Number));
        }
    }

    /// <summary>Builds a text, where it was not built already.</summary>
    private Bench Build(string text)
    {
        EndTraining();
        if (bench?.Text == text)
        {
            tell(bench.News);
            return bench;
        }

        tell(new BuildingNews());
        bench = null;
        bench = Bench.Of(compiler.Compile(text));
        tell(bench.News);
        return bench;
    }

    private async Task Train(TrainOrder order)
    {
        Bench own = Build(order.Text);
        own.Start(order.Plan.Seed);
        Session session = own.Session ?? throw new BuildException(own.News.WhyNot!);
        using var stop = new CancellationTokenSource();
        training = stop;
        long told = 0;
        Curves? curves = null;
        curves = new Curves(() =>
        {
            if (Stopwatch.GetElapsedTime(told) < NewsEvery) return;
            told = Stopwatch.GetTimestamp();
            Tell();
        });
        FitResult? result;
        bool isOwn;
        try
        {
            result = await session.Train(order.Plan, curves, () => Task.Delay(1), stop.Token);
        }
        finally
        {
            isOwn = training == stop;
            if (isOwn) training = null;
        }

        if (!isOwn) return;   // something else was asked for, which tells what came of it
        Tell();
        tell(own.Result(result == null ? "stopped" : result.End == FitEnd.Diverged ? "diverged" : "trained"));

        void Tell()
        {
            FitProgress now = curves!.Now;
            tell(new TrainingNews(
                now.Epoch,
                now.Epochs,
                curves.Losses,
                curves.Accuracies,
                (int)(now.Steps / curves.StepsOfPoint),
                curves.ImagesPerSecond,
                [.. curves.Epochs.Select(epoch => new TestNews(epoch.ValidationLoss, epoch.ValidationAccuracy))]));
        }
    }

    private void Correct(CorrectOrder order)
    {
        if (bench?.Session is not { } session) throw new InvalidOperationException("There is no network that could be corrected: compile one that reads digits.");
        EndTraining();
        (int steps, bool isRead) = session.Correct(order.Image, order.Label);
        tell(new CorrectedNews(order.Label, steps, isRead));
        tell(bench.Look(order.Image));
        tell(bench.Result("corrected"));
    }

    /// <summary>Ends a training of which nobody wants to hear any more.</summary>
    private void EndTraining()
    {
        training?.Cancel();
        training = null;
    }

    private void Load(LoadOrder order)
    {
        Bench own = Build(order.Text);
        if (own.Session is not { } session) throw new BuildException(own.News.WhyNot!);
        using var file = new MemoryStream(order.File);
        session.Network.Load(file);
        tell(own.Result("loaded"));
    }
}
