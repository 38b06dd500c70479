using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Recurrent;

/// <summary>The gradients of what each step's gates were summed from, from the last step to the first, in place of the gates.</summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Shape">The layer.</param>
/// <param name="IsLast">Whether the last state alone has a gradient from outside.</param>
/// <param name="OutputRows">Where that of each step lies.</param>
/// <param name="HandsOn">Whether what the last step leaves has a gradient besides, as an output of its own.</param>
/// <param name="OfState">Whether the gradient of the state before the first step is wanted, too.</param>
internal sealed record GateGradients(Scalar Scalar, RecurrentShape Shape, bool IsLast, Rows OutputRows, bool HandsOn, bool OfState) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports
    {
        get
        {
            var ports = new List<Port> { Port.In("outputGradient") };
            if (HandsOn) ports.Add(Port.In(HandedOn));
            ports.AddRange(new[] { Port.In("weights"), Port.In(Kept), Port.InOut("gates"), Port.Out(Carried) });
            if (OfState) ports.Add(Port.Out(First));
            return ports.ToEquatableArray();
        }
    }

    // The gradients of what goes from call to call: behind the last step, and before the first.
    private const string HandedOn = "memoryGradient", First = "firstGradient";

    /// <summary>What goes from step to step: the gradient of the state, and of the cells behind it.</summary>
    private const string Carried = "stateGradient";

    private string Kept => Shape.Cell.HasCells ? "cells" : "states";

    public override bool IsPerSample => true;

    public override string Name =>
        $"{Shape.Name}GateGradients{(IsLast ? "OfLast" : OutputRows.NameSuffix(Shape.States))}{(HandsOn ? "AndMemory" : "")}{(OfState ? "ToState" : "")}";

    public override string Title =>
        $"{Shape.Gates}{(OfState ? $" and {Shape.Carried}" : "")} ← " +
        $"{(IsLast ? Text.Number(Shape.Units) : Shape.States)}{(HandsOn ? $" and {Shape.Carried}" : "")}";

    public override string Form => "sequential: unit, for each gate; " + (Shape.Cell.HasCells ? "(i + f) + (g + o)" : "(r + z) + n, and what z lets through")
        + (IsLast ? "" : "; added to the output's gradient") + (HandsOn ? "; of the last step the output's first, then the memory's" : "");

    public override long Macs => Shape.MacsOfState;

    public override bool HasText(Dialect dialect) => dialect.IsPlainScalar || dialect.IsFor(Shape.Units);

    public override string TileIn(Dialect dialect) => GateText.TitleOf(Shape, dialect);

    public override void Emit(KernelWriter writer)
    {
        Dialect dialect = writer.Dialect;
        GateText text = new(writer, Shape);
        int last = Shape.Length - 1;
        text.CommentRest();
        EachVector(at =>
        {
            string ofOutput = writer.Load("outputGradient", (IsLast ? 0 : OutputRows.At(last)) + at);
            string sum = HandsOn ? Added(writer, ofOutput, writer.Load(HandedOn, at)) : ofOutput;
            return (at, dialect.IsVector ? sum : Sums.Bare(sum));
        });
        if (Shape.Cell.HasCells) EachVector(at => (Shape.Pitch + at, HandsOn ? writer.Load(HandedOn, Shape.Units + at) : dialect.Zero));
        writer.Line();
        if (last == 0) EmitCell(0);
        else EmitSteps();

        if (!OfState) return;
        writer.Line();
        writer.Comment("the state before the first step");
        EmitProducts(0);
        text.CopyUnits(Carried, 0, First, 0);
        if (Shape.Cell.HasCells) text.CopyUnits(Carried, Shape.Pitch, First, Shape.Units);

        void EmitSteps()
        {
            using (writer.Block($"for ({(writer.HasReferences ? "nint" : "int")} step = {Text.Number(last)}; ; step--)"))
            {
                EmitCell(Index.Of("step"));
                writer.Line("if (step == 0) break;");
                writer.Line();
                EmitProducts(Index.Of("step"));
            }
        }

        void EmitProducts(Index step) => text.EachTile(
            GateText.VectorsOf(Shape, dialect), (unit, units, vectors) => EmitProduct(writer, text, step, unit, units, vectors));

        void EmitCell(Index step)
        {
            List<string> arguments = new() { text.Span("gates", Shape.GateAt(step, 0, 0), Shape.StepPitch) };
            if (Shape.Cell.HasCells)
            {
                arguments.Add(text.Span("cells", Shape.CellsAt(step + 1), Shape.Pitch));
                arguments.Add(text.Span("cells", Shape.CellsAt(step), Shape.Pitch));
                arguments.Add(text.Span(Carried, Shape.Pitch, Shape.Pitch));
            }
            else arguments.Add(text.Span("states", Shape.HiddenAt(step), Shape.Pitch));
            text.Call("Gradient", arguments.Append(text.Span(Carried, 0, Shape.Pitch)));
        }

        void EachVector(Func<Index, (Index To, string Value)> each) => writer.Nest(new[] { new Loop("unit", Shape.Units, dialect.Lanes) }, at =>
        {
            (Index to, string value) = each(at[0]);
            writer.Line(dialect.IsVector
                ? $"{value}.StoreUnsafe({KernelWriter.Reference(Carried, to)});"
                : $"{writer.Argument(Carried).At(to)} = {value};");
        });
    }

    /// <summary>The gradient of the state before a step, with that of the output there; before the first there is none.</summary>
    private void EmitProduct(KernelWriter writer, GateText text, Index step, Index unit, int units, int vectors)
    {
        Dialect dialect = writer.Dialect;
        int gates = Shape.Cell.Gates.Count, ofGate = Shape.Units * Shape.Units;
        writer.DeclareVectors(text.Sums(vectors).Append("value"));
        writer.Assign(text.Sums(vectors), dialect.Zero);
        writer.Nest(new[] { new Loop("row", Shape.Units) }, at =>
        {
            Pointer w = writer.Point("w", "weights", (at[0] * Shape.Units) + unit, ((gates - 1) * ofGate) + units);
            text.EachGate(gate =>
            {
                writer.Line($"value = {dialect.Broadcast(writer.Argument("gates").At(Shape.GateAt(step, Shape.Cell.StateRows[gate], at[0])))};");
                writer.Statements(
                    Enumerable.Range(0, vectors)
                        .Select(v => dialect.Accumulate(text.Sum(gate, v), "value", w.Load((gate * ofGate) + (v * dialect.Lanes)))));
            });
        });
        Pointer to = writer.Point("to", Carried, unit, units, isWritten: true);
        Pointer? from = IsLast || step.IsConstant ? null : writer.Point("from", "outputGradient", OutputRows.At(step + -1) + unit, units);
        for (int v = 0; v < vectors; v++)
        {
            int offset = v * dialect.Lanes;
            string sum = Shape.Cell.HasCells
                ? Added(writer, Added(writer, text.Sum(0, v), text.Sum(1, v)), Added(writer, text.Sum(2, v), text.Sum(3, v)))
                : Added(writer, to.Load(offset), Added(writer, Added(writer, text.Sum(0, v), text.Sum(1, v)), text.Sum(2, v)));
            string total = from == null ? sum : Added(writer, from.Load(offset), sum);
            writer.Line(to.Store(offset, dialect.IsVector ? total : Sums.Bare(total)));
        }
    }

    private static string Added(KernelWriter writer, string left, string right) => $"({writer.Dialect.Rounded($"{left} + {right}")})";
}

