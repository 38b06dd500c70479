using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Concurrency;
using Orleans.Placement;
using Orleans.Runtime;

namespace CnnGen.Orleans;

/// <summary>Awaits what the silo's threads compute for a run.</summary>
[Reentrant, RandomPlacement, KeepAlive]
internal sealed class ShardWorkerGrain(
    ComputeThreads threads, IOptions<CnnGenOptions> options, Silos silos, IGrainFactory grains, ILogger<ShardWorkerGrain> logger)
    : Grain, IShardWorkerGrain
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);

    private Run? run;
    private Task<ShardWorker>? making;
    private ShardWorker? worker;
    private long lastCall = Environment.TickCount64;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // A hint is no promise: where the silo is gone the grain may be made elsewhere, and must not be taken for it.
        string key = this.GetPrimaryKeyString(), here = silos.Own.ToParsableString();
        if (!key.EndsWith('@' + here)) throw new SiloUnavailableException($"'{key}' would live in {here}.");
        this.RegisterGrainTimer(WakeCoordinator, new GrainTimerCreationOptions(Silence, Silence) { Interleave = true, KeepAlive = true });
        return base.OnActivateAsync(cancellationToken);
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await End();
        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    public async Task<Credentials> Prepare(Run run)
    {
        lastCall = Environment.TickCount64;
        if (this.run?.Id != run.Id)
        {
            Task ending = End();
            this.run = run;   // before anything is awaited: a second call waits for the same
            making = Make(run, ending);
        }

        Task<ShardWorker> mine = making!;
        ShardWorker made;
        try
        {
            made = await mine;
        }
        catch
        {
            if (making == mine) (this.run, making) = (null, null);   // whoever tries again may find it mended
            throw;
        }

        if (making != mine) throw new WorkerLostException($"{silos.Own} has begun another run.");
        worker = made;
        return made.Credentials;   // at once, however much there is to compute
    }

    public Task<Answer> Follow(Order order) => With(order.Run, worker => worker.Follow(order));

    public Task<StateHead> Snapshot(Guid run) => With(run, worker => worker.Snapshot());

    public Task<Numbers> StatePart(Guid run, int first, int count) => With(run, worker => Numbers.Of<byte>(worker.Numbers.Slice(first, count)));

    public Task ReceivePart(Guid run, int first, Numbers part) => With(run, worker =>
    {
        part.Bytes.CopyTo(worker.Numbers[first..]);
        return 0;
    });

    public Task Restore(Guid run, StateHead? state) => With(run, worker =>
    {
        worker.Restore(state);
        return 0;
    });

    public async Task Release(Guid run)
    {
        if (this.run?.Id != run) return;
        await End();
        DeactivateOnIdle();
    }

    private async Task<TResult> With<TResult>(Guid run, Func<ShardWorker, TResult> work)
    {
        lastCall = Environment.TickCount64;
        if (this.run?.Id != run || worker is not { } known) throw new WorkerLostException($"{silos.Own} has nothing of this run any more.");
        try
        {
            return await threads.Run(() => Guarded(() => work(known)));
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

    private async Task<ShardWorker> Make(Run run, Task ending)
    {
        await ending;
        return await threads.Run(() => Guarded(() => ShardWorker.Create(options.Value, run.Options, threads.Count)));
    }

    /// <summary>Where nothing has come for a while the coordinator may be gone: a call makes it live again, where it goes on.</summary>
    private async Task WakeCoordinator(CancellationToken cancellation)
    {
        if (run is not { } asked || !IsSilent) return;
        try
        {
            bool goesOn = await grains.GetGrain<ITrainingRunGrain>(asked.Name).GoesOn(asked.Id);
            if (!goesOn && IsSilent) await Release(asked.Id);
        }
        catch (Exception exception)
        {
            DataParallelLog.CoordinatorSilent(logger, asked.Name, exception);
        }
    }

    private bool IsSilent => Environment.TickCount64 - lastCall >= Silence.TotalMilliseconds;

    private async Task End()
    {
        Task<ShardWorker>? ended = making;
        (run, worker, making) = (null, null, null);
        if (ended == null) return;
        try
        {
            ShardWorker made = await ended;
            await threads.Run(() =>
            {
                made.Dispose();
                return 0;
            });
        }
        catch (Exception exception) when (exception is RunFailedException or OperationCanceledException or ObjectDisposedException)
        {
            // It was never made, or the threads have ended with the silo.
        }
    }
}
