using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Dense;

/// <summary>The vector text of a dense layer's forward pass.</summary>
internal sealed class DenseRows
{
    private readonly DenseForward kernel;
    private readonly DenseShape shape;
    private readonly KernelWriter writer;
    private readonly Dialect dialect;
    private readonly DenseTile tile;

    public DenseRows(DenseForward kernel, KernelWriter writer)
    {
        this.kernel = kernel;
        this.writer = writer;
        shape = kernel.Shape;
        dialect = writer.Dialect;
        tile = new DenseTile(shape, kernel.Batch, dialect);
    }

    public void Emit()
    {
        writer.Comment(SumsAre);
        if (LaneFold.IsOfRows(dialect) && shape.HasBias && shape.Units % tile.Units != 0)
        {
            writer.Comment("four biases are loaded at once: at the end also what lies behind the last, which is not stored");
        }

        writer.Line(LaneFold.IsOfRows(dialect) ? "Four y;" : $"{writer.Scalar} y;");
        if (tile.Rest > 0)
        {
            string inputs = Text.Plural(tile.Rest, "input");
            if (!Parts.Any(IsPartlyRest)) writer.Comment($"the last {inputs} fill the last parts of the sixteen lanes; in the others nothing is added");
            else
            {
                writer.Comment(shape.Inputs < Sums.Lanes
                    ? $"rest: the lanes of the {inputs}; behind a row of weights lies the next one"
                    : $"rest: the lanes of the last {inputs}; the vector that ends with the row begins among inputs that are added already");
                writer.Comment("inputs and weights are masked alike: zero times infinity would not be zero");
            }

            for (int p = 0; p < tile.Parts; p++)
            {
                if (!IsPartlyRest(p)) continue;
                string lanes = string.Join(", ", Enumerable.Range(p * dialect.Lanes, dialect.Lanes).Select(lane => IsRestLane(lane) ? "-1" : "0"));
                string create = dialect.Scalar == Scalar.Single ? $"Create({lanes}).AsSingle()" : $"Create({lanes.Replace(",", "L,")}L).AsDouble()";
                writer.Line($"Lanes rest{Part(p)} = {create};");
            }
        }

        if (kernel.Batch > 1) EmitBatch();
        else EmitSample(0);
    }

    /// <summary>What the names of sums say.</summary>
    private string SumsAre => tile.Samples > 1
        ? "sumS_U: the sixteen lanes of sample S and unit U of the tile"
        : tile.Parts == 1
            ? "sumU: the sixteen lanes of unit U of the tile"
            : $"sumU_P: part P of the sixteen lanes of unit U of the tile, {Text.Number(dialect.Lanes)} of them";

    private bool IsRestLane(int lane) => shape.Inputs < Sums.Lanes ? lane < shape.Inputs : lane >= Sums.Lanes - tile.Rest;

    /// <summary>Whether a part of the lanes has some of the last inputs.</summary>
    private bool HasRest(int part) => Enumerable.Range(part * dialect.Lanes, dialect.Lanes).Any(IsRestLane);

    /// <summary>Whether it has other lanes besides.</summary>
    private bool IsPartlyRest(int part) => HasRest(part) && !Enumerable.Range(part * dialect.Lanes, dialect.Lanes).All(IsRestLane);

    /// <summary>Whether a part of the lanes has no input at all.</summary>
    private bool IsMissing(int part) => shape.Inputs < Sums.Lanes && part * dialect.Lanes >= shape.Inputs;

    private IEnumerable<int> Parts => Enumerable.Range(0, tile.Parts).Where(part => !IsMissing(part));