/// <summary>The gradient of a bias: the sum of the gates' gradients over samples and steps.</summary>
internal sealed record GateBiasGradient(Scalar Scalar, int Batch, RecurrentShape Shape, bool IsOfState) : Kernel(Scalar, Batch)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("gates"), Port.InOut("biasGradient"));

    public override string Name => $"{Shape.Name}BiasGradient{GateRows.SuffixOf(Shape, IsOfState)}";

    public override string Title => $"{Shape.Bias} ← {Shape.Gates}";

    public override string Form => "sequential: sample, step";

    public override bool HasText(Dialect dialect) => dialect.IsPlainScalar || dialect.IsFor(Shape.Units);

    public override void Emit(KernelWriter writer)
    {
        Dialect dialect = writer.Dialect;
        int tile = dialect.IsVector ? GateText.Even(Shape.VectorsIn(dialect), 8) : 1;
        int most = Math.Min(tile * dialect.Lanes, Shape.Units);
        GateRows.Each(writer, Shape, IsOfState, (row, unit) => writer.Tiles("unit", "unit", Shape.Units, most, (first, units) =>
        {
            List<string> sums = Enumerable.Range(0, (units + dialect.Lanes - 1) / dialect.Lanes).Select(v => "sum" + Text.Number(v)).ToList();
            writer.DeclareVectors(sums);
            writer.Assign(sums, dialect.Zero);
            writer.Nest(new[] { writer.Samples, new Loop("step", Shape.Length) }, at =>
            {
                Pointer from = writer.Point("from", "gates", (at[0] * Shape.Gates.Count) + (at[1] * Shape.StepPitch) + row + first, units);
                writer.Statements(sums.Select((sum, v) => dialect.Add(sum, from.Load(v * dialect.Lanes))));
            });
            Pointer total = writer.Point("total", "biasGradient", unit + first, units, isWritten: true);
            writer.Statements(sums.Select((sum, v) => dialect.Add(sum, total.Load(v * dialect.Lanes))));
            writer.StoreFirst(sums, total, units);
        }));
    }
}

