using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Playground.Compiling;

/// <summary>What the compiler or the generator says of the text.</summary>
/// <param name="Id">The diagnostic's number.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="IsError">Whether nothing can be built.</param>
/// <param name="Start">Where the guilty piece begins.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Page">Its page, where it has one.</param>
public sealed record Finding(string Id, string Message, bool IsError, int Start, int Length, int Line, string? Page)
{
    // A text can name numbers and pages of its own.
    private const string Pages = "https://github.com/cnngen/cnngen/blob/main/docs/diagnostics/";

    public int End => Start + Length;

    /// <summary>Of some diagnostics the errors and warnings, in the order of the text.</summary>
    public static IReadOnlyList<Finding> All(IEnumerable<Diagnostic> diagnostics) =>
    [
        .. diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && !diagnostic.IsSuppressed)
            .Select(Of)
            .OrderBy(finding => finding.Start)
            .ThenBy(finding => finding.Id, StringComparer.Ordinal),
    ];

    public static Finding Of(Diagnostic diagnostic)
    {
        TextSpan span = diagnostic.Location.SourceSpan;
        string page = diagnostic.Descriptor.HelpLinkUri;
        return new Finding(
            diagnostic.Id,
            diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture),
            diagnostic.Severity == DiagnosticSeverity.Error,
            span.Start,
            span.Length,
            diagnostic.Location.GetLineSpan().StartLinePosition.Line + 1,
            page == $"{Pages}{diagnostic.Id}.md" ? page : null);
    }

    /// <summary>What nobody expected.</summary>
    public static Finding Of(Exception unexpected) => new(unexpected.GetType().Name, unexpected.Message, IsError: true, Start: 0, Length: 0, Line: 1, Page: null);
}
