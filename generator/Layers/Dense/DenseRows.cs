using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Emission;
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
        writer.Comment(tile.Parts == 1 ? "sumU: the lanes of unit U of the tile" : "sumUp: part p of the sixteen lanes of unit U of the tile");
        if (tile.Rest > 0)
        {
            // Lanes of the last inputs; those before them are in other vectors already.
            for (int p = 0; p < tile.Parts; p++)
            {
                if (IsMissing(p)) continue;
                string lanes = string.Join(", ", Enumerable.Range(p * dialect.Lanes, dialect.Lanes).Select(lane => IsRestLane(lane) ? "-1" : "0"));
                string create = dialect.Scalar == Scalar.Single ? $"Create({lanes}).AsSingle()" : $"Create({lanes.Replace(",", "L,")}L).AsDouble()";
                writer.Line($"Lanes rest{Part(p)} = {create};");
            }
        }

        if (kernel.Batch > 1) EmitBatch();
        else EmitSample(0);
    }

    private bool IsRestLane(int lane) => shape.Inputs < Sums.Lanes ? lane < shape.Inputs : lane >= Sums.Lanes - tile.Rest;

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
        writer.Tiles("unit", "unit", shape.Units, tile.Units, (unit, units) =>
        {
            using (writer.Block(isWhole ? $"for (nint sample = 0; sample < samples; sample += {count})" : $"for (nint sample = 0; sample + {count} <= samples; sample += {count})"))
            {
                writer.Line($"ref {writer.Scalar} x = ref Unsafe.Add(ref input, sample * {Text.Number(shape.Inputs)});");
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
            IEnumerable<string> inputs = Parts.SelectMany(part => Enumerable.Range(0, Blocks).Select(block => $"x{Text.Number(block)}{Part(part)} = {Input("x", block, part)}"));
            foreach (IEnumerable<string> line in KernelWriter.Wrapped(inputs.ToList())) writer.Line($"Lanes {string.Join(", ", line)};");
        }
        else if (tile.Rest > 0)
        {
            writer.Line("Lanes " + string.Join(", ", Parts.Select(part => $"last{Part(part)} = {Input("x", tile.Blocks, part)}")) + ";");
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
        return block < tile.Blocks ? load : $"ConditionalSelect(rest{Part(part)}, {load}, Lanes.Zero)";
    }

    private void EmitKept(int units)
    {
        writer.Line("Lanes " + string.Join(", ", Enumerable.Range(0, units).SelectMany(u => Parts.Select(part => Sum(u, part)))) + ";");
        for (int u = 0; u < units; u++)
        {
            for (int block = 0; block < Blocks; block++)
            {
                foreach (int part in Parts)
                {
                    string load = Load("w", (u * shape.Inputs) + OffsetOf(block) + (part * dialect.Lanes)), x = $"x{Text.Number(block)}{Part(part)}";

                    // Behind a short row lies the next one.
                    if (shape.Inputs < Sums.Lanes) load = $"ConditionalSelect(rest{Part(part)}, {load}, Lanes.Zero)";
                    writer.Line(block == 0 ? $"{Sum(u, part)} = {dialect.MultiplyAdd(x, load, "Lanes.Zero")};" : dialect.Accumulate(Sum(u, part), x, load));
                }
            }
        }
    }

    private void EmitLooped(int units)
    {
        int unroll = Enumerable.Range(1, Math.Max(1, 16 / (units * tile.Parts))).Last(count => tile.Blocks % count == 0);
        List<string> sums = Enumerable.Range(0, units).SelectMany(u => Parts.Select(part => Sum(u, part))).ToList();
        writer.Line($"Lanes {string.Join(", ", sums.Concat(Parts.Select(part => "x" + Part(part) + "0")))};");
        writer.Line(string.Join(" = ", sums) + " = Lanes.Zero;");
        writer.Line($"ref {writer.Scalar} xi = ref x;");
        using (writer.Block($"for (nint i = 0; i < {Text.Number(tile.Blocks / unroll)}; i++)"))
        {
            for (int block = 0; block < unroll; block++)
            {
                writer.Statements(Parts.Select(part => $"x{Part(part)}0 = {Load("xi", (block * Sums.Lanes) + (part * dialect.Lanes))}"));
                AddRows(units, block * Sums.Lanes, part => $"x{Part(part)}0");
            }

            writer.Line($"xi = ref Unsafe.Add(ref xi, {Text.Number(unroll * Sums.Lanes)});");
            writer.Line($"w = ref Unsafe.Add(ref w, {Text.Number(unroll * Sums.Lanes)});");
        }

        if (tile.Rest > 0) AddRows(units, tile.Rest - Sums.Lanes, part => "last" + Part(part));
    }

    private void AddRows(int units, int offset, Func<int, string> input)
    {
        for (int u = 0; u < units; u++)
        {
            int unit = u;
            writer.Statements(Parts.Select(part => dialect.Accumulate(Sum(unit, part), input(part), Load("w", (unit * shape.Inputs) + offset + (part * dialect.Lanes)))));
        }
    }

    /// <summary>Several samples at once: each row of weights is read once for all of them.</summary>
    private void EmitSamples(Index unit, int units)
    {
        IEnumerable<string> sums = Enumerable.Range(0, tile.Samples).SelectMany(s => Enumerable.Range(0, units).Select(u => SumOf(s, u)));
        writer.Line($"ref {writer.Scalar} xi = ref x, w = {KernelWriter.Reference("weights", unit * shape.Inputs)};");
        writer.Line($"Lanes {string.Join(", ", sums)};");
        writer.Line($"Lanes {string.Join(", ", Enumerable.Range(0, units).Select(u => "w" + Text.Number(u)))}, xs;");
        writer.Line(string.Join(" = ", sums) + " = Lanes.Zero;");
        if (tile.Blocks > 0)
        {
            using (writer.Block($"for (nint i = 0; i < {Text.Number(tile.Blocks)}; i++)"))
            {
                AddSamples(units, 0, load => load);
                writer.Line($"xi = ref Unsafe.Add(ref xi, {Text.Number(Sums.Lanes)});");
                writer.Line($"w = ref Unsafe.Add(ref w, {Text.Number(Sums.Lanes)});");
            }
        }

        if (tile.Rest > 0) AddSamples(units, shape.Inputs < Sums.Lanes ? 0 : tile.Rest - Sums.Lanes, load => $"ConditionalSelect(rest, {load}, Lanes.Zero)");
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
            writer.Line($"w{Text.Number(u)} = {(shape.Inputs < Sums.Lanes ? masked(load) : load)};");
        }

        for (int s = 0; s < tile.Samples; s++)
        {
            int sample = s;
            writer.Statements(Enumerable.Range(0, units).Select(u => dialect.Accumulate(SumOf(sample, u), "xs", "w" + Text.Number(u))).Prepend($"xs = {masked(Load("xi", (s * shape.Inputs) + offset))}"));
        }
    }

    /// <summary>Sixteen lanes to one number, (l0 + l2) + (l1 + l3) in each quarter and (q0 + q1) + (q2 + q3) of the quarters.</summary>
    private void EmitFold(int units, Index output, Index unit, Func<int, int, string> sum)
    {
        if (dialect.Scalar == Scalar.Single && dialect.Bits >= 256)
        {
            EmitTree(units, output, unit, sum);
            return;
        }

        for (int u = 0; u < units; u++)
        {
            string total = dialect.Scalar == Scalar.Single ? FoldShuffled(u, sum) : FoldDoubles(u, sum);
            if (shape.HasBias) total = $"{total} + {At("bias", unit + u)}";
            string place = At("output", output + u);
            if (kernel.Rectifier is { } slope)
            {
                using (writer.Braces())
                {
                    writer.Line($"{writer.Scalar} y = {total};");
                    writer.Line($"{place} = {(slope == 0 ? "y < 0 ? 0 : y" : $"y > 0 ? y : {writer.Number(slope)} * y")};");
                }
            }
            else
            {
                writer.Line($"{place} = {total};");
            }
        }
    }

    /// <summary>Four rows at once, by a transposing tree.</summary>
    private void EmitTree(int units, Index output, Index unit, Func<int, int, string> sum)
    {
        string x86 = dialect.Bits == 512 ? "Avx512F" : "Avx";
        foreach (int part in Parts)
        {
            string Row(int u) => u < units ? sum(u, part) : "Lanes.Zero";
            string first = sum(0, part), third = units > 2 ? sum(2, part) : "Lanes.Zero";
            writer.Line($"{first} = {x86}.UnpackLow({first}, {Row(1)}) + {x86}.UnpackHigh({first}, {Row(1)});");
            if (units > 2) writer.Line($"{third} = {x86}.UnpackLow({third}, {Row(3)}) + {x86}.UnpackHigh({third}, {Row(3)});");
            writer.Line($"{first} = {x86}.Shuffle({first}, {third}, 0x44) + {x86}.Shuffle({first}, {third}, 0xEE);");
        }

        string Half(int half)
        {
            if (dialect.Bits == 512) return $"{sum(0, 0)}.{(half == 0 ? "GetLower()" : "GetUpper()")}";
            return IsMissing(half) ? "" : sum(0, half);
        }

        string Folded(int half) => $"({Half(half)}.GetLower() + {Half(half)}.GetUpper())";
        using (writer.Braces())
        {
            writer.Line($"Vector128<float> y = {(Half(1).Length == 0 ? Folded(0) : $"{Folded(0)} + {Folded(1)}")};");
            if (shape.HasBias) writer.Line($"y += Vector128.LoadUnsafe({KernelWriter.Reference("bias", unit)});");
            if (kernel.Rectifier is 0) writer.Line($"y = Vector128.{dialect.NativeMax("Vector128<float>.Zero", "y")};");
            else if (kernel.Rectifier is { } slope) writer.Line($"y = Vector128.ConditionalSelect(Vector128.GreaterThan(y, Vector128<float>.Zero), y, {writer.Number(slope)} * y);");
            if (units == 4)
            {
                writer.Line($"y.StoreUnsafe({KernelWriter.Reference("output", output)});");
                return;
            }

            for (int u = 0; u < units; u++) writer.Line($"{At("output", output + u)} = y.{(u == 0 ? "ToScalar()" : $"GetElement({Text.Number(u)})")};");
        }
    }

    private string FoldShuffled(int unit, Func<int, int, string> sum)
    {
        foreach (int part in Parts)
        {
            string q = sum(unit, part);
            writer.Line($"{q} += Shuffle({q}, Create(2, 3, 0, 1)); {q} += Shuffle({q}, Create(1, 0, 3, 2));");
        }

        string?[] quarters = Enumerable.Range(0, 4).Select(part => IsMissing(part) ? null : sum(unit, part)).ToArray();
        return Pairs(quarters) + ".ToScalar()";
    }

    private string FoldDoubles(int unit, Func<int, int, string> sum)
    {
        int perQuarter = 4 / dialect.Lanes;
        var quarters = new string?[4];
        for (int q = 0; q < 4; q++)
        {
            string name = $"quarter{Text.Number(unit)}{Text.Number(q)}";
            string? half = dialect.Bits switch
            {
                512 when !IsMissing(q / 2) => $"{sum(unit, q / 2)}.{(q % 2 == 0 ? "GetLower()" : "GetUpper()")}",
                256 when !IsMissing(q) => sum(unit, q),
                _ => null,
            };
            if (dialect.Bits == 128 && !IsMissing(q * perQuarter)) writer.Line($"Vector128<double> {name} = {sum(unit, q * 2)}{(IsMissing((q * 2) + 1) ? "" : " + " + sum(unit, (q * 2) + 1))};");
            else if (half != null) writer.Line($"Vector128<double> {name} = {half}.GetLower() + {half}.GetUpper();");
            else continue;
            quarters[q] = $"({name}.ToScalar() + {name}.GetElement(1))";
        }

        return Pairs(quarters);
    }

    private static string Pairs(IReadOnlyList<string?> quarters)
    {
        string? Add(string? a, string? b) => a == null || b == null ? a ?? b : $"({a} + {b})";
        return Add(Add(quarters[0], quarters[1]), Add(quarters[2], quarters[3]))!;
    }

    private static string At(string argument, Index index) => index.IsZero ? argument : $"Unsafe.Add(ref {argument}, {index})";

    private static string Element(string pointer, int index) => index == 0 ? pointer : $"Unsafe.Add(ref {pointer}, {Text.Number(index)})";

    private static string Load(string pointer, int offset) => offset switch
    {
        0 => $"LoadUnsafe(ref {pointer})",
        < 0 => $"LoadUnsafe(ref Unsafe.Add(ref {pointer}, {Text.Number(offset)}))",
        _ => $"LoadUnsafe(ref {pointer}, {Text.Number(offset)})",
    };

    private string Sum(int unit, int part) => "sum" + Text.Number(unit) + Part(part);

    private static string SumOf(int sample, int unit) => "sum" + Text.Number(sample) + Text.Number(unit);

    private string Part(int part) => tile.Parts == 1 ? "" : ((char)('a' + part)).ToString();
}
