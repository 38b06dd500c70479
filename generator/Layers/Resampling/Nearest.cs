using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Resampling;

/// <summary>Each position becomes a square of its number.</summary>
internal sealed record NearestForward(Scalar Scalar, Shape Shape, int Factor, Layout Source, Layout Target) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("input"), Port.Out("output"));

    public override bool IsPerSample => true;

    public override string Name => $"Nearest{Shape}Times{Text.Number(Factor)}{Layout.NameSuffixOf(Source, Target)}Forward";

    public override string Title => $"{Shape} → {Target.Shape}";

    public override string Form => "copied";

    public override void Emit(KernelWriter writer)
    {
        if (Source.ChannelStride == 1 && Target.ChannelStride == 1)
        {
            string channels = Text.Number(Shape.Channels);
            Loop[] positions = { new("row", Shape.Height), new("cellRow", Factor), new("column", Shape.Width), new("cellColumn", Factor) };
            writer.Nest(positions, at =>
            {
                Index source = Source.At(0, at[0], at[2]), target = Target.At(0, (at[0] * Factor) + at[1], (at[2] * Factor) + at[3]);
                writer.Line($"input.Slice({source}, {channels}).CopyTo(output.Slice({target}, {channels}));");
            });
            return;
        }

        Loop[] loops =
        {
            new("channel", Shape.Channels), new("row", Shape.Height), new("cellRow", Factor), new("column", Shape.Width), new("cellColumn", Factor),
        };
        writer.Nest(loops, at =>
        {
            Index target = Target.At(at[0], (at[1] * Factor) + at[2], (at[3] * Factor) + at[4]);
            writer.Line($"output[{target}] = input[{Source.At(at[0], at[1], at[3])}];");
        });
    }
}

/// <summary>The gradient of a number is the sum over its square.</summary>
internal sealed record NearestInputGradient(Scalar Scalar, Shape Shape, int Factor, Layout Output, Layout Input) : Kernel(Scalar, 1)
{
    // Cells that are written out; of more there are loops.
    private const int MostWrittenCells = 16;

    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("outputGradient"), Port.Out("inputGradient"));

    public override bool IsPerSample => true;

    public override string Name => $"Nearest{Shape}Times{Text.Number(Factor)}{Layout.NameSuffixOf(Output, Input)}InputGradient";

    public override string Title => $"{Shape} ← {Output.Shape}";

    public override string Form => "sequential: row, column";

    public override bool HasText(Dialect dialect) => dialect.IsPlainScalar || ChannelVectors.HasLanes(dialect, Shape, Output, Input);

    public override void Emit(KernelWriter writer)
    {
        if (writer.Dialect.IsVector)
        {
            ChannelVectors.Each(
                writer,
                Shape,
                (row, column, channel, channels) => EmitSum(
                    writer, row, column, channel, channels, writer.Point("d", "inputGradient", Input.At(channel, row, column), channels, isWritten: true)));
            return;
        }

        writer.Nest(new[] { new Loop("channel", Shape.Channels), new Loop("row", Shape.Height), new Loop("column", Shape.Width) }, at =>
            EmitSum(writer, at[1], at[2], at[0], 1, null, $"inputGradient[{Input.At(at[0], at[1], at[2])}]"));
    }

    private void EmitSum(KernelWriter writer, Index row, Index column, Index channel, int channels, Pointer? target, string element = "")
    {
        Dialect dialect = writer.Dialect;
        Index first = Output.At(channel, row * Factor, column * Factor);
        if (Factor * Factor <= MostWrittenCells)
        {
            Pointer g = writer.Point("g", "outputGradient", first, ((Factor - 1) * (Output.RowStride + Output.ColumnStride)) + channels);
            IEnumerable<int> cells = Enumerable.Range(0, Factor * Factor)
                .Select(cell => (cell / Factor * Output.RowStride) + (cell % Factor * Output.ColumnStride));
            writer.Line($"{dialect.Type} sum = {g.Load(0)};");
            foreach (int cell in cells.Skip(1)) writer.Line(dialect.Add("sum", g.Load(cell)));
        }
        else
        {
            writer.Line($"{dialect.Type} sum = {dialect.Zero};");
            writer.Nest(new[] { new Loop("cellRow", Factor), new Loop("cellColumn", Factor) }, cell =>
            {
                Index at = first + (cell[0] * Output.RowStride) + (cell[1] * Output.ColumnStride);
                writer.Line(dialect.Add("sum", dialect.IsVector ? $"LoadUnsafe({KernelWriter.Reference("outputGradient", at)})" : $"outputGradient[{at}]"));
            });
        }

        if (target != null) writer.StoreFirst("sum", target, 0, channels);
        else writer.Line($"{element} = sum;");
    }
}

/// <summary>Vectors of channels, position after position.</summary>
internal static class ChannelVectors
{
    /// <summary>Whether the channels of a position lie together everywhere, and are enough for a vector.</summary>
    public static bool HasLanes(Dialect dialect, Shape shape, Layout one, Layout other) =>
        dialect.IsFor(shape.Channels) && shape.Channels > 1 && one.ChannelStride == 1 && other.ChannelStride == 1;

    /// <summary>The body gets a position, the first channel and how many there are.</summary>
    public static void Each(KernelWriter writer, Shape shape, System.Action<Index, Index, Index, int> body) =>
        writer.Nest(new[] { new Loop("row", shape.Height), new Loop("column", shape.Width) }, at =>
            writer.Tiles("channel", "channel", shape.Channels, writer.Dialect.Lanes, (channel, channels) => body(at[0], at[1], channel, channels)));
}
