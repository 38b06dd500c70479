using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Concurrency;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Storage;

namespace CnnGen.Orleans;

/// <summary>Coordinates a run, whose name is its key.</summary>
internal interface IPopulationRunGrain : IGrainWithStringKey
{
    /// <summary>Starts the run, or goes on with it.</summary>
    /// <returns>Why not; nothing where it does.</returns>
    [ResponseTimeout("00:10:00")]
    Task<string?> Start(string network, string fitness, PopulationOptions options);

    /// <summary>How far it is.</summary>
    [ResponseTimeout("00:00:05")]
    Task<PopulationProgress> Progress();

    /// <summary>Ends it after what has been.</summary>
    [ResponseTimeout("00:10:00")]
    Task Cancel();

    /// <summary>What was last kept.</summary>
    [ResponseTimeout("00:01:00")]
    Task<PopulationResult> Result();
}

/// <summary>What a run has come to.</summary>
/// <param name="Generation">The generation; none has been kept where it is negative.</param>
/// <param name="Architecture">Tells the network's architecture.</param>
/// <param name="Parameters">The parameters.</param>
[GenerateSerializer, Immutable]
internal sealed record PopulationResult([property: Id(0)] long Generation, [property: Id(1)] string Architecture, [property: Id(2)] Numbers Parameters);

/// <summary>What is kept of a run.</summary>
[GenerateSerializer]
internal sealed class PopulationRecord
{
    [Id(0)]
    public long Epoch { get; set; }

    [Id(1)]
    public string Network { get; set; } = "";

    [Id(2)]
    public string Fitness { get; set; } = "";

    [Id(3)]
    public PopulationOptions? Options { get; set; }

    [Id(4)]
    public PopulationProgress Progress { get; set; } = new();

    [Id(5)]
    public string Architecture { get; set; } = "";

    [Id(6)]
    public ulong Hash { get; set; }

    [Id(7)]
    public PopulationSnapshot? Snapshot { get; set; }
}

