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

    /// <summary>The number of samples of a call times a constant, as text.</summary>
    public string SamplesTimes(int count) => isBatched ? (count == 1 ? "samples" : $"(samples * {Text.Number(count)})") : Text.Number(count);

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

    /// <summary>A dimension in tiles: a loop over the whole ones, and the rest behind it.</summary>
    public void Tiles(string variable, int count, int tile, Action<Index, int> body)
    {
        int whole = count / tile, rest = count % tile;
        if (whole == 1 && rest == 0) body(0, tile);
        else if (whole > 0) Nest(new[] { new Loop(variable, whole * tile, tile) }, at => Scoped(whole == 1, () => body(at[0], tile)));
        if (rest == 0) return;

        // In braces, because the rest declares the same names again.
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

    /// <summary>One declaration of several variables of the number type.</summary>
    public void Declare(IEnumerable<(string Name, string Value)> variables) =>
        writer.Line($"{Scalar} {string.Join(", ", variables.Select(variable => $"{variable.Name} = {variable.Value}"))};");

    /// <summary>Several statements on one line, or on as many lines of equal length as keep them readable.</summary>
    public void Statements(IEnumerable<string> statements)
    {
        List<string> list = statements.Select(statement => statement + ";").ToList();
        int lines = Math.Max(1, (list.Sum(statement => statement.Length + 1) + WidestLine - 1) / WidestLine);
        int perLine = Math.Max(1, (list.Count + lines - 1) / lines);
        for (int i = 0; i < list.Count; i += perLine) writer.Line(string.Join(" ", list.Skip(i).Take(perLine)));
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
