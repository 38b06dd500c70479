using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.IO;
using System.Linq;
using CnnGen.Benchmarks.Measuring;
using CnnGen.Benchmarks.Modes;
using CnnGen.Benchmarks.Subjects;

namespace CnnGen.Benchmarks;

/// <summary>The modes of the program and their options.</summary>
internal static class CommandLine
{
    private static readonly Option<string[]> Only = new("--only")
    {
        Description = "Names of networks, with commas between them [default: all of the mode]",
        HelpName = "NAMES",
        DefaultValueFactory = _ => [],
        CustomParser = result => result.Tokens[0].Value.Split(',').Select(name => name.Trim().ToLowerInvariant()).ToArray(),
    };

    private static readonly Option<string> Data = new("--data")
    {
        Description =
            "Directory with NAME.weights.bin, NAME.in.bin and NAME.out.bin, PyTorch's numbers as little-endian floats [default: those that come with the program]",
        HelpName = "DIR",
    };

    private static readonly Option<string> MnistDirectory = new("--data")
    {
        Description = "Directory with MNIST's four files, gzipped or not",
        HelpName = "DIR",
        Required = true,
    };

    private static readonly Option<string?> Json = new("--json")
    {
        Description = "Also write the results into this file",
        HelpName = "FILE",
    };

    public static RootCommand Create()
    {
        var fresh = new Command(FreshProcess.Command) { Hidden = true };
        var network = new Argument<string>("network");
        fresh.Add(network);
        fresh.SetAction(parsed =>
        {
            string[] names = [parsed.GetValue(network)!];
            FreshProcess.MeasureHere(Catalogue.Choose(Catalogue.Reference, subject => subject.Name, names)[0]).Print();
        });

        var busy = new Command(BusyProcesses.Command) { Hidden = true };
        busy.SetAction(_ => BusyProcesses.KeepBusy());

        var root = new RootCommand("Measures the networks that CnnGen compiles. Without a mode: quick.");
        SetUpQuick(root);
        root.Add(SetUpQuick(new("quick", "The reference networks: speed against the machine's peak, a naive twin and ONNX Runtime; first and hundredth call")));
        root.Add(SetUp(new("family", "Stacks of convolutions from 10⁴ to 10⁹ multiply-adds, and MobileNet"), SpeedMode.Family, Only, Rounds(10), Json));
        root.Add(
            SetUp(
                new("generator", "The generator's time, cold and cached, the size of its text and the compiler's time for it"),
                GeneratorMode.Run,
                Only,
                Rounds(3),
                Json));
        root.Add(SetUp(new("bdn", "The reference networks under BenchmarkDotNet; takes minutes"), BenchmarkDotNetMode.Run, Only, null, Data));
        root.Add(
            SetUp(
                new("training", "Training steps at batches of 1 to 64: speed against the machine's peak and PyTorch"),
                TrainingMode.Run,
                Only,
                Rounds(10, "Rounds of measuring; their median counts"),
                Json));
        root.Add(
            SetUp(
                new("published", "Networks that people run, at their published sizes: a sample at a time against ONNX Runtime, training against PyTorch"),
                PublishedMode.Run,
                Only,
                Rounds(10, "Rounds of measuring; their median counts"),
                Json));
        root.Add(
            SetUp(
                new("threads", "Training steps on one thread and on two"),
                ThreadsMode.Run,
                Only,
                Rounds(30, "Rounds of measuring; the median counts of those in which two threads had two cores"),
                Json));
        root.Add(SetUpEpoch(new("epoch", "One epoch of MNIST with lenet: seconds and accuracy, against PyTorch")));
        root.Add(fresh);
        root.Add(busy);
        return root;
    }

    private static Command SetUpQuick(Command command) => SetUp(command, SpeedMode.Quick, Only, Rounds(20), Data, Json);

    private static Command SetUp(Command command, Action<Options> run, Option<string[]> only, Option<int>? rounds, params Option[] others)
    {
        command.Add(only);
        if (rounds is not null) command.Add(rounds);
        foreach (Option option in others) command.Add(option);
        command.SetAction(parsed => run(new Options(
            parsed.GetValue(only) ?? [],
            rounds is null ? 0 : parsed.GetValue(rounds),
            DataDirectory(parsed.GetValue(Data)),
            parsed.GetValue(Json))));
        return command;
    }

    private static Command SetUpEpoch(Command command)
    {
        Option<int> seeds = Count("--seeds", "Epochs, each from other weights and in another order", 1);
        command.Add(MnistDirectory);
        command.Add(seeds);
        command.Add(Json);
        command.SetAction(parsed => EpochMode.Run(DataDirectory(parsed.GetValue(MnistDirectory)), parsed.GetValue(seeds), parsed.GetValue(Json)));
        return command;
    }

    private static string DataDirectory(string? given)
    {
        if (given is null) return Path.Combine(AppContext.BaseDirectory, "data");
        if (!Directory.Exists(given)) throw new FailureException($"there is no directory '{given}'");
        return given;
    }

    private static Option<int> Rounds(int count, string description = "Rounds of measuring; the least of them counts") => Count("--rounds", description, count);

    private static Option<int> Count(string name, string description, int count) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => count,
        CustomParser = result => ParseCount(name, result),
    };

    private static int ParseCount(string option, ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int count) && count >= 1) return count;
        result.AddError($"{option} '{text}': expected a whole number of at least 1");
        return 0;
    }
}
