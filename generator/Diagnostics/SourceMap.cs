using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CnnGen.Generator.Diagnostics;

/// <summary>A piece of source, without the tree it is in.</summary>
internal sealed record SourceSpan(string Path, int Start, int Length, int StartLine, int StartColumn, int EndLine, int EndColumn)
{
    public static SourceSpan Of(SyntaxTree tree, TextSpan span)
    {
        LinePositionSpan lines = tree.GetLineSpan(span).Span;
        return new SourceSpan(tree.FilePath, span.Start, span.Length, lines.Start.Line, lines.Start.Character, lines.End.Line, lines.End.Character);
    }

    public TextSpan ToTextSpan() => new(Start, Length);

    public Location ToLocation() => Location.Create(
        Path,
        ToTextSpan(),
        new LinePositionSpan(new LinePosition(StartLine, StartColumn), new LinePosition(EndLine, EndColumn)));
}

/// <summary>A problem and where it stands in the source, with what mends it there.</summary>
internal sealed record LocatedProblem(Problem Problem, SourceSpan Span, EquatableArray<LocatedRemedy> Remedies)
{
    public Diagnostic ToDiagnostic() => ToDiagnostic(Rules.Errors[Problem.Id], Span.ToLocation());

    public Diagnostic ToDiagnostic(DiagnosticDescriptor rule, Location location) =>
        Diagnostic.Create(rule, location, RemedyText.Write(Remedies, Span.Start), Problem.Words.Cast<object>().ToArray());
}

/// <summary>Where the pieces of a declaration stand in the source.</summary>
/// <param name="Class">The class's name.</param>
/// <param name="Annotations">Each attribute: the whole, then its arguments by name.</param>
/// <param name="Members">Own members, by name.</param>
internal sealed record SourceMap(SourceSpan Class, EquatableArray<AnnotationSpans> Annotations, EquatableArray<NamedSpan> Members)
{
    public LocatedProblem Locate(Problem problem)
    {
        SourceSpan span = Find(problem.Place);
        return new(problem, span, problem.Remedies.Select(remedy => Locate(remedy, span.Path)).OfType<LocatedRemedy>().ToEquatableArray());
    }

    /// <summary>A remedy in the source; null where it would change another file than the one that the problem stands in.</summary>
    private LocatedRemedy? Locate(Remedy remedy, string path)
    {
        List<SourceSpan> pieces = remedy.Edits.Select(edit => Find(edit.Place)).ToList();
        List<SourceSpan?> sources = remedy.Edits.Select(edit => edit.Source == null ? null : Find(edit.Source)).ToList();
        if (pieces.Concat(sources).Any(span => span != null && span.Path != path)) return null;
        IEnumerable<LocatedEdit> edits = remedy.Edits
            .Select((edit, i) => new LocatedEdit(edit.Kind, pieces[i].ToTextSpan(), edit.Text, sources[i]?.ToTextSpan()));
        return new(remedy.Title, edits.ToEquatableArray());
    }

    private SourceSpan Find(Place place)
    {
        if (place.Annotation < 0) return Named(Members, place.Name) ?? Class;
        AnnotationSpans spans = Annotations[place.Annotation];
        return Named(spans.Arguments, place.Name) ?? spans.Whole;
    }

    private static SourceSpan? Named(EquatableArray<NamedSpan> spans, string? name)
    {
        foreach (NamedSpan span in spans)
        {
            if (span.Name == name) return span.Span;
        }

        return null;
    }
}

/// <summary>Where an attribute and its arguments stand.</summary>
internal sealed record AnnotationSpans(SourceSpan Whole, EquatableArray<NamedSpan> Arguments);

/// <summary>Where something that has a name stands.</summary>
internal sealed record NamedSpan(string Name, SourceSpan Span);
