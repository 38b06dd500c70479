using System;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.Runtime.Services;

namespace CnnGen.Orleans;

/// <inheritdoc cref="IShardWorkers"/>
internal sealed class ShardWorkers(
    GrainId id, global::Orleans.Runtime.Silo silo, ILoggerFactory loggers, ComputeThreads threads, IServiceProvider services)
    : RunService<Guid, SiloRun>(id, silo, loggers, threads), IShardWorkers
{
    public async Task<Credentials> Prepare(Run run)
    {
        if (IsStopping) throw new WorkerLostException($"{Silo} is being stopped.");
        if (!Members.TryGetValue(run.Id, out SiloRun? member)) Members.Add(run.Id, member = ActivatorUtilities.CreateInstance<SiloRun>(services, run));
        try
        {
            return await member.Prepare();
        }
        catch (Exception)
        {
            // Whoever tries again may find it mended.
            if (Members.TryGetValue(run.Id, out SiloRun? now) && now == member) Members.Remove(run.Id);
            throw;
        }
    }

    public Task<Answer> Follow(Order order) => Of(order.Run).Follow(order);

    public Task Receive(Guid run, BlockGradient gradient)
    {
        Of(run).Receive(gradient);
        return Task.CompletedTask;
    }

    public Task<StateHead> Snapshot(Guid run) => Of(run).With(worker => worker.Snapshot());

    public Task<Numbers> StatePart(Guid run, int first, int count) => Of(run).With(worker => Numbers.Of<byte>(worker.Numbers.Slice(first, count)));

    public Task ReceivePart(Guid run, int first, Numbers part) => Of(run).With(worker =>
    {
        part.Bytes.CopyTo(worker.Numbers[first..]);
        return 0;
    });

    public Task Restore(Guid run, StateHead? state) => Of(run).Restore(state);

    public Task Release(Guid run) => Members.Remove(run, out SiloRun? member) ? member.End() : Task.CompletedTask;

    private SiloRun Of(Guid run) =>
        Members.TryGetValue(run, out SiloRun? member) ? member : throw new WorkerLostException($"{Silo} has nothing of this run any more.");
}

/// <summary>The service of each silo.</summary>
internal sealed class ShardWorkersClient(IServiceProvider services) : GrainServiceClient<IShardWorkers>(services)
{
    /// <summary>That of one.</summary>
    public IShardWorkers Of(SiloAddress silo) => GetGrainService(silo);
}
