using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Recurrent;

/// <summary>What the kernels of a recurrent layer have in common: sums of each gate in vectors of units, and calls of the cell.</summary>
internal sealed class GateText
{
    private readonly KernelWriter writer;
    private readonly RecurrentShape shape;

    public GateText(KernelWriter writer, RecurrentShape shape)
    {
        this.writer = writer;
        this.shape = shape;
    }

    private int Gates => shape.Cell.Gates.Count;

    /// <summary>Vectors of each gate that are summed at once, by one operand: all, or as many each time as registers hold.</summary>
    public static int VectorsOf(RecurrentShape shape, Dialect dialect) =>
        dialect.IsVector ? Even(shape.VectorsIn(dialect), (dialect.Registers - 2) / shape.Cell.Gates.Count) : 1;

    public static string TitleOf(RecurrentShape shape, Dialect dialect) =>
        $"{Text.Plural(shape.Cell.Gates.Count, "gate")} × {Text.Plural(VectorsOf(shape, dialect), dialect.IsVector ? "vector" : "unit")}";

    /// <summary>As many at a time that the last time has about as many.</summary>
    public static int Even(int count, int most)
    {
        int times = (count + most - 1) / most;
        return (count + times - 1) / times;
    }

    /// <summary>As many at a time as there may be, or a few less where then none is left over.</summary>
    public static int Dividing(int count, int most)
    {
        most = Math.Min(count, most);
        int divisor = Enumerable.Range((most + 1) / 2, most - ((most + 1) / 2) + 1).LastOrDefault(part => count % part == 0);
        return divisor == 0 ? most : divisor;
    }

    /// <summary>Says what the last vector of a gate does where units do not fill it.</summary>
    public void CommentRest()
    {
        if (writer.Dialect.IsVector && shape.Units % writer.Dialect.Lanes != 0)
        {
            writer.Comment("a gate's last vector reaches into what lies behind it; what comes of that nobody reads, or the next step overwrites it");
        }
    }

    /// <summary>The sum of a gate and a vector.</summary>
    public string Sum(int gate, int vector, string of = "") =>
        shape.Cell.Gates[gate] + (of.Length == 0 ? "" : of + "_") + Text.Number(vector);

    public IEnumerable<string> Sums(int vectors, string of = "") =>
        from gate in Enumerable.Range(0, Gates) from vector in Enumerable.Range(0, vectors) select Sum(gate, vector, of);

    public void EachGate(Action<int> each)
    {
        for (int gate = 0; gate < Gates; gate++) each(gate);
    }

    public void EachSum(int vectors, Action<int, int> each) => EachGate(gate =>
    {
        for (int v = 0; v < vectors; v++) each(gate, v);
    });

    /// <summary>The tiles of the units: the first one, how many, in how many vectors.</summary>
    public void EachTile(int vectors, Action<Index, int, int> each)
    {
        int lanes = writer.Dialect.Lanes;
        writer.Tiles("unit", "unit", shape.Units, Math.Min(vectors * lanes, shape.Units), (unit, units) => each(unit, units, (units + lanes - 1) / lanes));
    }

    /// <summary>Sets the sums to what they start from.</summary>
    public void Start(bool hasBias, Index unit, int units, int vectors, string of = "")
    {
        if (!hasBias)
        {
            writer.Assign(Sums(vectors, of), writer.Dialect.Zero);
            return;
        }

        using (writer.Braces())
        {
            Pointer from = writer.Point("from", "bias", unit, ((Gates - 1) * shape.Units) + units);
            EachGate(gate => writer.Statements(
                Enumerable.Range(0, vectors).Select(v => $"{Sum(gate, v, of)} = {from.Load((gate * shape.Units) + (v * writer.Dialect.Lanes))}")));
        }
    }

    /// <summary>The packed weights that a number is multiplied by: of the first gate from a unit on; so many numbers' lie behind each other.</summary>
    public Pointer Weights(Index number, int numbers, Index unit, int units, int count = 1) =>
        writer.Point(
            "w", "weights", (number * shape.Pitch) + unit, ((Gates - 1) * numbers * shape.Pitch) + ((count - 1) * shape.Pitch) + units);

    /// <summary>A range of an argument as a span.</summary>
    public string Span(string argument, Index first, int count) => writer.HasReferences
        ? $"MemoryMarshal.CreateSpan({KernelWriter.Reference(argument, first)}, {Text.Number(count)})"
        : $"{argument}.Slice({first}, {Text.Number(count)})";

    /// <summary>Copies a number of each unit, and no more.</summary>
    public void CopyUnits(string source, int first, string target, int to)
    {
        if (!writer.Dialect.IsVector)
        {
            string place = to == 0 ? target : $"{target}.Slice({Text.Number(to)})";
            writer.Line($"{source}.Slice({Text.Number(first)}, {Text.Number(shape.Units)}).CopyTo({place});");
            return;
        }

        writer.EachVector(
            shape.Units,
            isPerSample: false,
            at => writer.Line($"{writer.Load(source, Index.Of(at) + first)}.StoreUnsafe({KernelWriter.Reference(target, Index.Of(at) + to)});"),
            at => writer.Line($"{Number(target, to, at)} = {Number(source, first, at)};"));

        static string Number(string argument, int from, string at) => $"Unsafe.Add(ref {argument}, {Index.Of(at) + from})";
    }

    /// <summary>Calls the library's cell.</summary>
    public void Call(string suffix, IEnumerable<string> arguments)
    {
        string cells = writer.Dialect.Reproducible ? "ReproducibleRecurrentCells" : "RecurrentCells";
        writer.Line(
            $"global::CnnGen.Runtime.{cells}.{shape.Cell.Method}{suffix}<{writer.Scalar}>({string.Join(", ", arguments)}, units: {Text.Number(shape.Units)});");
    }
}
