using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Recurrent;

/// <summary>What the input gives to the gates of all steps: the weights times each step's channels, for several steps at once.</summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Shape">The layer.</param>
/// <param name="Source">How the input lies.</param>
internal sealed record InputSums(Scalar Scalar, RecurrentShape Shape, Layout Source) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => Shape.HasBias
        ? EquatableArray.Of(Port.In("input"), Port.In("weights"), Port.In("bias"), Port.Out("gates"))
        : EquatableArray.Of(Port.In("input"), Port.In("weights"), Port.Out("gates"));

    public override bool IsPerSample => true;

    public override string Name => $"{Shape.Name}InputSumsOf{Text.Number(Shape.Inputs)}{Source.NameSuffix}{(Shape.HasBias ? "" : "NoBias")}";

    public override string Title => $"{Shape.Input} → {Shape.Gates}, of each step the gates {string.Join(", ", Shape.Cell.Gates)}";

    public override string Form => $"sequential: {(Shape.HasBias ? "bias, " : "")}channel";

    public override long Macs => Shape.MacsOfInput;

    public override bool HasText(Dialect dialect) => dialect.IsPlainScalar || dialect.IsFor(Shape.Units);

    public override string TileIn(Dialect dialect)
    {
        (int steps, int vectors) = TileOf(dialect);
        return $"{Text.Plural(steps, "step")} × {Text.Plural(Shape.Cell.Gates.Count, "gate")} × {Text.Plural(vectors, dialect.IsVector ? "vector" : "unit")}";
    }

    public override void Emit(KernelWriter writer)
    {
        (int steps, int vectors) = TileOf(writer.Dialect);
        GateText text = new(writer, Shape);
        text.CommentRest();
        writer.Tiles("step", "step", Shape.Length, steps, (step, count) =>
            text.EachTile(vectors, (unit, units, tile) => EmitTile(writer, text, step, count, unit, units, tile)));
    }

    private void EmitTile(KernelWriter writer, GateText text, Index step, int steps, Index unit, int units, int vectors)
    {
        Dialect dialect = writer.Dialect;
        bool keepsWeight = steps > 1;
        IEnumerable<string> all = Enumerable.Range(0, steps).SelectMany(t => text.Sums(vectors, Of(t)));
        writer.DeclareVectors(all.Concat(Enumerable.Range(0, steps).Select(X)).Concat(keepsWeight ? new[] { "weight" } : Array.Empty<string>()));
        for (int t = 0; t < steps; t++)
        {
            if (t == 0) text.Start(Shape.HasBias, unit, units, vectors, Of(0));
            else writer.Statements(text.Sums(vectors, Of(t)).Zip(text.Sums(vectors, Of(0)), (sum, first) => $"{sum} = {first}"));
        }

        writer.Nest(new[] { new Loop("channel", Shape.Inputs) }, at =>
        {
            Pointer row = text.Weights(at[0], Shape.Inputs, unit, units);
            writer.Statements(
                Enumerable.Range(0, steps)
                    .Select(t => $"{X(t)} = {dialect.Broadcast(writer.Argument("input").At(Source.At(at[0], 0, step + t)))}"));
            text.EachSum(vectors, (gate, v) =>
            {
                string weight = row.Load((gate * Shape.Inputs * Shape.Pitch) + (v * dialect.Lanes));
                writer.Statements(
                    Enumerable.Range(0, steps)
                        .Select(t => dialect.Accumulate(text.Sum(gate, v, Of(t)), X(t), keepsWeight ? "weight" : weight))
                        .Prepend(keepsWeight ? $"weight = {weight}" : "")
                        .Where(statement => statement.Length > 0));
            });
        });
        int last = ((steps - 1) * Shape.StepPitch) + ((Shape.Cell.Gates.Count - 1) * Shape.Pitch) + units;
        Pointer to = writer.Point("to", "gates", Shape.GateAt(step, 0, unit), last, isWritten: true);
        for (int t = 0; t < steps; t++)
        {
            int first = t * Shape.StepPitch;
            string of = Of(t);
            text.EachGate(gate => writer.Statements(
                Enumerable.Range(0, vectors).Select(v => to.Store(first + (gate * Shape.Pitch) + (v * dialect.Lanes), text.Sum(gate, v, of)))));
        }

        string Of(int t) => steps == 1 ? "" : Text.Number(t);

        string X(int t) => "x" + Of(t);
    }

    /// <summary>Steps and vectors of each gate that share registers with their operands.</summary>
    private (int Steps, int Vectors) TileOf(Dialect dialect)
    {
        if (!dialect.IsVector) return (1, 1);

        // Rather all units and two steps at a time than some of the units and more steps: what is left over is a second text.
        int gates = Shape.Cell.Gates.Count, vectors = GateText.Even(Shape.VectorsIn(dialect), (dialect.Registers - 3) / (Math.Min(2, Shape.Length) * gates));
        return (GateText.Dividing(Shape.Length, (dialect.Registers - 1) / ((gates * vectors) + 1)), vectors);
    }
}