    private void EmitBatch()
    {
        if (tile.Samples == 1)
        {
            writer.Nest(new[] { writer.Samples }, at => EmitSample(at[0]));
            return;
        }

        // The weights are read once: they may be many. A batch of whole tiles has room for samples that nobody asked for.
        string count = Text.Number(tile.Samples);
        bool isWhole = kernel.HasRoom && kernel.Batch % tile.Samples == 0;
        if (isWhole) writer.Comment(DenseColumns.StaleSamples);
        writer.Tiles("unit", "unit", shape.Units, tile.Units, (unit, units) =>
        {
            string hasRoom = isWhole ? "sample < samples" : $"sample + {count} <= samples";
            using (writer.Block($"for (nint sample = 0; {hasRoom}; sample += {count})"))
            {
                EmitSamples(unit, units);
            }
        });
        if (isWhole) return;
        writer.Line();
        using (writer.Block($"for (nint sample = samples / {count} * {count}; sample < samples; sample++)")) EmitSample(Index.Of("sample"));
    }

    /// <summary>One sample: the inputs in registers, or read again for each group of rows.</summary>
    private void EmitSample(Index sample)
    {
        writer.Line($"ref {writer.Scalar} x = {KernelWriter.Reference("input", sample * shape.Inputs)};");
        if (tile.KeepsInput || shape.Inputs < Sums.Lanes)
        {
            IEnumerable<string> inputs = Parts.SelectMany(part =>
                Enumerable.Range(0, Blocks)
                    .Where(block => block < tile.Blocks || HasRest(part))
                    .Select(block => $"x{Text.Number(block)}{Part(part)} = {Input("x", block, part)}"));
            foreach (IEnumerable<string> line in KernelWriter.Wrapped(inputs.ToList())) writer.Line($"Lanes {string.Join(", ", line)};");
        }
        else if (tile.Rest > 0)
        {
            writer.Line("Lanes " + string.Join(", ", Parts.Where(HasRest).Select(part => $"last{Part(part)} = {Input("x", tile.Blocks, part)}")) + ";");
        }

        writer.Tiles("unit", "unit", shape.Units, tile.Units, (unit, units) =>
        {
            writer.Line($"ref {writer.Scalar} w = {KernelWriter.Reference("weights", unit * shape.Inputs)};");
            if (tile.KeepsInput || shape.Inputs < Sums.Lanes) EmitKept(units);
            else EmitLooped(units);
            writer.Line();
            EmitFold(units, (sample * shape.Units) + unit, unit, (u, part) => Sum(u, part));
        });
    }

    /// <summary>Vectors of sixteen inputs, the last inputs among them.</summary>
    private int Blocks => tile.Blocks + (tile.Rest > 0 ? 1 : 0);

    /// <summary>Where a block's first lane reads: the last one ends with the row.</summary>
    private int OffsetOf(int block) => block < tile.Blocks ? block * Sums.Lanes : Math.Max(0, shape.Inputs - Sums.Lanes);

    private string Input(string pointer, int block, int part)
    {
        int offset = OffsetOf(block) + (part * dialect.Lanes);
        if (shape.Inputs < Sums.Lanes)
        {
            // Not past the end of what may be the caller's.
            IEnumerable<string> elements = Enumerable.Range(offset, dialect.Lanes).Select(i => i < shape.Inputs ? Element(pointer, i) : "0");
            return $"Create({string.Join(", ", elements)})";
        }

        string load = Load(pointer, offset);
        return block < tile.Blocks ? load : Masked(load, part);
    }

    /// <summary>The lanes of a vector that belong to the last inputs.</summary>
    private string Masked(string vector, int part) => !IsPartlyRest(part) ? vector : $"ConditionalSelect(rest{Part(part)}, {vector}, Lanes.Zero)";

    private void EmitKept(int units)
    {
        writer.DeclareVectors(Enumerable.Range(0, units).SelectMany(u => Parts.Select(part => Sum(u, part))));
        writer.Comment("each sum begins at +0, as where it is a loop: a product of -0 becomes +0");
        for (int u = 0; u < units; u++)
        {
            for (int block = 0; block < Blocks; block++)
            {
                foreach (int part in Parts.Where(part => block < tile.Blocks || HasRest(part)))
                {
                    string load = Load("w", (u * shape.Inputs) + OffsetOf(block) + (part * dialect.Lanes)), x = $"x{Text.Number(block)}{Part(part)}";

                    // Behind a short row lies the next one; the last vector of a long one begins in what has been added.
                    if (block >= tile.Blocks) load = Masked(load, part);
                    writer.Line(block == 0 ? $"{Sum(u, part)} = {dialect.MultiplyAdd(x, load, "Lanes.Zero")};" : dialect.Accumulate(Sum(u, part), x, load));
                }
            }
        }
    }

