using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;

namespace CnnGen.Orleans;

/// <summary>A silo's part in a run: its copy of the population, which evaluates ranges of candidates and follows from generation to generation.</summary>
/// <remarks>It only waits for the compute threads; several orders may be under way, of which one at a time uses the copy.</remarks>
internal sealed class PopulationWorker(
    string run,
    ComputeThreads threads,
    Silos silos,
    IOptions<CnnGenOptions> options,
    IServiceProvider services,
    IGrainFactory grains,
    ILogger<PopulationWorker> log)
    : IRunMember
{
    private const string Superseded = "The run has been started again since.";

    private static readonly TimeSpan Beginning = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim gate = new(1);
    private readonly Dictionary<(long Generation, int First, int Count, int Population), Task<EvaluateAnswer>> orders = new();
    private CancellationTokenSource evaluating = new();
    private PopulationCopy? copy;
    private long epoch = long.MinValue;
    private long newest;   // generation that anybody has asked for

    public CoordinatorWatch Watch { get; } = new(silos, run, log);

    // A run that begins calls its workers before it says that it is running.
    public async Task<bool> GoesOn() =>
        (await grains.GetGrain<IPopulationRunGrain>(run).Progress()).Status == PopulationStatus.Running || Watch.Silence < Beginning;

    public async Task<JoinAnswer> Join(JoinOrder order)
    {
        if (order.Epoch < epoch) return new JoinAnswer(Outcome.Superseded, Superseded);
        epoch = order.Epoch;
        newest = order.Snapshot?.Generation ?? 0;
        evaluating.Cancel();
        await gate.WaitAsync();
        try
        {
            if (order.Epoch < epoch) return new JoinAnswer(Outcome.Superseded, Superseded);
            Drop();
            CnnGenOptions known = options.Value;
            if (!known.Networks.TryGetValue(order.Network, out NetworkEntry? network)) return Unknown("network", order.Network, known.Networks.Keys);
            if (!known.Fitnesses.TryGetValue(order.Fitness, out FitnessEntry? fitness)) return Unknown("fitness", order.Fitness, known.Fitnesses.Keys);
            var maker = new Maker(fitness, order.Options, services, threads);
            copy = await threads.Run(() => network.Accept(maker));
            if (order.Snapshot != null) await copy.Restore(order.Snapshot);
            log.Joined(order.Run, silos.Own, copy.Architecture, copy.Generation);
            return new JoinAnswer(Outcome.Done, "", copy.Architecture, copy.ParameterCount, copy.NumberBytes, threads.Count, copy.Hash);
        }
        catch (Exception exception)
        {
            Drop();
            return new JoinAnswer(Outcome.Failed, exception is RefusedException ? exception.Message : $"{exception.GetType().Name}: {exception.Message}");
        }
        finally
        {
            gate.Release();
        }
    }

    public async Task<EvaluateAnswer> Go(PopulationPoint point)
    {
        Expect(point);
        await gate.WaitAsync();
        try
        {
            return await Reach(point) ?? new EvaluateAnswer(Outcome.Done, "", copy!.Hash, Numbers.None);
        }
        finally
        {
            gate.Release();
        }
    }

    public Task<EvaluateAnswer> Evaluate(EvaluateOrder order)
    {
        Expect(order.Point);
        if (order.Point.Epoch != epoch) return Task.FromResult(Away(order.Point));
        var key = (order.Point.Generation, order.First, order.Count, order.Population);
        if (!orders.TryGetValue(key, out Task<EvaluateAnswer>? evaluation)) orders.Add(key, evaluation = Compute(order));
        return evaluation;
    }

    public async Task<SnapshotAnswer> Save(PopulationPoint point)
    {
        Expect(point);
        await gate.WaitAsync();
        try
        {
            if (await Reach(point) is EvaluateAnswer other) return new SnapshotAnswer(other.Outcome, other.Message, 0, null);
            return new SnapshotAnswer(Outcome.Done, "", copy!.Hash, await copy.Save());
        }
        finally
        {
            gate.Release();
        }
    }

    public void Stop(long epoch)
    {
        if (epoch == this.epoch) evaluating.Cancel();
    }

    /// <summary>Takes part no more.</summary>
    /// <returns>Whether that was meant for it.</returns>
    public async Task<bool> Leave(long epoch)
    {
        if (epoch != this.epoch) return false;
        await End();
        return epoch == this.epoch;
    }

    public async Task End()
    {
        long ended = epoch;
        evaluating.Cancel();
        await gate.WaitAsync();
        try
        {
            if (epoch == ended) Drop();
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => Drop();

    /// <summary>Gives up evaluating an older generation: others have answered for this silo.</summary>
    private void Expect(PopulationPoint point)
    {
        if (point.Epoch != epoch || point.Generation <= newest) return;
        newest = point.Generation;
        evaluating.Cancel();
        orders.Clear();
    }

    private async Task<EvaluateAnswer> Compute(EvaluateOrder order)
    {
        await gate.WaitAsync();
        try
        {
            if (await Reach(order.Point) is EvaluateAnswer other) return other;
            if (evaluating.IsCancellationRequested && order.Point.Generation == newest) evaluating = new CancellationTokenSource();
            var results = new double[order.Count];
            await copy!.Evaluate(order.First, results, evaluating.Token);
            return new EvaluateAnswer(Outcome.Done, "", copy.Hash, Numbers.Of<double>(results));
        }
        catch (OperationCanceledException)
        {
            return new EvaluateAnswer(Outcome.Apart, "It was told to give that up.", 0, Numbers.None);
        }
        catch (Exception exception)
        {
            string message = exception is FitnessException ? exception.Message : $"{exception.GetType().Name}: {exception.Message}";
            return new EvaluateAnswer(Outcome.Failed, message, 0, Numbers.None);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Follows to a generation; if it cannot, what is to be said instead.</summary>
    private async Task<EvaluateAnswer?> Reach(PopulationPoint point)
    {
        if (copy == null || point.Epoch != epoch) return Away(point);
        double[] fitness = point.Fitness.As<double>().ToArray();
        int each = point.Generation > point.From ? fitness.Length / (int)(point.Generation - point.From) : 0;
        while (copy.Generation < point.Generation && copy.Generation >= point.From)
        {
            await copy.Advance(fitness.AsMemory((int)(copy.Generation - point.From) * each, each));
        }

        return copy.Generation == point.Generation ? null : Away(point);
    }

    private EvaluateAnswer Away(PopulationPoint point) => point.Epoch < epoch
        ? new EvaluateAnswer(Outcome.Superseded, Superseded, 0, Numbers.None)
        : new EvaluateAnswer(Outcome.Apart, "It does not know the generation.", 0, Numbers.None);

    private void Drop()
    {
        copy?.Dispose();
        copy = null;
        orders.Clear();
    }

    private static JoinAnswer Unknown(string what, string name, IEnumerable<string> known) => new(Outcome.Failed, Registry.Unknown(what, name, known));

    private sealed class Maker(FitnessEntry fitness, PopulationOptions options, IServiceProvider services, ComputeThreads threads)
        : INetworkVisitor<PopulationCopy>
    {
        public PopulationCopy Visit<T>(NetworkEntry<T> network) where T : unmanaged
        {
            if (fitness is FitnessEntry<T> fitting) return new PopulationCopy<T>(network, fitting, options, services, threads);
            throw new RefusedException($"The network '{network.Name}' is of {typeof(T).Name}, the fitness '{fitness.Name}' of {fitness.Type.Name}.");
        }
    }
}

/// <summary>Something cannot be done, for a reason that the user has to see as it is.</summary>
internal sealed class RefusedException(string message) : Exception(message);
