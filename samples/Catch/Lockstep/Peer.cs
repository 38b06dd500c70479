using System;
using System.Buffers.Binary;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Catch.Game;

namespace Catch.Lockstep;

/// <summary>
/// Another machine that plays the same game. Before each frame both send what their player does and what their game hashes to, and nothing else: neither weights
/// nor fields. An input is for a frame some frames later, by when it has arrived, so that nobody waits for the line.
/// </summary>
internal sealed class Peer : IInputs, IDisposable
{
    /// <summary>How many frames an input is on its way: a tenth of a second.</summary>
    public const int Delay = 6;

    private const int MessageBytes = sizeof(int) + sizeof(ulong) + Recording.InputBytes;

    private const int PollMicroseconds = 50_000, MostPollsOfEnd = 20, PatienceSeconds = 60;

    // A program that is no player may say nothing; and who ends the game waits no longer for what is on its way.
    private const int SecondsOfGreeting = 3, SecondsOfEnd = 1;

    private static readonly byte[] Title = Encoding.ASCII.GetBytes("catch lockstep 1\n");

    private readonly Socket socket;
    private readonly bool isHost;
    private readonly IPlayer player;
    private readonly CancellationToken cancellation;
    private readonly byte[] message = new byte[MessageBytes], incoming = new byte[MessageBytes];
    private readonly Input[] own = new Input[Delay];
    private readonly ulong[] hashes = new ulong[Delay + 1];

    // Messages, and the bytes of the next one that are here already.
    private int sent, received, arrived;

    /// <param name="socket">The way to the other one.</param>
    /// <param name="seed">What the host begins with; null for the guest.</param>
    /// <param name="player">Who plays here.</param>
    /// <param name="cancellation">Ends the game.</param>
    private Peer(Socket socket, int? seed, IPlayer player, CancellationToken cancellation)
    {
        this.socket = socket;
        this.player = player;
        this.cancellation = cancellation;
        isHost = seed != null;
        Seed = seed ?? 0;
        socket.NoDelay = true;   // a message is smaller than what a network card waits for
    }

    /// <summary>What both games begin with: the host's.</summary>
    public int Seed { get; private set; }

    /// <summary>Whether the other one is no longer there.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>The last frame behind which the other one is known to have stood.</summary>
    public int TheirFrame => Math.Max(received - 1, 0);

    /// <summary>Waits for another player; other programs that come by are sent away.</summary>
    /// <param name="port">The port; 0: any that is free.</param>
    /// <param name="seed">What both games begin with.</param>
    /// <param name="player">Who plays here, in the first field.</param>
    /// <param name="listening">Is told the port, once it is open.</param>
    /// <param name="cancellation">Ends the waiting, and the game.</param>
    /// <exception cref="IOException">The port cannot be opened.</exception>
    /// <exception cref="OperationCanceledException">Nobody had come.</exception>
    public static Peer Host(int port, int seed, IPlayer player, Action<int> listening, CancellationToken cancellation)
    {
        try
        {
            using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(new IPEndPoint(IPAddress.Any, port));
            listener.Listen(1);
            listening(((IPEndPoint)listener.LocalEndPoint!).Port);
            while (true)
            {
                while (!listener.Poll(PollMicroseconds, SelectMode.SelectRead)) cancellation.ThrowIfCancellationRequested();
                var peer = new Peer(listener.Accept(), seed, player, cancellation);
                if (peer.Greet(SecondsOfGreeting)) return peer;
            }
        }
        catch (SocketException e)
        {
            throw new IOException($"port {port} cannot be used: {e.Message}", e);
        }
    }

    /// <summary>Goes to another player, who waits.</summary>
    /// <param name="host">Where: a name or an address.</param>
    /// <param name="port">The other one's port.</param>
    /// <param name="player">Who plays here, in the second field.</param>
    /// <param name="cancellation">Ends the game.</param>
    /// <exception cref="IOException">Nobody waits there, or what answers is not this game.</exception>
    /// <exception cref="OperationCanceledException">Nobody had answered.</exception>
    public static Peer Join(string host, int port, IPlayer player, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            Task connecting = socket.ConnectAsync(host, port);
            while (Task.WaitAny(new[] { connecting }, PollMicroseconds / 1000) < 0) cancellation.ThrowIfCancellationRequested();
            connecting.GetAwaiter().GetResult();
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new IOException($"{host}:{port} does not answer: {e.Message}", e);
        }