/// <summary>From step to step: the weights times the state, and the cell.</summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Shape">The layer.</param>
/// <param name="TakesState">Whether the state before the first step is given, and not zeros.</param>
internal sealed record RecurrentForward(Scalar Scalar, RecurrentShape Shape, bool TakesState) : Kernel(Scalar, 1)
{
    private const int MostUnrolled = 32;

    public override EquatableArray<Port> Ports
    {
        get
        {
            var ports = new List<Port> { Port.In("weights") };
            if (Shape.HasBias) ports.Add(Port.In("bias"));
            if (TakesState) ports.Add(Port.In("memory"));
            ports.AddRange(new[] { Port.InOut("gates"), Port.Out("states") });
            if (Shape.Cell.HasCells) ports.Add(Port.Out("cells"));
            ports.Add(Port.Out("sums"));
            return ports.ToEquatableArray();
        }
    }

    public override bool IsPerSample => true;

    public override string Name => $"{Shape.Name}Forward{(TakesState ? "FromState" : "")}{(Shape.HasBias ? "" : "NoBias")}";

    public override string Title => $"{Text.Plural(Shape.Length, "step")} of {Text.Plural(Shape.Units, "unit")}, from {(TakesState ? "a state" : "zeros")}";

    public override string Form => $"sequential: {(Shape.HasBias ? "bias, " : "")}unit of the state before; added to what the input gives";

    public override long Macs => Shape.MacsOfState;

    public override bool HasText(Dialect dialect) => dialect.IsPlainScalar || dialect.IsFor(Shape.Units);

    public override string TileIn(Dialect dialect) => GateText.TitleOf(Shape, dialect);

