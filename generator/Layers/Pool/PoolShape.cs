using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Pool;

/// <summary>All numbers of a pool.</summary>
internal sealed record PoolShape(Shape Input, Window Window)
{
    // Cells of a window that are written out; larger windows are looped over.
    private const int MostWrittenCells = 9;

    public Shape Output => Input.With(Input.Channels, Window.OutputHeight(Input.Height), Window.OutputWidth(Input.Width));

    /// <summary>Whether each cell of a window is written out.</summary>
    public bool IsWrittenOut => !Window.IsPadded && Window.Cells <= MostWrittenCells;

    public string ForwardTitle => $"{Input} → {Output}, {Window.Describe("windows")}";

    public string InputGradientTitle => $"{Input} ← {Output}, {Window.Describe("windows")}";

    /// <summary>What a form says of cells in several windows; nothing where there are none.</summary>
    public string Overlap => (Window.StrideHeight < Window.Height && Output.Height > 1) || (Window.StrideWidth < Window.Width && Output.Width > 1)
        ? "; overlapping windows add, sequential: output row, output column"
        : "";

    public string NameSuffix
    {
        get
        {
            string name = $"{Input}To{Output}".Replace("×", "x") + $"Window{Text.Number(Window.Height)}x{Text.Number(Window.Width)}"
                + $"Stride{Text.Number(Window.StrideHeight)}x{Text.Number(Window.StrideWidth)}";
            return Window.IsPadded
                ? $"{name}Padded{Text.Number(Window.Top)}x{Text.Number(Window.Bottom)}x{Text.Number(Window.Left)}x{Text.Number(Window.Right)}"
                : name;
        }
    }

    /// <summary>One window for each channel, over all its cells.</summary>
    public static PoolShape Global(Shape input) => new(input, new Window(input.Height, input.Width, 1, 1, 0, 0, 0, 0) { IsLine = input.IsLine });

    /// <summary>The loops over the outputs: channel, row and column.</summary>
    public void EachOutput(KernelWriter writer, System.Action<Index, Index, Index> body)
    {
        Shape output = Output;
        Loop[] loops = { new("channel", output.Channels), new("row", output.Height), new("column", output.Width) };
        writer.Nest(loops, at => body(at[0], at[1], at[2]));
    }

    /// <summary>The place of a window's top left cell, where there is no padding.</summary>
    public Index FirstCell(Layout input, Index channel, Index row, Index column) => input.At(channel, row * Window.StrideHeight, column * Window.StrideWidth);

    /// <summary>A cell of a window whose first one the text calls <c>cell</c>.</summary>
    public string CellText(Layout input, int cell) =>
        (Index.Of("cell") + ((cell / Window.Width * input.RowStride) + (cell % Window.Width * input.ColumnStride))).ToString();

    /// <summary>Declares top, bottom, left and right: the window, cut where it reaches into the padding.</summary>
    public void EmitBounds(KernelWriter writer, Index row, Index column)
    {
        Bounds("top", "bottom", row * Window.StrideHeight, Window.Height, Window.Top, Window.Bottom, Input.Height);
        Bounds("left", "right", column * Window.StrideWidth, Window.Width, Window.Left, Window.Right, Input.Width);

        void Bounds(string first, string end, Index at, int size, int before, int after, int count)
        {
            writer.Line($"{(writer.HasReferences ? "nint" : "int")} {first} = {at + -before}, {end} = {first} + {Text.Number(size)};");
            if (before > 0) writer.Line($"if ({first} < 0) {first} = 0;");
            if (after > 0) writer.Line($"if ({end} > {Text.Number(count)}) {end} = {Text.Number(count)};");
        }
    }

    /// <summary>Loops over the cells between the bounds; the body names the cell's number <c>cell</c>.</summary>
    public void EmitCells(KernelWriter writer, Layout input, Index channel, System.Action body)
    {
        writer.Line("for (int y = top; y < bottom; y++)");
        using (writer.Block("for (int x = left; x < right; x++)"))
        {
            writer.Line($"int cell = {input.At(channel, Index.Of("y"), Index.Of("x"))};");
            body();
        }
    }
}