/// <summary>The gradient of weights: the gates' gradients times what the weights were multiplied by, over samples and steps.</summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Batch">The most samples of a call.</param>
/// <param name="Shape">The layer.</param>
/// <param name="IsOfState">Whether they were multiplied by the state before each step.</param>
/// <param name="Columns">How many numbers that are.</param>
/// <param name="Factors">Where those of each step lie.</param>
internal sealed record GateWeightGradient(Scalar Scalar, int Batch, RecurrentShape Shape, bool IsOfState, int Columns, Rows Factors) : Kernel(Scalar, Batch)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("gates"), Port.In(Factor), Port.InOut("weightGradient"));

    private string Factor => IsOfState ? "states" : "input";

    public override string Name =>
        $"{Shape.Name}WeightGradient" + (IsOfState ? "OfState" : "Of" + Text.Number(Columns) + Factors.NameSuffix(Shape.Input));

    public override string Title => $"{(IsOfState ? Shape.StateWeights : Shape.InputWeights)} ← {Shape.Gates} and {(IsOfState ? Shape.States : Shape.Input)}";

    public override string Form => "sequential: sample, step";

    public override long Macs => IsOfState ? Shape.MacsOfState : Shape.MacsOfInput;

    public override bool HasText(Dialect dialect) => dialect.IsPlainScalar || dialect.IsFor(Columns);

    public override string TileIn(Dialect dialect)
    {
        (int units, int vectors) = TileOf(dialect);
        return $"{Text.Plural(units, "unit")} × {Text.Plural(vectors, dialect.IsVector ? "vector" : "number")} of {Factor}{(IsOfState ? "" : " channels")}";
    }

    public override void Emit(KernelWriter writer)
    {
        Dialect dialect = writer.Dialect;
        (int tile, int most) = TileOf(dialect);
        GateRows.Each(writer, Shape, IsOfState, (row, firstUnit) =>
            writer.Tiles("column", "column", Columns, Math.Min(most * dialect.Lanes, Columns), (column, columns) =>
                writer.Tiles("unit", "unit", Shape.Units, tile, (unit, units) =>
                {
                    int vectors = (columns + dialect.Lanes - 1) / dialect.Lanes;
                    IEnumerable<string> all = Enumerable.Range(0, units).SelectMany(u => Of(u, vectors));
                    writer.DeclareVectors(all.Concat(Enumerable.Range(0, vectors).Select(X)).Append("value"));
                    writer.Assign(all, dialect.Zero);
                    writer.Nest(new[] { writer.Samples, new Loop("step", Shape.Length) }, at =>
                    {
                        Pointer x = writer.Point("x", Factor, (at[0] * Factors.Count) + Factors.At(at[1]) + column, columns);
                        writer.Statements(Enumerable.Range(0, vectors).Select(v => $"{X(v)} = {x.Load(v * dialect.Lanes)}"));
                        Pointer g = writer.Point("g", "gates", (at[0] * Shape.Gates.Count) + (at[1] * Shape.StepPitch) + row + unit, units);
                        for (int u = 0; u < units; u++)
                        {
                            writer.Line($"value = {g.Broadcast(u)};");
                            writer.Statements(Of(u, vectors).Select((sum, v) => dialect.Accumulate(sum, "value", X(v))));
                        }
                    });
                    Pointer d = writer.Point(
                        "d", "weightGradient", ((firstUnit + unit) * Columns) + column, ((units - 1) * Columns) + columns, isWritten: true);
                    for (int u = 0; u < units; u++)
                    {
                        int first = u * Columns;
                        writer.Statements(Of(u, vectors).Select((sum, v) => dialect.Add(sum, d.Load(first + (v * dialect.Lanes)))));
                        writer.StoreFirst(Of(u, vectors).ToList(), d, columns, first);
                    }
                })));

        static IEnumerable<string> Of(int unit, int vectors) => Enumerable.Range(0, vectors).Select(v => $"sum{Text.Number(unit)}_{Text.Number(v)}");

        static string X(int vector) => "x" + Text.Number(vector);
    }

    /// <summary>Units, and vectors of what their gradients are multiplied by.</summary>
    private (int Units, int Vectors) TileOf(Dialect dialect)
    {
        if (!dialect.IsVector) return (Math.Min(4, Shape.Units), 1);
        int vectors = GateText.Even((Columns + dialect.Lanes - 1) / dialect.Lanes, dialect.Bits == 512 ? 4 : 2);
        return (GateText.Dividing(Shape.Units, Math.Min(12, (dialect.Registers - 1 - vectors) / vectors)), vectors);
    }
}

