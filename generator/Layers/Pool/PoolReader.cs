using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Pool;

/// <summary>What the pools' attributes have in common.</summary>
internal static class PoolReader
{
    public static PoolShape? Read(LayerReader reader)
    {
        if (!reader.NeedsSpatialInput()) return null;
        Window? window = WindowReader.Read(reader, "window", "size", "height", "width", stridesItself: true);
        if (window == null) return null;
        CheckPadding(reader, "Top", "Height", window.Top, window.Height);
        CheckPadding(reader, "Bottom", "Height", window.Bottom, window.Height);
        CheckPadding(reader, "Left", "Width", window.Left, window.Width);
        CheckPadding(reader, "Right", "Width", window.Right, window.Width);
        return reader.IsSound ? new PoolShape(reader.Input.Shape, window) : null;
    }

    private static void CheckPadding(LayerReader reader, string side, string axis, int padding, int size)
    {
        if (padding < size) return;
        string argument = WindowReader.PaddingArgument(reader, side, axis);
        reader.ReportOnce(Rules.PaddingPastWindow, argument, argument, reader.Name, Text.Number(size), Text.Number(padding));
    }
}
