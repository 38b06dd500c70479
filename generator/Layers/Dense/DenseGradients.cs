using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

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
        writer.Comment($"sumS_V: sample S of the tile, {tile.Lane} V of inputs");
        tile.DescribeRest(writer);
        if (tile.Rows > 1 && !tile.HasRest) writer.Comment(DenseColumns.StaleSamples);
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
            if (isWhole) writer.Assign(DenseColumns.Sums(samples, vectors), dialect.Zero);
            else EachRow((d, row, sums) => writer.Statements(sums.Select((sum, v) => $"{sum} = {d.Load(row + (v * dialect.Lanes))}")));
            writer.Nest(new[] { new Loop("unit", units) }, inner =>
            {
                Index unit = firstUnit + inner[0];
                Pointer w = writer.Point("w", "weights", (unit * Shape.Inputs) + first, inputs);
                if (samples > 1) writer.Statements(Enumerable.Range(0, vectors).Select(v => $"w{Text.Number(v)} = {w.Load(v * dialect.Lanes)}"));
                for (int s = 0; s < samples; s++)
                {
                    int row = s;
                    writer.Line($"value = {dialect.Broadcast(writer.Argument("outputGradient").At(((sample + s) * Shape.Units) + unit))};");
                    writer.Statements(
                        Enumerable.Range(0, vectors)
                            .Select(v =>
                                dialect.Accumulate(DenseColumns.Sum(row, v), "value", samples > 1 ? "w" + Text.Number(v) : w.Load(v * dialect.Lanes))));
                }
            });
            writer.Line();
            EachRow((d, row, sums) => writer.StoreFirst(sums, d, inputs, row));

            // All samples of a tile from one place on.
            void EachRow(Action<Pointer, int, IReadOnlyList<string>> each)
            {
                using (writer.Braces())
                {
                    Pointer d = writer.Point("d", "inputGradient", (sample * Shape.Inputs) + first, ((samples - 1) * Shape.Inputs) + inputs, isWritten: true);
                    for (int s = 0; s < samples; s++) each(d, s * Shape.Inputs, DenseColumns.Sums(1, vectors, s).ToList());
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
        writer.Comment($"sumU_V: unit U of the tile, {tile.Lane} V of inputs");
        tile.DescribeRest(writer);
        tile.EachGradient(writer, (start, units, vectors, inputs) =>
        {
            writer.Comment("what a call has summed is added once");
            Pointer d = writer.Point("d", "weightGradient", start, ((units - 1) * Shape.Inputs) + inputs, isWritten: true);
            for (int u = 0; u < units; u++)
            {
                int row = u * Shape.Inputs;
                List<string> sums = DenseColumns.Sums(1, vectors, u).ToList();
                writer.Statements(sums.Select((sum, v) => $"{sum} += {d.Load(row + (v * dialect.Lanes))}"));
                writer.StoreFirst(sums, d, inputs, row);
            }
        });
    }
}

/// <summary>
/// A step of the optimizer for a dense layer's weights, with their gradient made on the way: few samples make it faster than memory hands
/// it over.
/// </summary>
internal sealed record DenseWeightStep(Scalar Scalar, int Batch, DenseShape Shape, Optimizer Optimizer) : Kernel(Scalar, Batch)
{
    public override EquatableArray<Port> Ports =>
        new[] { Port.In("input"), Port.In("outputGradient"), Port.InOut("weights") }.Concat(Optimizer.States.Select(Port.InOut)).ToEquatableArray();

    public override string Name => $"Dense{Text.Number(Shape.Inputs)}To{Text.Number(Shape.Units)}WeightStep";

    public override string Title => $"{Optimizer.Formula}; {Shape.WeightGradientTitle()}";

    public override string Form => Shape.WeightGradientForm + Optimizer.Remark;

    public override string Tile => "inputs in lanes";

    public override long Macs => Shape.Macs;

