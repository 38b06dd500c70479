using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Emission;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Layers.Dense;

/// <summary>The gradient of a dense layer's input: the rows of weights, each times its unit's gradient, with inputs in lanes.</summary>
internal sealed record DenseInputGradient(Scalar Scalar, int Batch, DenseShape Shape) : Kernel(Scalar, Batch)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("outputGradient"), Port.In("weights"), Port.Out("inputGradient"));

    public override string Name => $"Dense{Text.Number(Shape.Inputs)}To{Text.Number(Shape.Units)}InputGradient";

    public override string Title => Shape.InputGradientTitle();

    public override string Form => Shape.InputGradientForm;

    public override string Tile => "inputs in lanes";

    public override long Macs => Shape.Macs;

    public override bool HasText(Dialect dialect) => dialect.IsVector || dialect.IsPlainScalar;

    public override string TileIn(Dialect dialect) => DenseColumns.OfSamples(Shape, Batch, dialect).Describe("sample");

    public override void Emit(KernelWriter writer)
    {
        DenseColumns tile = DenseColumns.OfSamples(Shape, Batch, writer.Dialect);
        int block = tile.UnitsOfBlock(Scalar);
        if (block >= Shape.Units)
        {
            EmitSamples(writer, tile, 0, Shape.Units, isWhole: true);
            return;
        }

        // So many rows of weights as stay in the second cache while all samples go through them; sums go on in memory.
        writer.Clear("inputGradient", Shape.Inputs, isPerSample: true);
        writer.Tiles("block", "unit", Shape.Units, block, (unit, units) => EmitSamples(writer, tile, unit, units, isWhole: false));
    }

    private void EmitSamples(KernelWriter writer, DenseColumns tile, Index firstUnit, int units, bool isWhole) => tile.EachSamples(writer, (sample, samples) =>
        tile.EachColumns(writer, (first, inputs, vectors) =>
        {
            Dialect dialect = writer.Dialect;
            tile.Declare(writer, samples, vectors, "w");
            if (isWhole) writer.Line($"{string.Join(" = ", DenseColumns.Sums(samples, vectors))} = {dialect.Zero};");
            else EachSum((d, s, v) => writer.Line($"{DenseColumns.Sum(s, v)} = {d.Load(v * dialect.Lanes)};"));
            writer.Nest(new[] { new Loop("unit", units) }, inner =>
            {
                Index unit = firstUnit + inner[0];
                Pointer w = writer.Point("w", "weights", (unit * Shape.Inputs) + first, inputs);
                if (samples > 1) writer.Statements(Enumerable.Range(0, vectors).Select(v => $"w{Text.Number(v)} = {w.Load(v * dialect.Lanes)}"));
                for (int s = 0; s < samples; s++)
                {
                    int row = s;
                    writer.Line($"value = {dialect.Broadcast(writer.Argument("outputGradient").At(((sample + s) * Shape.Units) + unit))};");
                    writer.Statements(Enumerable.Range(0, vectors).Select(v => dialect.Accumulate(DenseColumns.Sum(row, v), "value", samples > 1 ? "w" + Text.Number(v) : w.Load(v * dialect.Lanes))));
                }
            });
            writer.Line();
            EachSum((d, s, v) => writer.StoreFirst(DenseColumns.Sum(s, v), d, v * dialect.Lanes, inputs - (v * dialect.Lanes)));

            void EachSum(Action<Pointer, int, int> each)
            {
                for (int s = 0; s < samples; s++)
                {
                    using (writer.Braces())
                    {
                        Pointer d = writer.Point("d", "inputGradient", ((sample + s) * Shape.Inputs) + first, inputs, isWritten: true);
                        for (int v = 0; v < vectors; v++) each(d, s, v);
                    }
                }
            }
        }));
}

