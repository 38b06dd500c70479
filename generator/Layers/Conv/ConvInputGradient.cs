using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Emission;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Layers.Conv;

/// <summary>The gradient of a convolution's framed input: each output's gradient times the kernels, added where the kernel lay.</summary>
internal sealed record ConvInputGradient(Scalar Scalar, ConvShape Shape, Layout Input, Layout Output) : Kernel(Scalar, 1)
{
    private readonly ConvTile tile = ConvTile.InputGradient(Shape);

    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("outputGradient"), Port.In("weights"), Port.Out("inputGradient"));

    public override bool IsPerSample => true;

    public override string Name => "Conv" + Shape.NameSuffix + "InputGradient" + Input.NameSuffix + "From" + Output.NameSuffix;

    public override string Title => Shape.InputGradientTitle();

    public override string Form => Shape.InputGradientForm;

    public override string Tile => $"{Text.Plural(tile.Outer, "channel")} × {Text.Plural(tile.Taps, "kernel column")}";

    public override long Macs => Shape.Macs;

    public override bool HasText(Dialect dialect) => !dialect.IsVector;

    public override void Emit(KernelWriter writer)
    {
        Window window = Shape.Window;
        writer.Clear("inputGradient", Input.Count);
        writer.Comment(tile.Outer == 1 ? "sumT: the input under kernel column T" : "sumCT: channel C of the tile, the input under kernel column T");
        Loop[] loops =
        {
            new("group", Shape.Groups), new("row", Shape.Output.Height), new("kernelRow", window.Height),
            new("channel", Shape.GroupChannels, tile.Outer), new("column", Shape.Output.Width), new("kernelColumn", window.Width, tile.Taps),
        };
        writer.Nest(loops, at =>
        {
            (Index group, Index row, Index kernelRow, Index channel, Index column, Index kernelColumn) = (at[0], at[1], at[2], at[3], at[4], at[5]);
            Index first = ConvText.InputAt(Shape, Input, (group * Shape.GroupChannels) + channel, row, kernelRow, column, kernelColumn);
            int reach = ((tile.Taps - 1) * window.DilationWidth * Input.ColumnStride) + 1;
            Pointer[] d = Pointers(c => writer.Point(Numbered("d", c), "inputGradient", first + (c * Input.ChannelStride), reach, isWritten: true));
            for (int c = 0; c < tile.Outer; c++) writer.Declare(Taps().Select(t => (Sum(c, t), d[c][t * window.DilationWidth * Input.ColumnStride])));

            writer.Nest(new[] { new Loop("filter", Shape.GroupFilters) }, inner =>
            {
                Index filter = (group * Shape.GroupFilters) + inner[0];
                writer.Line($"{writer.Scalar} g = {writer.Argument("outputGradient").At(Output.At(filter, row, column))};");
                Index weight = (filter * (Shape.GroupChannels * window.Cells)) + (channel * window.Cells) + (kernelRow * window.Width) + kernelColumn;
                Pointer[] w = Pointers(c => writer.Point(Numbered("w", c), "weights", weight + (c * window.Cells), tile.Taps));
                for (int c = 0; c < tile.Outer; c++) writer.Statements(Taps().Select(t => writer.Dialect.Accumulate(Sum(c, t), "g", w[c][t])));
            });

            if (Shape.GroupFilters > 1) writer.Line();
            for (int c = 0; c < tile.Outer; c++) writer.Statements(Taps().Select(t => $"{d[c][t * window.DilationWidth * Input.ColumnStride]} = {Sum(c, t)}"));
        });
    }

    private Pointer[] Pointers(Func<int, Pointer> pointer) => Enumerable.Range(0, tile.Outer).Select(pointer).ToArray();

    private string Numbered(string name, int channel) => tile.Outer == 1 ? name : name + Text.Number(channel);

    private string Sum(int channel, int tap) => tile.Outer == 1 ? "sum" + Text.Number(tap) : "sum" + Text.Number(channel) + Text.Number(tap);

    private IEnumerable<int> Taps() => Enumerable.Range(0, tile.Taps);
}
