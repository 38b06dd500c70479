using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Emission;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Layers.Conv;

/// <summary>The gradient of a convolution's weights: each output's gradient times the input under the kernel, over all samples and positions.</summary>
internal sealed record ConvWeightGradient(Scalar Scalar, int Batch, ConvShape Shape, Layout Input, Layout Output) : Kernel(Scalar, Batch)
{
    private readonly ConvTile tile = ConvTile.WeightGradient(Shape);

    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("input"), Port.In("outputGradient"), Port.InOut("weightGradient"));

    public override string Name => "Conv" + Shape.NameSuffix + "WeightGradient" + Input.NameSuffix + "And" + Output.NameSuffix;

    public override string Title => Shape.WeightGradientTitle();

    public override string Form => Shape.WeightGradientForm;

    public override string Tile => $"{Text.Plural(tile.Outer, "filter")} × {Text.Plural(tile.Taps, "kernel column")}";

    public override long Macs => Shape.Macs;

    public override bool HasText(Dialect dialect) => !dialect.IsVector;

    public override void Emit(KernelWriter writer)
    {
        writer.Comment(tile.Outer == 1 ? "sumT: kernel column T" : "sumFT: filter F of the tile, kernel column T");
        Window window = Shape.Window;
        Loop[] loops =
        {
            new("group", Shape.Groups), new("filter", Shape.GroupFilters, tile.Outer), new("channel", Shape.GroupChannels),
            new("kernelRow", window.Height), new("kernelColumn", window.Width, tile.Taps),
        };
        writer.Nest(loops, at =>
        {
            for (int f = 0; f < tile.Outer; f++) writer.Declare(Taps().Select(t => (Sum(f, t), "0")));
            writer.Nest(new[] { writer.Samples, new Loop("row", Shape.Output.Height) }, inner =>
                writer.Tiles("column", "column", Shape.Output.Width, tile.Columns, (column, columns) => EmitTile(writer, at, inner[0], inner[1], column, columns)));

            writer.Line();
            Index weight = (((at[0] * Shape.GroupFilters) + at[1]) * (Shape.GroupChannels * window.Cells)) + (at[2] * window.Cells) + (at[3] * window.Width) + at[4];
            for (int f = 0; f < tile.Outer; f++)
            {
                Pointer w = writer.Point(
                    tile.Outer == 1 ? "w" : "w" + Text.Number(f), "weightGradient", weight + (f * Shape.GroupChannels * window.Cells), tile.Taps, isWritten: true);
                writer.Statements(Taps().Select(t => writer.Dialect.Add(w[t], Sum(f, t))));
            }
        });
    }

    private void EmitTile(KernelWriter writer, Index[] at, Index sample, Index row, Index column, int columns)
    {
        Window window = Shape.Window;
        (Index group, Index filter, Index channel, Index kernelRow, Index kernelColumn) = (at[0], at[1], at[2], at[3], at[4]);
        Index first = (sample * Input.Count) + ConvText.InputAt(Shape, Input, (group * Shape.GroupChannels) + channel, row, kernelRow, column, kernelColumn);
        Index position = (sample * Output.Count) + Output.At((group * Shape.GroupFilters) + filter, row, column);
        int reach = ((((columns - 1) * window.StrideWidth) + ((tile.Taps - 1) * window.DilationWidth)) * Input.ColumnStride) + 1;
        Pointer x = writer.Point("x", "input", first, reach);
        Pointer[] g = Enumerable.Range(0, tile.Outer)
            .Select(f => writer.Point(tile.Outer == 1 ? "g" : "g" + Text.Number(f), "outputGradient", position + (f * Output.ChannelStride), ((columns - 1) * Output.ColumnStride) + 1))
            .ToArray();
        for (int c = 0; c < columns; c++)
        {
            for (int f = 0; f < tile.Outer; f++)
            {
                writer.Statements(Taps().Select(t => writer.Dialect.Accumulate(
                    Sum(f, t), g[f][c * Output.ColumnStride], x[((c * window.StrideWidth) + (t * window.DilationWidth)) * Input.ColumnStride])));
            }
        }
    }

    private string Sum(int filter, int tap) => tile.Outer == 1 ? "sum" + Text.Number(tap) : "sum" + Text.Number(filter) + Text.Number(tap);

    private IEnumerable<int> Taps() => Enumerable.Range(0, tile.Taps);
}
