using System;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Pool;

/// <summary>What all pools write alike: with channels in lanes, a vector of outputs after the other.</summary>
internal static class PoolText
{
    /// <summary>How a pool's output lies: in the order of its input, and with room for whole vectors where that has it.</summary>
    public static Layout OutputLayout(PoolShape shape, Layout input, Border border)
    {
        bool hasRoom = input.RowPitch > 0 && border == Border.None && shape.Window.Width == shape.Window.StrideWidth;
        return new Layout(shape.Output, input.ChannelsLast, border, hasRoom ? input.RowPitch / shape.Window.Width : 0);
    }

    /// <summary>Whether channels can be the lanes of vectors: they are last in the image, and lie together in all that has a number for each output.</summary>
    public static bool HasLanes(PoolShape shape, Layout image, params Layout[] outputs) =>
        shape.Input.Channels > 1 && image.ChannelsLast && Array.TrueForAll(outputs, layout => layout.ChannelStride == 1);

    /// <summary>The loops over vectors of outputs. Where a window's cells are not written out, its bounds are declared: top, bottom, left and right.</summary>
    public static void EachVector(KernelWriter writer, PoolShape shape, Action<PoolVector> body)
    {
        Shape output = shape.Output;
        writer.Nest(new[] { new Loop("row", output.Height), new Loop("column", output.Width) }, at =>
        {
            if (!shape.IsWrittenOut) shape.EmitBounds(writer, at[0], at[1]);
            writer.Tiles(
                "channel",
                "channel",
                output.Channels,
                writer.Dialect.Lanes,
                (channel, channels) => body(new PoolVector(writer, shape, at[0], at[1], channel, channels)));
        });
    }
}

/// <summary>A vector of a pool's outputs.</summary>
/// <param name="Writer">The writer.</param>
/// <param name="Shape">The pool.</param>
/// <param name="Row">The output's row.</param>
/// <param name="Column">The output's column.</param>
/// <param name="Channel">The first channel.</param>
/// <param name="Channels">How many of them there are.</param>
internal sealed record PoolVector(KernelWriter Writer, PoolShape Shape, Index Row, Index Column, Index Channel, int Channels)
{
    /// <summary>A vector of something that has a number for each output.</summary>
    public Pointer Point(string name, string argument, Layout layout, bool isWritten = false) =>
        Writer.Point(name, argument, layout.At(Channel, Row, Column), Channels, isWritten);

    /// <summary>A vector of whole numbers, one for each output.</summary>
    public Pointer PointToIntegers(string name, string argument, Layout layout)
    {
        Writer.Line($"ref int {name} = {KernelWriter.Reference(argument, layout.At(Channel, Row, Column))};");
        return new Pointer(Writer, name, null);
    }

    /// <summary>The place of the window's first cell.</summary>
    public Index FirstCell(Layout layout) => Shape.IsWrittenOut
        ? Shape.FirstCell(layout, Channel, Row, Column)
        : layout.At(Channel, Index.Of("top"), Index.Of("left"));

    /// <summary>The divisor of a mean over the cells.</summary>
    public string Cells => Shape.IsWrittenOut ? Text.Number(Shape.Window.Cells) : "((bottom - top) * (right - left))";

    /// <summary>Each cell of the window: its distance from the first where the cells are written out, with their numbers; else its place, in loops.</summary>
    public void EachCell(Layout layout, Action<int, int> written, Action<Index> looped)
    {
        if (!Shape.IsWrittenOut)
        {
            Writer.Line("for (nint y = top; y < bottom; y++)");
            using (Writer.Block("for (nint x = left; x < right; x++)")) looped(layout.At(Channel, Index.Of("y"), Index.Of("x")));
            return;
        }

        for (int cell = 0; cell < Shape.Window.Cells; cell++)
        {
            written(cell, (cell / Shape.Window.Width * layout.RowStride) + (cell % Shape.Window.Width * layout.ColumnStride));
        }
    }

    /// <summary>Adds to each cell of the window in the input's gradient.</summary>
    /// <param name="layout">How the input's gradient lies.</param>
    /// <param name="term">What is added, by the text that gives the distance from the first cell or the place of the cell.</param>
    public void AddToEachCell(Layout layout, Func<Index, string> term)
    {
        if (Shape.IsWrittenOut)
        {
            Pointer d = Writer.Point("d", "inputGradient", FirstCell(layout), 0, isWritten: true);
            EachCell(layout, (_, distance) => Writer.Line(d.Store(distance, $"({d.Load(distance)} + {term(distance)})")), _ => { });
            return;
        }

        EachCell(layout, (_, _) => { }, place =>
        {
            Pointer d = Writer.Point("d", "inputGradient", place, 0, isWritten: true);
            Writer.Line(d.Store(0, $"({d.Load(0)} + {term(place)})"));
        });
    }
}
