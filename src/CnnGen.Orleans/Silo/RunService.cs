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
internal abstract class RunService<TKey, TMember>(GrainId id, global::Orleans.Runtime.Silo silo, ILoggerFactory loggers) : GrainService(id, silo, loggers)
    where TKey : notnull
    where TMember : IRunMember
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>What there is; nobody else's thread uses it, since calls of a service take turns.</summary>
    protected Dictionary<TKey, TMember> Members { get; } = new();

    public override async Task Stop()
    {
        await base.Stop();
        await Task.WhenAll(Members.Values.Select(member => member.End()));
        Members.Clear();
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
        Members.Remove(run);
        await member.End();
    }
}

/// <summary>What a silo has of a run.</summary>
internal interface IRunMember
{
    /// <summary>Whether its coordinator is still there.</summary>
    CoordinatorWatch Watch { get; }

    /// <summary>Asks the coordinator whether the run goes on, which makes one live again that was lost.</summary>
    Task<bool> GoesOn();

    /// <summary>Nothing of it is needed any more.</summary>
    Task End();
}
