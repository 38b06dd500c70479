using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Emission;

/// <summary>Writes the body of a kernel in the portable dialect: scalars, spans and plain loops.</summary>
internal sealed class KernelWriter
{
    private const int WidestLine = 140;

    private readonly SourceWriter writer;
    private readonly Scalar scalar;
    private readonly bool isBatched;

    public KernelWriter(SourceWriter writer, Scalar scalar, int batch)
    {
        this.writer = writer;
        this.scalar = scalar;
        isBatched = batch > 1;
    }

    /// <summary>The number type: <c>float</c> or <c>double</c>.</summary>
    public string Scalar => Literals.TypeOf(scalar);

    /// <summary>The loop over the samples of a call: none where a call has one.</summary>
    public Loop Samples => isBatched ? new Loop("sample", int.MaxValue, 1, "samples") : new Loop("sample", 1);

    /// <summary>A value divided by the number of samples of a call times a constant.</summary>
    public string PerSample(string value, int count)
    {
        if (!isBatched) return count == 1 ? value : $"{value} / {Text.Number(count)}";
        return count == 1 ? $"{value} / samples" : $"{value} / (samples * {Text.Number(count)})";
    }

    /// <summary>A constant of the number type.</summary>
    public string Number(double value) => Literals.Of(value, scalar);

    public void Line(string line = "") => writer.Line(line);

    /// <summary>A comment that gives a reason.</summary>
    public void Comment(string comment) => writer.Line("// " + comment);

    /// <summary>Braces below a header.</summary>
    public IDisposable Block(string header) => writer.Block(header);

    /// <summary>Braces, where names are declared again.</summary>
    public IDisposable Braces() => writer.Braces();

    /// <summary>A nest of loops; those that run once are left out, and their variable is 0.</summary>
    public void Nest(IReadOnlyList<Loop> loops, Action<Index[]> body)
    {
        List<Loop> written = loops.Where(loop => !loop.RunsOnce).ToList();
        Index[] variables = loops.Select(loop => loop.RunsOnce ? 0 : Index.Of(loop.Variable)).ToArray();
        foreach (Loop loop in written) writer.Line(loop.Header);
        if (written.Count == 0)
        {
            body(variables);
            return;
        }

        using (writer.Braces()) body(variables);
    }

    /// <summary>A dimension in tiles: a loop over the whole ones, and the rest behind it, under a comment that says so.</summary>
    public void Tiles(string variable, string noun, int count, int tile, Action<Index, int> body)
    {
        int whole = count / tile, rest = count % tile;
        if (whole == 1 && rest > 0) Comment($"the first {Text.Number(tile)} {noun}s");
        if (whole == 1) Scoped(rest > 0, () => body(0, tile));
        else if (whole > 1) Nest(new[] { new Loop(variable, whole * tile, tile) }, at => body(at[0], tile));
        if (rest == 0) return;

        // In braces, because the rest declares the same names again.
        if (whole > 0)
        {
            Line();
            Comment(rest == 1 ? $"the last {noun}" : $"the last {Text.Number(rest)} {noun}s");
        }

        Scoped(whole > 0, () => body(whole * tile, rest));
    }

    /// <summary>
    /// A run of elements that is read by constant positions: a slice of known length, so that the JIT checks its bounds once. Gives the
    /// text of an element.
    /// </summary>
    public Func<int, string> Window(string name, string span, Index start, int length, bool isWritten = false)
    {
        if (length == 1 || start.IsConstant) return element => $"{span}[{start + element}]";
        writer.Line($"{(isWritten ? "Span" : "ReadOnlySpan")}<{Scalar}> {name} = {span}.Slice({start}, {Text.Number(length)});");
        return element => $"{name}[{Text.Number(element)}]";
    }

    /// <summary>Declarations of several variables of the number type.</summary>
    public void Declare(IEnumerable<(string Name, string Value)> variables)
    {
        foreach (IEnumerable<string> line in Wrapped(variables.Select(variable => $"{variable.Name} = {variable.Value}").ToList())) writer.Line($"{Scalar} {string.Join(", ", line)};");
    }

    /// <summary>Several statements on one line, or on as many lines of equal length as keep them readable.</summary>
    public void Statements(IEnumerable<string> statements)
    {
        foreach (IEnumerable<string> line in Wrapped(statements.Select(statement => statement + ";").ToList())) writer.Line(string.Join(" ", line));
    }

    /// <summary>An assignment of a sum, from left to right; a long one goes on in the next line.</summary>
    public void Sum(string assignment, IEnumerable<string> terms)
    {
        List<string> lines = Wrapped(terms.ToList()).Select(line => string.Join(" + ", line)).ToList();
        writer.Line(assignment + " " + lines[0] + (lines.Count == 1 ? ";" : ""));
        using (writer.Indent())
        {
            for (int i = 1; i < lines.Count; i++) writer.Line("+ " + lines[i] + (i == lines.Count - 1 ? ";" : ""));
        }
    }

    private static IEnumerable<IEnumerable<string>> Wrapped(List<string> items)
    {
        int lines = Math.Max(1, (items.Sum(item => item.Length + 2) + WidestLine - 1) / WidestLine);
        int perLine = Math.Max(1, (items.Count + lines - 1) / lines);
        for (int i = 0; i < items.Count; i += perLine) yield return items.Skip(i).Take(perLine);
    }

    private void Scoped(bool needsBraces, Action body)
    {
        if (!needsBraces)
        {
            body();
            return;
        }

        using (writer.Braces()) body();
    }
}