    private void EmitLooped(int units)
    {
        int unroll = Enumerable.Range(1, Math.Max(1, 16 / (units * tile.Parts))).Last(count => tile.Blocks % count == 0);
        List<string> sums = Enumerable.Range(0, units).SelectMany(u => Parts.Select(part => Sum(u, part))).ToList();
        writer.DeclareVectors(sums.Concat(Parts.Select(X)));
        writer.Assign(sums, "Lanes.Zero");
        int passed = EachBlock(unroll, "xi", () => writer.Line($"ref {writer.Scalar} xi = ref x;"), x =>
        {
            for (int block = 0; block < unroll; block++)
            {
                writer.Statements(Parts.Select(part => $"{X(part)} = {Load(x, (block * Sums.Lanes) + (part * dialect.Lanes))}"));
                AddRows(units, block * Sums.Lanes, Parts, X, (load, _) => load);
            }
        });
        if (tile.Rest > 0) AddRows(units, passed + tile.Rest - Sums.Lanes, Parts.Where(HasRest), part => "last" + Part(part), Masked);
    }

    /// <summary>
    /// Goes through the whole vectors of sixteen inputs, so many at a time: in a loop that moves the pointers to inputs and weights, or
    /// at once where that is one turn. Gives how far from the pointers the rest then begins.
    /// </summary>
    private int EachBlock(int unroll, string moving, Action declare, Action<string> body)
    {
        int turns = tile.Blocks / unroll;
        if (turns == 1)
        {
            body("x");
            return tile.Blocks * Sums.Lanes;
        }

        if (turns == 0) return 0;
        declare();
        using (writer.Block($"for (nint i = 0; i < {Text.Number(turns)}; i++)"))
        {
            body(moving);
            writer.Line($"{moving} = ref Unsafe.Add(ref {moving}, {Text.Number(unroll * Sums.Lanes)});");
            writer.Line($"w = ref Unsafe.Add(ref w, {Text.Number(unroll * Sums.Lanes)});");
        }

        return 0;
    }

    private void AddRows(int units, int offset, IEnumerable<int> parts, Func<int, string> input, Func<string, int, string> masked)
    {
        for (int u = 0; u < units; u++)
        {
            int unit = u;
            writer.Statements(
                parts.Select(part =>
                    dialect.Accumulate(Sum(unit, part), input(part), masked(Load("w", (unit * shape.Inputs) + offset + (part * dialect.Lanes)), part))));
        }
    }

    /// <summary>Several samples at once: each row of weights is read once for all of them.</summary>
    private void EmitSamples(Index unit, int units)
    {
        IEnumerable<string> sums = Enumerable.Range(0, tile.Samples).SelectMany(s => Enumerable.Range(0, units).Select(u => SumOf(s, u)));
        writer.Line(
            $"ref {writer.Scalar} x = {KernelWriter.Reference("input", Index.Of("sample") * shape.Inputs)}, w = " +
            $"{KernelWriter.Reference("weights", unit * shape.Inputs)};");
        writer.DeclareVectors(sums);
        writer.Line($"Lanes {string.Join(", ", Enumerable.Range(0, units).Select(u => "w" + Text.Number(u)))}, value;");
        writer.Assign(sums, "Lanes.Zero");
        int passed = EachBlock(1, "x", () => { }, _ => AddSamples(units, 0, load => load));
        if (tile.Rest > 0) AddSamples(units, shape.Inputs < Sums.Lanes ? 0 : passed + tile.Rest - Sums.Lanes, load => Masked(load, 0));
        writer.Line();
        for (int s = 0; s < tile.Samples; s++)
        {
            int sample = s;
            EmitFold(units, ((Index.Of("sample") + s) * shape.Units) + unit, unit, (u, _) => SumOf(sample, u));
        }
    }

