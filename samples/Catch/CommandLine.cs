using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Catch;

/// <summary>The options of the program: their names, defaults and limits.</summary>
internal static class CommandLine
{
    private const int LastPort = 65535, MostSteps = 65535, MostThreads = 64, LongestHost = 253;

    private static readonly Option<bool> Fast = new("--fast")
    {
        Description = "As fast as it goes, instead of 60 frames a second",
    };

    private static readonly Option<int?> Steps = Number("--steps", 0, MostSteps);

    private static readonly Option<double?> Budget = new("--budget")
    {
        Description = "Milliseconds of practice a frame, instead of --steps: as many steps as fit",
        HelpName = "MS",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = ParseBudget,
    };

    private static readonly Option<int?> Frames = Number("--frames", 1, int.MaxValue);
    private static readonly Option<int?> Seed = Number("--seed", int.MinValue, int.MaxValue);
    private static readonly Option<int?> Threads = Number("--threads", 1, MostThreads);
    private static readonly Option<int?> Host = Number("--host", 1, LastPort);

    private static readonly Option<(string Host, int Port)?> Join = new("--join")
    {
        Description = "Play in lockstep with the player who waits there",
        HelpName = "HOST:PORT",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = ParseAddress,
    };

    private static readonly Option<string?> Record = File("--record", "File in which the game is recorded: the inputs of each frame, and its hash");
    private static readonly Option<string?> Replay = File("--replay", "Recording that is played again, to the same hash in each frame");
    private static readonly Option<string?> Checkpoint = File(
        "--checkpoint", "File that is saved every 600 frames and at the end; where it is there, the game goes on from it as if it had not been interrupted");

    private static readonly Option<string?> Chart = File("--chart", $"File for the chart of the reward, an SVG [default: {Options.DefaultChart}]");

    public static RootCommand Create()
    {
        Steps.Description = $"Steps of practice a frame [default: {Options.DefaultSteps}]";
        Frames.Description = $"End after frame N [default: never, or with a recording; with --fast {Options.DefaultFramesOfFast}]";
        Seed.Description = $"Any whole number: weights, throws and all else follow from it and the keys [default: {Options.DefaultSeed}]";
        Threads.Description = "Threads that train; the game is the same for any number [default: 1]";
        Host.Description = "Wait on this port for another player, and play in lockstep";
        Host.HelpName = "PORT";
        return new RootCommand("A game in which an agent learns, between frames, to catch what you throw.")
        {
            Fast, Budget, Steps, Frames, Seed, Threads, Host, Join, Record, Replay, Checkpoint, Chart,
        };
    }

    /// <exception cref="FailureException">Two of the options do not go together.</exception>
    public static Options Read(ParseResult parsed)
    {
        bool isFast = parsed.GetValue(Fast), hasNoEnd = !isFast || parsed.GetValue(Replay) is not null;
        var options = new Options(
            isFast,
            parsed.GetValue(Budget),
            parsed.GetValue(Steps) ?? Options.DefaultSteps,
            parsed.GetValue(Frames) ?? (hasNoEnd ? int.MaxValue : Options.DefaultFramesOfFast),
            parsed.GetValue(Seed),
            parsed.GetValue(Threads) ?? 1,
            parsed.GetValue(Host),
            parsed.GetValue(Join),
            parsed.GetValue(Record),
            parsed.GetValue(Replay),
            parsed.GetValue(Checkpoint),
            parsed.GetValue(Chart) ?? Options.DefaultChart);

        // Two that each say the same thing otherwise.
        Exclude(parsed, Budget, Steps);
        Exclude(parsed, Host, Join);
        Exclude(parsed, Join, Seed);
        foreach (Option option in new Option[] { Host, Join, Record, Budget, Steps, Seed, Checkpoint }) Exclude(parsed, Replay, option);

        // A recording begins with the first frame, and so does a game of two.
        foreach (Option option in new Option[] { Host, Join, Record }) Exclude(parsed, Checkpoint, option);
        return options;
    }

    private static void Exclude(ParseResult parsed, Option first, Option second)
    {
        if (IsGiven(first) && IsGiven(second)) throw new FailureException($"{first.Name} and {second.Name} do not go together: expected one of them");

        bool IsGiven(Option option) => parsed.GetResult(option) is { Implicit: false };
    }

    // Parsers of our own: one wording for what is no number and what is out of range, and "0,5" must not be read as 5.
    private static Option<int?> Number(string name, int least, int most) => new(name)
    {
        HelpName = "N",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result =>
        {
            bool isNumber = int.TryParse(Text(result), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number);
            return isNumber && number >= least && number <= most ? number : Refuse<int?>(result, $"a whole number from {least} to {most}");
        },
    };

    private static Option<string?> File(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "FILE",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result => Text(result).Length > 0 ? Text(result) : Refuse<string?>(result, "the name of a file"),
    };

    private static double? ParseBudget(ArgumentResult result)
    {
        bool isNumber = double.TryParse(Text(result), NumberStyles.Float, CultureInfo.InvariantCulture, out double budget);
        return isNumber && budget > 0 && budget <= 1000 ? budget : Refuse<double?>(result, "milliseconds above 0 and up to 1000, such as 2");
    }

    private static (string Host, int Port)? ParseAddress(ArgumentResult result)
    {
        string text = Text(result);
        int colon = text.LastIndexOf(':');
        string host = text[..Math.Max(colon, 0)];
        bool isHost = host.Length <= LongestHost && Uri.CheckHostName(host) is (UriHostNameType.Dns or UriHostNameType.IPv4);
        if (isHost && int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is >= 1 and <= LastPort)
        {
            return (host, port);
        }

        return Refuse<(string, int)?>(result, $"a name or an IPv4 address, a colon and a port from 1 to {LastPort}, such as localhost:4000");
    }

    private static string Text(ArgumentResult result) => result.Tokens[0].Value;

    private static T? Refuse<T>(ArgumentResult result, string expected)
    {
        string name = ((OptionResult)result.Parent!).Option.Name;
        result.AddError($"{name} '{Text(result)}': expected {expected}");
        return default;
    }
}
