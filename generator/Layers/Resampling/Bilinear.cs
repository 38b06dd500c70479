using System;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Resampling;

/// <summary>Each output is a weighted mean of the two rows and the two columns around its place in the input.</summary>
internal sealed record BilinearForward(Scalar Scalar, Shape Shape, int Factor, Layout Source, Layout Target) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("input"), Port.Out("output"));

    public override bool IsPerSample => true;

    public override string Name => $"Bilinear{Shape}Times{Text.Number(Factor)}{Layout.NameSuffixOf(Source, Target)}Forward";

    public override string Title => $"{Shape} → {Target.Shape}";

    public override string Form => "sequential: column, then row";

    public override bool HasText(Dialect dialect) => dialect.IsPlainScalar || BilinearText.HasLanes(dialect, Shape, Source, Target);

    public override void Emit(KernelWriter writer)
    {
        Dialect dialect = writer.Dialect;
        BilinearText.EachOutput(writer, Shape, Factor, () => { }, at =>
        {
            foreach (string row in BilinearText.Rows(Shape))
            {
                string before = BilinearText.Element(writer, "input", Source, at.Channel, row, "before");
                string after = BilinearText.Element(writer, "input", Source, at.Channel, row, "after");
                string mean = dialect.MultiplyAdd(after, dialect.Broadcast("right"), dialect.Rounded($"{before} * {dialect.Broadcast("left")}"));
                writer.Line($"{dialect.Type} {Mean(row)} = {mean};");
            }

            string value = Shape.IsLine
                ? Mean("")
                : dialect.MultiplyAdd(Mean("below"), dialect.Broadcast("lower"), dialect.Rounded($"{Mean("above")} * {dialect.Broadcast("upper")}"));
            Index target = Target.At(at.Channel, at.Row, at.Column);
            if (dialect.IsVector)
            {
                if (!Shape.IsLine) writer.Line($"Lanes y = {value};");
                writer.StoreFirst(Shape.IsLine ? value : "y", writer.Point("to", "output", target, at.Channels, isWritten: true), 0, at.Channels);
            }
            else
            {
                writer.Line($"output[{target}] = {value};");
            }
        });
    }

    private static string Mean(string row) => row.Length == 0 ? "mean" : row + "Mean";
}

/// <summary>The gradient of each output goes to the four numbers that it was made of, as they were weighted.</summary>
internal sealed record BilinearInputGradient(Scalar Scalar, Shape Shape, int Factor, Layout Output, Layout Input) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("outputGradient"), Port.Out("inputGradient"));

    public override bool IsPerSample => true;

    public override string Name => $"Bilinear{Shape}Times{Text.Number(Factor)}{Layout.NameSuffixOf(Output, Input)}InputGradient";

    public override string Title => $"{Shape} ← {Output.Shape}";

    public override string Form => "sequential: output row, output column";

    public override bool HasText(Dialect dialect) => dialect.IsPlainScalar || BilinearText.HasLanes(dialect, Shape, Output, Input);

    public override void Emit(KernelWriter writer)
    {
        Dialect dialect = writer.Dialect;
        if (dialect.IsVector) RestLanes.Declare(writer, Shape.Channels, "behind the last channel lies the next position");
        writer.Clear("inputGradient", Input.Count);
        BilinearText.EachOutput(
            writer,
            Shape,
            Factor,
            () =>
            {
                foreach ((string row, string ofRow) in Shape.IsLine ? Array.Empty<(string, string)>() : new[] { ("above", "upper"), ("below", "lower") })
                {
                    foreach ((string column, string ofColumn) in new[] { ("before", "left"), ("after", "right") })
                    {
                        writer.Line($"{writer.Scalar} {Weight(row, column)} = {dialect.Rounded($"{ofRow} * {ofColumn}")};");
                    }
                }
            },
            at =>
            {
                Index from = Output.At(at.Channel, at.Row, at.Column);
                string g = dialect.IsVector
                    ? RestLanes.Select($"LoadUnsafe({KernelWriter.Reference("outputGradient", from)})", "Lanes.Zero", at.Channels, dialect)
                    : $"outputGradient[{from}]";
                writer.Line($"{dialect.Type} g = {g};");
                foreach (string row in BilinearText.Rows(Shape))
                {
                    foreach (string column in new[] { "before", "after" })
                    {
                        string place = BilinearText.Element(writer, "inputGradient", Input, at.Channel, row, column);
                        if (!dialect.IsVector)
                        {
                            writer.Line(dialect.Accumulate(place, "g", Weight(row, column)));
                            continue;
                        }

                        Index to = BilinearText.At(Input, at.Channel, row, column);
                        string sum = dialect.MultiplyAdd("g", dialect.Broadcast(Weight(row, column)), place);
                        writer.Line($"({sum}).StoreUnsafe({KernelWriter.Reference("inputGradient", to)});");
                    }
                }
            });
    }

    private static string Weight(string row, string column) => row.Length > 0 ? row + Text.Pascal(column) : column == "before" ? "left" : "right";
}

