using System;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Pool;

/// <summary>What the pools' attributes have in common.</summary>
internal static class PoolReader
{
    private const string Both = "size", Height = "height", Width = "width";

    public static void Check(AnnotationReader reader)
    {
        Window window = WindowReader.Check(reader, Both, Height, Width, stridesItself: true);
        CheckPadding(reader, "Top", "Height", window.Top, reader.First(Height, Both), window.Height, window.Width);
        CheckPadding(reader, "Bottom", "Height", window.Bottom, reader.First(Height, Both), window.Height, window.Width);
        CheckPadding(reader, "Left", "Width", window.Left, reader.First(Width, Both), window.Width, window.Height);
        CheckPadding(reader, "Right", "Width", window.Right, reader.First(Width, Both), window.Width, window.Height);
    }

    public static PoolShape? Read(LayerReader reader) =>
        WindowReader.Read(reader, "window", Both, Height, Width, stridesItself: true) is { } window ? new PoolShape(reader.Input.Shape, window) : null;

    private static void CheckPadding(AnnotationReader reader, string side, string axis, int padding, string sizeArgument, int size, int other)
    {
        string argument = WindowReader.PaddingArgument(reader, side, axis);
        if (padding < size || size < 1 || !reader.Has(sizeArgument) || !reader.Knows(argument, sizeArgument)) return;
        string most = Text.Number((argument == "Padding" && other >= 1 ? Math.Min(size, other) : size) - 1);
        var remedy = new Remedy($"Pad by {most}", reader.Set(argument, most));
        reader.ReportOnce(Rules.PaddingPastWindow, argument, remedy, argument, reader.Subject, Text.Number(size), Text.Number(padding));
    }
}
