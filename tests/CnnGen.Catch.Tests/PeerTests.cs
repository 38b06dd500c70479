using System;
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

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("catch lockstep 2\n....")]
    [InlineData("")]
    public async Task AnotherProgram_IsNoPlayer(string greeting)
    {
        using var source = new CancellationTokenSource();
        var port = new TaskCompletionSource<int>();
        Task host = Task.Run(() => Peer.Host(0, Seed, new Fingers(1, 1), port.SetResult, source.Token));
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(IPAddress.Loopback, await port.Task);
        socket.Send(Encoding.ASCII.GetBytes(greeting));
        socket.Shutdown(SocketShutdown.Send);
        var exception = await Assert.ThrowsAsync<IOException>(() => host.WaitAsync(Patience));
        Assert.Equal("what is at the other end is not this game, or not this version of it", exception.Message);
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
        string host, string guest, int hostFrames, int guestFrames, Action<Match> guestBehind, Action<Match>? guestBefore = null, Action<Match>? hostBehind = null)
    {
        var port = new TaskCompletionSource<int>();
        Task first = OnAThread(() =>
        {
            using Peer peer = Peer.Host(0, Seed, new Fingers(1, 2), port.SetResult, default);
            Run(peer, host, hostFrames, null, hostBehind);
        });
        Task second = OnAThread(() =>
        {
            using Peer peer = Peer.Join("localhost", port.Task.Result, new Fingers(2, 1), default);
            Run(peer, guest, guestFrames, guestBefore, guestBehind);
        });
        return (first, second);
    }

    private void Run(Peer peer, string name, int frames, Action<Match>? before, Action<Match>? behind)
    {
        using var match = new Match(peer.Seed);
        using var recorder = new Recorder(At(name), match);
        if (match.Frame == 0) before?.Invoke(match);
        Loop.Run(match, peer, recorder, frames, () =>
        {
            behind?.Invoke(match);
            return true;
        });
    }

    // Both wait for each other, and need a thread each.
    private static Task OnAThread(Action action) => Task.Factory.StartNew(action, default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
