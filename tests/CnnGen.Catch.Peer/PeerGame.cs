using System;
using System.Globalization;
using System.Threading;
using Catch.Game;
using Catch.Learning;
using Catch.Lockstep;

namespace Catch.Peers;

/// <summary>
/// Plays a game in lockstep with another process, and records it. Each player presses keys by chance, from a seed of its own.
/// </summary>
internal static class PeerGame
{
    private const int Seed = 1;

    /// <summary>
    /// Arguments: the port of the host, or 0 to be the host, on any port, which is told in a line; how many frames; how many threads train; the file for the
    /// recording; in one of how many frames it has time for a step of practice; and perhaps the frame behind which the last bit of a weight is flipped.
    /// </summary>
    public static void Play(string[] arguments)
    {
        int port = Number(arguments[0]), frames = Number(arguments[1]), threads = Number(arguments[2]);
        int flipped = arguments.Length > 5 ? Number(arguments[5]) : -1;
        bool isHost = port == 0;
        var player = new Chance(isHost ? 2 : 3, Number(arguments[4]));
        using Peer peer = isHost
            ? Peer.Host(port, Seed, player, Tell, CancellationToken.None)
            : Peer.Join("127.0.0.1", port, player, CancellationToken.None);
        using var match = new Match(peer.Seed, threads);
        using var recorder = new Recorder(arguments[3], match);
        try
        {
            Loop.Run(match, peer, recorder, frames, () =>
            {
                if (match.Frame == flipped) Flip(match);
                return true;
            });
            Console.WriteLine($"together to {match.Frame}");
        }
        catch (DesyncException e)
        {
            Console.WriteLine($"apart behind {e.Frame}");
        }
    }

    private static void Tell(int port) => Console.WriteLine(port.ToString(CultureInfo.InvariantCulture));

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static void Flip(Match match)
    {
        var weights = new float[Brain.ParameterCount];
        match.Brain.CopyParametersTo(weights);
        weights[0] = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(weights[0]) ^ 1);
        match.Brain.SetParameters(weights);
    }

    /// <summary>Presses a key now and then, and has time for a step in one of so many frames.</summary>
    private sealed class Chance : IPlayer
    {
        private readonly Dice dice;
        private readonly int framesOfAStep;

        public Chance(int seed, int framesOfAStep)
        {
            dice = new Dice(seed);
            this.framesOfAStep = framesOfAStep;
        }

        public Input Next() => new Input(dice.Below(10) == 0 ? (Key)dice.Below(4) : Key.None, (ushort)(dice.Below(framesOfAStep) == 0 ? 1 : 0));
    }
}
