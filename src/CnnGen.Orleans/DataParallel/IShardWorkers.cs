using System;
using System.Threading.Tasks;
using Orleans;
using Orleans.Services;

namespace CnnGen.Orleans;

/// <summary>A silo's parts in runs: of each a copy of the network, which makes every step.</summary>
/// <remarks>Calls that fail on their own account throw <see cref="RunFailedException"/>, which nobody repeats.</remarks>
internal interface IShardWorkers : IGrainService
{
    /// <summary>Makes what the run needs, if it is not there, and says what it is.</summary>
    [ResponseTimeout("00:02:00")]
    Task<Credentials> Prepare(Run run);

    /// <summary>Follows an order.</summary>
    [ResponseTimeout("00:10:00")]
    Task<Answer> Follow(Order order);

    /// <summary>Receives a gradient that another silo has computed.</summary>
    Task Receive(Guid run, BlockGradient gradient);

    /// <summary>Keeps the copy's state for <see cref="StatePart"/>.</summary>
    [ResponseTimeout("00:02:00")]
    Task<StateHead> Snapshot(Guid run);

    /// <summary>A part of the last snapshot.</summary>
    Task<Numbers> StatePart(Guid run, int first, int count);

    /// <summary>Receives a part of a state.</summary>
    Task ReceivePart(Guid run, int first, Numbers part);

    /// <summary>Takes the copy to a state of which all parts have come; null: to the beginning.</summary>
    [ResponseTimeout("00:02:00")]
    Task Restore(Guid run, StateHead? state);

    /// <summary>The run is over: nothing of it is needed any more.</summary>
    Task Release(Guid run);
}
