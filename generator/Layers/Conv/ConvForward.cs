using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Emission;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Layers.Conv;

/// <summary>The forward pass of a convolution over a framed input.</summary>
internal sealed record ConvForward(Scalar Scalar, int Batch, ConvShape Shape) : Kernel(Scalar, Batch)
{
    private readonly ConvTile tile = ConvTile.Forward(Shape);

    public override EquatableArray<Port> Ports => Shape.Bias == ConvBias.None
        ? EquatableArray.Of(Port.In("input"), Port.In("weights"), Port.Out("output"))
        : EquatableArray.Of(Port.In("input"), Port.In("weights"), Port.In("bias"), Port.Out("output"));

    public override string Name => "Conv" + Shape.NameSuffix + "Forward" + (Shape.Bias == ConvBias.PerFilter ? "" : Shape.Bias + "Bias");

    public override string Title => Shape.ForwardTitle();

    public override string Form => Shape.ForwardForm;

    public override string Tile => $"{Text.Plural(tile.Outer, "filter")} × {Text.Plural(tile.Columns, "column")}";

    public override long Macs => Shape.Macs;

    public override void Emit(KernelWriter writer)
    {
        writer.Comment(tile.Outer == 1 ? "sumC: column C of the tile" : "sumFC: filter F and column C of the tile");
        Loop[] loops = { writer.Samples, new("group", Shape.Groups), new("filter", Shape.GroupFilters, tile.Outer), new("row", Shape.Output.Height) };
        writer.Nest(loops, at => writer.Tiles("column", "column", Shape.Output.Width, tile.Columns, (column, columns) => EmitTile(writer, at, column, columns)));
    }

    private void EmitTile(KernelWriter writer, Index[] at, Index column, int columns)
    {
        (Index sample, Index group, Index row) = (at[0], at[1], at[3]);
        Index filter = (group * Shape.GroupFilters) + at[2];
        Shape input = Shape.Input, output = Shape.Output;
        Window window = Shape.Window;
        for (int f = 0; f < tile.Outer; f++) writer.Declare(Columns(columns).Select(c => (Sum(f, c), Start(filter + f, row, column, f, c))));

        Loop[] loops = { new("channel", Shape.GroupChannels), new("kernelRow", window.Height), new("kernelColumn", window.Width, tile.Taps) };
        writer.Nest(loops, inner =>
        {
            (Index channel, Index kernelRow, Index kernelColumn) = (inner[0], inner[1], inner[2]);
            Index first = (sample * input.Count) + (((group * Shape.GroupChannels) + channel) * input.Positions)
                + (((row * window.StrideHeight) + (kernelRow * window.DilationHeight)) * input.Width)
                + (column * window.StrideWidth) + (kernelColumn * window.DilationWidth);
            Func<int, string> x = writer.Window("x", "input", first, ((columns - 1) * window.StrideWidth) + ((tile.Taps - 1) * window.DilationWidth) + 1);
            int perFilter = Shape.GroupChannels * window.Cells;
            Func<int, string>[] w = Enumerable.Range(0, tile.Outer).Select(f => writer.Window(
                tile.Outer == 1 ? "w" : "w" + Text.Number(f),
                "weights",
                ((filter + f) * perFilter) + (channel * window.Cells) + (kernelRow * window.Width) + kernelColumn,
                tile.Taps)).ToArray();
            for (int tap = 0; tap < tile.Taps; tap++)
            {
                for (int f = 0; f < tile.Outer; f++) writer.Statements(Columns(columns).Select(c => $"{Sum(f, c)} += {x((c * window.StrideWidth) + (tap * window.DilationWidth))} * {w[f](tap)}"));
            }
        });

        if (loops.Any(loop => !loop.RunsOnce)) writer.Line();
        for (int f = 0; f < tile.Outer; f++)
        {
            Func<int, string> y = writer.Window(
                tile.Outer == 1 ? "y" : "y" + Text.Number(f),
                "output",
                (sample * output.Count) + ((filter + f) * output.Positions) + (row * output.Width) + column,
                columns,
                isWritten: true);
            writer.Statements(Columns(columns).Select(c => $"{y(c)} = {Sum(f, c)}"));
        }
    }

    private string Start(Index filter, Index row, Index column, int f, int c) => Shape.Bias switch
    {
        ConvBias.None => "0",
        ConvBias.PerFilter => c == 0 ? $"bias[{filter}]" : Sum(f, 0),
        _ => $"bias[{(filter * Shape.Output.Positions) + (row * Shape.Output.Width) + column + c}]",
    };

    private string Sum(int f, int c) => tile.Outer == 1 ? "sum" + Text.Number(c) : "sum" + Text.Number(f) + Text.Number(c);

    private static IEnumerable<int> Columns(int columns) => Enumerable.Range(0, columns);
}
