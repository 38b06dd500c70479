using System;
using System.Collections.Generic;
using System.Text;

namespace Digits;

/// <summary>Draws digits with block characters, two pixels in each.</summary>
internal static class DigitDrawing
{
    // Without the two outermost pixels of each side, which hold no ink in MNIST, three digits fit into 80 columns.
    private const int Frame = 2, End = DigitImages.Side - Frame, Width = End - Frame;
    private const int Ink = 100;
    private const string Gap = "  ";

    /// <summary>Some misread images side by side, each under what was read and what it is.</summary>
    public static string SideBySide(DigitImages images, List<(int Image, int Read)> misread)
    {
        var text = new StringBuilder();
        AppendLine(text, misread, (index, read) => $"read {read}, is {images.Label(index)}".PadRight(Width));
        for (int row = Frame; row < End; row += 2)
        {
            AppendLine(text, misread, (index, _) => TwoRows(images.Pixels(index).Slice(row * DigitImages.Side, 2 * DigitImages.Side)));
        }

        return text.ToString();
    }

    private static void AppendLine(StringBuilder text, List<(int Image, int Read)> misread, Func<int, int, string> part)
    {
        string line = string.Join(Gap, misread.ConvertAll(one => part(one.Image, one.Read)));
        text.Append(line.TrimEnd()).Append('\n');
    }

    private static string TwoRows(ReadOnlySpan<byte> pixels)
    {
        var line = new StringBuilder(Width);
        for (int column = Frame; column < End; column++)
        {
            bool upper = pixels[column] >= Ink, lower = pixels[DigitImages.Side + column] >= Ink;
            line.Append(upper ? (lower ? '█' : '▀') : (lower ? '▄' : ' '));
        }

        return line.ToString();
    }
}
