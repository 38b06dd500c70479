using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers;

/// <summary>Reads the window of a convolution or a pool: size, stride, padding and dilation in all their forms.</summary>
internal static class WindowReader
{
    /// <summary>The arguments that give padding.</summary>
    public static string[] Paddings { get; } =
    {
        "Padding", "PaddingHeight", "PaddingWidth", "PaddingTop", "PaddingBottom", "PaddingLeft", "PaddingRight",
    };

    // What is of rows or of columns, by what to write along a line.
    private static readonly (string Instead, string[] Arguments)[] OfTwoAxes =
    {
        ("Stride", new[] { "StrideHeight", "StrideWidth" }),
        ("Padding, PaddingLeft or PaddingRight", new[] { "PaddingHeight", "PaddingWidth", "PaddingTop", "PaddingBottom" }),
        ("Dilation", new[] { "DilationHeight", "DilationWidth" }),
        ("OutputPadding", new[] { "OutputPaddingHeight", "OutputPaddingWidth" }),
    };

    /// <summary>Checks the numbers by themselves, and gives the window as far as it is known.</summary>
    /// <param name="reader">The attribute.</param>
    /// <param name="both">The constructor's parameter for a square window.</param>
    /// <param name="height">Its parameter for the rows.</param>
    /// <param name="width">Its parameter for the columns.</param>
    /// <param name="stridesItself">Whether the stride is the window's size unless it is given.</param>
    public static Window Check(AnnotationReader reader, string both, string height, string width, bool stridesItself)
    {
        int rows = reader.AtLeast(1, reader.First(height, both), 1);
        int columns = reader.Has(both) ? rows : reader.AtLeast(1, width, 1);
        int strideHeight = Axis(reader, 1, "Stride", "Height", stridesItself ? rows : 1);
        int strideWidth = Axis(reader, 1, "Stride", "Width", stridesItself ? columns : 1);
        int dilationHeight = Axis(reader, 1, "Dilation", "Height", 1), dilationWidth = Axis(reader, 1, "Dilation", "Width", 1);
        int top = Side(reader, "Top", "Height"), bottom = Side(reader, "Bottom", "Height");
        int left = Side(reader, "Left", "Width"), right = Side(reader, "Right", "Width");
        return new Window(rows, columns, strideHeight, strideWidth, top, bottom, left, right, dilationHeight, dilationWidth);
    }

    /// <summary>The window over the input, which is spatial; along a line, arguments for two axes are reported.</summary>
    public static Window Of(LayerReader reader, string both, string height, string width, bool stridesItself)
    {
        Window window = Check(reader, both, height, width, stridesItself);
        if (!reader.Input.Shape.IsLine) return window;
        if (reader.Has(height))
        {
            // The side of a single cell is the one too many.
            (string kept, string left) = window.Width == 1 ? (height, width) : (width, height);
            var remedy = new Remedy($"Write one {both}", new Edit(EditKind.Rename, reader.At(kept), both + ": "), new Edit(EditKind.Remove, reader.At(left)));
            reader.Report(Rules.OfTwoAxes, height, remedy, height, reader.Subject, reader.Input.Shape.ToString(), $"one {both}");
        }

        foreach ((string instead, string[] arguments) in OfTwoAxes)
        {
            foreach (string argument in arguments.Where(reader.Has))
            {
                reader.Report(Rules.OfTwoAxes, argument, OfLine(reader, argument), argument, reader.Subject, reader.Input.Shape.ToString(), instead);
            }
        }

        return window.AlongLine;
    }

    /// <summary>Along a line: what is of columns is of the only axis, and what is of rows is too many.</summary>
    private static Remedy OfLine(AnnotationReader reader, string argument)
    {
        const string OfColumns = "Width";
        string both = argument.Substring(0, argument.Length - OfColumns.Length);
        return argument.EndsWith(OfColumns, StringComparison.Ordinal) && !reader.Has(both)
            ? new Remedy($"Write {both}", new Edit(EditKind.Rename, reader.At(argument), both + " = "))
            : reader.Without(argument);
    }

    /// <summary>The window, or null after a problem was reported; the input is spatial, and Check was content.</summary>
    /// <param name="reader">The attribute.</param>
    /// <param name="noun">What a message calls the window.</param>
    /// <param name="both">The constructor's parameter for a square window.</param>
    /// <param name="height">Its parameter for the rows.</param>
    /// <param name="width">Its parameter for the columns.</param>
    /// <param name="stridesItself">Whether the stride is the window's size unless it is given.</param>
    public static Window? Read(LayerReader reader, string noun, string both, string height, string width, bool stridesItself)
    {
        bool wasSound = reader.IsSound;
        Window framed = Of(reader, both, height, width, stridesItself);
        if (wasSound && !reader.IsSound) return null;
        Shape input = reader.Input.Shape;
        if (reader.Bool("Same")) framed = framed.KeepingSize(input);
        long framedHeight = input.Height + (long)framed.Top + framed.Bottom, framedWidth = input.Width + (long)framed.Left + framed.Right;
        if (!IsHeld(reader, $"The padded input of {reader.Name}", input.Channels, framed, framedHeight, framedWidth)
            || !IsHeld(reader, $"The {noun} of {reader.Name}", 1, framed, framed.Height, framed.Width))
        {
            return null;
        }

        if (!Fits(reader, framed, noun, reader.Has(both) ? both : framedHeight < framed.SpanHeight ? height : width)) return null;

        // A stride past the input or a dilation of a single cell means nothing, and might be too large to multiply.
        return framed with
        {
            StrideHeight = (int)Math.Min(framed.StrideHeight, framedHeight),
            StrideWidth = (int)Math.Min(framed.StrideWidth, framedWidth),
            DilationHeight = framed.Height == 1 ? 1 : framed.DilationHeight,
            DilationWidth = framed.Width == 1 ? 1 : framed.DilationWidth,
        };
    }

