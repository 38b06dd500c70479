using System;
using System.CommandLine;
using System.CommandLine.Invocation;
using System.IO;
using CnnGen;
using Digits.Reporting;

namespace Digits;

internal static class Program
{
    public static int Main(string[] arguments)
    {
        Terminal.Prepare();

        ParseResult parsed = CommandLine.Create().Parse(arguments);
        if (parsed.Action is ParseErrorAction) return Fail(parsed.Errors[0].Message);
        if (parsed.Action is not null) return parsed.Invoke();

        try
        {
            Run(CommandLine.Read(parsed));
            return 0;
        }
        catch (Exception e) when (e is FailureException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return Fail(e.Message);
        }
    }

    private static void Run(Options options)
    {
        string directory = options.DataDirectory ?? Path.Combine(AppContext.BaseDirectory, "data");
        DigitImages training = DigitImages.Load(directory, "train"), test = DigitImages.Load(directory, "t10k");
        CheckFolder(options.Save);
        CheckFolder(options.Checkpoint);
        var network = new LeNet(options.Seed);
        if (options.Load is { } weights) network.Load(weights);
        using var trainer = new Trainer<float>(network, options.Threads);
        var progress = new TrainingProgress();
        Report.Plan(training, test, options, trainer);
        if (options.Epochs > 0) Train(trainer, training, options, progress);
        if (options.Save is { } target) network.Save(target);
        ConfusionMatrix confusion = network.Evaluate(test).Confusion!;
        if (options.Report is { } report)
        {
            Console.WriteLine($"\nreport in {HtmlReport.Write(report, network, test, confusion, progress, Report.Settings(options))}");
        }

        Report.Result(network, test, confusion, progress);
    }

    private static void Train(Trainer<float> trainer, DigitImages images, Options options, TrainingProgress progress)
    {
        FitOptions<float> how = new()
        {
            Epochs = options.Epochs,
            BatchSize = options.Batch,
            LearningRate = Schedule.Linear(options.LearningRate),
            Seed = options.Seed,
            Checkpoint = options.Checkpoint,
            Progress = progress,
        };
        FitResult result = progress.Show(() => trainer.Fit(images, how));
        if (result.End != FitEnd.Diverged) return;
        throw new FailureException(
            $"training diverged: the loss is no longer a number in step {result.Steps:N0}; try a --learning-rate below {options.LearningRate}");
    }

    /// <summary>That a file cannot be written is said before the training, not after.</summary>
    private static void CheckFolder(string? path)
    {
        if (path is null) return;
        string? folder = path.Length == 0 ? null : Path.GetDirectoryName(Path.GetFullPath(path));
        if (!Directory.Exists(folder)) throw new FailureException($"'{path}' cannot be saved: there is no folder '{folder}'");
    }

    private static int Fail(string message)
    {
        Console.Error.WriteLine($"error: {message}");
        return 1;
    }
}
