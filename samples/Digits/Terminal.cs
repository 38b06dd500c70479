using System;
using System.Text;
using Spectre.Console;

namespace Digits;

/// <summary>What the output can show.</summary>
internal static class Terminal
{
    /// <summary>Whether lines can be rewritten, as a progress bar does.</summary>
    public static bool IsLive =>
        !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities is { Ansi: true, Interactive: true };

    public static void Prepare()
    {
        // Block characters and µ, also where the console's default encoding lacks them.
        Console.OutputEncoding = Encoding.UTF8;

        // Spectre.Console looks at TERM alone and would write colour codes into files.
        if (!Console.IsOutputRedirected) return;
        AnsiConsole.Profile.Capabilities.Ansi = false;
        AnsiConsole.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
    }
}
