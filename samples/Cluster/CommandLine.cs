using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Linq;

namespace Cluster;

/// <summary>The options of the program: their names, defaults and limits.</summary>
internal static class CommandLine
{
    private static readonly Option<string> Network = new("--network")
    {
        Description = "lenet or normed, with BatchNorm and Dropout, on the digits that come with the program; or cifar, 18 times as large, on invented images: to measure with",
        HelpName = "NAME",
        DefaultValueFactory = _ => Subject.LeNet.Name,
        CustomParser = result => Subject.All.Any(subject => subject.Name == Text(result))
            ? Text(result)
            : Refuse<string>(result, string.Join(" or ", Subject.All.Select(subject => subject.Name))),
    };

    private static readonly Option<int> Silos = Count("--silos", "Silos: this process, or with more than one as many processes, of which this is one unless there is Redis", 1);

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
        Description = "Seconds between two kills: each ends a silo on the spot, a random one or the coordinator's, and another one is started",
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

    private static readonly Option<string?> Serve = new("--serve")
    {
        Description = "Is one silo of the cluster of this name until it is stopped, on ports 11111 and 30000; with --redis",
        HelpName = "NAME",
    };

    private static readonly Option<string?> Join = new("--join")
    {
        Description = "Trains on the silos that --serve has started elsewhere under this name; with --redis",
        HelpName = "NAME",
    };

    private static readonly Option<bool> Verbose = new("--verbose") { Description = "What silos say goes to the error output" };

    public static RootCommand Create() => new("Trains LeNet-5 to read handwritten digits on a cluster of Microsoft Orleans, with the bits of one trainer.")
    {
        Network, Silos, Epochs, Batch, LearningRate, Seed, Threads, Kill, Redis, Serve, Join, Verbose,
    };

    /// <summary>What options say that do not go together; null: nothing.</summary>
    public static string? Problem(Options options) =>
        options.Redis == null && (options.Serve ?? options.Join) != null ? "--serve and --join find others by --redis"
        : options.Serve != null && options.Join != null ? "--serve is a silo, --join trains on silos: one or the other"
        : options.Join != null && options.Kill != null ? "--kill ends processes that this program has started; with --join there are none"
        : (options.Serve ?? options.Join) is { } name && !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')
            ? $"a cluster's name is made of letters, digits and hyphens; '{name}' came"
        : options.Serve is "" || options.Join is "" ? "a cluster has a name; nothing came"
        : null;

    public static Options Read(ParseResult parsed)
    {
        bool hasRedis = parsed.GetResult(Redis) is { Implicit: false };
        return new Options(
            Subject.All.Single(subject => subject.Name == parsed.GetValue(Network)),
            parsed.GetValue(Silos),
            parsed.GetValue(Epochs),
            parsed.GetValue(Batch),
            parsed.GetValue(LearningRate),
            parsed.GetValue(Seed),
            parsed.GetValue(Threads) ?? 0,
            parsed.GetValue(Kill),
            hasRedis ? parsed.GetValue(Redis) ?? Options.DefaultRedis : null,
            parsed.GetValue(Serve),
            parsed.GetValue(Join),
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
