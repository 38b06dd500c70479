using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;

namespace CnnGen.Orleans;

/// <summary>A run as one silo has it: awaits what the silo's threads compute.</summary>
internal sealed class SiloRun(
    Run run,
    ComputeThreads threads,
    IOptions<CnnGenOptions> options,
    Silos silos,
    ShardWorkersClient workers,
    IGrainFactory grains,
    ILogger<SiloRun> logger) : IRunMember
{
    private const int MostUnderWay = 2;   // the gradients of the last step may still be on their way, before whoever has them says so

    private static readonly IReadOnlyDictionary<Block, Term> None = new Dictionary<Block, Term>();

    private readonly Exchange exchange = new();
    private readonly Dictionary<SiloAddress, int> underWay = new();   // parts of steps that were sent to a silo and have not arrived yet
    private readonly SemaphoreSlim turns = new(1);   // of orders: each one makes the step that the next goes on from
    private Task<ShardWorker>? making;
    private bool hasEnded;
    private CancellationTokenSource superseded = new();   // orders that came before somebody has asked anew how far the copy is
    private long? lastOrder;   // when the last one was carried out

    public CoordinatorWatch Watch { get; } = new(silos, run.Name, logger);

    public Task<bool> GoesOn() => grains.GetGrain<ITrainingRunGrain>(run.Name).GoesOn(run.Id);

    /// <summary>
    /// Makes what the run needs, if it is not there, and says what it is: at once, however much there is to compute. Orders that wait are forgotten, so that
    /// the copy stays where it is said to be.
    /// </summary>
    public Task<Credentials> Prepare()
    {
        superseded.Cancel();
        superseded = new CancellationTokenSource();
        making ??= threads.Run(() => Guarded(() => ShardWorker.Create(options.Value, run.Options, threads.Count)));
        return Watch.Answer(() => UnlessStopped(async () => (await making).Credentials with { Silence = Silence }));
    }

    /// <summary>Follows an order, behind those that came before.</summary>
    public async Task<Answer> Follow(Order order)
    {
        // Not as a part of the answer: who waits in vain is to look for silos that have died.
        Watch.Called();
        CancellationToken cancellation = superseded.Token;
        await turns.WaitAsync(CancellationToken.None);
        try
        {
            IReadOnlyDictionary<Block, Term> terms = await UnlessStopped(() => Take(order.Last, cancellation));
            (Answer answer, BlockGradient[] made) = await With(worker =>
            {
                long begun = Stopwatch.GetTimestamp();
                (Answer answer, BlockGradient[] made) = worker.Follow(order, terms);
                return (answer with { Computing = Stopwatch.GetElapsedTime(begun) }, made);
            });
            if (answer.Recomputed > 0) DataParallelLog.NotReceived(logger, run.Name, answer.Recomputed, order.Batch.Step - 1);
            exchange.MoveTo(answer.Step);
            SiloAddress[] others = order.Members.Where(silo => silo != silos.Own).ToArray();
            foreach (BlockGradient gradient in made) exchange.Put(gradient, isShared: others.Length > 0);
            if (made.Length > 0) Array.ForEach(others, silo => _ = Send(silo, made));
            lastOrder = Stopwatch.GetTimestamp();
            return answer;
        }
        finally
        {
            turns.Release();
        }
    }

    /// <summary>Receives a gradient from another silo.</summary>
    public void Receive(BlockGradient gradient) => exchange.Put(gradient, isShared: false);

    /// <summary>Takes the copy to a state; null: to the beginning.</summary>
    public async Task Restore(StateHead? state) => exchange.MoveTo(await With(worker =>
    {
        worker.Restore(state);
        return worker.Step;
    }));

    /// <summary>Does something with the copy.</summary>
    /// <exception cref="WorkerLostException">It is not there, or the silo is being stopped.</exception>
    public Task<TResult> With<TResult>(Func<ShardWorker, TResult> work) => Watch.Answer(() => UnlessStopped(async () =>
    {
        ShardWorker worker = Worker;
        return await threads.Run(() => Guarded(() => work(worker)));
    }));

    private ShardWorker Worker =>
        !hasEnded && making is { IsCompletedSuccessfully: true } ? making.Result : throw new WorkerLostException($"{silos.Own} is not prepared.");

    private TimeSpan Silence => lastOrder is { } last ? Stopwatch.GetElapsedTime(last) : TimeSpan.Zero;

    public void Dispose()
    {
        superseded.Cancel();
        if (making is { IsCompletedSuccessfully: true }) making.Result.Dispose();
    }

    public async Task End()
    {
        hasEnded = true;
        superseded.Cancel();
        if (making == null) return;
        try
        {
            ShardWorker made = await making;
            await threads.Run(() =>
            {
                made.Dispose();
                return 0;
            });
        }
        catch (Exception exception) when (exception is RunFailedException or OperationCanceledException or ObjectDisposedException)
        {
            Dispose();   // the threads have ended with the silo, if it was made at all
        }
    }

    /// <summary>What there is of the gradients of a step that is still to be made.</summary>
    private async Task<IReadOnlyDictionary<Block, Term>> Take(StepToMake? step, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        ShardWorker worker = Worker;
        if (step == null || worker.Step != step.Batch.Step) return None;
        return await exchange.Take(step, worker.ShardsOf(step.Batch), worker.ShardTime, cancellation);
    }

    /// <summary>
    /// Sends what was computed, to all at once; whom it does not reach computes it. Where much that was sent before has not arrived yet, the way is too slow,
    /// and nothing is added to what waits there.
    /// </summary>
    private async Task Send(SiloAddress silo, BlockGradient[] gradients)
    {
        int before = underWay.GetValueOrDefault(silo);
        if (before >= MostUnderWay) return;
        underWay[silo] = before + 1;
        try
        {
            await Task.WhenAll(gradients.Select(gradient => workers.Of(silo).Receive(run.Id, gradient)));
        }
        catch (Exception exception)
        {
            DataParallelLog.NotSent(logger, run.Name, silo.ToString(), gradients[0].Step, exception);
        }

        underWay[silo]--;
    }

    private async Task<TResult> UnlessStopped<TResult>(Func<Task<TResult>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception exception) when (exception is ObjectDisposedException or OperationCanceledException)
        {
            throw new WorkerLostException($"{silos.Own} is being stopped, or another coordinator has asked for it.", exception);
        }
    }

    /// <summary>What a user's own code throws is no sign that the silo is lost, whatever its type: it would be thrown again.</summary>
    private static TResult Guarded<TResult>(Func<TResult> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (exception is not (RunFailedException or WorkerLostException))
        {
            throw new RunFailedException(exception.Message);
        }
    }
}
