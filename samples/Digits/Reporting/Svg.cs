using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Digits.Reporting;

/// <summary>Small charts as SVG, in colours of the page.</summary>
internal static class Svg
{
    private const int Width = 420, Height = 220, Left = 46, Bottom = 28, Top = 12, Right = 12;

    /// <summary>A line of points that come one after the other, over the epochs.</summary>
    /// <param name="values">The points.</param>
    /// <param name="epochs">The epochs.</param>
    /// <param name="low">The value at the bottom.</param>
    /// <param name="high">The value at the top.</param>
    /// <param name="format">How values are written.</param>
    /// <param name="points">How many points there will be, where some are still to come.</param>
    public static string Curve(IReadOnlyList<double> values, int epochs, double low, double high, string format, int points = 0)
    {
        points = Math.Max(points, values.Count);
        StringBuilder svg = Begin(Width, Height);
        for (int mark = 0; mark <= 4; mark++)
        {
            double value = low + ((high - low) * mark / 4);
            string label = value.ToString(format, CultureInfo.InvariantCulture);
            svg.Append(Text($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(value):F1}\" y2=\"{Y(value):F1}\"/>"));
            svg.Append(Text($"<text x=\"{Left - 6}\" y=\"{Y(value) + 4:F1}\" text-anchor=\"end\">{label}</text>"));
        }

        for (int epoch = 0; epoch <= epochs; epoch++)
        {
            double x = Left + ((Width - Left - Right) * (double)epoch / epochs);
            svg.Append(Text($"<text x=\"{x:F1}\" y=\"{Height - 8}\" text-anchor=\"middle\">{epoch}</text>"));
        }

        string line = string.Join(' ', values.Select((value, i) => double.IsNaN(value) ? "" : Text($"{X(i):F1},{Y(value):F1}")));
        svg.Append(Text($"<polyline class=\"curve\" points=\"{line}\"/>"));
        return svg.Append("</svg>").ToString();

        double X(int i) => Left + ((Width - Left - Right) * (i + 1.0) / points);

        double Y(double value) => Top + ((Height - Top - Bottom) * (high - Math.Clamp(value, low, high)) / (high - low));
    }

    /// <summary>A picture of numbers: the lowest as paper, the highest as ink.</summary>
    public static string Picture(ReadOnlySpan<float> pixels, int side, float low, float high, int scale)
    {
        StringBuilder svg = Begin(side * scale, side * scale);
        for (int i = 0; i < pixels.Length; i++)
        {
            double ink = high > low ? (pixels[i] - low) / (high - low) : 0;
            if (ink <= 0.02) continue;
            int x = i % side * scale, y = i / side * scale;
            svg.Append(Text($"<rect class=\"ink\" x=\"{x}\" y=\"{y}\" width=\"{scale}\" height=\"{scale}\" fill-opacity=\"{ink:F2}\"/>"));
        }

        return svg.Append("</svg>").ToString();
    }

    /// <summary>A bar for each of some amounts.</summary>
    public static string Bars((string Label, double Amount)[] bars, string unit)
    {
        const int row = 30, label = 180;
        double most = bars.Max(bar => bar.Amount);
        StringBuilder svg = Begin(Width, (row * bars.Length) + 4);
        for (int i = 0; i < bars.Length; i++)
        {
            double width = (Width - label - 70) * bars[i].Amount / most;
            svg.Append(Text($"<text x=\"{label - 8}\" y=\"{(i * row) + 19}\" text-anchor=\"end\">{bars[i].Label}</text>"));
            svg.Append(Text($"<rect class=\"bar\" x=\"{label}\" y=\"{(i * row) + 5}\" width=\"{width:F1}\" height=\"{row - 10}\" rx=\"3\"/>"));
            svg.Append(Text($"<text x=\"{label + width + 6:F1}\" y=\"{(i * row) + 19}\">{bars[i].Amount:F2} {unit}</text>"));
        }

        return svg.Append("</svg>").ToString();
    }

    private static StringBuilder Begin(int width, int height) =>
        new StringBuilder().Append(Text($"<svg viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\">"));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
