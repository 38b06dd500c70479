using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace CnnGen.Orleans.Tests;

/// <summary>A silo waits for gradients of others, and not for ever.</summary>
public sealed class ExchangeTests
{
    private const int Shards = 4;

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1), Short = TimeSpan.FromMilliseconds(20);

    private static readonly Block First = new(0, 1), Second = new(2, 1);

    private static readonly StepToMake Step = new(new Batch(7, 1, 0, 4), [First, Second], 0.1);

    [Fact]
    public Task WhatIsMissing_IsWaitedFor() => InTurns(async () =>
    {
        var exchange = new Exchange();
        exchange.Put(Gradient(7, First), isShared: true);
        Task<IReadOnlyDictionary<Block, Term>> taking = exchange.Take(Step, Shards, Long, CancellationToken.None);
        exchange.Put(Gradient(8, Second), isShared: false);
        await Task.Delay(Short);
        Assert.False(taking.IsCompleted);
        exchange.Put(Gradient(7, Second), isShared: false);
        IReadOnlyDictionary<Block, Term> taken = await taking.WaitAsync(Long);
        Assert.Equal([(First, true), (Second, false)], taken.Select(term => (term.Key, term.Value.IsShared)).OrderBy(term => term.Key.FirstShard));
    });

    // Sums are made in what is taken: nobody finds it there afterwards.
    [Fact]
    public Task WhatIsTaken_IsTakenOnce() => InTurns(async () =>
    {
        var exchange = new Exchange();
        foreach (Block block in Step.Blocks) exchange.Put(Gradient(7, block), isShared: false);
        Assert.Equal(2, (await exchange.Take(Step, Shards, Long, CancellationToken.None)).Count);
        Assert.Empty(await exchange.Take(Step, Shards, Short, CancellationToken.None));
    });

    [Fact]
    public Task WhatDoesNotCome_IsLeftOut() => InTurns(async () =>
    {
        var exchange = new Exchange();
        exchange.Put(Gradient(7, Second), isShared: false);
        Assert.Equal([Second], (await exchange.Take(Step, Shards, Short, CancellationToken.None)).Keys);
    });

    [Fact]
    public Task AStepThatIsMade_IsNotWaitedFor_AndNothingOfIt_IsKept() => InTurns(async () =>
    {
        var exchange = new Exchange();
        Task<IReadOnlyDictionary<Block, Term>> taking = exchange.Take(Step, Shards, Long, CancellationToken.None);
        exchange.Put(Gradient(7, First), isShared: false);
        exchange.MoveTo(8);
        Assert.Empty(await taking.WaitAsync(Long));
        exchange.Put(Gradient(7, First), isShared: false);
        exchange.MoveTo(7);   // back to an earlier checkpoint
        Assert.Empty(await exchange.Take(Step, Shards, Short, CancellationToken.None));
    });

    // For two shards twice as long as for one.
    [Fact]
    public Task Patience_IsTheTimeOfWhatIsMissing() => InTurns(async () =>
    {
        var exchange = new Exchange();
        var clock = Stopwatch.StartNew();
        Assert.Empty(await exchange.Take(Step, Shards, TimeSpan.FromMilliseconds(100), CancellationToken.None));
        Assert.InRange(clock.ElapsedMilliseconds, 390, long.MaxValue);
        exchange.Put(Gradient(7, First), isShared: false);
        clock.Restart();
        Assert.Single(await exchange.Take(Step, Shards, TimeSpan.FromMilliseconds(100), CancellationToken.None));
        Assert.InRange(clock.ElapsedMilliseconds, 190, long.MaxValue);
    });

    // Of a copy that is far behind nothing grows without end.
    [Fact]
    public Task WhatIsFarAhead_IsNotKept() => InTurns(async () =>
    {
        var exchange = new Exchange();
        StepToMake far = Step with { Batch = Step.Batch with { Step = 100 } };
        var large = new Numbers(new byte[65 << 20]);
        exchange.Put(Gradient(90, First) with { Gradient = large }, isShared: false);
        exchange.Put(Gradient(100, First), isShared: false);
        Assert.Empty(await exchange.Take(far, Shards, Short, CancellationToken.None));
        exchange.MoveTo(99);
        exchange.Put(Gradient(100, First), isShared: false);
        Assert.Equal([First], (await exchange.Take(far, Shards, Short, CancellationToken.None)).Keys);
    });

    [Fact]
    public Task ACancelledWait_Ends_AndTakesNothing() => InTurns(async () =>
    {
        var exchange = new Exchange();
        exchange.Put(Gradient(7, First), isShared: false);
        using var cancellation = new CancellationTokenSource();
        Task<IReadOnlyDictionary<Block, Term>> taking = exchange.Take(Step, Shards, Long, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => taking.WaitAsync(Long));
        Assert.Equal([First], (await exchange.Take(Step, Shards, Short, CancellationToken.None)).Keys);
    });

    /// <summary>As in a service of a silo: one thing at a time.</summary>
    private static Task InTurns(Func<Task> test) =>
        Task.Factory.StartNew(test, CancellationToken.None, TaskCreationOptions.None, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).Unwrap();

    private static BlockGradient Gradient(long step, Block block) => new(step, block, Numbers.None, Numbers.None);
}
