using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace CnnGen.Orleans;

/// <summary>What a silo has of the runs in which it takes part: one service in each silo, reached by the silo's address.</summary>
/// <remarks>
/// Grains would be found through a directory, of which each silo holds a part: with a silo that dies all grains die that it had the places of, wherever they
/// live, and a copy of a network is too much to lose for that.
/// </remarks>
/// <typeparam name="TKey">Tells runs apart.</typeparam>
/// <typeparam name="TMember">What the silo has of one.</typeparam>
internal abstract class RunService<TKey, TMember>(GrainId id, global::Orleans.Runtime.Silo silo, ILoggerFactory loggers, ComputeThreads threads)
    : GrainService(id, silo, loggers), IDisposable
    where TKey : notnull
    where TMember : class, IRunMember
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>What there is; nobody else's thread uses it, since calls of a service take turns.</summary>
    protected Dictionary<TKey, TMember> Members { get; } = new();

    /// <summary>Whether the silo is being stopped: what it has stays, since a coordinator in this silo saves it yet, and nothing is added.</summary>
    protected bool IsStopping => StoppedCancellationTokenSource.IsCancellationRequested;

    void IDisposable.Dispose()
    {
        StoppedCancellationTokenSource.Cancel();   // a silo that is killed in its process stops no service
        threads.Dispose();   // nobody computes any more
        foreach (TMember member in Members.Values) member.Dispose();
        Members.Clear();
        Dispose();
    }

    protected override async Task StartInBackground()
    {
        await base.StartInBackground();
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(StoppedCancellationTokenSource.Token))
            {
                foreach (KeyValuePair<TKey, TMember> one in Members.Where(one => one.Value.Watch.IsSilent)) _ = Wake(one.Key, one.Value);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task Wake(TKey run, TMember member)
    {
        if (!await member.Watch.IsOver(member.GoesOn)) return;
        if (Members.TryGetValue(run, out TMember? now) && ReferenceEquals(now, member)) Members.Remove(run);
        await member.End();
    }
}

/// <summary>What a silo has of a run.</summary>
internal interface IRunMember : IDisposable
{
    /// <summary>Whether its coordinator is still there.</summary>
    CoordinatorWatch Watch { get; }

    /// <summary>Asks the coordinator whether the run goes on, which makes one live again that was lost.</summary>
    Task<bool> GoesOn();

    /// <summary>Nothing of it is needed any more, once what is computed of it is done.</summary>
    Task End();
}
