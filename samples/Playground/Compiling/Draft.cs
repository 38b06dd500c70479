using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Playground.Compiling;

/// <summary>A text before the generator has written anything: what is known of it soon enough to be shown behind each key.</summary>
internal sealed class Draft
{
    private readonly ImmutableArray<Diagnostic> sure;

    /// <param name="input">The text alone.</param>
    /// <param name="tree">The same, parsed.</param>
    /// <param name="generator">What the generator knows of it.</param>
    public Draft(CSharpCompilation input, SyntaxTree tree, GeneratorView generator)
    {
        Input = input;
        Tree = tree;
        Generator = generator;
        Semantics = input.GetSemanticModel(tree);
        ImmutableArray<Diagnostic> own = Semantics.GetDiagnostics();
        HashSet<Diagnostic> syntax = [.. tree.GetDiagnostics()];
        sure = [.. own.Where(IsSure)];
        IsSettled = sure.Length == own.Length;

        // An error may be there only for want of what will be emitted: not one of syntax, nor one of which the generator says that it stays.
        bool IsSure(Diagnostic diagnostic) =>
            diagnostic.Severity != DiagnosticSeverity.Error
            || syntax.Contains(diagnostic)
            || generator.Broken.Any(attribute => attribute.Contains(diagnostic.Location.SourceSpan));
    }

    public string Text => Tree.ToString();

    public CSharpCompilation Input { get; }

    public SyntaxTree Tree { get; }

    public GeneratorView Generator { get; }

    public SemanticModel Semantics { get; }

    /// <summary>Whether <see cref="Faults"/> are all; else the compiler has to look again, at the text with what was emitted for it.</summary>
    public bool IsSettled { get; }

    /// <summary>Errors and warnings in the text that are there whatever is emitted, in its order.</summary>
    public IReadOnlyList<Finding> Faults => Finding.All(Generator.Problems.Concat(sure));

    /// <summary>What is probably a mistake, where the text does not say that it is none.</summary>
    public IReadOnlyList<Finding> Hints => Finding.All(CompilationWithAnalyzers.GetEffectiveDiagnostics(Generator.Hints, Input));
}

/// <summary>A text behind the generator.</summary>
/// <param name="Draft">The text before it.</param>
/// <param name="Output">It with what the generator wrote.</param>
/// <param name="Run">What the generator did.</param>
internal sealed record Compiled(Draft Draft, CSharpCompilation Output, GeneratorRunResult Run)
{
    /// <summary>Errors and warnings in the text, in its order.</summary>
    public IReadOnlyList<Finding> Faults =>
        Draft.IsSettled ? Draft.Faults : Finding.All(Draft.Generator.Problems.Concat(Output.GetSemanticModel(Draft.Tree).GetDiagnostics()));

    /// <summary>What the generator wrote: members first, steps, then kernels.</summary>
    public IReadOnlyList<EmittedFile> Files =>
    [
        .. Run.GeneratedSources.Select(source => new EmittedFile(source.HintName, source.SyntaxTree))
            .OrderBy(file => file.Name.EndsWith("-Steps.g.cs", System.StringComparison.Ordinal) ? 0 : file.Name.Contains('-') ? 2 : 1),
    ];
}
