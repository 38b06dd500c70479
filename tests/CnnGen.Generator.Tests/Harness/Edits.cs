using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace CnnGen.Generator.Tests.Harness;

/// <summary>What somebody may type that changes no network.</summary>
public enum HarmlessEdit
{
    CommentAbove,
    UnrelatedType,
    SecondNetworkInOtherFile,
    SecondNetworkBelow,
    WhitespaceInClass,
}

/// <summary>Checks what an edit makes the generator do again.</summary>
internal static class Edits
{
    private const string SecondNetwork =
        "\nnamespace Second\n{\n    [CnnGen.Network(2), CnnGen.Dense(3)]\n    public sealed partial class SecondNetwork { }\n}\n";

    /// <summary>Fails if the edit makes any step of the source's network run to another result, or its output be written again.</summary>
    /// <param name="edit">The edit.</param>
    /// <param name="source">A source with one network.</param>
    /// <param name="positions">Steps that hold line numbers: they may change where the edit moves the class, and nothing else may.</param>
    /// <param name="options">The project it stands in.</param>
    public static void AssertHarmless(HarmlessEdit edit, string source, IReadOnlyCollection<string>? positions = null, RunOptions? options = null)
    {
        GeneratorRun before = GeneratorRun.Of(options ?? RunOptions.Default, source);
        GeneratorRun after = before.After(Apply(edit, source));
        int added = edit is HarmlessEdit.SecondNetworkInOtherFile or HarmlessEdit.SecondNetworkBelow ? 1 : 0;

        foreach (string step in before.Options.Generator.TrackedSteps.Except(positions ?? []))
        {
            List<(object Value, IncrementalStepRunReason Reason)> outputs = Steps.OutputsOf(after.Result, step).ToList();
            foreach ((object value, _) in Steps.OutputsOf(before.Result, step))
            {
                int kept = outputs.FindIndex(output => IsKept(output.Reason) && Equals(output.Value, value));
                if (kept < 0) Assert.Fail($"{edit} changed what step '{step}' held: {value}\nIt now holds:\n{string.Join("\n", outputs)}");
                outputs.RemoveAt(kept);
            }

            AssertOnlyNew(edit, step, outputs.Select(output => output.Reason), added);
        }

        foreach (string step in before.Result.TrackedOutputSteps.Keys)
        {
            int count = OutputReasons(before, step).Count();
            List<IncrementalStepRunReason> reasons = OutputReasons(after, step).ToList();
            for (int i = 0; i < count; i++) Assert.True(reasons.Remove(IncrementalStepRunReason.Cached), $"{edit} made '{step}' write again.");
            AssertOnlyNew(edit, step, reasons, added);
        }

        foreach (GeneratedSourceResult old in before.Sources)
        {
            Assert.Equal(old.SourceText.ToString(), after.Sources.Single(now => now.HintName == old.HintName).SourceText.ToString());
        }
    }

    /// <summary>Fails unless replacing a piece of the source changes the generated text.</summary>
    public static GeneratorRun AssertModifies(string source, string oldText, string newText, RunOptions? options = null)
    {
        Assert.Contains(oldText, source, StringComparison.Ordinal);
        GeneratorRun before = GeneratorRun.Of(options ?? RunOptions.Default, source);
        GeneratorRun after = before.After(source.Replace(oldText, newText, StringComparison.Ordinal));
        IEnumerable<IncrementalStepRunReason> model = before.Options.Generator.TrackedSteps
            .SelectMany(step => Steps.OutputsOf(after.Result, step))
            .Select(output => output.Reason);
        Assert.Contains(IncrementalStepRunReason.Modified, model);
        // Roslyn 4.3 calls an output that is written again New.
        Assert.Contains(before.Result.TrackedOutputSteps.Keys.SelectMany(step => OutputReasons(after, step)), reason => !IsKept(reason));
        Assert.NotEqual(before.Text, after.Text);
        return after;
    }

    /// <summary>Fails unless every diagnostic of the marked source moves with its text when lines are inserted above.</summary>
    public static void AssertLocationsFollow(string marked, RunOptions? options = null)
    {
        const string inserted = "// one line\n// and another\n";
        GeneratorRun before = GeneratorRun.Of(options ?? RunOptions.Default, Markup.Parse(marked).Text);
        Markup moved = Markup.Parse(inserted + marked);
        GeneratorRun after = before.After(moved.Text);
        Assert.NotEmpty(before.Diagnostics);
        Assert.Equal(
            moved.Marks.OrderBy(mark => mark.Span), after.Diagnostics.Select(one => (one.Id, one.Location.SourceSpan)).OrderBy(mark => mark.SourceSpan));
        Assert.Equal(before.Diagnostics.Select(LineOf).Select(line => line + 2), after.Diagnostics.Select(LineOf));
    }

    private static string[] Apply(HarmlessEdit edit, string source) => edit switch
    {
        HarmlessEdit.CommentAbove => ["// A comment.\n" + source],
        HarmlessEdit.UnrelatedType => [source + "\npublic sealed class Unrelated { }\n"],
        HarmlessEdit.SecondNetworkInOtherFile => [source, SecondNetwork],
        HarmlessEdit.SecondNetworkBelow => [source + SecondNetwork],
        HarmlessEdit.WhitespaceInClass => [InsertInClass(source, "\n\n    ")],
        _ => throw new ArgumentOutOfRangeException(nameof(edit)),
    };

    private static string InsertInClass(string source, string text)
    {
        ClassDeclarationSyntax network = CSharpSyntaxTree.ParseText(source)
            .GetRoot()
            .DescendantNodes()
            .OfType<ClassDeclarationSyntax>()
            .Single(type => type.AttributeLists.Count > 0);
        return source.Insert(network.OpenBraceToken.Span.End, text);
    }

    private static bool IsKept(IncrementalStepRunReason reason) => reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged;

    private static IEnumerable<IncrementalStepRunReason> OutputReasons(GeneratorRun run, string step) =>
        run.Result.TrackedOutputSteps.TryGetValue(step, out var steps) ? steps.SelectMany(one => one.Outputs).Select(output => output.Reason) : [];

    private static void AssertOnlyNew(HarmlessEdit edit, string step, IEnumerable<IncrementalStepRunReason> rest, int added)
    {
        List<IncrementalStepRunReason> reasons = rest.ToList();
        if (reasons.Count > added || reasons.Any(reason => reason != IncrementalStepRunReason.New && !IsKept(reason)))
        {
            Assert.Fail($"{edit} made step '{step}' {string.Join(", ", reasons)} besides what it had; expected at most {added} New.");
        }
    }

    private static int LineOf(Diagnostic diagnostic) => diagnostic.Location.GetLineSpan().StartLinePosition.Line;
}