/// <summary>What both passes have in common: where the rows and columns around an output are, and how they are weighted.</summary>
internal static class BilinearText
{
    /// <summary>Whether the channels of a position lie together in both, and are enough for a vector.</summary>
    public static bool HasLanes(Dialect dialect, Shape shape, Layout one, Layout other) =>
        dialect.IsFor(shape.Channels) && shape.Channels > 1 && one.ChannelStride == 1 && other.ChannelStride == 1;

    /// <summary>A number of the input by the names of its row and column, or as many as a vector has.</summary>
    public static string Element(KernelWriter writer, string argument, Layout layout, Index channel, string row, string column)
    {
        Index at = At(layout, channel, row, column);
        return writer.Dialect.IsVector ? $"LoadUnsafe({KernelWriter.Reference(argument, at)})" : $"{argument}[{at}]";
    }

    public static Index At(Layout layout, Index channel, string row, string column) =>
        layout.At(channel, row.Length == 0 ? 0 : Index.Of(row), Index.Of(column));

    /// <summary>The names of the two rows around a place; a line has but one, which needs no name.</summary>
    public static string[] Rows(Shape shape) => shape.IsLine ? new[] { "" } : new[] { "above", "below" };

    /// <summary>
    /// The loops over the outputs, with the rows <c>above</c> and <c>below</c>, weighted <c>upper</c> and <c>lower</c>, and the columns <c>before</c> and
    /// <c>after</c>, weighted <c>left</c> and <c>right</c>.
    /// </summary>
    /// <param name="writer">The writer.</param>
    /// <param name="input">The input's shape.</param>
    /// <param name="factor">How many outputs there are for each row and each column.</param>
    /// <param name="position">Writes what all channels of a position have in common.</param>
    /// <param name="body">Writes what is done with a channel, or a vector of them.</param>
    public static void EachOutput(KernelWriter writer, Shape input, int factor, Action position, Action<BilinearPlace> body)
    {
        writer.Nest(new[] { new Loop("row", input.IsLine ? 1 : input.Height * factor) }, row =>
        {
            if (!input.IsLine) EmitAround(row[0], "fromTop", "above", "below", "upper", "lower", input.Height);
            writer.Nest(new[] { new Loop("column", input.Width * factor) }, column =>
            {
                EmitAround(column[0], "fromLeft", "before", "after", "left", "right", input.Width);
                position();
                if (writer.Dialect.IsVector)
                {
                    writer.Tiles(
                        "channel",
                        "channel",
                        input.Channels,
                        writer.Dialect.Lanes,
                        (channel, channels) => body(new BilinearPlace(row[0], column[0], channel, channels)));
                }
                else writer.Nest(new[] { new Loop("channel", input.Channels) }, channel => body(new BilinearPlace(row[0], column[0], channel[0], 1)));
            });
        });

        void EmitAround(Index at, string distance, string first, string second, string ofFirst, string ofSecond, int count)
        {
            string unit = first == "above" ? "row" : input.IsLine ? "position" : "column";
            string whole = Text.Number(2 * factor), type = writer.HasReferences ? "nint" : "int", scalar = writer.Scalar;
            writer.Line(
                $"{type} {distance} = global::System.Math.Max({(at * 2) + (1 - factor)}, 0);   // in 1/{whole} of a {unit}");
            writer.Line($"{type} {first} = {distance} / {whole}, {second} = global::System.Math.Min({first} + 1, {Text.Number(count - 1)});");
            writer.Line(
                $"{scalar} {ofSecond} = {writer.Dialect.Rounded($"({scalar})({distance} % {whole}) / {whole}")}, {ofFirst} = " +
                $"{writer.Dialect.Rounded($"1 - {ofSecond}")};");
        }
    }
}

/// <summary>An output's place: a channel, or the first of a vector.</summary>
internal sealed record BilinearPlace(Index Row, Index Column, Index Channel, int Channels);
