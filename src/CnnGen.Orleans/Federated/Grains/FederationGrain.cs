using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Concurrency;
using Orleans.Configuration;
using Orleans.Runtime;

namespace CnnGen.Orleans;

/// <inheritdoc cref="IFederationGrain"/>
/// <remarks>
/// In grain storage it has a small state with the round's number; the numbers of this round and of the one before, in two places by turns; and the pages of a
/// roster. A new round's numbers are written first, then the state, which is what makes them so: a silo that dies in between computes the same mean again.
/// Calls interleave, and none takes long: who joins or sends while a round is ending is told so.
/// </remarks>
[Reentrant]
internal sealed class FederationGrain(
    IServiceProvider services,
    FederatedNetworks networks,
    ComputeThreads threads,
    TimeProvider clock,
    IOptions<SiloMessagingOptions> messaging,
    ILogger<FederationGrain> logger) : Grain, IFederationGrain
{
    private const int UpdatesAtOnce = 8;   // in memory, while the mean is computed; as many again are on their way
    private const int RestOfMessage = 1 << 16;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(30), Again = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim changing = new(1);
    private readonly FederatedEntry<StoredModel>[] modelEntries = new FederatedEntry<StoredModel>[2];
    private string name = "";
    private FederatedEntry<FederationState> stateEntry = null!;
    private FederationState state = new();
    private FederatedRoster roster = null!;
    private Numbers model = Numbers.None;
    private IGrainTimer? timer;
    private bool isEnding, isChanging;
    private Task ending = Task.CompletedTask;
    private Exception? failure;

    private DateTimeOffset Deadline => state.Began + state.Options!.RoundTimeout;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        name = this.GetPrimaryKeyString();
        stateEntry = new FederatedEntry<FederationState>(services, this.GetGrainId(), "federation");
        for (int i = 0; i < modelEntries.Length; i++) modelEntries[i] = new FederatedEntry<StoredModel>(services, this.GetGrainId(), $"model-{i}");
        roster = new FederatedRoster(page => new FederatedEntry<FederatedRosterPage>(services, this.GetGrainId(), $"roster-{page}"));
        state = await stateEntry.Read();
        if (state.Options == null) return;
        StoredModel stored = await ModelEntry(state.Round).Read();
        if (stored.Round != state.Round || stored.Numbers is not { } numbers || numbers.Bytes.Length != state.Length)
        {
            throw new InvalidOperationException($"Federation '{name}': by grain storage round {state.Round} runs, and its numbers are not there.");
        }

        model = numbers;
        await roster.Read(state.Round);
        FederatedLog.WentOn(logger, name, state.Round, roster.Count);
        SetTimer(TimeSpan.Zero);
    }

    public async Task Start(FederatedAveraging options)
    {
        options.Check();
        FederatedNetwork network = await networks.Get(options.Network);
        if (options.Noise > 0 && network.Description.Buffers.Count > 0)
        {
            throw new ArgumentException(
                $"Noise needs a network without buffers, and '{options.Network}' has {network.Description.Buffers[0].Name}: take GroupNorm or LayerNorm.");
        }

        int most = messaging.Value.MaxMessageBodySize;
        if (network.Length > most - RestOfMessage)
        {
            throw new ArgumentException(
                $"The numbers of '{options.Network}' have {network.Length} bytes, and messages of the cluster at most {most}: raise MaxMessageBodySize.");
        }

        await Change(async () =>
        {
            if (state.Options != null && (state.Fingerprint != network.Description.Fingerprint || state.Length != network.Length))
            {
                throw new InvalidOperationException(
                    $"The federation '{name}' is of the network '{state.Options.Network}', fingerprint {state.Fingerprint}, {state.Length} bytes; " +
                    $"'{options.Network}' here is {network.Description.Name}, fingerprint {network.Description.Fingerprint}, {network.Length} bytes. " +
                    "Start it under another name.");
            }

            FederationState begun = state with { Options = options, HasEnded = state.Round > options.Rounds };
            if (state.Options == null || state.HasEnded) begun = begun with { Began = clock.GetUtcNow() };
            if (state.Options == null)
            {
                await Guarded(() => ModelEntry(1).Write(new StoredModel { Round = 1, Numbers = network.Initial }));
                model = network.Initial;
                begun = begun with { Fingerprint = network.Description.Fingerprint, Length = network.Length, Round = 1, HasEnded = false };
                roster.Begin(1);
            }

            await Guarded(() => stateEntry.Write(begun));
            state = begun;
            FederatedLog.Started(logger, name, state.Round, options);
        });
        SetTimer(TimeSpan.Zero);
    }

    public Task End() => Change(async () =>
    {
        if (state.Options == null || state.HasEnded) return;
        FederationState ended = state with { HasEnded = true };
        await Guarded(() => stateEntry.Write(ended));
        state = ended;
        FederatedLog.Ended(logger, name, state.Round - 1);
    });

    public Task<FederationProgress?> GetProgress()
    {
        Trust();
        if (state.Options == null) DeactivateOnIdle();
        return Task.FromResult(
            state.Options == null ? null : new FederationProgress(state.Round, roster.Count, state.Options.Minimum, Deadline, state.HasEnded, state.Last));
    }

    public Task<JoinedRound> Join(long knownRound)
    {
        Trust();
        if (state.Options == null)
        {
            DeactivateOnIdle();   // anybody may ask for any name
            return Task.FromResult(JoinedRound.None);
        }

        return Task.FromResult(new JoinedRound(
            state.Round, state.HasEnded, state.Options.Network, state.Fingerprint, state.Length, state.Options.RefuseBeyond,
            isEnding || knownRound == state.Round ? null : model, isEnding));
    }

    public async Task<FederatedReply> Accept(long round, string client)
    {
        Trust();
        if (state.Options == null) return FederatedReplies.NotStarted(name);
        if (state.HasEnded) return FederatedReplies.Ended(name, state.Round);
        if (round != state.Round || isEnding) return FederatedReplies.Stale(round, state.Round);
        bool isNew = false;
        await Guarded(async () => isNew = await roster.Add(client));
        EndIfDue();
        return isNew
            ? new(FederatedAnswer.Accepted, $"The update of '{client}' is part of round {round}.", round)
            : new(FederatedAnswer.Duplicate, $"Round {round} has an update of '{client}' already, the first that came.", round);
    }

    /// <summary>Changes the state while no round ends, and nobody else changes it.</summary>
    private async Task Change(Func<Task> change)
    {
        await changing.WaitAsync();
        try
        {
            while (isEnding) await ending;
            isChanging = true;
            Trust();
            await change();
        }
        finally
        {
            isChanging = false;
            changing.Release();
        }
    }

    private FederatedEntry<StoredModel> ModelEntry(long round) => modelEntries[round % modelEntries.Length];

    /// <summary>Where storage failed, nobody knows what is in it: the grain is ended, and a new one reads it.</summary>
    private async Task Guarded(Func<Task> storing)
    {
        try
        {
            await storing();
        }
        catch (Exception exception)
        {
            if (failure == null) FederatedLog.StorageFailed(logger, exception, name);
            failure ??= exception;
            DeactivateOnIdle();
            throw;
        }
    }

    private void Trust()
    {
        if (failure != null) throw new InvalidOperationException($"Federation '{name}': grain storage failed, and the grain begins anew: try again.", failure);
    }

    /// <summary>The timer looks after the round at its deadline, and now and then before and behind it, which keeps the grain alive.</summary>
    private void SetTimer(TimeSpan due)
    {
        timer ??= this.RegisterGrainTimer(
            _ =>
            {
                EndIfDue();
                TimeSpan left = state.Options == null ? Tick : Deadline - clock.GetUtcNow();
                SetTimer(left <= TimeSpan.Zero ? Again : left < Tick ? left : Tick);
                return Task.CompletedTask;
            },
            new GrainTimerCreationOptions(due, Tick) { KeepAlive = true, Interleave = true });
        timer.Change(state.HasEnded ? Timeout.InfiniteTimeSpan : due, Tick);
    }

    /// <summary>Ends the round beside the call that finds out that it is over.</summary>
    private void EndIfDue()
    {
        if (isEnding || isChanging || state.HasEnded || failure != null || state.Options is not { } options) return;
        bool isOver = roster.Count >= options.Maximum || (roster.Count >= options.Minimum && clock.GetUtcNow() >= Deadline);
        if (!isOver) return;
        isEnding = true;
        ending = EndRound(options);
    }

    private async Task EndRound(FederatedAveraging options)
    {
        try
        {
            await Guarded(roster.Stored);   // whoever was let in before is in the mean
            (Numbers numbers, FederatedRoundResult result) = await Average(options, roster.Clients);
            long next = state.Round + 1;
            await Guarded(() => ModelEntry(next).Write(new StoredModel { Round = next, Numbers = numbers }));
            FederationState begun = state with { Round = next, Began = clock.GetUtcNow(), HasEnded = next > options.Rounds, Last = result };
            await Guarded(() => stateEntry.Write(begun));
            state = begun;
            model = numbers;
            roster.Begin(next);
            isEnding = false;
            FederatedMetrics.Ended(name, result);
            FederatedLog.RoundEnded(logger, name, result.Round, result.Clients, result.Samples, result.Clipped, result.Change);
            if (state.HasEnded) FederatedLog.Ended(logger, name, state.Round - 1);
            SetTimer(state.Options!.RoundTimeout < Tick ? state.Options.RoundTimeout : Tick);
        }
        catch (Exception exception)
        {
            // It is tried again, here or in a new activation: all that it takes is stored.
            isEnding = false;
            SetTimer(Again);
            FederatedLog.NotEnded(logger, exception, name, state.Round);
        }
    }

    private async Task<(Numbers Numbers, FederatedRoundResult Result)> Average(FederatedAveraging options, string[] clients)
    {
        FederatedNetwork network = await networks.Get(options.Network);
        FederatedMean mean = network.Entry.Accept(new MeanMaker(model, network.Ranges));
        long samples = 0, round = state.Round;
        int count = 0, clipped = 0;
        string[][] groups = clients.Chunk(UpdatesAtOnce).ToArray();
        Task<StoredUpdate?[]> reading = Read(0);
        for (int i = 0; i < groups.Length; i++)
        {
            StoredUpdate?[] updates = await reading;
            reading = Read(i + 1);
            var weighted = new List<(Numbers Numbers, double Weight)>();
            for (int k = 0; k < updates.Length; k++)
            {
                if (updates[k] is not { Numbers: { } numbers } update || numbers.Bytes.Length != state.Length)
                {
                    FederatedLog.UpdateGone(logger, name, groups[i][k], round);
                    continue;
                }

                int own = Math.Min(update.Samples, options.MostSamples);
                bool isClipped = update.Norm > options.LargestChange;
                weighted.Add((numbers, isClipped ? own * (options.LargestChange!.Value / update.Norm) : own));
                samples += own;
                count++;
                if (isClipped) clipped++;
            }

            await threads.RunParts(mean.Parts, (_, part) => mean.Add(weighted, part));
        }

        if (count == 0) return (model, new FederatedRoundResult(round, 0, 0, 0, 0, clock.GetUtcNow() - state.Began));
        FederatedNoise? noise = options.Noise > 0 ? new FederatedNoise(options.Seed, name, round) : null;
        await threads.RunParts(mean.Parts, (_, part) => mean.Finish(samples, noise, options.Noise, part));
        double change = await threads.Run(() => mean.Change);
        return (mean.Numbers, new FederatedRoundResult(round, count, samples, clipped, change, clock.GetUtcNow() - state.Began));

        Task<StoredUpdate?[]> Read(int group) => group < groups.Length
            ? Task.WhenAll(groups[group].Select(client => GrainFactory.GetUpdate(name, client).Read(round)))
            : Task.FromResult(Array.Empty<StoredUpdate?>());
    }
}
