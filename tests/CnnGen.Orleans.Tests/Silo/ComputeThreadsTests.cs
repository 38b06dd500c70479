using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace CnnGen.Orleans.Tests;

public sealed class ComputeThreadsTests
{
    [Fact]
    public async Task Parts_RunOnAllThreads_EachOnce()
    {
        using var threads = new ComputeThreads(3);
        using var meeting = new Barrier(3);
        var seen = new ConcurrentBag<(int Member, int Part)>();
        await threads.RunParts(3, (member, part) =>
        {
            seen.Add((member, part));
            Assert.True(meeting.SignalAndWait(TimeSpan.FromMinutes(1)));   // the three run at once
        });
        Assert.Equal(new[] { 0, 1, 2 }, seen.Select(one => one.Part).Order());
        Assert.Equal(new[] { 0, 1, 2 }, seen.Select(one => one.Member).Order());
    }

    [Fact]
    public async Task Jobs_NeverRunAtOnce_WhateverIsAskedAtOnce()
    {
        using var threads = new ComputeThreads(4);
        int running = 0, most = 0;
        int[] results = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => threads.Run(() =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            Thread.SpinWait(1_000);
            Interlocked.Decrement(ref running);
            return i;
        })));
        Assert.Equal(Enumerable.Range(0, 50), results);
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task JobThatThrows_ComesThrough_AndTheNextRuns()
    {
        using var threads = new ComputeThreads(2);
        int begun = 0;
        Task failing = threads.RunParts(1000, (_, _) =>
        {
            Interlocked.Increment(ref begun);
            throw new InvalidOperationException("one");
        });
        Assert.Equal("one", (await Assert.ThrowsAsync<InvalidOperationException>(() => failing)).Message);
        Assert.InRange(begun, 1, 2);
        Assert.Equal(7, await threads.Run(() => 7));
    }

    [Fact]
    public async Task CancelledJob_IsGivenUp_AndTheNextRuns()
    {
        using var threads = new ComputeThreads(1);
        using var cancellation = new CancellationTokenSource();
        using var holding = new ManualResetEventSlim();
        Task first = threads.RunParts(1, (_, _) => holding.Wait());
        Task<int> second = threads.Run(() => 1, cancellation.Token), third = threads.Run(() => 2);
        cancellation.Cancel();
        holding.Set();
        await first;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal(2, await third);
    }

    [Fact]
    public async Task End_CancelsWhatHasNotBegun()
    {
        var threads = new ComputeThreads(1);
        using var holding = new ManualResetEventSlim();
        using var begun = new ManualResetEventSlim();
        Task first = threads.RunParts(1, (_, _) =>
        {
            begun.Set();
            holding.Wait();
        });
        begun.Wait();
        Task<int> second = threads.Run(() => 1);
        Task ending = Task.Run(threads.Dispose);
        while (true)
        {
            try
            {
                await Task.WhenAny(threads.RunParts(1, (_, _) => { }), Task.Delay(1));
            }
            catch (ObjectDisposedException)
            {
                break;   // it has begun
            }
        }

        holding.Set();
        await ending;
        await first;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => threads.Run(() => 1));
    }
}
