using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace CnnGen.Orleans;

/// <summary>Which silos compute for a run, which are about to, and which may not.</summary>
internal sealed class Roster(Run run, Silos silos, ShardWorkersClient workers, ILogger logger)
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    private readonly List<SiloAddress> members = new();
    private readonly Dictionary<SiloAddress, string> refused = new();
    private readonly Dictionary<SiloAddress, Task<Credentials>> preparing = new();
    private readonly Dictionary<SiloAddress, Task> late = new();   // those that were asked something, and have not answered yet
    private readonly Dictionary<SiloAddress, (Task Call, long Since)> excused = new();   // the first of their calls that is not answered
    private readonly Dictionary<SiloAddress, long> waiting = new();   // those that did not come, until when they are left alone
    private long lastLook;

    /// <summary>Silos whose copies are at the run's step.</summary>
    public IReadOnlyList<SiloAddress> Members => members;

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names => members.Select(silo => silo.ToString()).ToArray();

    /// <summary>Silos that may not compute, with the reasons.</summary>
    public IReadOnlyList<string> Refused => refused.Select(silo => $"{silo.Key}: {silo.Value}").ToArray();

    /// <summary>Whether a call has failed because of where it went; of whatever else it fails it would fail again.</summary>
    public static bool IsLost(Exception exception) => exception is WorkerLostException || Gone.Is(exception);

    /// <summary>Calls a silo's worker.</summary>
    public TResult Call<TResult>(SiloAddress silo, Func<IShardWorkers, TResult> call) where TResult : Task => call(workers.Of(silo));

    /// <summary>Looks whether silos have died of which the cluster does not know yet.</summary>
    public Task LookForCrashes() => silos.LookForCrashes();

    /// <summary>Nobody computes.</summary>
    public void Clear() => members.Clear();

    /// <summary>A silo's copy is at the run's step.</summary>
    public void Add(SiloAddress silo, long step)
    {
        members.Add(silo);
        members.Sort();
        DataParallelLog.Joined(logger, run.Name, silo.ToString(), step);
    }

    /// <summary>A silo may not compute.</summary>
    public void Refuse(SiloAddress silo, string reason)
    {
        refused[silo] = reason;
        DataParallelLog.Refused(logger, run.Name, silo.ToString(), reason);
    }

    /// <summary>A silo does not compute any more; it may come back.</summary>
    public void Leave(SiloAddress silo, long step, Exception? reason, Task? call = null)
    {
        members.Remove(silo);
        excused.Remove(silo);
        if (call is { IsCompleted: false }) late[silo] = call;
        waiting[silo] = Environment.TickCount64 + (long)BetweenTries.TotalMilliseconds;
        DataParallelLog.Left(logger, run.Name, silo.ToString(), step, reason);
    }

    /// <summary>
    /// A silo that had nothing to compute need not have answered when a step is over, but must not fall behind for longer than others may be silent.
    /// </summary>
    public void Excuse(SiloAddress silo, long step, Task call, TimeSpan longest)
    {
        long now = Environment.TickCount64;
        if (!excused.TryGetValue(silo, out (Task Call, long Since) first) || first.Call.IsCompleted) excused[silo] = (call, now);
        else if (now - first.Since > longest.TotalMilliseconds) Leave(silo, step, null, call);
    }

    /// <summary>
    /// Prepares all silos; returns those that are ready once one is, and others have had some time more: longer where none of those that are ready has made a
    /// step, and one that is not may have.
    /// </summary>
    /// <exception cref="RunFailedException">None is ready, and one says why it never will be.</exception>
    public async Task<IReadOnlyList<(SiloAddress Silo, Credentials Credentials)>> PrepareAll(
        TimeSpan patience, TimeSpan longer, CancellationToken cancellation)
    {
        Task? grace = null, longGrace = null;
        Task crashes = Task.Delay(BetweenTries, cancellation);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (crashes.IsCompleted)
            {
                _ = LookForCrashes();
                crashes = Task.Delay(BetweenTries, cancellation);
            }

            Look();
            bool areAll = preparing.Count > 0 && preparing.Values.All(task => task.IsCompleted);
            bool isReady = preparing.Values.Any(task => task.IsCompletedSuccessfully);   // behind the above: some are ready in between
            if (isReady)
            {
                grace ??= Task.Delay(patience, cancellation);
                longGrace ??= Task.Delay(longer, cancellation);
            }

            bool isFar = preparing.Values.Any(task => task.IsCompletedSuccessfully && task.Result.Step >= 0);
            if (areAll && !isReady && preparing.Values.Select(Failure).FirstOrDefault(failure => !IsLost(failure) && !Gone.IsUnknown(failure)) is { } failure)
            {
                preparing.Clear();
                throw failure as RunFailedException ?? new RunFailedException(failure.Message, failure);
            }

            if (isReady && (areAll || (isFar ? grace : longGrace)!.IsCompleted)) return Take();
            if (!isReady) Take();   // forgets those that are gone
            await Task.WhenAny(preparing.Values.Where(task => !task.IsCompleted).Cast<Task>().Append(Task.Delay(100, cancellation)));
        }
    }

    /// <summary>Silos that have become ready meanwhile; looks for new ones now and then.</summary>
    public IReadOnlyList<(SiloAddress Silo, Credentials Credentials)> Prepared(TimeSpan interval)
    {
        if (Environment.TickCount64 - lastLook >= interval.TotalMilliseconds) Look();
        return Take();
    }

    /// <summary>The run is over.</summary>
    public void Release()
    {
        // Nobody waits for it: who is busy may take long, and whoever does not hear of it asks, and ends by itself.
        foreach (SiloAddress silo in members) _ = Call(silo, worker => worker.Release(run.Id));
    }

    private static Exception Failure(Task task) => task.Exception?.InnerException ?? new WorkerLostException("The call was cancelled.");

    /// <summary>Asks every silo that is there and has no part yet.</summary>
    private void Look()
    {
        lastLook = Environment.TickCount64;
        foreach (SiloAddress silo in silos.Active)
        {
            if (members.Contains(silo) || refused.ContainsKey(silo) || preparing.ContainsKey(silo)) continue;
            if (late.TryGetValue(silo, out Task? call) && !call.IsCompleted) continue;
            if (waiting.TryGetValue(silo, out long until) && lastLook < until) continue;
            late.Remove(silo);
            preparing[silo] = Call(silo, worker => worker.Prepare(run));
        }
    }

    private List<(SiloAddress Silo, Credentials Credentials)> Take()
    {
        var ready = new List<(SiloAddress, Credentials)>();
        foreach ((SiloAddress silo, Task<Credentials> task) in preparing.ToArray())
        {
            if (!task.IsCompleted) continue;
            preparing.Remove(silo);
            if (task.IsCompletedSuccessfully) ready.Add((silo, task.Result));
            else if (Gone.IsUnknown(Failure(task))) Refuse(silo, "it is without AddCnnGen");
            else if (IsLost(Failure(task))) waiting[silo] = Environment.TickCount64 + (long)BetweenTries.TotalMilliseconds;
            else Refuse(silo, Failure(task).Message);
        }

        return ready;
    }
}
