using System.Collections.Generic;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Rearranging;

internal sealed class ReshapeKind : LayerKind
{
    public override string Name => "Reshape";

    public override void Check(AnnotationReader reader)
    {
        reader.AtLeast(1, "channels");
        reader.AtLeast(1, reader.First("length", "height"));
        if (reader.Has("height")) reader.AtLeast(1, "width");
    }

    public override Layer? Read(LayerReader reader)
    {
        Shape shape = ShapeOf(reader), input = reader.Input.Shape;
        if (shape.LongCount == input.LongCount) return new ReshapeLayer(reader.Name, reader.Input, reader.Makes(shape));
        reader.Report(
            Rules.NotSoRearranged,
            null,
            reader.Name,
            $"{Text.Plural(shape.LongCount, "number")} for {shape}",
            input.ToString(),
            Text.Grouped(input.LongCount));
        return null;
    }

    public override Shape AlwaysMakes(AnnotationReader reader) => ShapeOf(reader);

    private static Shape ShapeOf(AnnotationReader reader) => reader.Has("length")
        ? Shape.Of(reader.Int("channels"), reader.Int("length"))
        : Shape.Of(reader.Int("channels"), reader.Int("height"), reader.Int("width"));
}

/// <summary>The same numbers, row-major, in another shape.</summary>
internal sealed record ReshapeLayer(string Name, Tensor Input, Tensor Output) : RearrangingLayer(Name, "Reshape", Input, Output)
{
    public override EquatableArray<Setting> Settings => Output.Shape.IsLine
        ? EquatableArray.Of(Setting.Told("channels", Output.Shape.Channels), Setting.Told("length", Output.Shape.Width))
        : EquatableArray.Of(
            Setting.Told("channels", Output.Shape.Channels),
            Setting.Told("height", Output.Shape.Height),
            Setting.Told("width", Output.Shape.Width));

    public override bool NeedsPlainInput => true;

    public override Layout OutputLayout(Layout input, Border border, LayerForm? form, PlanOptions planning) => new(Output.Shape, ChannelsLast: false, border);

    protected override Layout SeenInput(Slot slot) => Layout.Plain(Shape.Of(Input.Shape.Count));

    protected override IEnumerable<Piece> Pieces
    {
        get
        {
            // The input is one run of numbers; the output may have a border, and its gradient any order.
            Shape shape = Output.Shape;
            yield return new Piece(
                Cell.Zero,
                Cell.Zero,
                EquatableArray.Of(
                    new Walk("channel", shape.Channels, Cell.Channels(shape.Positions), Cell.Channels(1)),
                    new Walk("row", shape.Height, Cell.Channels(shape.Width), Cell.Rows(1)),
                    new Walk("column", shape.Width, Cell.Channels(1), Cell.Columns(1))));
        }
    }
}
