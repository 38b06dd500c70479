using System;
using System.CommandLine;
using System.CommandLine.Invocation;
using System.IO;
using System.Threading;
using Catch.Lockstep;
using Catch.Playing;
using Spectre.Console;

namespace Catch;

internal static class Program
{
    public static int Main(string[] arguments)
    {
        Terminal.Prepare();

        ParseResult parsed = CommandLine.Create().Parse(arguments);
        if (parsed.Action is ParseErrorAction) return Fail(parsed.Errors[0].Message);
        if (parsed.Action is not null) return parsed.Invoke();

        using var end = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;   // the game ends behind this frame, and says what came of it
            end.Cancel();
        };
        try
        {
            Run(CommandLine.Read(parsed), end);
            return 0;
        }
        catch (OperationCanceledException)
        {
            return 0;   // while nobody had come to play
        }
        catch (Exception e) when (e is FailureException or DesyncException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return Fail(e.Message);
        }
    }

    private static void Run(Options options, CancellationTokenSource end)
    {
        CheckFolder(options.Chart);
        CheckFolder(options.Record);
        CheckFolder(options.Checkpoint);
        Budget? budget = options.Budget is { } milliseconds ? new Budget(milliseconds) : null;
        var keyboard = new Keyboard(() => budget?.Steps ?? options.Steps, end.Cancel);
        Replay? replay = options.Replay is { } recording ? new Replay(recording) : null;
        using Peer? peer = Meet(options, keyboard, end.Token);
        int seed = replay?.Seed ?? peer?.Seed ?? options.Seed ?? Options.DefaultSeed;
        using var match = new Match(seed, options.Threads);
        if (options.Checkpoint is { } path && File.Exists(path)) GoOn(match, path, options.Seed);
        using Lockstep.Recorder? recorder = options.Record is { } target ? new Lockstep.Recorder(target, match) : null;

        match.Brain.WarmUp();   // or the first frames would wait for the compiler
        IInputs inputs = replay ?? peer ?? (IInputs)new Alone(keyboard);
        Session session = Play(options, match, inputs, recorder, budget, keyboard, end.Token);
        if (options.Checkpoint is { } file) MatchFile.Save(match, file);
        session.Tell();
        if (peer is { HasLeft: true }) Console.WriteLine($"the other player left behind frame {match.Frame:N0}");
        Chart.Write(options.Chart, match.Practice);
        Console.WriteLine($"chart of the reward in {options.Chart}");
        Console.WriteLine($"hash {match.Hash():x16} behind frame {match.Frame:N0}");
    }

    private static Session Play(
        Options options, Match match, IInputs inputs, Lockstep.Recorder? recorder, Budget? budget, Keyboard keyboard, CancellationToken cancellation)
    {
        string? tooSmall = Terminal.IsLive ? Terminal.TooSmall : null;
        if (tooSmall is not null) Console.WriteLine(tooSmall);
        Screen? screen = Terminal.IsLive && tooSmall is null ? new Screen(options) : null;
        var session = new Session(options, match, budget, screen, cancellation);
        if (screen is null)
        {
            Loop.Run(match, inputs, recorder, options.Frames, session.Behind);
            return session;
        }

        keyboard.Listen();
        AnsiConsole.AlternateScreen(() =>
        {
            AnsiConsole.Cursor.Hide();
            try
            {
                Loop.Run(match, inputs, recorder, options.Frames, session.Behind);
            }
            finally
            {
                AnsiConsole.Cursor.Show();
            }
        });
        return session;
    }

    /// <summary>Finds the other player, if there is to be one.</summary>
    private static Peer? Meet(Options options, Keyboard keyboard, CancellationToken cancellation)
    {
        if (options.Join is var (host, there)) return Peer.Join(host, there, keyboard, cancellation);
        if (options.Host is not { } port) return null;
        return Peer.Host(
            port,
            options.Seed ?? Options.DefaultSeed,
            keyboard,
            listening => Console.WriteLine($"waiting on port {listening} for another player; Ctrl+C ends it"),
            cancellation);
    }

    private static void GoOn(Match match, string path, int? seed)
    {
        MatchFile.Load(match, path);
        if (seed is null || seed == match.Seed) return;
        throw new FailureException($"'{path}' is of a game that began with seed {match.Seed}, not {seed}: leave out --seed, or take another file");
    }

    /// <summary>That a file cannot be written is said before the game, not after.</summary>
    private static void CheckFolder(string? path)
    {
        if (path is null) return;
        string? folder = path.Length == 0 ? null : Path.GetDirectoryName(Path.GetFullPath(path));
        if (!Directory.Exists(folder)) throw new FailureException($"'{path}' cannot be saved: there is no folder '{folder}'");
    }

    private static int Fail(string message)
    {
        Console.Error.WriteLine($"error: {message}");
        return 1;
    }
}
