using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Digits;

/// <summary>The options of the program: their names, defaults and limits.</summary>
internal static class CommandLine
{
    private static readonly Option<string?> Data = new("--data")
    {
        Description = "Directory with the four official MNIST files, gzipped or not [default: the subset that comes with the program]",
        HelpName = "DIR",
    };

    private static readonly Option<int?> Epochs = new("--epochs")
    {
        Description = $"Passes over the training images [default: {Options.DefaultEpochs}, with --data {Options.DefaultEpochsWithData}]",
        HelpName = "N",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result => ParseCount(result),
    };

    private static readonly Option<int> Batch = new("--batch")
    {
        Description = "Images for each step",
        HelpName = "N",
        DefaultValueFactory = _ => Options.DefaultBatch,
        CustomParser = result => ParseCount(result) ?? 0,
    };

    private static readonly Option<double> LearningRate = new("--learning-rate")
    {
        Description = "Learning rate of the first step; it falls in a straight line to 0 after the last",
        HelpName = "RATE",
        DefaultValueFactory = _ => Options.DefaultLearningRate,
        CustomParser = ParseRate,
    };

    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "Any whole number: initial weights, order and shifts of the training images follow from it",
        HelpName = "N",
        DefaultValueFactory = _ => Options.DefaultSeed,
        CustomParser = ParseSeed,
    };

    private static readonly Option<int?> Threads = new("--threads")
    {
        Description = "Threads that train; the result is the same for any number [default: all cores]",
        HelpName = "N",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result => ParseCount(result),
    };

    private static readonly Option<string?> Save = new("--save")
    {
        Description = "File that the trained weights are saved to, in the safetensors format",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Load = new("--load")
    {
        Description = "File of weights to start from; without --epochs they are tested as they are",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Checkpoint = new("--checkpoint")
    {
        Description = "File that is saved after each epoch; where it is there, training goes on from it as if it had not been interrupted",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Report = new("--report")
    {
        Description = "Directory for a page about the training: curves, confusions, filters, misread digits, times",
        HelpName = "DIR",
    };

    public static RootCommand Create() => new("Trains LeNet-5, compiled from its declaration by CnnGen, to read handwritten digits.")
    {
        Data, Epochs, Batch, LearningRate, Seed, Threads, Save, Load, Checkpoint, Report,
    };

    public static Options Read(ParseResult parsed)
    {
        string? directory = parsed.GetValue(Data), load = parsed.GetValue(Load);
        int defaultEpochs = load is not null ? 0 : directory is null ? Options.DefaultEpochs : Options.DefaultEpochsWithData;
        return new Options(
            directory,
            parsed.GetValue(Epochs) ?? defaultEpochs,
            parsed.GetValue(Batch),
            parsed.GetValue(LearningRate),
            parsed.GetValue(Seed),
            parsed.GetValue(Threads) ?? Environment.ProcessorCount,
            parsed.GetValue(Save),
            load,
            parsed.GetValue(Checkpoint),
            parsed.GetValue(Report));
    }

    // Parsers of our own: one wording for what is no number and what is out of range, and "0,03" must not be read as 3.
    private static int? ParseCount(ArgumentResult result)
    {
        if (int.TryParse(Text(result), NumberStyles.Integer, CultureInfo.InvariantCulture, out int count) && count >= 1) return count;
        return Refuse<int?>(result, "a whole number of at least 1");
    }

    private static int ParseSeed(ArgumentResult result)
    {
        if (int.TryParse(Text(result), NumberStyles.Integer, CultureInfo.InvariantCulture, out int seed)) return seed;
        return Refuse<int>(result, $"a whole number from {int.MinValue} to {int.MaxValue}");
    }

    private static double ParseRate(ArgumentResult result)
    {
        bool isNumber = double.TryParse(Text(result), NumberStyles.Float, CultureInfo.InvariantCulture, out double rate);
        if (isNumber && double.IsFinite(rate) && rate > 0) return rate;
        return Refuse<double>(result, "a number above 0, such as 0.03");
    }

    private static string Text(ArgumentResult result) => result.Tokens[0].Value;

    private static T? Refuse<T>(ArgumentResult result, string expected)
    {
        string name = ((OptionResult)result.Parent!).Option.Name;
        result.AddError($"{name} '{Text(result)}': expected {expected}");
        return default;
    }
}
