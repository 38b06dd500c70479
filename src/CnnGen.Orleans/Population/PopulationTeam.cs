using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace CnnGen.Orleans;

/// <summary>The silos that take part in a run, and how a generation is shared out among them.</summary>
/// <remarks>
/// Whoever evaluates a candidate comes to the same bits. So what has died or is slow is asked of others too, and whose answer comes first does not matter. The
/// coordinator's own silo says which parameters are right: one that comes to others is refused.
/// </remarks>
internal sealed class PopulationTeam(Silos silos, PopulationWorkersClient workers, ILogger log, JoinOrder order, long mostBytes)
{
    private static readonly TimeSpan LeastUsual = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<SiloAddress, Member> members = new();
    private readonly Dictionary<SiloAddress, Task<Member?>> joining = new();
    private readonly Dictionary<SiloAddress, string> refused = new();
    private readonly Dictionary<long, double[]> history = new();
    private readonly List<Piece> pending = new();
    private readonly Dictionary<SiloAddress, long> retries = new();   // when those that could not join may be asked again
    private readonly int kept = Math.Clamp(4_000_000 / order.Options.Population, 2, 64);   // generations by which a silo may be behind and still follow
    private TimeSpan usual, longest;
    private Member own = null!;

    /// <summary>Silos that take part.</summary>
    public int Count => members.Count;

    /// <summary>What silos were refused for.</summary>
    public IReadOnlyList<string> Refused => refused.Values.ToArray();

    /// <summary>Ranges that were asked again.</summary>
    public long Reruns { get; private set; }

    /// <summary>What messages of the last generation held.</summary>
    public long Bytes { get; private set; }

    /// <summary>The coordinator's silo takes part.</summary>
    public async Task<JoinAnswer> Begin()
    {
        JoinAnswer answer = await Gone.Insist(() => Call(silos.Own, worker => worker.Join(order)));
        if (answer.Outcome == Outcome.Done) members.Add(silos.Own, own = new Member(silos.Own, answer, order.Snapshot?.Generation ?? 0));
        return answer;
    }

