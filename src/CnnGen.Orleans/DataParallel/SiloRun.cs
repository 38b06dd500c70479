using System;
using System.Diagnostics;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;

namespace CnnGen.Orleans;

/// <summary>A run as one silo has it: awaits what the silo's threads compute.</summary>
internal sealed class SiloRun(
    Run run, ComputeThreads threads, IOptions<CnnGenOptions> options, Silos silos, IGrainFactory grains, ILogger<SiloRun> logger) : IRunMember
{
    private Task<ShardWorker>? making;
    private bool hasEnded;
    private long? lastOrder;   // when the last one was carried out

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
        Answer answer = await With(worker =>
        {
            long begun = Stopwatch.GetTimestamp();
            return worker.Follow(order) with { Computing = Stopwatch.GetElapsedTime(begun) };
        });
        lastOrder = Stopwatch.GetTimestamp();
        return answer;
    }

    /// <summary>Does something with the copy.</summary>
    /// <exception cref="WorkerLostException">It is not there, or the silo is being stopped.</exception>
    public Task<TResult> With<TResult>(Func<ShardWorker, TResult> work) => Watch.Answer(() => UnlessStopped(async () =>
    {
        if (hasEnded || making is not { IsCompletedSuccessfully: true }) throw new WorkerLostException($"{silos.Own} is not prepared.");
        ShardWorker worker = making.Result;
        return await threads.Run(() => Guarded(() => work(worker)));
    }));

    private TimeSpan Silence => lastOrder is { } last ? Stopwatch.GetElapsedTime(last) : TimeSpan.Zero;

    public void Dispose()
    {
        if (making is { IsCompletedSuccessfully: true }) making.Result.Dispose();
    }

    public async Task End()
    {
        hasEnded = true;
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
