using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace CnnGen.Orleans.Tests;

/// <summary>A silo waits for gradients of others, and not for ever.</summary>
public sealed class ExchangeTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1), Short = TimeSpan.FromMilliseconds(20);

    private static readonly Block First = new(0, 1), Second = new(2, 1);

    private static readonly StepToMake Step = new(new Batch(7, 1, 0, 4), [First, Second], 0.1);

    [Fact]
    public Task WhatIsMissing_IsWaitedFor() => InTurns(async () =>
    {
        var exchange = new Exchange();
        exchange.Put(Gradient(7, First), isShared: true);
        Task<IReadOnlyDictionary<Block, Term>> taking = exchange.Take(Step, Long);
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
        Assert.Equal(2, (await exchange.Take(Step, Long)).Count);
        Assert.Empty(await exchange.Take(Step, Short));
    });

    [Fact]
    public Task WhatDoesNotCome_IsLeftOut() => InTurns(async () =>
    {
        var exchange = new Exchange();
        exchange.Put(Gradient(7, Second), isShared: false);
        Assert.Equal([Second], (await exchange.Take(Step, Short)).Keys);
    });

    [Fact]
    public Task AStepThatIsMade_IsNotWaitedFor_AndNothingOfIt_IsKept() => InTurns(async () =>
    {
        var exchange = new Exchange();
        Task<IReadOnlyDictionary<Block, Term>> taking = exchange.Take(Step, Long);
        exchange.Put(Gradient(7, First), isShared: false);
        exchange.MoveTo(8);
        Assert.Empty(await taking.WaitAsync(Long));
        exchange.Put(Gradient(7, First), isShared: false);
        exchange.MoveTo(7);   // back to an earlier checkpoint
        Assert.Empty(await exchange.Take(Step, Short));
    });

    [Fact]
    public Task TheEndOfTheRun_EndsTheWait() => InTurns(async () =>
    {
        var exchange = new Exchange();
        Task<IReadOnlyDictionary<Block, Term>> taking = exchange.Take(Step, Long);
        exchange.End();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => taking.WaitAsync(Long));
    });

    /// <summary>As in a service of a silo: one thing at a time.</summary>
    private static Task InTurns(Func<Task> test) =>
        Task.Factory.StartNew(test, CancellationToken.None, TaskCreationOptions.None, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).Unwrap();

    private static BlockGradient Gradient(long step, Block block) => new(step, block, Numbers.None, Numbers.None);
}
