using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Cluster;

/// <summary>The options of the program: their names, defaults and limits.</summary>
internal static class CommandLine
{
    private static readonly Option<int> Silos = Count("--silos", "Silos: this process, or with more than one as many processes, this one among them unless there is Redis", 1);

    private static readonly Option<int> Epochs = Count("--epochs", "Passes over the training images", Options.DefaultEpochs);

    private static readonly Option<int> Batch = Count("--batch", "Images for each step", Options.DefaultBatch);

    private static readonly Option<double> LearningRate = Positive("--learning-rate", "Learning rate", "RATE", Options.DefaultLearningRate);

    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "Any whole number: initial weights, order and shifts of the images follow from it",
        HelpName = "N",
        DefaultValueFactory = _ => Options.DefaultSeed,
    };

    private static readonly Option<int?> Threads = new("--threads")
    {
        Description = "Threads of each silo; the result is the same for any number [default: all cores]",
        HelpName = "N",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result => ParseCount(result),
    };

    private static readonly Option<double?> Kill = new("--kill")
    {
        Description = "Seconds between two kills: each ends a random silo on the spot, and another one is started",
        HelpName = "SECONDS",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result => ParsePositive(result),
    };

    private static readonly Option<string?> Redis = new("--redis")
    {
        Description = $"Keeps membership and checkpoints in Redis, so that any silo may be killed [default address: {Options.DefaultRedis}]",
        HelpName = "ADDRESS",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> Verbose = new("--verbose") { Description = "What silos say goes to the error output" };

    public static RootCommand Create() => new("Trains LeNet-5 to read handwritten digits on a cluster of Microsoft Orleans, with the bits of one trainer.")
    {
        Silos, Epochs, Batch, LearningRate, Seed, Threads, Kill, Redis, Verbose,
    };

    public static Options Read(ParseResult parsed)
    {
        bool hasRedis = parsed.GetResult(Redis) is { Implicit: false };
        return new Options(
            parsed.GetValue(Silos),
            parsed.GetValue(Epochs),
            parsed.GetValue(Batch),
            parsed.GetValue(LearningRate),
            parsed.GetValue(Seed),
            parsed.GetValue(Threads) ?? 0,
            parsed.GetValue(Kill),
            hasRedis ? parsed.GetValue(Redis) ?? Options.DefaultRedis : null,
            parsed.GetValue(Verbose));
    }

    private static Option<int> Count(string name, string description, int value) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => value,
        CustomParser = result => ParseCount(result) ?? 0,
    };

    private static Option<double> Positive(string name, string description, string help, double value) => new(name)
    {
        Description = description,
        HelpName = help,
        DefaultValueFactory = _ => value,
        CustomParser = result => ParsePositive(result) ?? 0,
    };

    private static int? ParseCount(ArgumentResult result)
    {
        if (int.TryParse(Text(result), NumberStyles.Integer, CultureInfo.InvariantCulture, out int count) && count >= 1) return count;
        return Refuse<int?>(result, "a whole number of at least 1");
    }

    private static double? ParsePositive(ArgumentResult result)
    {
        bool isNumber = double.TryParse(Text(result), NumberStyles.Float, CultureInfo.InvariantCulture, out double number);
        if (isNumber && double.IsFinite(number) && number > 0) return number;
        return Refuse<double?>(result, "a number above 0, such as 0.05");
    }

    private static string Text(ArgumentResult result) => result.Tokens[0].Value;

    private static T? Refuse<T>(ArgumentResult result, string expected)
    {
        result.AddError($"{((OptionResult)result.Parent!).Option.Name} '{Text(result)}': expected {expected}");
        return default;
    }
}
