using System;
using System.Diagnostics;
using System.Threading;
using Catch.Game;
using Catch.Lockstep;
using Spectre.Console;

namespace Catch.Playing;

/// <summary>A game from its first frame here to its last: what happens behind each frame, and what is said of all.</summary>
internal sealed class Session
{
    private const int CheckpointFrames = 600, LineFrames = 600, FastLineFrames = 2_000;

    // In fast games nobody could see more.
    private static readonly TimeSpan DrawInterval = TimeSpan.FromMilliseconds(50);

    private readonly Options options;
    private readonly Match match;
    private readonly Budget? budget;
    private readonly CancellationToken cancellation;
    private readonly Screen? screen;
    private readonly Pace? pace;
    private readonly int firstFrame;
    private readonly long start = Stopwatch.GetTimestamp();
    private long drawn, counted, ticks, steps, allocated, allocatedBefore;
    private int countedFrame, framesPerSecond;
    private double milliseconds;

    public Session(Options options, Match match, Budget? budget, Screen? screen, CancellationToken cancellation)
    {
        this.options = options;
        this.match = match;
        this.budget = budget;
        this.screen = screen;
        this.cancellation = cancellation;
        if (!options.Fast) pace = new Pace();
        firstFrame = countedFrame = match.Frame;
        counted = start;
        allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
    }

    /// <summary>What there is to do behind a frame.</summary>
    /// <returns>Whether the game goes on.</returns>
    public bool Behind()
    {
        budget?.Spent(match.Steps, match.Ticks);
        ticks += match.Ticks;
        steps += match.Steps;
        Measure();
        Show();
        pace?.Wait();

        allocated += GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
        if (options.Checkpoint is { } path && match.Frame % CheckpointFrames == 0) MatchFile.Save(match, path);
        if (screen is null && match.Frame % (options.Fast ? FastLineFrames : LineFrames) == 0) Console.WriteLine(Line());
        allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        return !cancellation.IsCancellationRequested;
    }

    /// <summary>What came of it.</summary>
    public void Tell()
    {
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        int frames = match.Frame - firstFrame;
        Table table = new Table().Border(TableBorder.Rounded).AddColumn("").AddColumn(new TableColumn("left").RightAligned()).AddColumn(new TableColumn("right").RightAligned());
        table.AddRow("thrown", $"{match.Sides[0].Tally.Thrown:N0}", $"{match.Sides[1].Tally.Thrown:N0}");
        table.AddRow("caught", $"{match.Sides[0].Tally.Caught:N0}", $"{match.Sides[1].Tally.Caught:N0}");
        table.AddRow($"of the last {Tally.Last}", $"{100 * match.Sides[0].Tally.Rate:F1} %", $"{100 * match.Sides[1].Tally.Rate:F1} %");
        AnsiConsole.Write(table);
        if (frames == 0) return;
        Console.WriteLine($"{frames:N0} frames in {seconds:F1} s, {frames / seconds:N0} a second");
        Console.WriteLine($"{(double)steps / frames:F1} steps of practice and {Stopwatch.GetElapsedTime(0, ticks).TotalMilliseconds / frames:F2} ms of it a frame");
        if (framesPerSecond > 0) Console.WriteLine($"{allocated:N0} bytes allocated in frames, but for those of the first second");
        if (match.Practice.Rewards.Count > 0) Console.WriteLine($"reward {match.Practice.Rewards.Means[^1]:F2} a ball in practice, after {match.Practice.Played:N0} moves");
    }

    /// <summary>Once a second: how fast it goes.</summary>
    private void Measure()
    {
        milliseconds += 0.05 * (Stopwatch.GetElapsedTime(0, match.Ticks).TotalMilliseconds - milliseconds);
        double seconds = Stopwatch.GetElapsedTime(counted).TotalSeconds;
        if (seconds < 1) return;
        if (framesPerSecond == 0) allocated = 0;   // the first second pays for what is made once: the console's buffers, say
        framesPerSecond = (int)Math.Round((match.Frame - countedFrame) / seconds);
        (counted, countedFrame) = (Stopwatch.GetTimestamp(), match.Frame);
    }

    private void Show()
    {
        if (screen is null || (options.Fast && Stopwatch.GetElapsedTime(drawn) < DrawInterval)) return;
        drawn = Stopwatch.GetTimestamp();
        screen.Draw(match, framesPerSecond, milliseconds);
    }

    private string Line()
    {
        double reward = match.Practice.Rewards.Count > 0 ? match.Practice.Rewards.Means[^1] : 0;
        return $"frame {match.Frame,7:N0}  reward {reward,5:F2}  caught {100 * match.Sides[0].Tally.Rate,5:F1} % and {100 * match.Sides[1].Tally.Rate,5:F1} %";
    }
}
