using System;
using System.Diagnostics;
using System.IO;
using Catch.Game;
using Catch.Learning;
using CnnGen;

namespace Catch.Lockstep;

/// <summary>
/// The whole game: two fields, the agent that plays in both, and its practice. What it becomes follows from its seed and from the inputs of each frame. A frame
/// allocates nothing.
/// </summary>
internal sealed class Match : IDisposable
{
    public const int Players = 2;

    /// <summary>Sixty frames are a second, in which a field makes ten moves.</summary>
    public const int FramesPerSecond = 60, FramesPerMove = 6;

    private const int Remembered = 64;

    private readonly Dice dice;
    private readonly ThrowMemory throws = new ThrowMemory(Remembered);
    private readonly Practice practice;
    private readonly Player[] players = { new Player(), new Player() };
    private readonly float[] picture = new float[Brain.InputSize], weights = new float[Brain.ParameterCount];

    /// <param name="seed">What it begins with.</param>
    /// <param name="threads">How many threads train; they change nothing.</param>
    public Match(int seed, int threads = 1)
    {
        Seed = seed;
        Brain = new Brain(seed);
        dice = new Dice(seed);
        practice = new Practice(Brain, dice, throws, threads);
    }

    public int Seed { get; private set; }

    /// <summary>How many frames there were.</summary>
    public int Frame { get; private set; }

    public Brain Brain { get; }

    public ReadOnlySpan<Player> Sides => players;

    public Practice Practice => practice;

    /// <summary>Steps of practice in the last frame, and how long they took, in ticks of the stopwatch.</summary>
    public int Steps { get; private set; }

    public long Ticks { get; private set; }

    /// <summary>A frame.</summary>
    /// <param name="inputs">What each player does. No player's machine is given more steps than it has the time for.</param>
    public void Advance(ReadOnlySpan<Input> inputs)
    {
        Steps = ushort.MaxValue;
        for (int i = 0; i < Players; i++)
        {
            Steps = Math.Min(Steps, inputs[i].Steps);
            if (players[i].Act(inputs[i].Key, dice, out Throw thrown)) throws.Add(thrown);
        }

        if (Frame % FramesPerMove == 0)
        {
            foreach (Player player in players)
            {
                if (player.Field.HasBall) player.Move(BestAction(player.Field));
            }
        }

        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Steps; i++) practice.Step();
        Ticks = Stopwatch.GetTimestamp() - start;
        Frame++;
    }

    /// <summary>A hash of all weights, of the fields, and of chance: what two machines have to agree on.</summary>
    public ulong Hash()
    {
        StateHash hash = StateHash.Empty;
        Brain.CopyParametersTo(weights);
        hash.Add(weights);
        hash.Add(dice.State);
        foreach (Player player in players) player.AddTo(ref hash);
        practice.AddTo(ref hash);
        return hash.Value;
    }

    /// <summary>Writes all that the game goes on from, but for what a checkpoint of the brain has.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(Seed);
        writer.Write(Frame);
        dice.Save(writer);
        throws.Save(writer);
        practice.Save(writer);
        foreach (Player player in players) player.Save(writer);
    }

    public void Load(BinaryReader reader)
    {
        Seed = reader.ReadInt32();
        Frame = Saved.Within(reader.ReadInt32(), 0, int.MaxValue);
        dice.Load(reader);
        throws.Load(reader);
        practice.Load(reader);
        foreach (Player player in players) player.Load(reader);
    }

    public void Dispose() => practice.Dispose();

    /// <summary>In the game the agent does what it holds for best; only in practice it tries.</summary>
    private int BestAction(in Field field)
    {
        field.Draw(picture);
        return Brain.Forward(picture).Slice(0, Field.Actions).ArgMax();
    }
}