    private static bool IsHeld(LayerReader reader, string subject, int channels, Window window, long height, long width)
    {
        if ((decimal)channels * height * width <= LayerReader.LargestArray) return true;
        string sizes = (channels == 1 ? "" : Text.Number(channels) + "×") + window.Axes(height, width, "×");
        reader.Report(Rules.TooLarge, null, subject, sizes, Text.Grouped(LayerReader.LargestArray));
        return false;
    }

    /// <summary>The argument that gives the padding of a side.</summary>
    public static string PaddingArgument(AnnotationReader reader, string side, string axis) => reader.First("Padding" + side, "Padding" + axis, "Padding");

    private static int Axis(AnnotationReader reader, int minimum, string argument, string axis, int otherwise) =>
        reader.Has(argument + axis) ? reader.AtLeast(minimum, argument + axis) : reader.Has(argument) ? reader.AtLeastOnce(minimum, argument) : otherwise;

    private static int Side(AnnotationReader reader, string side, string axis) => reader.AtLeastOnce(0, PaddingArgument(reader, side, axis));

    private static bool Fits(LayerReader reader, Window window, string noun, string argument)
    {
        Shape input = reader.Input.Shape;
        long height = input.Height + (long)window.Top + window.Bottom, width = input.Width + (long)window.Left + window.Right;
        if (window.SpanHeight <= height && window.SpanWidth <= width) return true;

        string size = window.Size;
        if (window.SpanHeight != window.Height || window.SpanWidth != window.Width)
        {
            size += $" (dilated to {window.Axes(window.SpanHeight, window.SpanWidth, "×")})";
        }

        string around = window.Axes(input.Height, input.Width, "×");
        if (window.IsPadded) around += $" (padded to {window.Axes(height, width, "×")})";
        long rows = window.SpanHeight - input.Height, columns = window.SpanWidth - input.Width;
        reader.Report(
            Rules.DoesNotFit,
            argument,
            Padded(reader, rows, columns),
            noun,
            reader.Name,
            size,
            around,
            Advice(reader, rows, columns, window.SpanHeight - height, window.SpanWidth - width));
        return false;
    }

    /// <summary>The smallest padding on both sides that covers what is missing of each axis.</summary>
    private static string Advice(LayerReader reader, long rows, long columns, long missingRows, long missingColumns)
    {
        if (HasSpecificPadding(reader))
        {
            string missing = missingRows > 0 ? Text.Plural(missingRows, "more row") : "";
            string column = reader.Input.Shape.IsLine ? "more position" : "more column";
            if (missingColumns > 0) missing += (missing.Length > 0 ? " and " : "") + Text.Plural(missingColumns, column);
            return $"it needs {missing} of padding";
        }

        (long height, long width) = ((rows + 1) / 2, (columns + 1) / 2);
        if (height == width || reader.Input.Shape.IsLine) return $"the smallest Padding that fits is {Text.Number(width)}";
        if (columns <= 0) return $"the smallest PaddingHeight that fits is {Text.Number(height)}";
        if (rows <= 0) return $"the smallest PaddingWidth that fits is {Text.Number(width)}";
        return $"the smallest PaddingHeight that fits is {Text.Number(height)}, the smallest PaddingWidth {Text.Number(width)}";
    }

    /// <summary>That padding; null where a side or an axis has one of its own.</summary>
    private static Remedy? Padded(LayerReader reader, long rows, long columns)
    {
        if (HasSpecificPadding(reader)) return null;
        (long height, long width) = ((rows + 1) / 2, (columns + 1) / 2);
        if (height == width || reader.Input.Shape.IsLine) return new Remedy($"Pad by {Text.Number(width)}", reader.Set("Padding", Text.Number(width)));
        var edits = new List<Edit>();
        if (rows > 0) edits.Add(reader.Set("PaddingHeight", Text.Number(height)));
        if (columns > 0) edits.Add(reader.Set("PaddingWidth", Text.Number(width)));
        string[] words = { rows > 0 ? Text.Plural(height, "row") : "", columns > 0 ? Text.Plural(width, "column") : "" };
        return new Remedy($"Pad by {string.Join(" and ", words.Where(word => word.Length > 0))}", edits.ToEquatableArray());
    }

    /// <summary>Whether a side or an axis has a padding of its own, so that it is the one to change.</summary>
    private static bool HasSpecificPadding(AnnotationReader reader) => Paddings.Skip(1).Any(reader.Has);
}
