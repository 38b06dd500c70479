using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Storage;

namespace CnnGen.Orleans;

/// <summary>Makes the steps of a run: shares out each batch, and says when all of it is computed, of which blocks; gradients go from silo to silo.</summary>
/// <remarks>
/// It has no copy of the network. What it needs of one, for a checkpoint or for a silo that joins, it asks of any silo: all are the same, bit for bit. For the
/// same reason it may ask two silos for one part, and go on from the furthest copy that is left where it was itself lost. It runs in turns of its grain, which
/// computes nothing.
/// </remarks>
internal sealed class Coordinator
{
    private const int PartOfState = 8 << 20;

    private static readonly TimeSpan
        Poll = TimeSpan.FromMilliseconds(250),
        Patience = TimeSpan.FromSeconds(1),
        PatienceForThoseWhoAreFurther = TimeSpan.FromSeconds(10),
        FirstStep = TimeSpan.FromSeconds(5),
        LeastLook = TimeSpan.FromMilliseconds(500),
        StatePatience = TimeSpan.FromSeconds(5),
        SavePatience = TimeSpan.FromSeconds(10);

    private readonly Run run;
    private readonly IPersistentState<CheckpointRecord> checkpoint;
    private readonly Silos silos;
    private readonly Schedule schedule;
    private readonly Func<double, double> narrow;   // to the network's type
    private readonly bool isResumed;
    private readonly long mostBytes;
    private readonly ILogger logger;
    private readonly Roster roster;

    private readonly Queue<(TimeSpan Step, TimeSpan Computing)> times = new();   // of the last steps
    private long? lastEnd;   // when the last of them was over
    private Credentials reference = null!;   // whoever computes has the same
    private long step, steps;
    private int stepsOfEpoch;
    private StepToMake? last;

    public Coordinator(
        Run run,
        IPersistentState<CheckpointRecord> checkpoint,
        bool isResumed,
        Silos silos,
        ShardWorkersClient workers,
        IOptions<CnnGenOptions> options,
        IOptions<SiloMessagingOptions> messaging,
        ILogger<Coordinator> logger)
    {
        this.run = run;
        this.checkpoint = checkpoint;
        this.isResumed = isResumed;
        this.silos = silos;
        this.logger = logger;
        roster = new Roster(run, silos, workers, logger);
        mostBytes = messaging.Value.MaxMessageBodySize;
        DataParallel wanted = run.Options;
        schedule = wanted.Schedule == null ? Schedule.Constant(wanted.LearningRate) : options.Value.Schedules.Named("schedule", wanted.Schedule);
        narrow = options.Value.Networks.Named("network", wanted.Network).Accept(new Rounding());
        options.Value.Sources.Named("source of samples", wanted.Samples);
        Progress = new TrainingProgress { Status = RunStatus.Running, Step = HasCheckpoint ? checkpoint.State.State!.Step : 0 };
    }

    /// <summary>Where the run is.</summary>
    public TrainingProgress Progress { get; private set; }

    private bool HasCheckpoint => checkpoint.State.Run == run.Id && checkpoint.State.State != null;

