using System;
using System.CommandLine;
using System.CommandLine.Invocation;
using System.IO;
using CnnGen;

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
        catch (FailureException e)
        {
            return Fail(e.Message);
        }
    }

    private static void Run(Options options)
    {
        Mnist data = Mnist.Load(options.DataDirectory ?? Path.Combine(AppContext.BaseDirectory, "data"));
        StateFiles.CheckFolder(options.Save);
        StateFiles.CheckFolder(options.Checkpoint);
        var network = new LeNet(options.Seed);
        if (options.Load is { } weights) StateFiles.Try(() => network.Load(weights));
        using var run = new TrainingRun(network, data.Training, options);
        Report.Plan(data, options, run);
        if (options.Checkpoint is { } checkpoint && File.Exists(checkpoint)) run.Resume(checkpoint);
        ProgressView.Run(run, options.Epochs);
        if (options.Save is { } target) StateFiles.Try(() => network.Save(target));
        Report.Result(network, data.Test, run);
    }

    private static int Fail(string message)
    {
        Console.Error.WriteLine($"error: {message}");
        return 1;
    }
}
