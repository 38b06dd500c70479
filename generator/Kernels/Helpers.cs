using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Writing;

namespace CnnGen.Generator.Kernels;

/// <summary>
/// Methods that the kernels of one class share: what several places of a kernel, or several kernels, would otherwise repeat. A short one is
/// inlined, and so costs what the repetition would.
/// </summary>
internal sealed class Helpers
{
    private readonly SortedDictionary<string, Helper> all = new(StringComparer.Ordinal);

    /// <summary>Asks for a method; a second one of the same name is the same.</summary>
    public void Add(Helper helper)
    {
        if (!all.ContainsKey(helper.Name)) all.Add(helper.Name, helper);
    }

    /// <summary>Writes all that have been asked for.</summary>
    public void Emit(SourceWriter writer, Dialect dialect)
    {
        // One may ask for another.
        var written = new HashSet<string>(StringComparer.Ordinal);
        while (all.Values.FirstOrDefault(helper => !written.Contains(helper.Name)) is { } next)
        {
            written.Add(next.Name);
            writer.Line();
            writer.Document("summary", next.Summary);
            writer.Line(next.IsInlined ? MethodImpl.Inlined(isQualified: false) : MethodImpl.Once(dialect.Facts, isQualified: false));
            using (writer.Method($"private static {next.Result} {next.Name}", next.Parameters))
            {
                KernelWriter.BodyOf(dialect, isBatched: false, next.Body, this).WriteTo(writer);
            }
        }
    }
}

/// <summary>A method that kernels call.</summary>
/// <param name="Name">Its name, which tells it from every other of the class.</param>
/// <param name="Result">The type of its result.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Body">Writes its body.</param>
/// <param name="IsInlined">Whether it is so short that a call would cost more than it does.</param>
internal sealed record Helper(string Name, string Result, string Parameters, string Summary, Action<KernelWriter> Body, bool IsInlined = true);
