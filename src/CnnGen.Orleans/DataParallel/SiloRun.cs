using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
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
    private const int MostUnderWay = 4;

    private static readonly TimeSpan LeastPatience = TimeSpan.FromMilliseconds(100);

    private static readonly IReadOnlyDictionary<Block, Term> None = new Dictionary<Block, Term>();

    private readonly Exchange exchange = new();
    private readonly Dictionary<SiloAddress, int> underWay = new();   // parts of steps that were sent to a silo and have not arrived yet
    private Task<ShardWorker>? making;
    private bool hasEnded;
    private long? lastOrder;   // when the last one was carried out
    private TimeSpan computing;   // what the last part took

    public CoordinatorWatch Watch { get; } = new(silos, run.Name, logger);

    public Task<bool> GoesOn() => grains.GetGrain<ITrainingRunGrain>(run.Name).GoesOn(run.Id);

    /// <summary>Makes what the run needs, if it is not there, and says what it is: at once, however much there is to compute.</summary>
    public Task<Credentials> Prepare()
    {
        making ??= threads.Run(() => Guarded(() => ShardWorker.Create(options.Value, run.Options, threads.Count)));
        return Watch.Answer(() => UnlessStopped(async () => (await making).Credentials with { Silence = Silence }));
    }

    /// <summary>Follows an order.</summary>
    public async Task<Answer> Follow(Order order)
    {
        // Not as a part of the answer: who waits in vain is to look for silos that have died.
        IReadOnlyDictionary<Block, Term> terms = None;
        if (order.Last is { } last && Worker.Step == last.Batch.Step)
        {
            terms = await UnlessStopped(() => exchange.Take(last, Patience));
            if (terms.Count < last.Blocks.Length) DataParallelLog.NotReceived(logger, run.Name, last.Blocks.Length - terms.Count, last.Batch.Step);
        }

        (Answer answer, BlockGradient[] made) = await With(worker =>
        {
            long begun = Stopwatch.GetTimestamp();
            (Answer answer, BlockGradient[] made) = worker.Follow(order, terms);
            return (answer with { Computing = Stopwatch.GetElapsedTime(begun) }, made);
        });
        exchange.MoveTo(answer.Step);
        foreach (BlockGradient gradient in made) exchange.Put(gradient, isShared: order.Members.Length > 1);
        if (made.Length > 0)
        {
            computing = answer.Computing;
            foreach (SiloAddress silo in order.Members.Where(silo => silo != silos.Own)) _ = Send(silo, made);
        }

        lastOrder = Stopwatch.GetTimestamp();
        return answer;
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

    /// <summary>For as long as it would take to compute it here, more or less, a gradient is waited for.</summary>
    private TimeSpan Patience => computing > LeastPatience ? computing : LeastPatience;

    private TimeSpan Silence => lastOrder is { } last ? Stopwatch.GetElapsedTime(last) : TimeSpan.Zero;

    public void Dispose()
    {
        exchange.End();
        if (making is { IsCompletedSuccessfully: true }) making.Result.Dispose();
    }

    public async Task End()
    {
        hasEnded = true;
        exchange.End();
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

    /// <summary>
    /// Sends what was computed, to all at once; whom it does not reach computes it. Where much that was sent before has not arrived yet, the way is too slow, and
    /// nothing is added to what waits there.
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
            throw new WorkerLostException($"{silos.Own} is being stopped.", exception);
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
