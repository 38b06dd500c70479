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
}