/// <summary>The gradient of the input: the weights' rows, each times its gate's gradient, for several steps at once.</summary>
internal sealed record RecurrentInputGradient(Scalar Scalar, RecurrentShape Shape, Rows InputRows) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("gates"), Port.In("weights"), Port.Out("inputGradient"));

    public override bool IsPerSample => true;

    public override string Name => $"{Shape.Name}InputGradientOf{Text.Number(Shape.Inputs)}{InputRows.NameSuffix(Shape.Input)}";

    public override string Title => $"{Shape.Input} ← {Shape.Gates}";

    public override string Form => "sequential: gate, unit";

    public override long Macs => Shape.MacsOfInput;

    public override bool HasText(Dialect dialect) => dialect.IsPlainScalar || dialect.IsFor(Shape.Inputs);

    public override string TileIn(Dialect dialect)
    {
        (int steps, int vectors) = TileOf(dialect);
        return $"{Text.Plural(steps, "step")} × {Text.Plural(vectors, dialect.IsVector ? "vector" : "number")} of channels";
    }

    public override void Emit(KernelWriter writer)
    {
        Dialect dialect = writer.Dialect;
        (int tile, int most) = TileOf(dialect);
        writer.Tiles("step", "step", Shape.Length, tile, (step, steps) =>
            writer.Tiles("channel", "channel", Shape.Inputs, Math.Min(most * dialect.Lanes, Shape.Inputs), (channel, channels) =>
            {
                int vectors = (channels + dialect.Lanes - 1) / dialect.Lanes;
                IEnumerable<string> all = Enumerable.Range(0, steps).SelectMany(t => Of(t, vectors));
                writer.DeclareVectors(all.Concat(Enumerable.Range(0, vectors).Select(W)).Append("value"));
                writer.Assign(all, dialect.Zero);
                writer.Nest(new[] { new Loop("gate", Shape.Cell.Gates.Count), new Loop("unit", Shape.Units) }, at =>
                {
                    Pointer w = writer.Point("w", "weights", (at[0] * (Shape.Units * Shape.Inputs)) + (at[1] * Shape.Inputs) + channel, channels);
                    writer.Statements(Enumerable.Range(0, vectors).Select(v => $"{W(v)} = {w.Load(v * dialect.Lanes)}"));
                    Pointer g = writer.Point(
                        "g", "gates", (step * Shape.StepPitch) + (at[0] * Shape.Pitch) + at[1], ((steps - 1) * Shape.StepPitch) + 1);
                    for (int t = 0; t < steps; t++)
                    {
                        writer.Line($"value = {g.Broadcast(t * Shape.StepPitch)};");
                        writer.Statements(Of(t, vectors).Select((sum, v) => dialect.Accumulate(sum, "value", W(v))));
                    }
                });
                Pointer d = writer.Point(
                    "d", "inputGradient", InputRows.At(step) + channel, ((steps - 1) * InputRows.Pitch) + channels, isWritten: true);
                for (int t = 0; t < steps; t++) writer.StoreFirst(Of(t, vectors).ToList(), d, channels, t * InputRows.Pitch);
            }));

        static IEnumerable<string> Of(int step, int vectors) => Enumerable.Range(0, vectors).Select(v => $"sum{Text.Number(step)}_{Text.Number(v)}");

        static string W(int vector) => "w" + Text.Number(vector);
    }

    private (int Steps, int Vectors) TileOf(Dialect dialect)
    {
        if (!dialect.IsVector) return (Math.Min(4, Shape.Length), 1);
        int vectors = GateText.Even((Shape.Inputs + dialect.Lanes - 1) / dialect.Lanes, dialect.Bits == 512 ? 4 : 2);
        return (GateText.Dividing(Shape.Length, Math.Min(8, (dialect.Registers - 1 - vectors) / vectors)), vectors);
    }
}

