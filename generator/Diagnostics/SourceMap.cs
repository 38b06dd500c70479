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

    public Location ToLocation() => Location.Create(
        Path,
        new TextSpan(Start, Length),
        new LinePositionSpan(new LinePosition(StartLine, StartColumn), new LinePosition(EndLine, EndColumn)));
}

/// <summary>A problem and where it stands in the source.</summary>
internal sealed record LocatedProblem(Problem Problem, SourceSpan Span)
{
    public Diagnostic ToDiagnostic()
    {
        object[] words = new object[Problem.Words.Count];
        for (int i = 0; i < words.Length; i++) words[i] = Problem.Words[i];
        return Diagnostic.Create(Rules.Errors[Problem.Id], Span.ToLocation(), words);
    }
}

/// <summary>Where the pieces of a declaration stand in the source.</summary>
/// <param name="Class">The class's name.</param>
/// <param name="Annotations">Each attribute: the whole, then its arguments by name.</param>
/// <param name="Members">Own members, by name.</param>
internal sealed record SourceMap(SourceSpan Class, EquatableArray<AnnotationSpans> Annotations, EquatableArray<NamedSpan> Members)
{
    public LocatedProblem Locate(Problem problem) => new(problem, Find(problem.Place));

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
