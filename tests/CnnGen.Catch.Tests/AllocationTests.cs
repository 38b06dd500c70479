using System;
using Catch.Game;
using Catch.Lockstep;
using Xunit;

namespace Catch.Tests;

/// <summary>Alone, since it counts what all threads of the process allocate.</summary>
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public sealed class AllocatingAlone { }

/// <summary>No frame allocates a byte, on no thread.</summary>
[Collection(nameof(AllocationTests))]
public sealed class AllocationTests : FolderTests
{
    private const int Attempts = 20, MostAttempts = 200, Frames = 100, Steps = 8;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Frame_AllocatesNothing(int threads)
    {
        using var match = new Match(1, threads);
        using var recorder = new Recorder(At("recording"), match);
        var alone = new Alone(new Fingers(5, Steps));
        Input[] inputs = new Input[Match.Players];
        for (int i = 0; i < 3; i++) Play();   // what is made once: a trainer's threads

        // Threads of the test host allocate now and then, on a busy machine often; frames that do would do so in every attempt.
        long least = long.MaxValue;
        for (int attempt = 0; attempt < Attempts || (least > 0 && attempt < MostAttempts); attempt++)
        {
            long allBefore = GC.GetTotalAllocatedBytes(precise: true), ownBefore = GC.GetAllocatedBytesForCurrentThread();
            Play();
            long own = GC.GetAllocatedBytesForCurrentThread() - ownBefore, all = GC.GetTotalAllocatedBytes(precise: true) - allBefore;
            Assert.Equal(0, own);
            least = Math.Min(least, all);
        }

        Assert.Equal(0, least);

        void Play()
        {
            for (int i = 0; i < Frames; i++)
            {
                alone.Next(match, inputs);
                match.Advance(inputs);
                recorder.Add(match, inputs);
            }
        }
    }
}