/// <summary>The gradient of a dense layer's weights: each unit's gradient times the inputs, over all samples, with inputs in lanes.</summary>
internal sealed record DenseWeightGradient(Scalar Scalar, int Batch, DenseShape Shape) : Kernel(Scalar, Batch)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("input"), Port.In("outputGradient"), Port.InOut("weightGradient"));

    public override string Name => $"Dense{Text.Number(Shape.Inputs)}To{Text.Number(Shape.Units)}WeightGradient";

    public override string Title => Shape.WeightGradientTitle();

    public override string Form => Shape.WeightGradientForm;

    public override string Tile => "inputs in lanes";

    public override long Macs => Shape.Macs;

    public override bool HasText(Dialect dialect) => dialect.IsVector || dialect.IsPlainScalar;

    public override string TileIn(Dialect dialect) => DenseColumns.OfUnits(Shape, Batch, dialect).Describe("unit");

    public override void Emit(KernelWriter writer)
    {
        Dialect dialect = writer.Dialect;
        DenseColumns tile = DenseColumns.OfUnits(Shape, Batch, dialect);
        tile.EachColumns(writer, (first, inputs, vectors) => writer.Tiles("unit", "unit", Shape.Units, Math.Min(tile.Rows, Shape.Units), (unit, units) =>
        {
            tile.Declare(writer, units, vectors, "x");
            writer.Line($"{string.Join(" = ", DenseColumns.Sums(units, vectors))} = {dialect.Zero};");
            writer.Nest(new[] { writer.Samples }, at =>
            {
                Pointer x = writer.Point("x", "input", (at[0] * Shape.Inputs) + first, inputs);
                if (units > 1) writer.Statements(Enumerable.Range(0, vectors).Select(v => $"x{Text.Number(v)} = {x.Load(v * dialect.Lanes)}"));
                for (int u = 0; u < units; u++)
                {
                    int row = u;
                    writer.Line($"value = {dialect.Broadcast(writer.Argument("outputGradient").At((at[0] * Shape.Units) + unit + u))};");
                    writer.Statements(Enumerable.Range(0, vectors).Select(v => dialect.Accumulate(DenseColumns.Sum(row, v), "value", units > 1 ? "x" + Text.Number(v) : x.Load(v * dialect.Lanes))));
                }
            });
            writer.Line();

            // Summed from zero, and added once.
            for (int u = 0; u < units; u++)
            {
                using (writer.Braces())
                {
                    Pointer d = writer.Point("d", "weightGradient", ((unit + u) * Shape.Inputs) + first, inputs, isWritten: true);
                    for (int v = 0; v < vectors; v++)
                    {
                        writer.Line($"{DenseColumns.Sum(u, v)} += {d.Load(v * dialect.Lanes)};");
                        writer.StoreFirst(DenseColumns.Sum(u, v), d, v * dialect.Lanes, inputs - (v * dialect.Lanes));
                    }
                }
            }
        }));
    }
}

/// <summary>What a dense layer's gradients compute together: vectors of inputs, or single ones, of several samples or units.</summary>
/// <param name="Shape">The layer.</param>
/// <param name="Rows">Samples (input gradient) or units (weight gradient).</param>
/// <param name="HasRest">Whether some rows may be left over.</param>
/// <param name="Vectors">Vectors of inputs.</param>
/// <param name="Lanes">Numbers in a vector.</param>
internal sealed record DenseColumns(DenseShape Shape, int Rows, bool HasRest, int Vectors, int Lanes)
{
    // Below so many inputs a short text is worth more than the last tenth of speed.
    private const int Few = 512;

    // Rows of weights that stay in the second cache.
    private const int MostBlockBytes = 512 << 10;

    /// <summary>For the input gradient: a batch has room for whole tiles of samples, so that a call with fewer may compute some that nobody reads.</summary>
    public static DenseColumns OfSamples(DenseShape shape, int batch, Dialect dialect)
    {
        int rows = !dialect.IsVector || batch == 1 ? 1 : new[] { 4, 5, 3, 2 }.FirstOrDefault(count => batch % count == 0);
        return Of(shape, rows == 0 ? Math.Min(4, batch) : rows, rows == 0, dialect);
    }

