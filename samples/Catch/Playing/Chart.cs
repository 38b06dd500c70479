using System;
using System.Globalization;
using System.IO;
using System.Text;
using Catch.Learning;

namespace Catch.Playing;

/// <summary>The reward over the practice, as a picture: an SVG that needs nothing else.</summary>
internal static class Chart
{
    private const int Width = 720, Height = 320, Left = 56, Right = 60, Top = 48, Bottom = 46;
    private const double Goal = 0.95;
    private const int MostSteps = 7, Smoothing = 4;

    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Practice practice) => File.WriteAllText(path, Svg(practice.Rewards.Means, practice.Played));

    /// <summary>Draws.</summary>
    /// <param name="rewards">What a ball got: from −1, all were missed, to 1, all were caught.</param>
    /// <param name="moves">How many moves of practice they are about.</param>
    public static string Svg(ReadOnlySpan<double> rewards, long moves)
    {
        var svg = new StringBuilder(Head);
        for (double reward = -1; reward <= 1; reward += 0.5)
        {
            svg.Append(Text($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(reward):F1}\" y2=\"{Y(reward):F1}\"/>"));
            svg.Append(Text($"<text x=\"{Left - 8}\" y=\"{Y(reward) + 4:F1}\" text-anchor=\"end\">{reward.ToString("+0.0;−0.0;0", CultureInfo.InvariantCulture)}</text>"));
            svg.Append(Text($"<text x=\"{Width - Right + 8}\" y=\"{Y(reward) + 4:F1}\">{50 * (reward + 1):F0} %</text>"));
        }

        long step = RoundStep(moves);
        for (long at = 0; at <= moves; at += step)
        {
            double x = Left + ((double)(Width - Left - Right) * at / Math.Max(moves, 1));
            svg.Append(Text($"<text x=\"{x:F1}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{at:N0}</text>"));
        }

        double goal = (2 * Goal) - 1;
        svg.Append(Text($"<line class=\"goal\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(goal):F1}\" y2=\"{Y(goal):F1}\"/>"));
        svg.Append(Text($"<text class=\"goal\" x=\"{(Left + Width - Right) / 2}\" y=\"{Top - 16}\" text-anchor=\"middle\">- - {100 * Goal:F0} % caught</text>"));
        AppendCurve(svg, "rounds", rewards, 0);
        AppendCurve(svg, "curve", rewards, Smoothing);
        svg.Append(Text($"<text x=\"{Left}\" y=\"{Top - 16}\">reward of a ball</text>"));
        svg.Append(Text($"<text x=\"{Width - Right}\" y=\"{Top - 16}\" text-anchor=\"end\">caught</text>"));
        svg.Append(Text($"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 8}\" text-anchor=\"middle\">moves of practice</text>\n</svg>\n"));
        return svg.ToString();
    }

    /// <summary>A curve whose points are means of those around.</summary>
    private static void AppendCurve(StringBuilder svg, string name, ReadOnlySpan<double> rewards, int around)
    {
        svg.Append(Text($"<polyline class=\"{name}\" points=\""));
        for (int i = 0; i < rewards.Length; i++)
        {
            int first = Math.Max(i - around, 0), last = Math.Min(i + around, rewards.Length - 1);
            double sum = 0;
            for (int j = first; j <= last; j++) sum += rewards[j];
            double x = Left + ((Width - Left - Right) * (i + 1.0) / rewards.Length);
            svg.Append(Text($"{(i == 0 ? "" : " ")}{x:F1},{Y(sum / (last - first + 1)):F1}"));
        }

        svg.Append("\"/>\n");
    }

    private static double Y(double reward) => Top + ((Height - Top - Bottom) * (1 - reward) / 2);

    /// <summary>1, 2 or 5 with zeros behind it: what goes into a length from three to seven times.</summary>
    private static long RoundStep(long length)
    {
        long step = 1;
        for (int i = 0; length / step > MostSteps; i++) step = i % 3 == 1 ? step / 2 * 5 : step * 2;
        return step;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static readonly string Head = $$"""
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{Width}} {{Height}}" width="{{Width}}" height="{{Height}}" role="img">
        <title>Reward of a ball in practice</title>
        <style>
        rect { fill: #ffffff; } text { font: 12px system-ui, sans-serif; fill: #667384; }
        .grid { stroke: #e4e6ea; } .goal { stroke: #2f9e5b; stroke-dasharray: 5 4; } text.goal { stroke: none; fill: #2f9e5b; }
        polyline { fill: none; stroke: #2463c9; stroke-linejoin: round; } .curve { stroke-width: 2.5; } .rounds { stroke-opacity: 0.3; }
        @media (prefers-color-scheme: dark) {
          rect { fill: #1c2229; } text { fill: #9aa7b6; } .grid { stroke: #2f3842; } .goal { stroke: #6fce97; } text.goal { fill: #6fce97; } polyline { stroke: #6ea4ff; }
        }
        </style>
        <rect width="100%" height="100%"/>

        """;
}
