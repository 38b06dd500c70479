using System;
using System.Threading.Tasks;
using Orleans;
using Orleans.Concurrency;

namespace CnnGen.Orleans;

/// <summary>A run's front door and coordinator; its key is the run's name. All calls are short, since a client's call to a silo that dies may hang.</summary>
internal interface ITrainingRunGrain : IGrainWithStringKey
{
    /// <summary>Starts the run, or lets it go on; the same run again changes nothing.</summary>
    Task Start(DataParallel options);

    /// <summary>Where it is.</summary>
    [AlwaysInterleave]
    Task<TrainingProgress> GetProgress();

    /// <summary>Stops it behind the step that is being made, with a checkpoint.</summary>
    Task Cancel();

    /// <summary>Forgets the run and its checkpoint.</summary>
    Task Delete();

    /// <summary>Whether the run goes on, if it is the one that is meant; a worker asks, which makes a coordinator that was lost live again.</summary>
    [AlwaysInterleave]
    Task<bool> GoesOn(Guid run);

    /// <summary>The last checkpoint.</summary>
    Task<(string Network, StateHead State)?> GetCheckpoint();

    /// <summary>A part of its numbers; null where it has been replaced by a later one.</summary>
    Task<Numbers?> GetCheckpointPart(long step, int first, int count);
}