    public override void Emit(KernelWriter writer)
    {
        Dialect dialect = writer.Dialect;
        GateText text = new(writer, Shape);
        int gates = Shape.Cell.Gates.Count, tile = GateText.VectorsOf(Shape, dialect);
        text.CommentRest();
        writer.Comment("before the first step");
        Start("states", 0);
        if (Shape.Cell.HasCells) Start("cells", Shape.Units);
        writer.Line();
        writer.Nest(new[] { new Loop("step", Shape.Length) }, at =>
        {
            Index step = at[0];
            text.EachTile(tile, (unit, units, vectors) =>
            {
                int unrolled = Math.Max(1, Math.Min(4, MostUnrolled / (gates * vectors)));
                writer.DeclareVectors(text.Sums(vectors).Append("h"));
                text.Start(Shape.HasBias, unit, units, vectors);
                writer.Tiles("before", "unit", Shape.Units, unrolled, (before, count) =>
                {
                    Pointer row = text.Weights(before, Shape.Units, unit, units, count);
                    Pointer state = writer.Point("state", "states", Shape.HiddenAt(step) + before, count);
                    for (int u = 0; u < count; u++)
                    {
                        int first = u * Shape.Pitch;
                        writer.Line($"h = {state.Broadcast(u)};");
                        text.EachGate(gate => writer.Statements(
                            Enumerable.Range(0, vectors).Select(v =>
                                dialect.Accumulate(
                                    text.Sum(gate, v), "h", row.Load(first + (gate * Shape.Units * Shape.Pitch) + (v * dialect.Lanes))))));
                    }
                });
                Pointer to = writer.Point("to", "sums", unit, ((gates - 1) * Shape.Pitch) + units, isWritten: true);
                text.EachGate(gate => writer.Statements(
                    Enumerable.Range(0, vectors).Select(v => to.Store((gate * Shape.Pitch) + (v * dialect.Lanes), text.Sum(gate, v)))));
            });
            writer.Line();
            string before = Shape.Cell.HasCells ? text.Span("cells", Shape.CellsAt(step), Shape.Pitch) : text.Span("states", Shape.HiddenAt(step), Shape.Pitch);
            List<string> arguments = new()
            {
                text.Span("gates", Shape.GateAt(step, 0, 0), Shape.StepPitch), text.Span("sums", 0, gates * Shape.Pitch), before,
            };
            if (Shape.Cell.HasCells) arguments.Add(text.Span("cells", Shape.CellsAt(step + 1), Shape.Pitch));
            arguments.Add(text.Span("states", Shape.HiddenAt(step + 1), Shape.Pitch));
            text.Call("", arguments);
        });

        void Start(string argument, int first)
        {
            if (TakesState) text.CopyUnits("memory", first, argument, 0);
            else if (dialect.IsVector) writer.Clear(argument, Shape.Pitch);
            else writer.Line($"{argument}.Slice(0, {Text.Number(Shape.Pitch)}).Clear();");
        }
    }
}

/// <summary>What the steps leave, or the last of them, as the layer's output.</summary>
internal sealed record StatesCopy(Scalar Scalar, RecurrentShape Shape, bool IsLast, int Count, Layout Target) : Kernel(Scalar, 1)
{
    private int First => IsLast ? Shape.Length * Shape.Units : Shape.Units;

    private bool IsRun => IsLast || (Target.IsCompact && Target.IsPlainAs(channelsLast: true));

    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("states"), Port.Out("output"));

    public override bool IsPerSample => true;

    public override string Name => $"{Shape.Name}{(IsLast ? "Last" : "States")}{Target.NameSuffix}";

    public override string Title => IsLast ? $"{Text.Number(Shape.Units)}, the state behind the last step" : $"{Shape.States}, the states behind all steps";

    public override string Form => IsLast ? "copied" : $"copied to {Target}";

    public override CopiedRun? Copied => IsRun ? new CopiedRun(First, 0, Target.Count) : null;

    public override void Emit(KernelWriter writer)
    {
        if (IsRun) writer.Line($"states.Slice({Text.Number(First)}, {Text.Number(Target.Count)}).CopyTo(output);");
        else ImageCopy.Emit(writer, $"states.Slice({Text.Number(First)})", new Layout(Shape.States, ChannelsLast: true, Border.None), "output", Target);
    }
}

/// <summary>What the last step leaves, and the next call may begin with: the state, and behind it the cells.</summary>
internal sealed record MemoryCopy(Scalar Scalar, RecurrentShape Shape) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => Shape.Cell.HasCells
        ? EquatableArray.Of(Port.In("states"), Port.In("cells"), Port.Out("memory"))
        : EquatableArray.Of(Port.In("states"), Port.Out("memory"));

    public override bool IsPerSample => true;

    public override string Name => $"{Shape.Name}Memory";

    public override string Title => $"{Shape.Carried}, the state{(Shape.Cell.HasCells ? " and the cells" : "")} behind the last step";

    public override string Form => "copied";

    // One place can be a part of one other.
    public override CopiedRun? Copied => Shape.Cell.HasCells ? null : new CopiedRun(Shape.Length * Shape.Units, 0, Shape.Units);

    public override void Emit(KernelWriter writer)
    {
        GateText text = new(writer, Shape);
        text.CopyUnits("states", Shape.Length * Shape.Units, "memory", 0);
        if (Shape.Cell.HasCells) text.CopyUnits("cells", Shape.Length * Shape.Pitch, "memory", Shape.Units);
    }
}
