using System;
using System.IO;
using System.Linq;
using CnnGen.Tests.Behaviour;
using Xunit;

namespace CnnGen.Tests.Files;

/// <summary>Trainings with checkpoints are killed again and again, at any moment, and go on: they have the bits of one that was never interrupted.</summary>
public sealed class KilledTrainingTests : FolderTests
{
    private const int Kills = 13, StepsBehind = 5;   // of four trainings at once: 52

    [Fact]
    public void KilledTraining_HasTheBitsOfTheUninterrupted()
    {
        var random = new Random(1);
        (string Path, int Seed)[] files = [.. Enumerable.Range(1, KilledProgram.FilesAtOnce).Select(seed => (At($"{seed}.checkpoint"), seed))];
        long[] last = new long[files.Length];
        for (int kill = 0; kill < Kills; kill++)
        {
            KilledProgram.Run(nameof(Interrupted), files, TimeSpan.FromMilliseconds(random.Next(30)));
            for (int file = 0; file < files.Length; file++)
            {
                var resumed = new Stored(0);
                Checkpoint.Load(resumed, files[file].Path);
                Assert.True(resumed.StepCount > last[file], "It has not gone on.");
                last[file] = resumed.StepCount;
            }
        }

        for (int file = 0; file < files.Length; file++)
        {
            // What comes behind the last checkpoint, too.
            long end = last[file] + StepsBehind;
            Stored resumed = Interrupted.Train(files[file].Path, files[file].Seed, end), whole = Interrupted.Train(At("whole"), files[file].Seed, end);
            Assert.Equal(end, resumed.StepCount);
            Assert.Equal(Bits(whole), Bits(resumed));

            // The checkpoints of both, with the best of all epochs and what came of each, byte for byte.
            Assert.Equal(File.ReadAllBytes(At("whole")), File.ReadAllBytes(files[file].Path));
            File.Delete(At("whole"));
        }
    }

    private static int[] Bits(Stored network)
    {
        float[] numbers = [.. Data.Parameters(network), .. Data.Buffers(network), .. Data.OptimizerState(network)];
        return Array.ConvertAll(numbers, BitConverter.SingleToInt32Bits);
    }
}
