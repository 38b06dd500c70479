using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace CnnGen.Orleans;

/// <summary>What the grain storage has of a run.</summary>
[GenerateSerializer]
internal sealed class RunRecord
{
    [Id(0)]
    public Run? Run { get; set; }

    [Id(1)]
    public RunStatus Status { get; set; }

    [Id(2)]
    public string? Error { get; set; }
}

/// <summary>What it has of where the run was last.</summary>
[GenerateSerializer]
internal sealed class CheckpointRecord
{
    /// <summary>The network and its bits, as the first silo said them; there before the first step, when there is no state yet.</summary>
    [Id(0)]
    public Credentials? Credentials { get; set; }

    [Id(1)]
    public StateHead? State { get; set; }

    [Id(2)]
    public byte[] Numbers { get; set; } = Array.Empty<byte>();

    [Id(3)]
    public Guid Run { get; set; }
}

/// <summary>Keeps a run and lets a <see cref="Coordinator"/> make its steps.</summary>
[KeepAlive]
internal sealed class TrainingRunGrain(
    [PersistentState("run", CnnGenOptions.StorageName)] IPersistentState<RunRecord> record,
    [PersistentState("checkpoint", CnnGenOptions.StorageName)] IPersistentState<CheckpointRecord> checkpoint,
    IServiceProvider services,
    Silos silos,
    ILogger<TrainingRunGrain> logger) : Grain, ITrainingRunGrain
{
    private const int MostWrites = 60;

    private static readonly TimeSpan BetweenWrites = TimeSpan.FromSeconds(1);

    private Coordinator? coordinator;
    private Task running = Task.CompletedTask;
    private CancellationTokenSource stopping = new();
    private TrainingProgress last = new();

    private Run? Run => record.State.Run;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        if (Run is { } run && checkpoint.State is { Credentials: { } credentials, State: { } state } && checkpoint.State.Run == run.Id)
        {
            last = last with { Step = state.Step, Steps = run.Options.StepsOf(credentials.Samples) };   // a run that is over stays where it was
        }

        if (record.State.Status != RunStatus.Running) return;
        try
        {
            GoOn(Create(Run!, isResumed: true));
        }
        catch (RunFailedException exception)
        {
            await End(RunStatus.Failed, exception.Message);   // this silo does not know what another one knew
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (reason.ReasonCode == DeactivationReasonCode.DirectoryFailure)
        {
            // The silo that knew its place has died. Another one of it may live already, and goes on from the silos' copies.
            coordinator?.Abandon();
            await stopping.CancelAsync();
        }
        else
        {
            await Stop();
        }

        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    public async Task Start(DataParallel options)
    {
        if (options.Problem() is { } problem) throw new RunFailedException(problem);
        if (Run is { } known)
        {
            if (known.Options != options)
            {
                throw new RunFailedException(
                    $"There is a run '{known.Name}' with other options: it has {known.Options}, {options} came. Take another name, or delete that one.");
            }

            if (record.State.Status is RunStatus.Running or RunStatus.Completed or RunStatus.Diverged) return;
        }

        await running;   // one that was cancelled may still be at its last step
        Run run = Run ?? new Run(this.GetPrimaryKeyString(), Guid.NewGuid(), options);
        Coordinator begun = Create(run, isResumed: Run != null);   // what this silo does not know is said now
        (Run? Run, RunStatus Status, string? Error) before = (record.State.Run, record.State.Status, record.State.Error);
        (record.State.Run, record.State.Status, record.State.Error) = (run, RunStatus.Running, null);
        try
        {
            await record.WriteStateAsync();
        }
        catch
        {
            (record.State.Run, record.State.Status, record.State.Error) = before;
            throw;
        }

        GoOn(begun);
    }

    public Task<TrainingProgress> GetProgress() => Task.FromResult(
        (coordinator?.Progress ?? last) with
        {
            Status = record.State.Status,
            Coordinator = silos.Own.ToString(),
            Error = record.State.Error,
            Hash = HashAtTheEnd,
        });

    public async Task Cancel()
    {
        if (record.State.Status != RunStatus.Running) return;
        await Stop();
        if (record.State.Status == RunStatus.Running) await End(RunStatus.Cancelled, null);
    }

    public async Task Delete()
    {
        await Stop();
        await checkpoint.ClearStateAsync();
        await record.ClearStateAsync();
        (coordinator, last) = (null, new TrainingProgress());
    }

    public Task<bool> GoesOn(Guid run) => Task.FromResult(Run?.Id == run && record.State.Status == RunStatus.Running);

    public Task<(string Network, StateHead State)?> GetCheckpoint() => Task.FromResult<(string, StateHead)?>(
        Run is { } run && checkpoint.State is { State: { } state, Credentials: { } credentials } && checkpoint.State.Run == run.Id
            ? (credentials.Network, state)
            : null);

    public Task<Numbers?> GetCheckpointPart(long step, int first, int count) => Task.FromResult(
        checkpoint.State.State?.Step == step ? Numbers.Of<byte>(checkpoint.State.Numbers.AsSpan(first, count)) : null);

    private string? HashAtTheEnd =>
        record.State.Status is RunStatus.Completed or RunStatus.Diverged or RunStatus.Cancelled && checkpoint.State.Run == Run?.Id
            ? checkpoint.State.State?.ParameterHash
            : null;

    private Coordinator Create(Run run, bool isResumed) => ActivatorUtilities.CreateInstance<Coordinator>(services, run, checkpoint, isResumed);

    /// <summary>Makes steps beside the calls that come, until the run is over or the grain is stopped.</summary>
    private void GoOn(Coordinator begun)
    {
        coordinator = begun;
        stopping = new CancellationTokenSource();
        running = Train(begun, stopping.Token);
    }

    private async Task Train(Coordinator coordinator, CancellationToken cancellation)
    {
        await Task.Yield();
        (RunStatus Status, string? Error) end;
        try
        {
            end = (await coordinator.Run(cancellation), null);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return;
        }
        catch (InconsistentStateException exception)
        {
            GiveWay(exception);
            return;
        }
        catch (Exception exception)
        {
            DataParallelLog.Failed(logger, Run!.Name, exception);
            end = (RunStatus.Failed, exception.Message);
        }

        if (!coordinator.IsAbandoned) await End(end.Status, end.Error);   // otherwise another one says how it ends
    }

    /// <summary>Another coordinator has gone on in the meantime; of the two this one ends.</summary>
    private void GiveWay(Exception exception)
    {
        DataParallelLog.Failed(logger, Run!.Name, exception);
        DeactivateOnIdle();
    }

    private async Task Stop()
    {
        await stopping.CancelAsync();
        await running;
    }

    private async Task End(RunStatus status, string? error)
    {
        last = coordinator?.Progress ?? last;
        coordinator = null;
        (record.State.Status, record.State.Error) = (status, error);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await record.WriteStateAsync();
                return;
            }
            catch (InconsistentStateException exception)
            {
                GiveWay(exception);
                return;
            }
            catch (Exception exception) when (attempt < MostWrites)
            {
                DataParallelLog.RecordNotWritten(logger, Run!.Name, exception);
                await Task.Delay(BetweenWrites);
            }
            catch (Exception exception)
            {
                GiveWay(exception);   // whoever asks next finds the run where the storage has it, and it goes on from there
                return;
            }
        }
    }
}
