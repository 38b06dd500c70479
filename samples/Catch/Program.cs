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
        catch (Exception e) when (e is FailureException or DesyncException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return Fail(e.Message);
        }
    }

    private static void Run(Options options, CancellationTokenSource end)
    {
        CheckFile(options.Chart);
        CheckFile(options.Record);
        CheckFile(options.Checkpoint);
        if (options.Checkpoint is not null) CheckFile($"{options.Checkpoint}.{Path.GetRandomFileName()}");   // it is written beside its place
        Budget? budget = options.Budget is { } milliseconds ? new Budget(milliseconds) : null;
        var keyboard = new Keyboard(() => budget?.Steps ?? options.Steps, end.Cancel);
        Replay? replay = options.Replay is { } recording ? new Replay(recording) : null;
        Peer? peer;
        try
        {
            peer = Meet(options, keyboard, end.Token);
        }
        catch (OperationCanceledException)
        {
            return;   // nobody had come to play
        }

        using (peer) Run(options, budget, keyboard, replay, peer, end.Token);
    }

    private static void Run(Options options, Budget? budget, Keyboard keyboard, Replay? replay, Peer? peer, CancellationToken cancellation)
    {
        int seed = replay?.Seed ?? peer?.Seed ?? options.Seed ?? Options.DefaultSeed;
        using var match = new Match(seed, options.Threads);
        if (options.Checkpoint is { } path && File.Exists(path)) GoOn(match, path, options.Seed);
        using Lockstep.Recorder? recorder = options.Record is { } target ? new Lockstep.Recorder(target, match) : null;

        match.Brain.WarmUp();   // or the first frames would wait for the compiler
        IInputs inputs = replay ?? peer ?? (IInputs)new Alone(keyboard);
        Session session = Play(options, match, inputs, recorder, budget, keyboard, cancellation);
        session.Tell();
        if (peer is { HasLeft: true }) Console.WriteLine($"the other player left behind frame {peer.TheirFrame:N0}");
        Console.WriteLine($"hash {match.Hash():x16} behind frame {match.Frame:N0}");
        if (options.Checkpoint is { } file) MatchFile.Save(match, file);
        Chart.Write(options.Chart, match.Practice);
        Console.WriteLine($"chart of the reward in {options.Chart}");
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

    /// <summary>That a file cannot be written is said before the game, not after: it is opened, and where it is new, removed again.</summary>
    private static void CheckFile(string? path)
    {
        if (path is null) return;
        bool isThere = Path.Exists(path);   // a folder cannot be opened
        try
        {
            new FileStream(
                path, isThere ? FileMode.Open : FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite, bufferSize: 1,
                isThere ? FileOptions.None : FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FailureException($"'{path}' cannot be saved: {e.Message}");
        }
    }

    private static int Fail(string message)
    {
        Console.Error.WriteLine($"error: {message}");
        return 1;
    }
}
