using System;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using Orleans.Runtime.Services;
using Orleans.Services;

namespace CnnGen.Orleans;

/// <summary>A silo's parts in runs: of each a copy of the population.</summary>
internal interface IPopulationWorkers : IGrainService
{
    /// <summary>Takes part, from the beginning or from a copy.</summary>
    [ResponseTimeout("00:10:00")]
    Task<JoinAnswer> Join(JoinOrder order);

    /// <summary>Goes to a generation and says which parameters it has there.</summary>
    [ResponseTimeout("00:10:00")]
    Task<EvaluateAnswer> Go(string run, PopulationPoint point);

    /// <summary>Goes to a generation and evaluates candidates.</summary>
    [ResponseTimeout("06:00:00")]
    Task<EvaluateAnswer> Evaluate(string run, EvaluateOrder order);

    /// <summary>Goes to a generation and copies what it has there.</summary>
    [ResponseTimeout("00:10:00")]
    Task<SnapshotAnswer> Save(string run, PopulationPoint point);

    /// <summary>Gives up evaluating.</summary>
    Task Stop(string run, long epoch);

    /// <summary>Takes part no more.</summary>
    Task Leave(string run, long epoch);
}

/// <inheritdoc cref="IPopulationWorkers"/>
internal sealed class PopulationWorkers(
    GrainId id, global::Orleans.Runtime.Silo silo, ILoggerFactory loggers, ComputeThreads threads, IServiceProvider services)
    : RunService<string, PopulationWorker>(id, silo, loggers, threads), IPopulationWorkers
{
    public Task<JoinAnswer> Join(JoinOrder order)
    {
        if (IsStopping) return Task.FromResult(new JoinAnswer(Outcome.Apart, "The silo is being stopped."));
        if (!Members.TryGetValue(order.Run, out PopulationWorker? worker))
        {
            Members.Add(order.Run, worker = ActivatorUtilities.CreateInstance<PopulationWorker>(services, order.Run));
        }

        return worker.Watch.Answer(() => worker.Join(order));
    }

    public Task<EvaluateAnswer> Go(string run, PopulationPoint point) => Ask(run, worker => worker.Go(point), Nothing);

    public Task<EvaluateAnswer> Evaluate(string run, EvaluateOrder order) => Ask(run, worker => worker.Evaluate(order), Nothing);

    public Task<SnapshotAnswer> Save(string run, PopulationPoint point) =>
        Ask(run, worker => worker.Save(point), new SnapshotAnswer(Nothing.Outcome, Nothing.Message, 0, null));

    public Task Stop(string run, long epoch)
    {
        if (Members.TryGetValue(run, out PopulationWorker? worker)) worker.Stop(epoch);
        return Task.CompletedTask;
    }

    public async Task Leave(string run, long epoch)
    {
        if (!Members.TryGetValue(run, out PopulationWorker? worker) || !await worker.Leave(epoch)) return;
        if (Members.TryGetValue(run, out PopulationWorker? now) && now == worker) Members.Remove(run);
    }

    private static EvaluateAnswer Nothing => new(Outcome.Apart, "It has nothing of the run.", 0, Numbers.None);

    private Task<TAnswer> Ask<TAnswer>(string run, Func<PopulationWorker, Task<TAnswer>> question, TAnswer nothing) =>
        Members.TryGetValue(run, out PopulationWorker? worker) ? worker.Watch.Answer(() => question(worker)) : Task.FromResult(nothing);
}

/// <summary>The service of each silo.</summary>
internal sealed class PopulationWorkersClient(IServiceProvider services) : GrainServiceClient<IPopulationWorkers>(services)
{
    /// <summary>That of one.</summary>
    public IPopulationWorkers Of(SiloAddress silo) => GetGrainService(silo);
}
