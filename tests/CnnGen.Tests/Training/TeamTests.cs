using System;
using System.Linq;
using System.Threading;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>The threads under a trainer.</summary>
public sealed class TeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Parts_HaveBackgroundThreadsOfTheirOwn_WhichEndWithTheTeam(int size)
    {
        var threads = new Thread[size];
        using (Team team = new(size))
        {
            team.Run(part => threads[part] = Thread.CurrentThread, size);
            Assert.Same(Thread.CurrentThread, threads[0]);
            Assert.Equal(size, threads.Distinct().Count());
            Assert.All(threads.Skip(1), thread => Assert.True(thread.IsBackground));
            Assert.All(threads, thread => Assert.True(thread.IsAlive));
            var first = (Thread[])threads.Clone();
            team.Run(part => threads[part] = Thread.CurrentThread, size);
            Assert.Equal(first, threads);
        }

        Assert.All(threads.Skip(1), thread => Assert.False(thread.IsAlive));
    }

    [Fact]
    public void Run_ReturnsWhenTheLastPartIsDone_AlsoAfterFailures()
    {
        using Team team = new(3);
        int done = 0;
        ApplicationException exception = Assert.Throws<ApplicationException>(() => team.Run(Work, 3));
        Assert.Equal("part 0", exception.Message);
        Assert.Equal(1, done);

        void Work(int part)
        {
            if (part < 2) throw new ApplicationException($"part {part}");
            Thread.Sleep(50);
            done++;
        }
    }

    [Fact]
    public void Interruption_ComesThroughWhenAllPartsAreDone()
    {
        using Team team = new(3);
        int done = 0;
        Thread caller = Thread.CurrentThread;
        Assert.Throws<ThreadInterruptedException>(() => team.Run(Work, 3));
        Assert.Equal(2, done);
        team.Run(part => Interlocked.Increment(ref done), 3);   // nothing is left of it
        Assert.Equal(5, done);

        void Work(int part)
        {
            if (part == 0) return;
            Thread.Sleep(50);
            if (part == 1) caller.Interrupt();
            Thread.Sleep(50);
            Interlocked.Increment(ref done);
        }
    }

    [Fact]
    public void Dispose_OfAnInterruptedCaller_EndsTheThreads()
    {
        var threads = new Thread[3];
        Team team = new(3);
        team.Run(part => threads[part] = Thread.CurrentThread, 3);
        Thread.CurrentThread.Interrupt();
        team.Dispose();
        Assert.All(threads.Skip(1), thread => Assert.False(thread.IsAlive));
        Assert.Throws<ThreadInterruptedException>(() => Thread.Sleep(1));
    }

    [Fact]
    public void Run_OfFewerParts_LeavesTheOthersAlone()
    {
        using Team team = new(4);
        var counts = new int[4];
        for (int round = 0; round < 1_000; round++) team.Run(part => counts[part]++, 1 + (round % 4));
        Assert.Equal([1_000, 750, 500, 250], counts);
    }

    // What one part writes the next run's parts read, whether the threads were spinning or asleep.
    [Fact]
    public void Runs_SeeWhatTheRunsBeforeHaveWritten()
    {
        using Team team = new(3);
        var values = new long[3];
        var next = new long[3];
        for (int round = 0; round < 3_000; round++)
        {
            if (round % 500 == 0) Thread.Sleep(5);
            team.Run(part => next[part] = values[(part + 1) % 3] + part, 3);
            team.Run(part => values[part] = next[part], 3);
        }

        Assert.Equal([3_000, 3_000, 3_000], values);
    }
}
