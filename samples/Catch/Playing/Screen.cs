using System;
using System.Globalization;
using System.IO;
using System.Runtime.CompilerServices;
using System.Text;
using Catch.Game;
using Catch.Lockstep;

namespace Catch.Playing;

/// <summary>
/// The game on a terminal of 80 columns and 24 rows. What is shown is written into one buffer, with the terminal's control sequences, and from there to the
/// terminal at once: a frame that is drawn allocates nothing either.
/// </summary>
internal sealed class Screen
{
    public const int Columns = 80, Rows = 24;

    private const int Margin = 2, Gap = 4, SideColumns = (2 * Field.Width) + 2, Sparks = 54;
    private const string Home = "\e[H", EndOfLine = "\e[K\r\n", Plain = "\e[0m", Soft = "\e[90m", Bold = "\e[1m", Yellow = "\e[93m", Cyan = "\e[96m", Green = "\e[92m";
    private const string Levels = "▁▂▃▄▅▆▇█";

    private readonly Stream output = Console.OpenStandardOutput();
    private readonly byte[] buffer = new byte[1 << 15];
    private readonly float[] picture = new float[Field.Width * Field.Height];
    private readonly string mode;
    private int used;

    public Screen(Options options)
    {
        mode = options.Replay is not null ? "a recorded game" : options.Join is not null ? "you throw on the right" : "you throw on the left";
    }

    /// <summary>Draws.</summary>
    /// <param name="match">The game.</param>
    /// <param name="framesPerSecond">How fast it goes.</param>
    /// <param name="milliseconds">What the practice of a frame takes.</param>
    public void Draw(Match match, int framesPerSecond, double milliseconds)
    {
        used = 0;
        Write(Home);
        Write($"  {Bold}CATCH{Plain}  {mode}{Soft}  frame {match.Frame:N0}, {framesPerSecond:N0} a second{Plain}{EndOfLine}{EndOfLine}");
        DrawHands(match);
        DrawEdges("┌", "┐");
        for (int row = 0; row < Field.Height; row++) DrawRow(match, row);
        DrawEdges("└", "┘");
        DrawScores(match);
        Write(EndOfLine);
        DrawReward(match);
        Write($"  {Soft}practice: {match.Steps:N0} steps and {milliseconds:F2} ms a frame, {match.Practice.Played:N0} moves so far{Plain}{EndOfLine}{EndOfLine}");
        Write($"  {Soft}← → move the hand, the ball flies where it moved   space throws   q ends{Plain}\e[K\e[J");
        output.Write(buffer, 0, used);
    }

    private void DrawHands(Match match)
    {
        Spaces(Margin);
        foreach (Player side in match.Sides)
        {
            Spaces(1 + (2 * side.Hand));
            Write(side.IsPlayed ? Green : Soft);
            Write(side.Direction < 0 ? "◣" : side.Direction > 0 ? "◢" : "▼");
            Write(Plain);
            Spaces((2 * (Field.Width - side.Hand)) + Gap);
        }

        Write(EndOfLine);
    }

    private void DrawEdges(string left, string right)
    {
        Spaces(Margin);
        Write(Soft);
        for (int side = 0; side < Match.Players; side++)
        {
            Write(left);
            for (int column = 0; column < 2 * Field.Width; column++) Write("─");
            Write(right);
            Spaces(Gap);
        }

        Write(Plain);
        Write(EndOfLine);
    }

    private void DrawRow(Match match, int row)
    {
        Spaces(Margin);
        foreach (Player side in match.Sides)
        {
            Write($"{Soft}│");
            side.Field.Draw(picture);
            for (int column = 0; column < Field.Width; column++)
            {
                float cell = picture[(row * Field.Width) + column];
                if (cell == 0) Spaces(2);
                else if (row == Field.Height - 1) Write($"{Cyan}▀▀");
                else if (cell == 1) Write($"{Yellow}██");
                else Write($"{Soft}░░");
            }

            Write($"{Soft}│{Plain}");
            Spaces(Gap);
        }

        Write(EndOfLine);
    }

    private void DrawScores(Match match)
    {
        Spaces(Margin);
        foreach (Player side in match.Sides)
        {
            Tally tally = side.Tally;
            int start = used;
            Write($"caught {tally.Caught:N0} of {tally.Thrown:N0}");
            if (tally.Thrown > 0) Write($", {(int)Math.Round(100 * tally.Rate)} %");
            Spaces(SideColumns + Gap - (used - start));
        }

        Write(EndOfLine);
    }

    /// <summary>The curve so far, some of its points.</summary>
    private void DrawReward(Match match)
    {
        ReadOnlySpan<double> means = match.Practice.Rewards.Means;
        Write($"  reward {Green}");
        int shown = Math.Min(means.Length, Sparks);
        for (int i = 1; i <= shown; i++)
        {
            double mean = means[(i * means.Length / shown) - 1];
            int level = Math.Clamp((int)((mean + 1) / 2 * Levels.Length), 0, Levels.Length - 1);
            Write(Levels.AsSpan(level, 1));
        }

        Write(Plain);
        if (shown > 0) Write($" {means[^1]:F2} a ball");
        Write(EndOfLine);
    }

    private void Write([InterpolatedStringHandlerArgument("")] ref Text text) => _ = text;

    private void Write(ReadOnlySpan<char> text) => used += Encoding.UTF8.GetBytes(text, buffer.AsSpan(used));

    private void Spaces(int count)
    {
        buffer.AsSpan(used, Math.Max(count, 0)).Fill((byte)' ');
        used += Math.Max(count, 0);
    }

    /// <summary>Writes an interpolated string piece by piece into the buffer: there never is a string.</summary>
    [InterpolatedStringHandler]
    private readonly ref struct Text
    {
        private readonly Screen screen;

        // What the compiler tells of lengths is of no use: the buffer has room for a whole screen.
        public Text(int literalLength, int formattedCount, Screen screen) => this.screen = screen;

        public void AppendLiteral(string text) => screen.Write(text.AsSpan());

        public void AppendFormatted(string text) => screen.Write(text.AsSpan());

        public void AppendFormatted<T>(T number, string? format = null) where T : IUtf8SpanFormattable
        {
            number.TryFormat(screen.buffer.AsSpan(screen.used), out int written, format, CultureInfo.InvariantCulture);
            screen.used += written;
        }
    }
}