    /// <summary>For the weight gradient.</summary>
    public static DenseColumns OfUnits(DenseShape shape, int batch, Dialect dialect)
    {
        int rows = !dialect.IsVector || batch == 1 ? 1 : new[] { 4, 5, 3, 2 }.FirstOrDefault(count => shape.Units % count == 0);
        return Of(shape, rows == 0 ? Math.Min(4, shape.Units) : rows, rows == 0, dialect);
    }

    public string Describe(string row) => (Rows > 1 ? Text.Plural(Rows, row) + " × " : "") + Text.Plural(Vectors, Lanes > 1 ? "vector" : "number") + " of inputs";

    /// <summary>Units whose weights stay near while all samples go through them.</summary>
    public int UnitsOfBlock(Scalar scalar)
    {
        long bytes = (long)Shape.Inputs * (scalar == Scalar.Single ? 4 : 8);
        return Rows == 1 || bytes * Shape.Units <= 2 * MostBlockBytes ? Shape.Units : (int)Math.Max(16, MostBlockBytes / bytes);
    }

    private static DenseColumns Of(DenseShape shape, int rows, bool hasRest, Dialect dialect)
    {
        int most = dialect.Bits switch { 512 => rows == 1 ? 12 : 5, 0 => 8, _ => rows == 1 ? 8 : 2 };
        int all = (shape.Inputs + dialect.Lanes - 1) / dialect.Lanes;

        // Rather fewer at a time than some left over, which are a second text.
        int vectors = shape.Inputs % dialect.Lanes == 0 ? Enumerable.Range(1, Math.Min(most, all)).Last(count => all % count == 0) : 0;
        if (vectors * 2 <= Math.Min(most, all)) vectors = Math.Min(rows == 1 ? most : Math.Min(most, shape.Inputs < Few ? 2 : 4), all);
        return new DenseColumns(shape, rows, hasRest, vectors, dialect.Lanes);
    }

    public static IEnumerable<string> Sums(int rows, int vectors) => from row in Enumerable.Range(0, rows) from vector in Enumerable.Range(0, vectors) select Sum(row, vector);

    public static string Sum(int row, int vector) => $"sum{Text.Number(row)}_{Text.Number(vector)}";

    public void Declare(KernelWriter writer, int rows, int vectors, string operand) =>
        writer.DeclareVectors(Sums(rows, vectors).Concat(rows > 1 ? Enumerable.Range(0, vectors).Select(v => operand + Text.Number(v)) : new string[0]).Append("value"));

    /// <summary>The tiles of the inputs: the first input, how many, and in how many vectors.</summary>
    public void EachColumns(KernelWriter writer, Action<Index, int, int> body)
    {
        writer.Tiles("i", "input", Shape.Inputs, Math.Min(Vectors * Lanes, Shape.Inputs), (first, inputs) => body(first, inputs, (inputs + Lanes - 1) / Lanes));
    }

    /// <summary>The tiles of the samples of a call.</summary>
    public void EachSamples(KernelWriter writer, Action<Index, int> body)
    {
        if (Rows == 1)
        {
            writer.Nest(new[] { writer.Samples }, at => body(at[0], 1));
            return;
        }

        if (!HasRest)
        {
            using (writer.Block($"for (nint sample = 0; sample < samples; sample += {Text.Number(Rows)})")) body(Index.Of("sample"), Rows);
            return;
        }

        writer.Line("nint sample = 0;");
        using (writer.Block($"for (; sample + {Text.Number(Rows)} <= samples; sample += {Text.Number(Rows)})")) body(Index.Of("sample"), Rows);
        writer.Line();
        using (writer.Block("for (; sample < samples; sample++)")) body(Index.Of("sample"), 1);
    }
}
