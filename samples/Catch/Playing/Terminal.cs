using System;
using System.Text;
using Spectre.Console;

namespace Catch.Playing;

/// <summary>What the output can show.</summary>
internal static class Terminal
{
    /// <summary>Whether there is a terminal to play on: one that can be drawn on, with keys.</summary>
    public static bool IsLive =>
        !Console.IsOutputRedirected && !Console.IsInputRedirected && AnsiConsole.Profile.Capabilities is { Ansi: true, Interactive: true, AlternateBuffer: true };

    /// <summary>What it lacks to show the game; null: nothing.</summary>
    public static string? TooSmall
    {
        get
        {
            int columns = AnsiConsole.Profile.Width, rows = AnsiConsole.Profile.Height;
            return columns >= Screen.Columns && rows >= Screen.Rows ? null
                : $"too small to play: {Screen.Columns} columns and {Screen.Rows} rows are needed, here are {columns} and {rows}";
        }
    }

    public static void Prepare()
    {
        // Block characters, also where the console's default encoding lacks them.
        Console.OutputEncoding = Encoding.UTF8;

        // Spectre.Console looks at TERM alone and would write colour codes into files.
        if (!Console.IsOutputRedirected) return;
        AnsiConsole.Profile.Capabilities.Ansi = false;
        AnsiConsole.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
    }
}
