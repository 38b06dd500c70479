using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Linq;

namespace CnnGen.Tool.Importing;

/// <summary>The option for the shape of a sample, where a model leaves it open.</summary>
internal static class Shapes
{
    public static Option<int[]?> Option { get; } = new("--shape")
    {
        Description = "Shape of one sample, where the file leaves it open",
        HelpName = "3,320,320",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = Parse,
    };

    /// <summary>What was given; null where nothing was.</summary>
    public static int[]? Of(ParseResult parsed) => parsed.GetResult(Option) is null ? null : parsed.GetValue(Option);

    private static int[]? Parse(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        int[] sizes = text.Split(',').Select(size => int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0)
            .ToArray();
        if (sizes.Length is >= 1 and <= 3 && Array.TrueForAll(sizes, size => size > 0)) return sizes;
        result.AddError($"--shape '{text}': expected one to three whole numbers of at least 1, such as 3,320,320");
        return null;
    }
}
