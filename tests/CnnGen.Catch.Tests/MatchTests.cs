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

    /// <summary>At each place of a round, which has 56 steps: 41 frames of 3 steps end 11 places on.</summary>
    [Fact]
    public void SavedGame_GoesOnToTheBitsOfTheOneThatWasNotSaved()
    {
        using var whole = new Match(1);
        var player = new Fingers(2, 3);
        for (int i = 0; i < 60; i++)
        {
            using var resumed = new Match(7);
            MatchFile.Save(whole, At("game"));
            MatchFile.Load(resumed, At("game"));
            Assert.Equal(whole.Hash(), resumed.Hash());
            for (int frame = 0; frame < 41; frame++)
            {
                Input[] inputs = [player.Next(), new(Key.None, 3)];
                whole.Advance(inputs);
                resumed.Advance(inputs);
            }

            Assert.Equal(whole.Hash(), resumed.Hash());
        }
    }

    [Fact]
    public void SavedAgain_IsTheSameFile()
    {
        using Match whole = new(1), resumed = new(2);
        var player = new Fingers(3, Steps);
        for (int i = 0; i < 500; i++) whole.Advance([player.Next(), new(Key.None, Steps)]);
        MatchFile.Save(whole, At("first"));
        MatchFile.Load(resumed, At("first"));
        for (int i = 0; i < 100; i++)
        {
            Input[] inputs = [player.Next(), new(Key.None, Steps)];
            whole.Advance(inputs);
            resumed.Advance(inputs);
        }

        MatchFile.Save(whole, At("whole"));
        MatchFile.Save(resumed, At("resumed"));
        Assert.Equal(File.ReadAllBytes(At("whole")), File.ReadAllBytes(At("resumed")));
        Assert.Equal((whole.Frame, whole.Seed, whole.Practice.Played), (resumed.Frame, resumed.Seed, resumed.Practice.Played));
        Assert.Equal(whole.Practice.Rewards.Means.ToArray(), resumed.Practice.Rewards.Means.ToArray());
    }

    /// <summary>Numbers of the file, whose hash is then made to fit.</summary>
    [Theory]
    [InlineData("throws", 24, 65, "65 is where a number from 0 to 64 is expected")]
    [InlineData("the place of the next throw", 28, -1, "-1 is where a number from 0 to 63 is expected")]
    [InlineData("the column of a throw", 32, 12, "12 is where a number from 0 to 11 is expected")]
    [InlineData("steps of the round", 160, 56, "56 is where a number from 0 to 55 is expected")]
    [InlineData("points of the curve", 180, 256, "256 is where a number from 0 to 255 is expected")]
    [InlineData("numbers in a point", 184, 0, "0 is where a number from 1 to 2147483647 is expected")]
    public void ANumberOutOfRange_IsRefused(string what, int place, int number, string message)
    {
        using var match = new Match(1);
        MatchFile.Save(match, At("game"));
        byte[] bytes = Convert.FromBase64String(CnnGen.Checkpoint.Load(match.Brain, At("game"))!);
        BitConverter.TryWriteBytes(bytes.AsSpan(place), number);
        StateHash hash = StateHash.Empty;
        foreach (byte one in bytes[..^sizeof(ulong)]) hash.Add(one);
        BitConverter.TryWriteBytes(bytes.AsSpan(bytes.Length - sizeof(ulong)), hash.Value);
        CnnGen.Checkpoint.Save(match.Brain, At("game"), Convert.ToBase64String(bytes));
        var exception = Assert.Throws<InvalidDataException>(() => MatchFile.Load(match, At("game")));
        Assert.True($"'{At("game")}' is damaged: {message}" == exception.Message, $"{what}: {exception.Message}");
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
