using System;
using CnnGen.Generator.Emission;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Layers.Pool;

/// <summary>What all pools write alike.</summary>
internal static class PoolText
{
    /// <summary>How a pool's output lies: in the order of its input, and with room for whole vectors where that has it.</summary>
    public static Layout OutputLayout(PoolShape shape, Layout input, Border border)
    {
        bool hasRoom = input.RowPitch > 0 && border == Border.None && shape.Window.Width == shape.Window.StrideWidth;
        return new Layout(shape.Output, input.ChannelsLast, border, hasRoom ? input.RowPitch / shape.Window.Width : 0);
    }

    /// <summary>Whether channels can be the lanes of vectors.</summary>
    public static bool HasLanes(Layout source, Layout target) => source.ChannelsLast && source.Shape.Channels > 1 && (target.ChannelsLast || target.Shape.Positions == 1);

    /// <summary>The text with channels in lanes.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="shape">The pool.</param>
    /// <param name="source">How the input lies.</param>
    /// <param name="target">How the output lies.</param>
    /// <param name="add">The statement that takes another cell into <c>sum</c>.</param>
    /// <param name="finish">The statement behind the last, by the text of the number of cells; null for none.</param>
    public static void EmitLanes(KernelWriter writer, PoolShape shape, Layout source, Layout target, Func<string, string> add, Func<string, string?> finish)
    {
        Window window = shape.Window;
        Shape output = shape.Output;
        writer.Line("Lanes sum;");
        writer.Nest(new[] { new Loop("row", output.Height), new Loop("column", output.Width) }, at =>
        {
            if (!shape.IsWrittenOut) EmitBounds(writer, shape, at[0], at[1]);
            writer.Tiles("channel", "channel", output.Channels, writer.Dialect.Lanes, (channel, channels) =>
            {
                if (shape.IsWrittenOut)
                {
                    Pointer x = writer.Point("x", "input", source.At(channel, at[0] * window.StrideHeight, at[1] * window.StrideWidth), 0);
                    writer.Line($"sum = {x.Load(0)};");
                    for (int cell = 1; cell < window.Cells; cell++) writer.Line(add(x.Load((cell / window.Width * source.RowStride) + (cell % window.Width * source.ColumnStride))));
                }
                else
                {
                    // The first cell is met twice by a maximum, which does not mind; a sum starts from zero.
                    string first = $"LoadUnsafe({KernelWriter.Reference("input", source.At(channel, Index.Of("top"), Index.Of("left")))})";
                    writer.Line($"sum = {(finish("") == null ? first : "Lanes.Zero")};");
                    writer.Line("for (nint y = top; y < bottom; y++)");
                    writer.Line($"for (nint x = left; x < right; x++) {add($"LoadUnsafe({KernelWriter.Reference("input", source.At(channel, Index.Of("y"), Index.Of("x")))})")}");
                }

                if (finish(shape.IsWrittenOut ? Text.Number(window.Cells) : "((bottom - top) * (right - left))") is { } last) writer.Line(last);
                Pointer to = writer.Point("to", "output", target.At(channel, at[0], at[1]), 0);
                writer.StoreFirst("sum", to, 0, channels);
            });
        });
    }

    private static void EmitBounds(KernelWriter writer, PoolShape shape, Index row, Index column)
    {
        Bounds("top", "bottom", row * shape.Window.StrideHeight, shape.Window.Height, shape.Window.Top, shape.Window.Bottom, shape.Input.Height);
        Bounds("left", "right", column * shape.Window.StrideWidth, shape.Window.Width, shape.Window.Left, shape.Window.Right, shape.Input.Width);

        void Bounds(string first, string end, Index at, int size, int before, int after, int count)
        {
            writer.Line($"nint {first} = {at + -before}, {end} = {first} + {Text.Number(size)};");
            if (before > 0) writer.Line($"if ({first} < 0) {first} = 0;");
            if (after > 0) writer.Line($"if ({end} > {Text.Number(count)}) {end} = {Text.Number(count)};");
        }
    }
}