/// <inheritdoc cref="IPopulationRunGrain"/>
[Reentrant]
internal sealed class PopulationRunGrain(
    [PersistentState("population", CnnGenOptions.StorageName)] IPersistentState<PopulationRecord> record,
    Silos silos,
    PopulationWorkersClient workers,
    IOptions<SiloMessagingOptions> messaging,
    ILogger<PopulationRunGrain> log)
    : Grain, IPopulationRunGrain
{
    private readonly SemaphoreSlim starting = new(1);
    private CancellationTokenSource? cancellation;
    private Task running = Task.CompletedTask;
    private PopulationProgress progress = new();
    private bool isLeaving;

    private string Name => this.GetPrimaryKeyString();

    private bool IsRunning => !running.IsCompleted;

    /// <summary>Where its silo has died, a run goes on from what was kept, as soon as anybody asks for it.</summary>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        progress = record.State.Progress with { Run = Name };
        if (progress.Status == PopulationStatus.Running) await Begin();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        isLeaving = true;
        cancellation?.Cancel();
        await running.WaitAsync(cancellationToken);
    }

    public async Task<string?> Start(string network, string fitness, PopulationOptions options)
    {
        await starting.WaitAsync();
        try
        {
            PopulationRecord state = record.State;
            if (state.Options is { } old && (state.Network != network || state.Fitness != fitness || !state.Options.AgreesWith(options)))
            {
                return $"The run '{Name}' is of network '{state.Network}', fitness '{state.Fitness}' and {old}; asked for were '{network}', '{fitness}' and "
                    + $"{options}. Start it under another run's name.";
            }

            if (IsRunning) return null;
            (state.Network, state.Fitness, state.Options) = (network, fitness, options);
            bool isNew = !record.RecordExists;
            string? refusal = await Begin();
            if (refusal != null && isNew) record.State = new PopulationRecord();   // it may be started otherwise
            return refusal;
        }
        finally
        {
            starting.Release();
        }
    }

    public Task<PopulationProgress> Progress() => Task.FromResult(progress);

    public async Task Cancel()
    {
        cancellation?.Cancel();
        await running;
    }

    public Task<PopulationResult> Result() => Task.FromResult(record.State.Snapshot is { } snapshot
        ? new PopulationResult(snapshot.Generation, record.State.Architecture, snapshot.Parameters)
        : new PopulationResult(-1, record.State.Architecture, Numbers.None));

    private async Task<string?> Begin()
    {
        PopulationRecord state = record.State;
        PopulationOptions options = state.Options!;
        state.Epoch = Math.Max(state.Epoch + 1, DateTime.UtcNow.Ticks);   // later than any that other silos may know, even where storage has forgotten it
        var team = new PopulationTeam(silos, workers, log, new JoinOrder(Name, state.Epoch, state.Network, state.Fitness, options, state.Snapshot), MostBytes);
        JoinAnswer own = await team.Begin();
        string? refusal = own.Outcome != Outcome.Done ? own.Message : Objection(own);
        if (refusal != null)
        {
            team.Leave();
            log.Refused(Name, refusal);
            if (progress.Status == PopulationStatus.Running) await Keep(progress with { Status = PopulationStatus.Failed, Failure = refusal });
            return refusal;
        }

        state.Architecture = own.Architecture;
        long generation = state.Snapshot?.Generation ?? 0;
        progress = progress with
        {
            Run = Name,
            Status = PopulationStatus.Running,
            Generation = generation,
            Generations = options.Generations,
            Silos = 1,
            Failure = "",
            Refused = [],
        };
        await Keep(progress);
        log.Begins(Name, generation, options.Generations, options.Population);
        cancellation = new CancellationTokenSource();
        running = Run(team, options, generation, cancellation.Token);
        return null;
    }

    /// <summary>Why the run cannot go on with the network that there is.</summary>
    private string? Objection(JoinAnswer own)
    {
        PopulationRecord state = record.State;
        if (state.Snapshot != null && state.Architecture != own.Architecture)
        {
            return $"The checkpoint of run '{Name}' is of {state.Architecture}; the network '{state.Network}' here is {own.Architecture}. "
                + "Train it under another run's name.";
        }

        if (state.Snapshot != null && state.Hash != own.Hash)
        {
            return $"The checkpoint of run '{Name}' comes to other parameters here than where it was made: the network '{state.Network}' begins with others.";
        }

        long bytes = state.Options!.StateBytes(own.ParameterCount, own.NumberBytes);
        return bytes > MostBytes ? TooLarge(bytes) : null;
    }

    private string TooLarge(long bytes) => FormattableString.Invariant(
        $"The state of run '{Name}' takes {bytes:N0} bytes, and a message may have {MostBytes:N0}: raise SiloMessagingOptions.MaxMessageBodySize.");

    /// <summary>What goes around a state is small.</summary>
    private long MostBytes => messaging.Value.MaxMessageBodySize - 10_000;

    private async Task Run(PopulationTeam team, PopulationOptions options, long generation, CancellationToken cancellation)
    {
        PopulationStatus status = PopulationStatus.Done;
        string failure = "";
        bool isKept = false;
        try
        {
            await Task.Yield();   // whoever started it does not wait
            await team.Gather(cancellation);
            while (generation < options.Generations)
            {
                DelayDeactivation(TimeSpan.FromHours(12));
                var clock = Stopwatch.StartNew();
                long reruns = team.Reruns;
                double[] fitness = await team.Evaluate(generation, cancellation);
                generation++;
                Tell(team, fitness, generation, clock.Elapsed.TotalSeconds, reruns);
                isKept = generation % options.CheckpointEvery == 0 && generation < options.Generations;
                if (isKept) isKept = await TryKeep(team, generation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            status = PopulationStatus.Cancelled;
        }
        catch (Exception exception) when (exception is SupersededException or InconsistentStateException)
        {
            DeactivateOnIdle();   // what another one has kept since is read again
            return;
        }
        catch (Exception exception)
        {
            status = PopulationStatus.Failed;
            failure = exception is RefusedException ? exception.Message : $"{exception.GetType().Name}: {exception.Message}";
        }

        try
        {
            if (isLeaving) return;
            await End(team, generation, isKept, progress with { Status = status, Failure = failure });
            log.Ended(Name, status, generation, failure);
        }
        finally
        {
            team.Leave();
            DelayDeactivation(TimeSpan.Zero);
        }
    }

    private void Tell(PopulationTeam team, double[] fitness, long generation, double seconds, long reruns)
    {
        double[] finite = fitness.Where(double.IsFinite).ToArray();
        double sum = 0;
        foreach (double one in finite) sum += one;
        progress = progress with
        {
            Generation = generation,
            Best = finite.Length == 0 ? double.NaN : finite.Max(),
            Mean = finite.Length == 0 ? double.NaN : sum / finite.Length,
            NotFinite = fitness.Length - finite.Length,
            Silos = team.Count,
            Reruns = progress.Reruns + team.Reruns - reruns,
            Bytes = team.Bytes,
            Seconds = seconds,
            Refused = team.Refused,
        };
        PopulationMeter.Generation(Name, seconds, team.Bytes, team.Reruns - reruns);
    }

    private async Task End(PopulationTeam team, long generation, bool isKept, PopulationProgress ended)
    {
        try
        {
            if (ended.Status != PopulationStatus.Done) await team.Stop();
            if (isKept && record.State.Snapshot?.Generation == generation) await Keep(ended);
            else await Keep(team, generation, ended);
        }
        catch (Exception exception)
        {
            log.NotKept(Name, generation, exception.Message);
            string failure = ended.Failure.Length > 0 ? ended.Failure : $"What it came to could not be kept: {exception.Message}";
            record.State.Progress = progress = ended with { Status = PopulationStatus.Failed, Failure = failure };
            try
            {
                await record.WriteStateAsync();
            }
            catch (Exception again)
            {
                log.NotKept(Name, generation, again.Message);
            }
        }
    }

    /// <summary>A storage that is away for a while does not end a run.</summary>
    private async Task<bool> TryKeep(PopulationTeam team, long generation)
    {
        try
        {
            await Keep(team, generation, progress);
            return true;
        }
        catch (Exception exception) when (exception is not (SupersededException or InconsistentStateException))
        {
            log.NotKept(Name, generation, exception.Message);
            return false;
        }
    }

    private async Task Keep(PopulationTeam team, long generation, PopulationProgress now)
    {
        SnapshotAnswer answer = await team.Save(generation);
        if (answer.Outcome == Outcome.Superseded) throw new SupersededException();
        if (answer.Snapshot is not { } snapshot) throw new RefusedException($"Silo {silos.Own} has lost its copy: {answer.Message}");
        if (snapshot.Bytes > MostBytes) throw new RefusedException(TooLarge(snapshot.Bytes));
        (record.State.Snapshot, record.State.Hash) = (snapshot, answer.Hash);
        await Keep(now);
    }

    private async Task Keep(PopulationProgress now)
    {
        record.State.Progress = now;
        await record.WriteStateAsync();
        progress = now;
    }
}