    public override EquatableArray<string> Numbers => Optimizer.StepNumbers.Select(number => number.Name).ToEquatableArray();

    public override bool HasText(Dialect dialect) => dialect.IsVector || dialect.IsPlainScalar;

    public override string TileIn(Dialect dialect) => DenseColumns.OfSteps(Shape, dialect).Describe("unit");

    public override void Emit(KernelWriter writer)
    {
        Dialect dialect = writer.Dialect;
        DenseColumns tile = DenseColumns.OfSteps(Shape, dialect);
        writer.Comment($"sum0_V: {tile.Lane} V of inputs");
        tile.DescribeRest(writer);
        Optimizer.EmitStart(writer);
        tile.EachGradient(writer, (start, _, vectors, inputs) =>
        {
            Pointer w = writer.Point("w", "weights", start, inputs, isWritten: true);
            List<Pointer> states = Optimizer.States.Select((state, i) => writer.Point("s" + Text.Number(i), state, start, inputs, isWritten: true)).ToList();
            for (int v = 0; v < vectors; v++)
            {
                int at = v * dialect.Lanes;
                using (writer.Braces()) Optimizer.EmitNumbers(writer, DenseColumns.Sum(0, v), At(w), states.Select(At).ToList());

                NumbersAt At(Pointer pointer) => new(pointer.Load(at), value => writer.StoreFirst(value, pointer, at, inputs - at));
            }
        });
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
    /// <summary>Why a loop over samples may go past the last one.</summary>
    public const string StaleSamples =
        "a last tile may go past the samples of a call: there is room for a batch, a multiple of it; whatever lies there, nobody reads what comes of it";

    /// <summary>Says what the last vector of a row does where the row does not fill it.</summary>
    public void DescribeRest(KernelWriter writer)
    {
        if (Lanes > 1 && Shape.Inputs % Lanes != 0) writer.Comment("a row's last vector reaches into what lies behind it; what comes of that is not stored");
    }

    /// <summary>What a sum holds.</summary>
    public string Lane => Lanes > 1 ? "vector" : "number";

    // Below so many inputs a short text is worth more than the last tenth of speed.
    private const int Few = 512;

    // Rows of weights that stay in the second cache.
    private const int MostBlockBytes = 512 << 10;

    /// <summary>For the input gradient: a batch has room for whole tiles of samples, so that a call with fewer may compute some that nobody reads.</summary>
    public static DenseColumns OfSamples(DenseShape shape, int batch, Dialect dialect)
    {
        int rows = !dialect.IsVector || batch == 1 || shape.IsSmall ? 1 : new[] { 4, 5, 3, 2 }.FirstOrDefault(count => batch % count == 0);
        return Of(shape, rows == 0 ? Math.Min(4, batch) : rows, rows == 0, dialect);
    }

    /// <summary>For the weight gradient.</summary>
    public static DenseColumns OfUnits(DenseShape shape, int batch, Dialect dialect)
    {
        // What Step makes on the way is seldom made apart.
        int[] tried = batch <= DenseLayer.MostDeferred ? new[] { 2, 3 } : new[] { 4, 5, 3, 2 };
        int rows = !dialect.IsVector || batch == 1 || shape.IsSmall ? 1 : tried.FirstOrDefault(count => shape.Units % count == 0);
        return Of(shape, rows == 0 ? Math.Min(4, shape.Units) : rows, rows == 0, dialect);
    }

    /// <summary>For a step of the optimizer: memory is what it waits for.</summary>
    public static DenseColumns OfSteps(DenseShape shape, Dialect dialect) => new(shape, 1, HasRest: false, 1, dialect.Lanes);

    public string Describe(string row) =>
        (Rows > 1 ? Text.Plural(Rows, row) + " × " : "") + Text.Plural(Vectors, Lanes > 1 ? "vector" : "number") + " of inputs";

    /// <summary>Units whose weights stay near while all samples go through them.</summary>
    public int UnitsOfBlock(Scalar scalar)
    {
        long bytes = (long)Shape.Inputs * (scalar == Scalar.Single ? 4 : 8);
        return Rows == 1 || bytes * Shape.Units <= 2 * MostBlockBytes ? Shape.Units : (int)Math.Max(16, MostBlockBytes / bytes);
    }

    private static DenseColumns Of(DenseShape shape, int rows, bool hasRest, Dialect dialect)
    {
        int most = dialect.Bits switch { 512 => rows == 1 ? 12 : 5, 0 => 8, _ => rows > 1 ? 2 : shape.IsSmall ? 4 : 8 };
        int all = (shape.Inputs + dialect.Lanes - 1) / dialect.Lanes;

        // Rather fewer at a time than some left over, which are a second text.
        int vectors = shape.Inputs % dialect.Lanes == 0 ? Enumerable.Range(1, Math.Min(most, all)).Last(count => all % count == 0) : 0;
        if (vectors * 2 <= Math.Min(most, all)) vectors = Math.Min(rows == 1 ? most : Math.Min(most, shape.Inputs < Few ? 2 : 4), all);
        return new DenseColumns(shape, rows, hasRest, vectors, dialect.Lanes);
    }

    public static IEnumerable<string> Sums(int rows, int vectors, int firstRow = 0) =>
        from row in Enumerable.Range(firstRow, rows) from vector in Enumerable.Range(0, vectors) select Sum(row, vector);

    public static string Sum(int row, int vector) => $"sum{Text.Number(row)}_{Text.Number(vector)}";

    public void Declare(KernelWriter writer, int rows, int vectors, string operand) =>
        writer.DeclareVectors(
            Sums(rows, vectors).Concat(rows > 1 ? Enumerable.Range(0, vectors).Select(v => operand + Text.Number(v)) : new string[0]).Append("value"));

    /// <summary>The sums of a weight gradient: for each tile where its first weight is, how many units, vectors and inputs it has.</summary>
    public void EachGradient(KernelWriter writer, Action<Index, int, int, int> body)
    {
        int rows = Math.Min(Rows, Shape.Units);

        // A row at a time goes through memory in order; several keep their inputs near.
        if (rows == 1) EachUnits((unit, units) => EachColumns(writer, (first, inputs, vectors) => Tile(unit, units, first, inputs, vectors)));
        else EachColumns(writer, (first, inputs, vectors) => EachUnits((unit, units) => Tile(unit, units, first, inputs, vectors)));

        void EachUnits(Action<Index, int> each) => writer.Tiles("unit", "unit", Shape.Units, rows, each);

        void Tile(Index unit, int units, Index first, int inputs, int vectors)
        {
            EmitSums(writer, unit, units, first, inputs, vectors);
            writer.Line();
            body((unit * Shape.Inputs) + first, units, vectors, inputs);
        }
    }

    private void EmitSums(KernelWriter writer, Index unit, int units, Index first, int inputs, int vectors)
    {
        Dialect dialect = writer.Dialect;
        Declare(writer, units, vectors, "x");
        writer.Assign(Sums(units, vectors), dialect.Zero);
        writer.Nest(new[] { writer.Samples }, at =>
        {
            Pointer x = writer.Point("x", "input", (at[0] * Shape.Inputs) + first, inputs);
            if (units > 1) writer.Statements(Enumerable.Range(0, vectors).Select(v => $"x{Text.Number(v)} = {x.Load(v * dialect.Lanes)}"));
            for (int u = 0; u < units; u++)
            {
                int row = u;
                writer.Line($"value = {dialect.Broadcast(writer.Argument("outputGradient").At((at[0] * Shape.Units) + unit + u))};");
                writer.Statements(
                    Enumerable.Range(0, vectors)
                        .Select(v => dialect.Accumulate(Sum(row, v), "value", units > 1 ? "x" + Text.Number(v) : x.Load(v * dialect.Lanes))));
            }
        });
    }

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