        var peer = new Peer(socket, null, player, cancellation);
        return peer.Greet(PatienceSeconds) ? peer : throw new IOException("what is at the other end is not this game, or not this version of it");
    }

    public bool Next(Match match, Span<Input> inputs)
    {
        int frame = match.Frame;
        Input next = player.Next(), mine = own[frame % Delay], other = default;
        own[frame % Delay] = next;
        Send(match, next);
        if (frame >= Delay && !Receive(Stopwatch.GetTimestamp(), 0, out other)) return false;
        inputs[0] = isHost ? mine : other;
        inputs[1] = isHost ? other : mine;
        return true;
    }

    /// <summary>Of the last frames the hashes are still on their way.</summary>
    public void Finish(Match match)
    {
        if (HasLeft) return;
        if (sent <= match.Frame) Send(match, default);   // else it ended while it waited for a frame's inputs
        long start = Stopwatch.GetTimestamp();
        while (received <= match.Frame && Receive(start, SecondsOfEnd, out _)) { }
    }

    /// <summary>Leaves, when the other one has read what was sent: else it might never learn why.</summary>
    public void Dispose()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
            for (int polls = 0; polls < MostPollsOfEnd && !HasLeft; polls++)
            {
                if (socket.Poll(PollMicroseconds, SelectMode.SelectRead)) HasLeft = socket.Receive(message, 0, message.Length, SocketFlags.None) == 0;
            }
        }
        catch (SocketException)
        {
            // It is gone already.
        }

        socket.Dispose();
    }

    /// <summary>Both say what game they play; the host, what it begins with.</summary>
    /// <returns>Whether the other one is a player; else it is left.</returns>
    private bool Greet(int seconds)
    {
        var greeting = new byte[Title.Length + sizeof(int)];
        Title.CopyTo(greeting, 0);
        BinaryPrimitives.WriteInt32LittleEndian(greeting.AsSpan(Title.Length), Seed);
        Send(greeting);
        if (Receive(greeting, Stopwatch.GetTimestamp(), seconds, 0) && greeting.AsSpan(0, Title.Length).SequenceEqual(Title))
        {
            if (!isHost) Seed = BinaryPrimitives.ReadInt32LittleEndian(greeting.AsSpan(Title.Length));
            return true;
        }

        Dispose();
        cancellation.ThrowIfCancellationRequested();
        return false;
    }

    private void Send(Match match, Input input)
    {
        ulong hash = match.Hash();
        hashes[match.Frame % hashes.Length] = hash;
        BinaryPrimitives.WriteInt32LittleEndian(message, match.Frame);
        BinaryPrimitives.WriteUInt64LittleEndian(message.AsSpan(sizeof(int)), hash);
        Recording.Write(message.AsSpan(sizeof(int) + sizeof(ulong)), input);
        Send(message);
        sent++;
    }

    private void Send(byte[] bytes)
    {
        try
        {
            for (int done = 0; done < bytes.Length;) done += socket.Send(bytes, done, bytes.Length - done, SocketFlags.None);
        }
        catch (SocketException)
        {
            // What it had sent before it left can still be read.
        }
    }

    /// <summary>The other one's next message: its game has to stand where this one stood.</summary>
    /// <param name="start">Since when it is waited for.</param>
    /// <param name="secondsOfEnd">How long that may be once the game is ended here.</param>
    /// <param name="input">What the other player does.</param>
    /// <returns>Whether it came: not where the other one has left, or the game is ended here.</returns>
    private bool Receive(long start, int secondsOfEnd, out Input input)
    {
        input = default;
        if (!Receive(incoming, start, PatienceSeconds, secondsOfEnd))
        {
            if (HasLeft || cancellation.IsCancellationRequested) return false;
            throw new IOException($"the other player has sent nothing for {PatienceSeconds} seconds");
        }

        int frame = received, theirs = BinaryPrimitives.ReadInt32LittleEndian(incoming);
        if (theirs != frame) throw new IOException($"the other player speaks of frame {theirs}, and not of {frame}");
        ulong here = hashes[frame % hashes.Length], there = BinaryPrimitives.ReadUInt64LittleEndian(incoming.AsSpan(sizeof(int)));
        if (here != there) throw new DesyncException(frame, here, there, "on the other machine");
        input = Recording.Read(incoming.AsSpan(sizeof(int) + sizeof(ulong)));
        received++;
        return true;
    }

    /// <summary>Fills an array, if the other one sends so much in time. What came of it stays, and the next call goes on behind it.</summary>
    private bool Receive(byte[] bytes, long start, int seconds, int secondsOfEnd)
    {
        try
        {
            while (arrived < bytes.Length)
            {
                while (!socket.Poll(PollMicroseconds, SelectMode.SelectRead))
                {
                    int patience = cancellation.IsCancellationRequested ? secondsOfEnd : seconds;
                    if (Stopwatch.GetTimestamp() - start >= patience * Stopwatch.Frequency) return false;
                }

                int count = socket.Receive(bytes, arrived, bytes.Length - arrived, SocketFlags.None);
                HasLeft = count == 0;
                if (HasLeft) return false;
                arrived += count;
            }

            arrived = 0;
            return true;
        }
        catch (SocketException)
        {
            HasLeft = true;
            return false;
        }
    }
}
