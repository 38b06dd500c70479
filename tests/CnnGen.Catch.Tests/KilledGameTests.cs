using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading;
using Catch.Lockstep;
using Xunit;

namespace Catch.Tests;

/// <summary>The program is killed again and again, at any moment, and goes on from its checkpoint: to the bits of one that was never interrupted.</summary>
public sealed class KilledGameTests : FolderTests
{
    private const int FramesBehind = 700;

    // Few where each commit is tested; the environment variable asks for more.
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("CNNGEN_CATCH_KILLS") ?? "6", CultureInfo.InvariantCulture);

    // As long as it goes from one checkpoint to the next, and longer.
    private const int MostMilliseconds = 400;

    [Fact]
    public void KilledGame_HasTheBitsOfTheUninterrupted()
    {
        var random = new Random(1);
        int last = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            DateTime before = File.GetLastWriteTimeUtc(At("killed"));
            using Process process = Start("killed", int.MaxValue);
            while (File.GetLastWriteTimeUtc(At("killed")) == before)
            {
                Assert.False(process.HasExited, "It has ended by itself.");
                Thread.Sleep(1);
            }

            Thread.Sleep(random.Next(MostMilliseconds));
            process.Kill();
            process.WaitForExit();

            using var match = new Match(0);
            MatchFile.Load(match, At("killed"));
            Assert.True(match.Frame > last, $"It has not gone on from frame {last}.");
            last = match.Frame;
        }

        // What comes behind the last checkpoint, too.
        int end = last + FramesBehind;
        string killed = Finish("killed", end), whole = Finish("whole", end);
        Assert.Equal(whole, killed);
        Assert.Equal(File.ReadAllBytes(At("whole")), File.ReadAllBytes(At("killed")));
    }

    /// <summary>Plays to a frame, and gives the hash that the program tells.</summary>
    private string Finish(string checkpoint, int frames)
    {
        using Process process = Start(checkpoint, frames);
        string[] lines = process.StandardOutput.ReadToEnd().TrimEnd().Split('\n');
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        string hash = Assert.Single(lines, line => line.StartsWith("hash ", StringComparison.Ordinal));
        Assert.EndsWith($" behind frame {frames.ToString("N0", CultureInfo.InvariantCulture)}", hash);
        return hash;
    }

    private Process Start(string checkpoint, int frames) => Process.Start(new ProcessStartInfo(
        "dotnet",
        [
            typeof(Match).Assembly.Location, "--fast", "--seed", "9", "--frames", frames.ToString(CultureInfo.InvariantCulture),
            "--checkpoint", At(checkpoint), "--chart", At("chart.svg"),
        ])
    { RedirectStandardOutput = true })!;
}