/// <summary>The rows of a step's gates that belong to the rows of a matrix of weights.</summary>
internal static class GateRows
{
    /// <summary>In the name of a kernel: nothing where state and input have the same.</summary>
    public static string SuffixOf(RecurrentShape shape, bool isOfState) => IsInOrder(shape, isOfState) ? "" : "OfState";

    /// <summary>Each gate: where its numbers begin among a step's gates, and its first unit among the rows of weights.</summary>
    public static void Each(KernelWriter writer, RecurrentShape shape, bool isOfState, Action<Index, Index> body)
    {
        int gates = shape.Cell.Gates.Count;
        if (IsInOrder(shape, isOfState))
        {
            writer.Nest(new[] { new Loop("gate", gates) }, at => body(at[0] * shape.Pitch, at[0] * shape.Units));
            return;
        }

        writer.Nest(new[] { new Loop("gate", gates - 1) }, at => body(at[0] * shape.Pitch, at[0] * shape.Units));
        writer.Line();
        writer.Comment("the last gate, whose sum of the state has a gradient of its own");
        using (writer.Braces()) body(shape.Cell.StateRows[gates - 1] * shape.Pitch, (gates - 1) * shape.Units);
    }

    private static bool IsInOrder(RecurrentShape shape, bool isOfState) =>
        !isOfState || shape.Cell.StateRows.SequenceEqual(Enumerable.Range(0, shape.Cell.Gates.Count));
}