    private void AddSamples(int units, int offset, Func<string, string> masked)
    {
        for (int u = 0; u < units; u++)
        {
            string load = Load("w", (u * shape.Inputs) + offset);
            writer.Line($"w{Text.Number(u)} = {masked(load)};");
        }

        for (int s = 0; s < tile.Samples; s++)
        {
            int sample = s;
            writer.Statements(
                Enumerable.Range(0, units)
                    .Select(u => dialect.Accumulate(SumOf(sample, u), "value", "w" + Text.Number(u)))
                    .Prepend($"value = {masked(Load("x", (s * shape.Inputs) + offset))}"));
        }
    }

    /// <summary>Folds the lanes of a tile's sums, adds the bias, and stores what becomes of the sums.</summary>
    private void EmitFold(int units, Index output, Index unit, Func<int, int, string> sum)
    {
        if (!LaneFold.IsOfRows(dialect))
        {
            for (int u = 0; u < units; u++)
            {
                EmitNumber(
                    LaneFold.OfRow(writer, Enumerable.Range(0, tile.Parts).Select(part => IsMissing(part) ? null : sum(u, part)).ToList()),
                    output + u,
                    unit + u);
            }

            return;
        }

        string y = LaneFold.OfRows(writer, Enumerable.Range(0, units).Select(u => (IReadOnlyList<string>)Parts.Select(part => sum(u, part)).ToList()).ToList());
        writer.Line($"y = {y};");
        if (shape.HasBias) writer.Line($"y += Vector128.LoadUnsafe({KernelWriter.Reference("bias", unit)});");
        if (kernel.Activation != null) writer.Line($"y = {OfFour(kernel.Activation.Of(writer, "y"))};");

        if (units == 4)
        {
            writer.Line($"y.StoreUnsafe({KernelWriter.Reference("output", output)});");
            return;
        }

        for (int u = 0; u < units; u++) writer.Line($"{At("output", output + u)} = y.{(u == 0 ? "ToScalar()" : $"GetElement({Text.Number(u)})")};");
    }

    private void EmitNumber(string total, Index output, Index unit)
    {
        writer.Line($"y = {total};");
        if (shape.HasBias) writer.Line($"y += {At("bias", unit)};");
        writer.Line($"{At("output", output)} = {kernel.Activation?.OfNumber(writer, "y") ?? "y"};");
    }

    /// <summary>The text of an activation of whole vectors, for four numbers.</summary>
    private static string OfFour(string lanes) => Regex.Replace(lanes, @"\b[A-Z]\w*\(", "Vector128.$0").Replace("Lanes.Zero", "Four.Zero");

    private static string At(string argument, Index index) => index.IsZero ? argument : $"Unsafe.Add(ref {argument}, {index})";

    private static string Element(string pointer, int index) => index == 0 ? pointer : $"Unsafe.Add(ref {pointer}, {Text.Number(index)})";

    private static string Load(string pointer, int offset) => offset switch
    {
        0 => $"LoadUnsafe(ref {pointer})",
        < 0 => $"LoadUnsafe(ref Unsafe.Add(ref {pointer}, {Text.Number(offset)}))",
        _ => $"LoadUnsafe(ref {pointer}, {Text.Number(offset)})",
    };

    private static string X(int part) => "x" + Text.Number(part);

    private string Sum(int unit, int part) => "sum" + Text.Number(unit) + Part(part);

    private static string SumOf(int sample, int unit) => $"sum{Text.Number(sample)}_{Text.Number(unit)}";

    private string Part(int part) => tile.Parts == 1 ? "" : "_" + Text.Number(part);
}
