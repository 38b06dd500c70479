using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Invocation;
using System.Linq;
using System.Text;
using WorkedExamples.Cases;
using WorkedExamples.Output;
using WorkedExamples.Running;

namespace WorkedExamples;

internal static class Program
{
    private static readonly Argument<string?> Name = new("NAME")
    {
        Description = $"One of the examples [default: all]: {Examples.Names}",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static int Main(string[] arguments)
    {
        // Lines, ½ and ×, also where the console's default encoding lacks them.
        Console.OutputEncoding = Encoding.UTF8;

        var command = new RootCommand("Small convolutional networks, every number shown and compared with the worked examples in by-hand.json.") { Name };
        ParseResult parsed = command.Parse(arguments);
        if (parsed.Action is ParseErrorAction) return Fail(parsed.Errors[0].Message);
        if (parsed.Action is not null) return parsed.Invoke();

        string? name = parsed.GetValue(Name);
        Example[] chosen = [.. Examples.All.Where(example => name is null || string.Equals(example.Name, name, StringComparison.OrdinalIgnoreCase))];
        return chosen.Length == 0 ? Fail($"no example is called '{name}'; there are {Examples.Names}") : Show(chosen);
    }

    private static int Show(IReadOnlyList<Example> examples)
    {
        var agreement = new Agreement();
        IReadOnlyDictionary<string, ExpectedCase> cases = CaseFile.Load();
        agreement.Text("by-hand.json", "examples", string.Join(", ", cases.Keys), Examples.Names);
        var presentation = new Presentation(new Page(Console.Out), cases, agreement);
        foreach (Example example in examples) presentation.Show(example);

        string count = Numbers.Counted(examples.Count, "example");
        if (agreement.Disagreements.Count == 0)
        {
            Console.WriteLine($"{count}, all numbers agree");
            return 0;
        }

        foreach (string disagreement in agreement.Disagreements) Console.Error.WriteLine(disagreement);
        Console.WriteLine($"{count}, {Numbers.Counted(agreement.Disagreements.Count, "disagreement")}");
        return 1;
    }

    private static int Fail(string message)
    {
        Console.Error.WriteLine($"error: {message}");
        return 1;
    }
}
