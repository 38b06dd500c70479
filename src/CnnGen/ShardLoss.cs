using System;

namespace CnnGen;

/// <summary>A loss of the caller's own, of one shard of a <see cref="Trainer{T}"/>'s batch.</summary>
/// <typeparam name="T">The network's number type.</typeparam>
/// <param name="first">The index of the shard's first sample in the batch.</param>
/// <param name="outputs">
/// The shard's outputs, OutputSize numbers for each sample; of several outputs all of the shard's samples of the first, then of the second. They are
/// the network's own, and valid during the call.
/// </param>
/// <param name="outputGradient">Where dLoss/dOutput goes, of the loss that is returned, in the order of the outputs. It is zero before the call.</param>
/// <returns>The loss: a mean over the shard's samples, so that the trainer's weighted mean over the shards is the mean over the batch.</returns>
/// <remarks>
/// It is called on the trainer's threads, for several shards at once. What it returns may depend on the shard alone: then neither the number of
/// threads nor their order shows in a bit.
/// </remarks>
public delegate T ShardLoss<T>(int first, ReadOnlySpan<T> outputs, Span<T> outputGradient) where T : unmanaged;
