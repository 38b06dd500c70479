using System;
using System.IO;
using System.Linq;
using Catch.Game;
using Catch.Lockstep;
using Xunit;

namespace Catch.Tests;

/// <summary>The whole game: what it learns, what it costs, and that it is the same again.</summary>
public sealed class MatchTests : FolderTests
{
    private const int Steps = 8;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Agent_LearnsToCatch(int seed)
    {
        using var match = new Match(seed);
        for (int i = 0; i < 5_000; i++) Advance(match, Steps);
        Assert.True(match.Practice.Rewards.Means[..2].ToArray().Average() < 0, "It knows it from the beginning.");
        double last = match.Practice.Rewards.Means[^10..].ToArray().Average(), caught = (1 + last) / 2;
        Assert.True(caught >= 0.95, $"In practice it catches {caught:P1}.");

        // In the game, from here on.
        long[] thrown = [.. match.Sides.ToArray().Select(side => side.Tally.Thrown - side.Tally.Caught)], before = [.. match.Sides.ToArray().Select(side => side.Tally.Thrown)];
        for (int i = 0; i < 8_000; i++) Advance(match, 0);
        for (int side = 0; side < Match.Players; side++)
        {
            Tally tally = match.Sides[side].Tally;
            double rate = 1 - ((tally.Thrown - tally.Caught - thrown[side]) / (double)(tally.Thrown - before[side]));
            Assert.True(rate >= 0.95, $"In the game it catches {rate:P1} of {tally.Thrown - before[side]}.");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Frame_AllocatesNothing(int threads)
    {
        using var match = new Match(1, threads);
        using var recorder = new Recorder(At("recording"), match);
        var player = new Fingers(5, Steps);
        var alone = new Alone(player);
        Input[] inputs = new Input[Match.Players];
        Play(300);   // what is made once: a trainer's threads
        long before = GC.GetAllocatedBytesForCurrentThread();
        Play(2_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Play(int frames)
        {
            for (int i = 0; i < frames; i++)
            {
                alone.Next(match, inputs);
                match.Advance(inputs);
                recorder.Add(match, inputs);
            }
        }
    }

    [Fact]
    public void Threads_NeverShow()
    {
        using Match one = new(1), two = new(1, threads: 2);
        for (int i = 0; i < 500; i++)
        {
            Advance(one, Steps);
            Advance(two, Steps);
            Assert.Equal(one.Hash(), two.Hash());
        }
    }

    [Fact]
    public void Keys_AndSteps_AndSeed_Matter()
    {
        using Match plain = new(1), other = new(2), keyed = new(1), slow = new(1);
        Assert.NotEqual(plain.Hash(), other.Hash());
        for (int i = 0; i < 300; i++)
        {
            Advance(plain, 1);
            keyed.Advance([new(i == 150 ? Key.Left : Key.None, 1), new(Key.None, 1)]);
            slow.Advance([new(Key.None, 1), new(Key.None, (ushort)(i == 150 ? 0 : 1))]);
        }

        Assert.Equal(3, new[] { plain.Hash(), keyed.Hash(), slow.Hash() }.Distinct().Count());
    }

    [Fact]
    public void Hash_SeesEveryWeight()
    {
        using var match = new Match(1);
        var weights = new float[Learning.Brain.ParameterCount];
        match.Brain.CopyParametersTo(weights);
        ulong before = match.Hash();
        for (int i = 0; i < weights.Length; i++)
        {
            match.Brain.SetParameters([MathF.BitIncrement(weights[i])], i);
            Assert.NotEqual(before, match.Hash());
            match.Brain.SetParameters([weights[i]], i);
        }

        Assert.Equal(before, match.Hash());
    }

    /// <summary>Behind each of more frames than a round has steps, at other places of the round.</summary>
    [Fact]
    public void SavedGame_GoesOnToTheSameBits()
    {
        using var whole = new Match(1);
        for (int i = 0; i < 60; i++)
        {
            using var resumed = new Match(7);
            MatchFile.Save(whole, At("game"));
            MatchFile.Load(resumed, At("game"));
            var ahead = new Match(8);
            MatchFile.Load(ahead, At("game"));
            var player = new Fingers(i, 3);
            for (int frame = 0; frame < 40; frame++)
            {
                Input[] inputs = [player.Next(), player.Next()];
                resumed.Advance(inputs);
                ahead.Advance(inputs);
            }

            Assert.Equal(ahead.Hash(), resumed.Hash());
            Advance(whole, 1);
        }
    }

    [Fact]
    public void SavedAgain_IsTheSameFile()
    {
        using Match whole = new(1), resumed = new(2);
        for (int i = 0; i < 500; i++) Advance(whole, Steps);
        MatchFile.Save(whole, At("first"));
        MatchFile.Load(resumed, At("first"));
        for (int i = 0; i < 100; i++)
        {
            Advance(whole, Steps);
            Advance(resumed, Steps);
        }

        MatchFile.Save(whole, At("whole"));
        MatchFile.Save(resumed, At("resumed"));
        Assert.Equal(File.ReadAllBytes(At("whole")), File.ReadAllBytes(At("resumed")));
        Assert.Equal((whole.Frame, whole.Seed, whole.Practice.Played), (resumed.Frame, resumed.Seed, resumed.Practice.Played));
        Assert.Equal(whole.Practice.Rewards.Means.ToArray(), resumed.Practice.Rewards.Means.ToArray());
    }

    [Fact]
    public void CheckpointOfSomethingElse_IsRefused()
    {
        using var match = new Match(1);
        foreach (string? note in new[] { null, "epoch 3", "", "AAAA", Convert.ToBase64String(new byte[100]) })
        {
            CnnGen.Checkpoint.Save(match.Brain, At("brain"), note);
            Assert.Contains("not of this game", Assert.Throws<InvalidDataException>(() => MatchFile.Load(match, At("brain"))).Message);
        }
    }

    private static void Advance(Match match, int steps) => match.Advance([new(Key.None, (ushort)steps), new(Key.None, (ushort)steps)]);
}