    /// <summary>Makes all steps that are left.</summary>
    /// <exception cref="OperationCanceledException">It was stopped; a checkpoint is saved.</exception>
    /// <exception cref="RunFailedException">It cannot go on.</exception>
    public async Task<RunStatus> Run(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await Begin(cancellation);
                RunStatus end = await MakeSteps(cancellation);
                while (!await TrySave(cancellation)) await Task.Delay(Patience, cancellation);
                roster.Release();
                return end;
            }
            catch (NobodyLeftException)
            {
                DataParallelLog.AllLeft(logger, run.Name, step);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested && roster.Members.Count > 0)
            {
                if (!IsAbandoned) await SaveIfPossible();
                throw;
            }
        }
    }

    /// <summary>Another coordinator goes on: when this one is cancelled it saves nothing, over which the other would stumble.</summary>
    public void Abandon() => IsAbandoned = true;

    /// <summary>Whether another one goes on.</summary>
    public bool IsAbandoned { get; private set; }

    /// <summary>Finds silos, and takes them to the furthest state that any of them or the checkpoint has.</summary>
    private async Task Begin(CancellationToken cancellation)
    {
        last = null;
        roster.Clear();
        long begun = Stopwatch.GetTimestamp();
        IReadOnlyList<(SiloAddress Silo, Credentials Credentials)> prepared =
            await roster.PrepareAll(Patience, isResumed || step > 0 ? PatienceForThoseWhoAreFurther : Patience, cancellation);
        bool isKnown = checkpoint.State.Run == run.Id && checkpoint.State.Credentials != null;
        reference = isKnown ? checkpoint.State.Credentials! : prepared.FirstOrDefault(one => one.Silo == silos.Own, prepared[0]).Credentials;
        List<(SiloAddress Silo, Credentials Credentials)> fitting = prepared.Where(one => Fits(one.Silo, one.Credentials)).ToList();
        if (fitting.Count == 0)
        {
            throw new RunFailedException(
                $"Run '{run.Name}' was begun with {reference.Network}, and no silo has that: {Difference(prepared[0].Credentials)}. Train it under another " +
                "name.");
        }

        CheckSizes();
        if (!isKnown)
        {
            // Before the first step: whose bits are right is not to change with where the coordinator lives.
            CheckpointRecord first = checkpoint.State;
            (first.Run, first.Credentials, first.State, first.Numbers) = (run.Id, reference, null, Array.Empty<byte>());
            while (!await TryWrite()) await Task.Delay(Patience, cancellation);
        }

        stepsOfEpoch = ((reference.Samples - 1) / run.Options.BatchSize) + 1;
        steps = run.Options.StepsOf(reference.Samples);
        (SiloAddress furthest, Credentials credentials) = fitting.MaxBy(one => one.Credentials.Step);
        step = Math.Max(credentials.Step, HasCheckpoint ? checkpoint.State.State!.Step : 0);
        State? state = credentials.Step == step ? null   // only for those that are behind, below
            : HasCheckpoint ? new State(checkpoint.State.State!, checkpoint.State.Numbers) : null;
        foreach ((SiloAddress silo, Credentials own) in fitting)
        {
            if (own.Step != step)
            {
                if (state == null && credentials.Step == step) state = await FetchOrBeginAnew(furthest);
                if (!await Restore(silo, state)) continue;
            }

            roster.Add(silo, step);
        }

        if (roster.Members.Count == 0) throw new NobodyLeftException();
        lastEnd ??= begun - (long)(credentials.Silence.TotalSeconds * Stopwatch.Frequency);   // the silo was asked then, or soon behind
        DataParallelLog.Begins(logger, run.Name, step, steps, roster.Members.Count);
        Progress = Progress with { Step = step, Steps = steps, Epoch = EpochOf(step), Silos = roster.Names, Refused = roster.Refused };
    }

    private async Task<RunStatus> MakeSteps(CancellationToken cancellation)
    {
        long begun = Stopwatch.GetTimestamp();
        while (step < steps)
        {
            cancellation.ThrowIfCancellationRequested();
            double rate = schedule.RateAt(new SchedulePoint(step, steps, EpochOf(step)));
            if (!double.IsFinite(narrow(rate))) throw new RunFailedException($"The schedule gives {rate} in step {step}, which is no learning rate.");
            await Admit(cancellation);
            (int shards, TimeSpan computing) = await MakeStep(rate);
            Note(Stopwatch.GetElapsedTime(begun), computing, shards);
            TimeSpan sinceLast = Stopwatch.GetElapsedTime(lastEnd!.Value);   // with what went by between two coordinators
            if (sinceLast > Progress.LongestStep) Progress = Progress with { LongestStep = sinceLast };
            lastEnd = begun = Stopwatch.GetTimestamp();
            if (double.IsInfinity(Progress.Loss)) return RunStatus.Diverged;

            // Where no label of a batch weighs anything the loss is 0 / 0, and moves no weight.
            if (double.IsNaN(Progress.Loss) && !(await Fetch(needsNumbers: false, cancellation)).Head.IsFinite) return RunStatus.Diverged;
            int every = run.Options.CheckpointSteps;
            if (every > 0 && step % every == 0 && step < steps) await TrySave(cancellation);   // or the next time
        }

        return double.IsInfinity(Progress.Loss) ? RunStatus.Diverged : RunStatus.Completed;
    }

    /// <summary>One step: an order to each silo, and further ones for the parts of those that are silent or gone.</summary>
    /// <returns>How many shards it had, and what the slowest silo has spent on computing.</returns>
    private async Task<(int Shards, TimeSpan Computing)> MakeStep(double rate)
    {
        int place = (int)(step % stepsOfEpoch), firstSample = place * run.Options.BatchSize;
        int samples = Math.Min(run.Options.BatchSize, reference.Samples - firstSample);
        int shards = ((samples - 1) / reference.ShardSize) + 1;
        var batch = new Batch(step, EpochOf(step), firstSample, samples);
        var round = new Round(run.Id, batch, last, shards, reference, roster, logger, HedgeAfter, LookAfter);
        (Block[] blocks, double loss) = await round.Run();
        last = new StepToMake(batch, blocks, rate);
        step++;
        Progress = Progress with
        {
            Step = step,
            Epoch = EpochOf(Math.Min(step, steps - 1)),
            Loss = narrow(loss),
            Silos = roster.Names,
            Refused = roster.Refused,
            Reruns = Progress.Reruns + round.Reruns,
            BytesOfStep = round.Bytes,
        };
        DataParallelMetrics.Steps.Add(1);
        DataParallelMetrics.Shards.Add(shards);
        DataParallelMetrics.Reruns.Add(round.Reruns);
        DataParallelMetrics.Bytes.Add(round.Bytes);
        return (shards, round.Computing);
    }

    /// <summary>Several times what a step takes of late, since a silo that others keep busy is not gone.</summary>
    private TimeSpan HedgeAfter
    {
        get
        {
            if (times.Count == 0) return run.Options.HedgeAfter > FirstStep ? run.Options.HedgeAfter : FirstStep;
            TimeSpan usual = MedianStep * 10;
            return usual > run.Options.HedgeAfter ? usual : run.Options.HedgeAfter;
        }
    }

    /// <summary>A look does no harm: it is taken sooner.</summary>
    private TimeSpan LookAfter
    {
        get
        {
            if (times.Count == 0) return LeastLook;
            TimeSpan usual = MedianStep * 2;
            return usual > LeastLook ? usual : LeastLook;
        }
    }

    private TimeSpan MedianStep => Median(one => one.Step);

    private int EpochOf(long step) => 1 + (int)(step / stepsOfEpoch);

    private TimeSpan Median(Func<(TimeSpan Step, TimeSpan Computing), TimeSpan> time) => times.Select(time).Order().ElementAt(times.Count / 2);

    private void Note(TimeSpan time, TimeSpan computing, int shards)
    {
        times.Enqueue((time, computing));
        if (times.Count > 20) times.Dequeue();
        TimeSpan all = TimeSpan.FromTicks(times.Sum(one => one.Step.Ticks));
        DataParallelMetrics.StepSeconds.Record(time.TotalSeconds);
        Progress = Progress with
        {
            MedianStep = MedianStep,
            MedianComputing = Median(one => one.Computing),
            ShardsPerSecond = shards * times.Count / all.TotalSeconds,
        };
    }

    /// <summary>Lets silos take part that have come since, or come back.</summary>
    private async Task Admit(CancellationToken cancellation)
    {
        State? state = null;
        foreach ((SiloAddress silo, Credentials credentials) in roster.Prepared(Poll))
        {
            if (!Fits(silo, credentials)) continue;
            state ??= await Fetch(needsNumbers: true, cancellation);
            if (await Restore(silo, state)) roster.Add(silo, step);
        }
    }

    /// <summary>Whether a silo has the run's network and computes its bits; otherwise it is refused by name.</summary>
    private bool Fits(SiloAddress silo, Credentials credentials)
    {
        if (Difference(credentials) is not { } reason) return true;
        roster.Refuse(silo, reason);
        return false;
    }

    private string? Difference(Credentials credentials) =>
        credentials.Network != reference.Network ? $"its network is {credentials.Network}; that of the run is {reference.Network}"
            : credentials.TrialHash != reference.TrialHash
                ? $"a trial gives other bits there, {credentials.TrialHash} and not {reference.TrialHash}: other first parameters, or another processor and " +
                    "no Reproducible = true"
            : credentials.Samples != reference.Samples ? $"it has {credentials.Samples} samples; the run has {reference.Samples}"
            : null;

    /// <summary>What does not fit into a message is said before it is sent: the transport would answer that the silo is unavailable.</summary>
    private void CheckSizes()
    {
        long shards = ((Math.Min(run.Options.BatchSize, reference.Samples) - 1) / reference.ShardSize) + 1;
        long bytes = reference.GradientBytes + (shards * reference.StatisticsBytes) + (1 << 16);
        if (bytes <= mostBytes) return;
        throw new RunFailedException(
            $"A gradient of '{run.Options.Network}' takes a message of {bytes} bytes, which has to fit into MaxMessageBodySize, {mostBytes}: set it " +
            "higher in SiloMessagingOptions.");
    }

    /// <summary>Puts the state behind the last step into the grain storage.</summary>
    /// <returns>Whether it is saved: a storage whose silo dies, or that does not answer, fails for a while.</returns>
    private async Task<bool> TrySave(CancellationToken cancellation)
    {
        State state = await Fetch(needsNumbers: true, cancellation);
        CheckpointRecord kept = checkpoint.State;
        (kept.Run, kept.Credentials, kept.State, kept.Numbers) = (run.Id, reference, state.Head, state.Numbers);
        return await TryWrite();
    }

    private async Task<bool> TryWrite()
    {
        try
        {
            await checkpoint.WriteStateAsync();
            return true;
        }
        catch (Exception exception) when (exception is not InconsistentStateException)
        {
            DataParallelLog.NotSaved(logger, run.Name, step, exception);
            return false;
        }
    }

    /// <summary>Where silos are going away as well, the last checkpoint has to do.</summary>
    private async Task SaveIfPossible()
    {
        using var patience = new CancellationTokenSource(SavePatience);
        try
        {
            await TrySave(patience.Token);   // to its end, so that nothing of it is under way when somebody else goes on
        }
        catch (Exception exception) when (exception is NobodyLeftException or OperationCanceledException)
        {
            DataParallelLog.NotSaved(logger, run.Name, step, exception);
        }
    }

    /// <summary>The state behind the last step, of whichever silo answers.</summary>
    private async Task<State> Fetch(bool needsNumbers, CancellationToken cancellation)
    {
        while (roster.Members.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            SiloAddress silo = roster.Members.Contains(silos.Own) ? silos.Own : roster.Members[0];
            try
            {
                Answer answer = await Soon(roster.Call(silo, worker => worker.Follow(new Order(run.Id, new Batch(step, 1, 0, 0), last, 0, 0, []))));
                if (answer.Step != step) throw new WorkerLostException();
                return await Fetch(silo, needsNumbers);
            }
            catch (Exception exception) when (Roster.IsLost(exception))
            {
                roster.Leave(silo, step, exception);
            }
        }

        throw new NobodyLeftException();
    }

    /// <summary>The state of a silo that is to be there still; where it is not, the others are asked anew how far they are.</summary>
    private async Task<State> FetchOrBeginAnew(SiloAddress silo)
    {
        try
        {
            return await Fetch(silo, needsNumbers: true);
        }
        catch (Exception exception) when (Roster.IsLost(exception))
        {
            roster.Leave(silo, step, exception);
            throw new NobodyLeftException();
        }
    }

    private async Task<State> Fetch(SiloAddress silo, bool needsNumbers)
    {
        StateHead head = await Soon(roster.Call(silo, worker => worker.Snapshot(run.Id)));
        var numbers = new byte[needsNumbers ? head.Bytes : 0];
        for (int first = 0; first < numbers.Length; first += PartOfState)
        {
            int from = first, count = Math.Min(PartOfState, numbers.Length - first);
            Numbers part = await Soon(roster.Call(silo, worker => worker.StatePart(run.Id, from, count)));
            part.Bytes.CopyTo(numbers, first);
        }

        if (needsNumbers && Convert.ToHexStringLower(SHA256.HashData(numbers)) != head.Hash) throw new WorkerLostException("Its state has changed meanwhile.");
        return new State(head, numbers);
    }

    /// <summary>Takes a silo's copy to a state; null: to the beginning.</summary>
    /// <returns>Whether it is there still.</returns>
    private async Task<bool> Restore(SiloAddress silo, State? state)
    {
        try
        {
            for (int first = 0; state != null && first < state.Numbers.Length; first += PartOfState)
            {
                int from = first;
                var part = new Numbers(state.Numbers.AsSpan(first, Math.Min(PartOfState, state.Numbers.Length - first)).ToArray());
                await Soon(roster.Call(silo, worker => worker.ReceivePart(run.Id, from, part)));
            }

            await Soon(roster.Call(silo, worker => worker.Restore(run.Id, state?.Head)));
            return true;
        }
        catch (Exception exception) when (Roster.IsLost(exception))
        {
            roster.Leave(silo, step, exception);
            return false;
        }
    }

    private async Task<TResult> Soon<TResult>(Task<TResult> call)
    {
        await Soon((Task)call);
        return await call;
    }

    /// <summary>All silos wait for a state that is on its way: who does not answer is left behind before the cluster knows that it is dead.</summary>
    private async Task Soon(Task call)
    {
        if (await Task.WhenAny(call, Task.Delay(LookAfter)) != call) _ = roster.LookForCrashes();
        await call.WaitAsync(StatePatience > HedgeAfter ? StatePatience : HedgeAfter);
    }

    private sealed record State(StateHead Head, byte[] Numbers);

    /// <summary>Rounds numbers to the network's type.</summary>
    private sealed class Rounding : INetworkVisitor<Func<double, double>>
    {
        public Func<double, double> Visit<T>(NetworkEntry<T> network) where T : unmanaged => value => typeof(T) == typeof(double) ? value : (float)value;
    }
}
