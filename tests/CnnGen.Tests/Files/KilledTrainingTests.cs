using System;
using System.Linq;
using CnnGen.Tests.Behaviour;
using Xunit;

namespace CnnGen.Tests.Files;

/// <summary>Trainings with checkpoints are killed again and again, at any moment, and go on: they have the bits of one that was never interrupted.</summary>
public sealed class KilledTrainingTests : FolderTests
{
    private const int Kills = 13, StepsBehind = 3;   // of four trainings at once: 52

    [Fact]
    public void KilledTraining_HasTheBitsOfTheUninterrupted()
    {
        var random = new Random(1);
        (string Path, int Seed)[] files = [.. Enumerable.Range(1, KilledProgram.FilesAtOnce).Select(seed => (At($"{seed}.checkpoint"), seed))];
        Interrupted[] whole = [.. files.Select(file => new Interrupted(file.Seed))];
        int[] last = new int[files.Length];
        for (int kill = 0; kill < Kills; kill++)
        {
            KilledProgram.Run(nameof(Interrupted), files, TimeSpan.FromMilliseconds(random.Next(30)));
            for (int file = 0; file < files.Length; file++)
            {
                using var resumed = new Interrupted(seed: 0);
                resumed.Load(files[file].Path);
                int steps = (int)resumed.Network.StepCount;
                Assert.True(steps > last[file], "It has not gone on.");
                last[file] = steps;
                while (whole[file].Network.StepCount < steps) whole[file].Step();
                AssertSame(whole[file].Network, resumed.Network);
            }
        }

        // What comes behind the last checkpoint, too.
        for (int file = 0; file < files.Length; file++)
        {
            using var resumed = new Interrupted(files[file].Seed);
            resumed.Load(files[file].Path);
            for (int step = 0; step < StepsBehind; step++)
            {
                whole[file].Step();
                resumed.Step();
            }

            AssertSame(whole[file].Network, resumed.Network);
            whole[file].Dispose();
        }
    }

    private static void AssertSame(Stored expected, Stored actual)
    {
        Assert.Equal(expected.StepCount, actual.StepCount);
        Assert.Equal(Bits(expected), Bits(actual));
    }

    private static int[] Bits(Stored network)
    {
        float[] numbers = [.. Data.Parameters(network), .. Data.Buffers(network), .. Data.OptimizerState(network)];
        return Array.ConvertAll(numbers, BitConverter.SingleToInt32Bits);
    }
}
