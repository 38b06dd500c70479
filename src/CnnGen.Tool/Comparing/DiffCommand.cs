using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Linq;
using CnnGen.Files;
using CnnGen.Tool.Inspecting;
using CnnGen.Tool.Printing;

namespace CnnGen.Tool.Comparing;

/// <summary>cnngen diff A B: where two weight files differ. As diff and cmp do, it ends with 0 where they do not, with 1 where they do.</summary>
internal static class DiffCommand
{
    private static readonly Argument<string> First = new("a") { Description = "A weight file (.safetensors) or a checkpoint" };

    private static readonly Argument<string> Second = new("b") { Description = "The other one" };

    private static readonly Option<double> Tolerance = new("--tolerance")
    {
        Description = "Tensors count as equal up to this part of their largest number, such as 1e-5",
        HelpName = "X",
        DefaultValueFactory = _ => 0,
        CustomParser = ParseTolerance,
    };

    public static Command Create()
    {
        Command command = new("diff", "Compares two weight files tensor by tensor, by name. Exit code: 0 if they are equal, 1 if they differ, 2 if it failed.")
        {
            First, Second, Tolerance,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        WeightFile<WeightTensor> first = WeightFile.Read(parsed.GetRequiredValue(First), tensor => tensor);
        WeightFile<WeightTensor> second = WeightFile.Read(parsed.GetRequiredValue(Second), tensor => tensor);
        List<Difference> all = Differences(first, second, parsed.GetValue(Tolerance));
        Listing listing = new("tensor", "shape", ">differ", ">largest difference", ">of", "");
        foreach (Difference difference in all) listing.Add(difference.Cells());
        listing.Print();
        bool sameMetadata = CompareMetadata(first, second);
        Difference[] different = all.Where(difference => !difference.IsNone).ToArray();
        string tensors = $"{Listing.Count(different.Length)} of {Listing.Count(all.Count)} tensors differ";
        Console.WriteLine(different.Length == 0 ? $"The {Listing.Count(all.Count)} tensors are equal." : $"{tensors}.");
        return different.Length == 0 && sameMetadata ? 0 : 1;
    }

    private static List<Difference> Differences(WeightFile<WeightTensor> first, WeightFile<WeightTensor> second, double tolerance)
    {
        Dictionary<string, WeightTensor> others = second.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        List<Difference> all = first.Tensors.Select(tensor => Difference.Of(tensor, others.GetValueOrDefault(tensor.Name), tolerance)).ToList();
        HashSet<string> known = first.Tensors.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        all.AddRange(second.Tensors.Where(tensor => !known.Contains(tensor.Name)).Select(Difference.OnlyInSecond));
        return all;
    }

    /// <summary>Prints in what the files' networks, steps and the like differ; what only one file tells is no difference.</summary>
    private static bool CompareMetadata(WeightFile<WeightTensor> first, WeightFile<WeightTensor> second)
    {
        bool same = true;
        foreach ((string key, string ours) in first.Metadata)
        {
            if (!second.Metadata.TryGetValue(key, out string? theirs) || ours == theirs) continue;
            same = false;
            string[] a = ours.Split('\n'), b = theirs.Split('\n');
            int line = 0;
            while (line < a.Length && line < b.Length && a[line] == b[line]) line++;
            Console.WriteLine($"{FileText.Visible(key)}{(a.Length + b.Length > 2 ? $", line {line + 1}" : "")}: {Line(a, line)} and {Line(b, line)}");
        }

        return same;

        static string Line(string[] lines, int index) => index < lines.Length ? $"'{FileText.Shown(lines[index])}'" : "no such line";
    }

    private static double ParseTolerance(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double tolerance) && tolerance is >= 0 and < 1) return tolerance;
        result.AddError($"--tolerance '{text}': expected a number from 0 to 1, such as 1e-5");
        return 0;
    }
}