    /// <summary>The other silos are asked to take part, and those that are quick do from the beginning.</summary>
    public async Task Gather(CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        Invite(order.Snapshot);
        if (joining.Count == 0) return;
        own.Trial = await Gone.Insist(() => Try(own)).WaitAsync(cancellation);
        TimeSpan most = TimeSpan.FromSeconds(2) + (2 * clock.Elapsed);
        await Task.WhenAny(Task.WhenAll(joining.Values), Task.Delay(most, cancellation));
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Evaluates all candidates of a generation.</summary>
    public async Task<double[]> Evaluate(long generation, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        Bytes = 0;
        await Admit(generation);
        foreach (SiloAddress silo in members.Keys.Except(silos.Active).Where(silo => silo != silos.Own).ToArray()) Lose(silo, generation, "it is not active");
        Task<SnapshotAnswer>? snapshot = IsAnyoneNew ? Saved(generation) : null;
        if (snapshot != null) Invite(snapshot);

        var known = new bool[order.Options.Population];
        var fitness = new double[known.Length];
        PopulationPoint point = Point(own, generation);
        Bytes += point.Bytes;
        Task<EvaluateAnswer> going = Gone.Insist(() => Call(silos.Own, worker => worker.Go(order.Run, point)));
        Ask(generation, known);
        EvaluateAnswer gone = await going.WaitAsync(cancellation);
        Require(gone, own);
        own.Told = generation;

        // Until all are known: what has come, what is lost, what takes too long.
        longest = default;
        while (Array.IndexOf(known, false) >= 0)
        {
            try
            {
                await Task.WhenAny(pending.Select(piece => piece.Answer)).WaitAsync(NextHedge(generation), cancellation);
            }
            catch (TimeoutException)
            {
                _ = silos.LookForCrashes();   // one is late, or dead
            }

            foreach (Piece piece in pending.Where(piece => piece.Answer.IsCompleted).ToArray())
            {
                pending.Remove(piece);
                if (await Judge(piece, generation, gone.Hash)) Take(piece, known, fitness);
            }

            foreach (Piece piece in pending.Where(piece => MayBeHedged(piece, generation)))
            {
                piece.IsHedged = Limit is TimeSpan limit && piece.Clock.Elapsed >= limit;
            }

            Reruns += Ask(generation, known);
        }

        usual = clock.Elapsed;
        history[generation] = fitness;
        history.Remove(generation - kept);
        return fitness;
    }

    /// <summary>A copy of the population at a generation.</summary>
    public async Task<SnapshotAnswer> Save(long generation)
    {
        SnapshotAnswer answer = await Saved(generation);
        if (answer.Outcome == Outcome.Done) own.Told = Math.Max(own.Told, generation);
        return answer;
    }

    /// <summary>Nobody evaluates any more.</summary>
    public Task Stop() => Call(silos.Own, worker => worker.Stop(order.Run, order.Epoch));

    /// <summary>All are dismissed.</summary>
    public void Leave()
    {
        foreach (SiloAddress silo in members.Keys.Concat(joining.Keys).Distinct())
        {
            // Whoever does not hear of it is gone, or is told otherwise by the next start.
            _ = Call(silo, worker => worker.Leave(order.Run, order.Epoch));
        }
    }

    private Task<SnapshotAnswer> Saved(long generation) => Gone.Insist(() => Call(silos.Own, worker => worker.Save(order.Run, Point(own, generation))));

    private bool IsAnyoneNew => silos.Active.Any(IsNew);

    private bool IsNew(SiloAddress silo) => !members.ContainsKey(silo) && !joining.ContainsKey(silo) && !refused.ContainsKey(silo)
        && Environment.TickCount64 >= retries.GetValueOrDefault(silo);

    private void Invite(PopulationSnapshot? snapshot)
    {
        foreach (SiloAddress silo in silos.Active.Where(IsNew)) joining.Add(silo, Join(silo, Task.FromResult(snapshot)));
    }

    private void Invite(Task<SnapshotAnswer> snapshot)
    {
        foreach (SiloAddress silo in silos.Active.Where(IsNew)) joining.Add(silo, Join(silo, Taken(snapshot)));
    }

    private static async Task<PopulationSnapshot?> Taken(Task<SnapshotAnswer> snapshot) =>
        (await snapshot).Snapshot is { } taken ? taken with { Parameters = taken.Rest.Length > 1 ? taken.Parameters : Numbers.None } : null;

    /// <summary>Has a silo take part and evaluate a candidate on trial; none where it is gone meanwhile.</summary>
    private async Task<Member?> Join(SiloAddress silo, Task<PopulationSnapshot?> snapshot)
    {
        try
        {
            PopulationSnapshot? taken = await snapshot;
            if (taken == null && order.Snapshot != null) taken = order.Snapshot;
            if (taken?.Bytes > mostBytes)
            {
                // Orleans would say that the silo is unavailable.
                return new Member(silo, new JoinAnswer(Outcome.Failed, $"the state takes {taken.Bytes} bytes, and a message may have {mostBytes}."), 0);
            }

            JoinAnswer answer = await Call(silo, worker => worker.Join(order with { Snapshot = taken }));
            if (answer.Outcome == Outcome.Failed) return new Member(silo, answer, 0);
            if (answer.Outcome != Outcome.Done) return null;
            var member = new Member(silo, answer, taken?.Generation ?? 0);
            member.Trial = await Try(member);
            return member;
        }
        catch (Exception exception) when (Gone.Is(exception))
        {
            return null;
        }
        catch (Exception exception)
        {
            string reason = Gone.IsUnknown(exception) ? "it is without AddCnnGen" : exception.Message;
            return new Member(silo, new JoinAnswer(Outcome.Failed, reason), 0);
        }
    }

    private async Task<EvaluateAnswer> Try(Member member)
    {
        var trial = new EvaluateOrder(new PopulationPoint(order.Epoch, member.Told, member.Told, Numbers.None), 0, 1, order.Options.Population);
        return await Call(member.Silo, worker => worker.Evaluate(order.Run, trial));
    }

    /// <summary>Those who have joined take part from now on, if they come to the same as the others.</summary>
    private async Task Admit(long generation)
    {
        foreach ((SiloAddress silo, Task<Member?> task) in joining.Where(one => one.Value.IsCompleted).ToArray())
        {
            joining.Remove(silo);
            string? reason = "";
            if (await task is Member member)
            {
                reason = Objection(member);
                if (reason == null)
                {
                    members[silo] = member;
                    log.TakesPart(order.Run, silo, generation);
                }
                else if (reason.Length > 0)
                {
                    Refuse(member, reason);
                }
            }

            // It is gone, or has forgotten meanwhile: it is asked again, but not at once.
            if (reason == "") retries[silo] = Environment.TickCount64 + 1000;
        }
    }

    /// <summary>Why a silo may not take part; nothing where it may; an empty text where that cannot be told now.</summary>
    private string? Objection(Member member)
    {
        if (member.Facts.Outcome == Outcome.Failed) return member.Facts.Message;
        if (member.Facts.Architecture != own.Facts.Architecture)
        {
            return $"its network '{order.Network}' is {member.Facts.Architecture}; that of silo {silos.Own} is {own.Facts.Architecture}.";
        }

        if (member.Told == (order.Snapshot?.Generation ?? 0) && member.Facts.Hash != own.Facts.Hash)
        {
            return $"its network '{order.Network}' begins with other parameters than that of silo {silos.Own}.";
        }

        if (member.Trial is not { Outcome: Outcome.Done } trial) return member.Trial?.Outcome == Outcome.Failed ? member.Trial.Message : "";
        double expected;
        if (history.TryGetValue(member.Told, out double[]? fitness)) expected = fitness[0];
        else if (own.Trial is { Outcome: Outcome.Done } ownTrial) expected = ownTrial.Fitness.As<double>()[0];
        else return "";
        double value = trial.Fitness.As<double>()[0];
        if (value.Equals(expected)) return null;   // and what is not a number is as good as any other that is none
        return $"it comes to a fitness '{order.Fitness}' of {Text(value)} for candidate 0 of generation {member.Told}, others to {Text(expected)}: "
            + "the fitness is not deterministic, or machines differ and the network is not Reproducible.";
    }

    private void Refuse(Member member, string reason)
    {
        refused[member.Silo] = $"Silo {member.Silo} is refused: {reason}";
        members.Remove(member.Silo);
        log.Refused(order.Run, refused[member.Silo]);
        _ = Call(member.Silo, worker => worker.Leave(order.Run, order.Epoch));
    }

    private void Lose(SiloAddress silo, long generation, string reason)
    {
        if (silo == silos.Own) throw new RefusedException($"Silo {silo} has lost its copy: {reason}");
        if (!members.Remove(silo)) return;
        retries[silo] = Environment.TickCount64 + 1000;
        log.Gone(order.Run, silo, generation, reason);
    }

    /// <summary>Asks members for all candidates that are not known and that nobody is asked for, or only somebody who is late.</summary>
    /// <returns>How many ranges these were.</returns>
    private int Ask(long generation, bool[] known)
    {
        var isAsked = (bool[])known.Clone();
        foreach (Piece piece in pending.Where(piece => piece.Generation == generation && !piece.IsHedged)) isAsked.AsSpan(piece.First, piece.Count).Fill(true);
        int ranges = 0;
        for (int first = Array.IndexOf(isAsked, false), end; first >= 0; first = Array.IndexOf(isAsked, false, end))
        {
            end = Array.IndexOf(isAsked, true, first);
            if (end < 0) end = isAsked.Length;
            Share(generation, first, end - first);
            ranges++;
        }

        return ranges;
    }

    /// <summary>Asks members for a range of candidates, those who have nothing to do if there are any, of each as many as it has threads for.</summary>
    private void Share(long generation, int first, int count)
    {
        Member[] helpers = members.Values.Where(member => pending.All(piece => piece.Member != member)).ToArray();
        if (helpers.Length == 0) helpers = members.Values.Where(member => !IsStuck(member, generation)).ToArray();
        if (helpers.Length == 0) helpers = [own];
        long all = helpers.Sum(member => (long)member.Facts.Threads), before = 0;
        foreach (Member member in helpers)
        {
            int from = (int)(count * before / all), to = (int)(count * (before += member.Facts.Threads) / all);
            if (from == to) continue;
            var evaluate = new EvaluateOrder(Point(member, generation), first + from, to - from, order.Options.Population);
            Bytes += evaluate.Bytes;
            pending.Add(new Piece(member, generation, first + from, to - from, Call(member.Silo, worker => worker.Evaluate(order.Run, evaluate))));
        }
    }

    /// <summary>Whether a member owes an answer that others are asked for, or have given.</summary>
    private bool IsStuck(Member member, long generation) =>
        pending.Exists(piece => piece.Member == member && (piece.IsHedged || piece.Generation < generation));

    /// <summary>Whether a piece that has ended has brought something to this generation.</summary>
    private async Task<bool> Judge(Piece piece, long generation, ulong hash)
    {
        EvaluateAnswer answer;
        try
        {
            answer = await piece.Answer;
        }
        catch (Exception exception) when (Gone.Is(exception))
        {
            if (piece.Member != own) Lose(piece.Member.Silo, generation, exception.Message);
            else await Task.Delay(100);   // it is here, and is asked again
            return false;
        }

        if (piece.Generation == generation) Bytes += answer.Bytes;
        if (answer.Outcome == Outcome.Apart)
        {
            // Told to give up what others have done for it meanwhile, or it has forgotten and joins anew.
            if (piece.Generation == generation) Lose(piece.Member.Silo, generation, answer.Message);
            return false;
        }

        Require(answer, piece.Member);
        if (piece.Generation != generation) return false;
        if (answer.Hash != hash)
        {
            Refuse(piece.Member, $"its parameters of generation {generation} are not those of silo {silos.Own}.");
            return false;
        }

        piece.Member.Told = generation;
        if (piece.Clock.Elapsed > longest) longest = piece.Clock.Elapsed;
        return true;
    }

    private void Take(Piece piece, bool[] known, double[] fitness)
    {
        ReadOnlySpan<double> values = piece.Answer.Result.Fitness.As<double>();
        for (int i = 0; i < values.Length; i++)
        {
            int candidate = piece.First + i;
            if (known[candidate] && !fitness[candidate].Equals(values[i]))
            {
                throw new RefusedException(
                    $"The fitness '{order.Fitness}' is not deterministic: candidate {candidate} of generation {piece.Generation} came to "
                    + $"{Text(fitness[candidate])}, and on silo {piece.Member.Silo} to {Text(values[i])}.");
            }

            known[candidate] = true;
            fitness[candidate] = values[i];
        }
    }

    private void Require(EvaluateAnswer answer, Member member)
    {
        if (answer.Outcome == Outcome.Failed) throw new RefusedException(answer.Message);
        if (answer.Outcome == Outcome.Superseded) throw new SupersededException();
        if (answer.Outcome != Outcome.Done) throw new RefusedException($"Silo {member.Silo} has lost its copy: {answer.Message}");
    }

    private PopulationPoint Point(Member member, long generation)
    {
        double[][] vectors = Enumerable.Range(0, (int)Math.Min(generation - member.Told, kept))
            .Select(i => history.GetValueOrDefault(member.Told + i)).TakeWhile(vector => vector != null).ToArray()!;
        bool suffices = vectors.Length == generation - member.Told;
        double[] all = suffices ? vectors.SelectMany(vector => vector).ToArray() : [];
        return new PopulationPoint(order.Epoch, generation, suffices ? member.Told : generation, Numbers.Of<double>(all));
    }

    /// <summary>Whether there is anybody else who could be asked for a piece that others are not asked for yet.</summary>
    private bool MayBeHedged(Piece piece, long generation) => piece.Generation == generation && !piece.IsHedged
        && members.Values.Any(member => member != piece.Member && !IsStuck(member, generation));

    /// <summary>How long an answer may take; at first, when all is compiled and nothing is usual, there is none until somebody has answered.</summary>
    private TimeSpan? Limit
    {
        get
        {
            TimeSpan time = usual != default ? usual : longest != default ? longest + TimeSpan.FromSeconds(1) : default;
            return time == default ? null : order.Options.HedgeAfter * (time < LeastUsual ? LeastUsual : time);
        }
    }

    private TimeSpan NextHedge(long generation)
    {
        TimeSpan next = TimeSpan.FromSeconds(10);
        if (Limit is not TimeSpan limit) return next;
        foreach (Piece piece in pending.Where(piece => MayBeHedged(piece, generation)))
        {
            TimeSpan left = limit - piece.Clock.Elapsed;
            if (left < next) next = left;
        }

        return next < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : next;
    }

    private TResult Call<TResult>(SiloAddress silo, Func<IPopulationWorkers, TResult> call) => call(workers.Of(silo));

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private sealed class Member(SiloAddress silo, JoinAnswer facts, long generation)
    {
        public SiloAddress Silo => silo;

        public JoinAnswer Facts => facts;

        /// <summary>The generation that it surely has reached.</summary>
        public long Told { get; set; } = generation;

        public EvaluateAnswer? Trial { get; set; }
    }

    private sealed class Piece(Member member, long generation, int first, int count, Task<EvaluateAnswer> answer)
    {
        public Member Member => member;

        public long Generation => generation;

        public int First => first;

        public int Count => count;

        public Task<EvaluateAnswer> Answer => answer;

        public Stopwatch Clock { get; } = Stopwatch.StartNew();

        public bool IsHedged { get; set; }
    }
}

/// <summary>Another coordinator has taken over.</summary>
internal sealed class SupersededException : Exception;
