using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace CnnGen.Generator.Tests.Harness;

/// <summary>What the compiler says of a compilation, with the source around it.</summary>
internal static class CompilerOutput
{
    private const int Context = 4;
    private const int Shown = 10;

    /// <summary>All that the compiler reports, up to emitting: some of it is found only there.</summary>
    public static IReadOnlyList<Diagnostic> DiagnosticsOf(Compilation compilation)
    {
        using MemoryStream assembly = new(), documentation = new();
        EmitResult result = compilation.Emit(assembly, xmlDocumentationStream: documentation);
        return result.Diagnostics;
    }

    /// <summary>The diagnostics from a severity up, each with its numbered source; null if there are none.</summary>
    public static string? Problems(Compilation compilation, DiagnosticSeverity from) =>
        Describe(DiagnosticsOf(compilation).Where(diagnostic => diagnostic.Severity >= from));

    public static string? Describe(IEnumerable<Diagnostic> diagnostics)
    {
        List<Diagnostic> all = diagnostics.ToList();
        if (all.Count == 0) return null;
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{all.Count} diagnostics:\n");
        foreach (Diagnostic diagnostic in all.Take(Shown))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{diagnostic.Id} {diagnostic.Severity}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}\n");
            AppendSource(text, diagnostic.Location);
        }

        if (all.Count > Shown)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n… and {all.Count - Shown} more: {string.Join(" ", all.Skip(Shown).Select(d => d.Id).Distinct())}\n");
        }

        return text.ToString();
    }

    private static void AppendSource(StringBuilder text, Location location)
    {
        if (location.SourceTree is null) return;
        TextLineCollection lines = location.SourceTree.GetText().Lines;
        int guilty = location.GetLineSpan().StartLinePosition.Line;
        text.Append(CultureInfo.InvariantCulture, $"{location.SourceTree.FilePath}\n");
        for (int i = Math.Max(0, guilty - Context); i <= Math.Min(lines.Count - 1, guilty + Context); i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(i == guilty ? '>' : ' ')}{i + 1,6} | {lines[i]}\n");
        }
    }
}
