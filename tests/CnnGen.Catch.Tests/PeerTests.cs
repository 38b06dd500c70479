using System;
using System.Collections.Concurrent;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Catch.Lockstep;
using Xunit;

namespace Catch.Tests;

/// <summary>Two games in one process, over a socket.</summary>
public sealed class PeerTests : FolderTests
{
    private const int Frames = 400, Seed = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Of each player, whether the other one had left, and behind which frame.
    private readonly ConcurrentDictionary<string, (bool HasLeft, int TheirFrame)> ends = new();

    [Theory]
    [InlineData(Frames)]
    [InlineData(Peer.Delay - 1)]
    [InlineData(1)]
    public async Task BothGames_AreTheSame(int frames)
    {
        (Task host, Task guest) = Play("host", "guest", frames, frames, _ => { });
        await Task.WhenAll(host, guest).WaitAsync(Patience);
        Assert.Equal(Recording.Title.Length + sizeof(int) + (frames * Recording.FrameBytes), File.ReadAllBytes(At("host")).Length);
        Assert.Equal(File.ReadAllBytes(At("host")), File.ReadAllBytes(At("guest")));

        // A recorded game of two is a game like any other.
        var replay = new Replay(At("host"));
        using var match = new Match(replay.Seed);
        Loop.Run(match, replay, null, int.MaxValue, () => true);
        Assert.Equal(frames, match.Frame);
    }

    /// <summary>The slower machine decides how much is practised: here the host has time for two steps a frame, the guest for one.</summary>
    [Fact]
    public async Task Steps_AreTheFewest()
    {
        (Task host, Task guest) = Play("host", "guest", Frames, Frames, match => Assert.Equal(match.Frame <= Peer.Delay ? 0 : 1, match.Steps));
        await Task.WhenAll(host, guest).WaitAsync(Patience);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(123)]
    [InlineData(Frames - 1)]
    [InlineData(Frames)]
    public async Task AChangedWeight_EndsBothInItsFrame(int frame)
    {
        (Task host, Task guest) = Play("host", "guest", Frames, Frames, match => ChangeAWeight(match, frame), match => ChangeAWeight(match, frame));
        Assert.Equal(frame, (await Assert.ThrowsAsync<DesyncException>(() => host.WaitAsync(Patience))).Frame);
        Assert.Equal(frame, (await Assert.ThrowsAsync<DesyncException>(() => guest.WaitAsync(Patience))).Frame);

        static void ChangeAWeight(Match match, int frame)
        {
            if (match.Frame != frame) return;
            var weights = new float[Learning.Brain.ParameterCount];
            match.Brain.CopyParametersTo(weights);
            match.Brain.SetParameters([MathF.BitIncrement(weights[^1])], weights.Length - 1);
        }
    }

    [Fact]
    public async Task WhoLeaves_EndsTheGame_ThatWasTheSame()
    {
        (Task host, Task guest) = Play("host", "guest", Frames, 150, _ => { });
        await Task.WhenAll(host, guest).WaitAsync(Patience);

        Assert.Equal((true, 150), ends["host"]);

        // What is on its way is still played, the last frame's too.
        byte[] left = File.ReadAllBytes(At("guest")), stayed = File.ReadAllBytes(At("host"));
        Assert.InRange(stayed.Length, left.Length, left.Length + ((Peer.Delay + 1) * Recording.FrameBytes));
        Assert.Equal(left, stayed[..left.Length]);
    }

    [Fact]
    public async Task Frame_AllocatesNothing()
    {
        long before = 0, after = 0;
        (Task host, Task guest) = Play("host", "guest", Frames, Frames, _ => { }, hostBehind: match =>
        {
            if (match.Frame == 100) before = GC.GetAllocatedBytesForCurrentThread();
            if (match.Frame == Frames) after = GC.GetAllocatedBytesForCurrentThread();
        });
        await Task.WhenAll(host, guest).WaitAsync(Patience);
        Assert.Equal(before, after);
    }

    /// <summary>It is sent away, and the next who comes is waited for.</summary>
    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", true)]
    [InlineData("catch lockstep 2\n....", true)]
    [InlineData("", true)]
    [InlineData("", false)]
    public async Task AnotherProgram_IsNoPlayer(string greeting, bool goesOff)
    {
        var port = new TaskCompletionSource<int>();
        Task<Peer> hosting = Task.Run(() => Peer.Host(0, Seed, new Fingers(1, 1), port.SetResult, default));
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(IPAddress.Loopback, await port.Task);
        socket.Send(Encoding.ASCII.GetBytes(greeting));
        if (goesOff) socket.Shutdown(SocketShutdown.Send);
        Task<Peer> joining = Task.Run(() => Peer.Join("localhost", port.Task.Result, new Fingers(2, 1), default));
        Peer host = await hosting.WaitAsync(Patience), guest = await joining.WaitAsync(Patience);
        Assert.Equal(Seed, guest.Seed);
        await Task.WhenAll(Task.Run(host.Dispose), Task.Run(guest.Dispose));
    }

