using System;
using System.Collections.Concurrent;
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
    public void Workers_AreBackgroundThreads_WhichEndWithTheTeam(int size)
    {
        Thread[] threads;
        using (Team team = new(size))
        {
            Assert.Equal(size, team.Size);
            threads = team.Threads;
            Assert.Equal(size - 1, threads.Distinct().Count());
            Assert.DoesNotContain(Thread.CurrentThread, threads);
            Assert.All(threads, thread => Assert.True(thread.IsBackground));
            Assert.All(threads, thread => Assert.True(thread.IsAlive));
        }

        Assert.All(threads, thread => Assert.False(thread.IsAlive));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void EachPart_IsDoneOnce_ByAMemberOnItsOwnThread(int size)
    {
        using Team team = new(size);
        Thread[] members = [Thread.CurrentThread, .. team.Threads];
        for (int round = 0; round < 3_000; round++)
        {
            int parts = 1 + (round % 9);
            var counts = new int[parts];
            bool isShared = round % 3 > 0;
            if (round % 500 == 0) Thread.Sleep(5);
            team.Run(Work, parts, isShared);
            Assert.All(counts, count => Assert.Equal(1, count));

            void Work(int member, int part)
            {
                Interlocked.Increment(ref counts[part]);
                if (members[member] != Thread.CurrentThread || (member > 0 && !isShared)) counts[part] = 100;
            }
        }
    }

    // As many parts as members, none of which ends before all have begun.
    [Fact]
    public void Members_WorkAtTheSameTime()
    {
        using Team team = new(4);
        using Barrier barrier = new(4);
        ConcurrentBag<int> members = [];
        team.Run(Work, 4, isShared: true);
        Assert.Equal([0, 1, 2, 3], members.Order());

        void Work(int member, int part)
        {
            members.Add(member);
            Assert.True(barrier.SignalAndWait(TimeSpan.FromMinutes(1)));
        }
    }

    // The only other thread is in the middle of a part; the caller does all others meanwhile.
    [Fact]
    public void Caller_DoesWhatNobodyHasBegun_WhileAWorkerStandsStill()
    {
        using Team team = new(2);
        using ManualResetEventSlim othersAreDone = new(), workerHasBegun = new();
        var members = new int[50];
        int done = 0;
        team.Run(Work, 50, isShared: true);
        Assert.Equal(1, members.Count(member => member == 1));

        void Work(int member, int part)
        {
            members[part] = member;
            if (member == 1)
            {
                workerHasBegun.Set();
                Assert.True(othersAreDone.Wait(TimeSpan.FromMinutes(1)));
                return;
            }

            Assert.True(workerHasBegun.Wait(TimeSpan.FromMinutes(1)));
            if (++done == 49) othersAreDone.Set();
        }
    }

    // No worker ever runs.
    [Fact]
    public void Caller_DoesEverything_WhereNoWorkerComes()
    {
        Team team = new(3, _ => { });
        GC.SuppressFinalize(team);
        int done = 0;
        for (int round = 0; round < 100; round++) team.Run((_, _) => done++, 7, isShared: true);
        Assert.Equal(700, done);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void WhereThreadsCannotStart_ThereAreFewer(int possible)
    {
        int started = 0;
        using Team team = new(5, Start);
        Assert.Equal(possible + 1, team.Size);
        Assert.Equal(possible, team.Threads.Length);
        int done = 0;
        team.Run((_, _) => Interlocked.Increment(ref done), 20, isShared: true);
        Assert.Equal(20, done);

        void Start(Thread thread)
        {
            if (started++ == possible) throw new PlatformNotSupportedException();
            thread.Start();
        }
    }

    [Fact]
    public void AFailure_ComesThroughWhenAllPartsAreDone()
    {
        using Team team = new(3);
        int done = 0;
        for (int round = 0; round < 100; round++)
        {
            done = 0;
            Assert.Throws<ApplicationException>(() => team.Run(Work, 6, isShared: true));
            Assert.Equal(5, done);
        }

        void Work(int member, int part)
        {
            if (part == 2) throw new ApplicationException();
            Thread.Yield();
            Interlocked.Increment(ref done);
        }
    }

    [Fact]
    public void Interruption_ComesThroughWhenAllPartsAreDone()
    {
        using Team team = new(2);
        using Barrier barrier = new(2);
        int done = 0;
        Thread caller = Thread.CurrentThread;
        Assert.Throws<ThreadInterruptedException>(() => team.Run(Work, 2, isShared: true));
        Assert.Equal(2, done);
        team.Run((_, _) => Interlocked.Increment(ref done), 3, isShared: true);   // nothing is left of it
        Assert.Equal(5, done);

        void Work(int member, int part)
        {
            barrier.SignalAndWait();
            if (member == 1)
            {
                Thread.Sleep(50);
                caller.Interrupt();
                Thread.Sleep(50);
            }

            Interlocked.Increment(ref done);
        }
    }

    [Fact]
    public void Dispose_OfAnInterruptedCaller_EndsTheThreads()
    {
        Team team = new(3);
        Thread.CurrentThread.Interrupt();
        team.Dispose();
        Assert.All(team.Threads, thread => Assert.False(thread.IsAlive));
        Assert.Throws<ThreadInterruptedException>(() => Thread.Sleep(1));
        team.Dispose();
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
            team.Run((_, part) => next[part] = values[(part + 1) % 3] + part, 3, isShared: true);
            team.Run((_, part) => values[part] = next[part], 3, isShared: true);
        }

        Assert.Equal([3_000, 3_000, 3_000], values);
    }
}