    [Fact]
    public async Task AnotherProgram_IsNoHost()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        int port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        Task guest = Task.Run(() => Peer.Join("127.0.0.1", port, new Fingers(1, 1), default));
        using Socket socket = await listener.AcceptAsync();
        socket.Send(Encoding.ASCII.GetBytes("SSH-2.0-OpenSSH_9.6\r\n"));
        socket.Shutdown(SocketShutdown.Send);
        var exception = await Assert.ThrowsAsync<IOException>(() => guest.WaitAsync(Patience));
        Assert.Equal("what is at the other end is not this game, or not this version of it", exception.Message);
    }

    /// <summary>Who waits for the other one and ends the game has played it; and where the other one goes on meanwhile, both know that it was the same.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhoWaits_CanEndTheGame(bool goesOn)
    {
        const int StallsBehind = 50, HostsLast = StallsBehind + Peer.Delay;
        using var end = new CancellationTokenSource();
        using ManualResetEventSlim isAsked = new(), isOver = new();
        (Task host, Task guest) = Play(
            "host",
            "guest",
            Frames,
            Frames,
            guestBehind: match =>
            {
                if (match.Frame != StallsBehind) return;
                (goesOn ? isAsked : isOver).Wait(Patience);
                Thread.Sleep(200);   // the other one waits no longer for the frame, but still for what is on its way
            },
            hostBehind: match =>
            {
                if (match.Frame == HostsLast) end.CancelAfter(200);
            },
            cancellation: end.Token);
        using CancellationTokenRegistration _ = end.Token.Register(isAsked.Set);
        await host.WaitAsync(Patience);
        isOver.Set();
        await guest.WaitAsync(Patience);
        byte[] ended = File.ReadAllBytes(At("host")), other = File.ReadAllBytes(At("guest"));
        Assert.InRange((ended.Length - Recording.Title.Length - sizeof(int)) / Recording.FrameBytes, HostsLast, HostsLast + 1);
        int both = Math.Min(ended.Length, other.Length);
        Assert.Equal(ended[..both], other[..both]);
    }

    [Fact]
    public void NobodyThere_AndPortTaken_SayWhere()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Any, 0));
        int port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        Assert.StartsWith($"127.0.0.1:{port} does not answer: ", Assert.Throws<IOException>(() => Peer.Join("127.0.0.1", port, new Fingers(1, 1), default)).Message);
        socket.Listen(1);
        Assert.StartsWith($"port {port} cannot be used: ", Assert.Throws<IOException>(() => Peer.Host(port, Seed, new Fingers(1, 1), _ => { }, default)).Message);
    }

    [Fact]
    public async Task Waiting_CanBeGivenUp()
    {
        using var source = new CancellationTokenSource();
        Task host = Task.Run(() => Peer.Host(0, Seed, new Fingers(1, 1), _ => source.Cancel(), source.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.WaitAsync(Patience));
    }

    private (Task Host, Task Guest) Play(
        string host, string guest, int hostFrames, int guestFrames, Action<Match> guestBehind, Action<Match>? guestBefore = null, Action<Match>? hostBehind = null,
        CancellationToken cancellation = default)
    {
        var port = new TaskCompletionSource<int>();
        Task first = OnAThread(() =>
        {
            using Peer peer = Peer.Host(0, Seed, new Fingers(1, 2), port.SetResult, cancellation);
            Run(peer, host, hostFrames, null, hostBehind, cancellation);
        });
        Task second = OnAThread(() =>
        {
            using Peer peer = Peer.Join("localhost", port.Task.Result, new Fingers(2, 1), default);
            Run(peer, guest, guestFrames, guestBefore, guestBehind);
        });
        return (first, second);
    }

    private void Run(Peer peer, string name, int frames, Action<Match>? before, Action<Match>? behind, CancellationToken cancellation = default)
    {
        using var match = new Match(peer.Seed);
        using var recorder = new Recorder(At(name), match);
        if (match.Frame == 0) before?.Invoke(match);
        Loop.Run(match, peer, recorder, frames, () =>
        {
            behind?.Invoke(match);
            return !cancellation.IsCancellationRequested;
        });
        ends[name] = (peer.HasLeft, peer.TheirFrame);
    }

    // Both wait for each other, and need a thread each.
    private static Task OnAThread(Action action) => Task.Factory.StartNew(action, default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
