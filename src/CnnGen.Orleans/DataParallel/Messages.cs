using System;
using Orleans;
using Orleans.Runtime;

namespace CnnGen.Orleans;

/// <summary>What a run is to everybody: whoever has another one of the same name has nothing of this one.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Id">Told apart from one that had the name before.</param>
/// <param name="Options">What is trained.</param>
[GenerateSerializer, Immutable]
internal sealed record Run([property: Id(0)] string Name, [property: Id(1)] Guid Id, [property: Id(2)] DataParallel Options);

/// <summary>What a silo says of itself before it may compute.</summary>
/// <param name="Network">What tells the network apart: its name, its architecture, its order of numbers, its training.</param>
/// <param name="TrialHash">A hash of its first parameters and of the gradient of a shard of invented samples.</param>
/// <param name="Step">The steps that its copy has made; -1: it has none of this run.</param>
/// <param name="Samples">How many samples it has.</param>
/// <param name="ShardSize">Samples of a shard.</param>
/// <param name="GradientBytes">Bytes of a gradient.</param>
/// <param name="StatisticsBytes">Bytes that each shard leaves for running averages.</param>
[GenerateSerializer, Immutable]
internal sealed record Credentials(
    [property: Id(0)] string Network,
    [property: Id(1)] string TrialHash,
    [property: Id(2)] long Step,
    [property: Id(3)] int Samples,
    [property: Id(4)] int ShardSize,
    [property: Id(5)] long GradientBytes,
    [property: Id(6)] long StatisticsBytes)
{
    /// <summary>How long ago the silo's last part of a step was done: what a run has stood still where its coordinator was lost.</summary>
    [Id(7)]
    public TimeSpan Silence { get; init; }
}

/// <summary>What a step is made of.</summary>
/// <param name="Step">The step, from 0: the steps that a copy has made before.</param>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="FirstSample">The place of the batch's first sample in the epoch.</param>
/// <param name="Samples">The samples of the batch.</param>
[GenerateSerializer, Immutable]
internal sealed record Batch([property: Id(0)] long Step, [property: Id(1)] int Epoch, [property: Id(2)] int FirstSample, [property: Id(3)] int Samples);

/// <summary>An aligned block of a batch's shards.</summary>
/// <param name="FirstShard">The first shard.</param>
/// <param name="Level">0: one shard, 1: two, 2: four, …; at the end of a batch there may be fewer.</param>
[GenerateSerializer, Immutable]
internal readonly record struct Block([property: Id(0)] int FirstShard, [property: Id(1)] int Level)
{
    /// <summary>How many shards there are.</summary>
    public int Count(int shards) => (int)Math.Min(1L << Level, shards - FirstShard);
}

/// <summary>An order to a silo: to make the last step, if it has not, to compute a part of the next, and to send it to the others.</summary>
/// <param name="Run">The run.</param>
/// <param name="Batch">The batch of the step that is to be computed.</param>
/// <param name="Last">How the last step is made; null: whoever gets this has made it.</param>
/// <param name="FirstShard">The first shard of the part.</param>
/// <param name="EndShard">The shard behind its last; of an empty part nothing is computed.</param>
/// <param name="Members">The silos that compute, to which gradients are sent.</param>
[GenerateSerializer, Immutable]
internal sealed record Order(
    [property: Id(0)] Guid Run,
    [property: Id(1)] Batch Batch,
    [property: Id(2)] StepToMake? Last,
    [property: Id(3)] int FirstShard,
    [property: Id(4)] int EndShard,
    [property: Id(5)] SiloAddress[] Members);

/// <summary>A step of the optimizer with the gradients of all blocks of a batch, which each silo has or computes.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Blocks">The blocks.</param>
/// <param name="LearningRate">The learning rate.</param>
[GenerateSerializer, Immutable]
internal sealed record StepToMake([property: Id(0)] Batch Batch, [property: Id(1)] Block[] Blocks, [property: Id(2)] double LearningRate);

/// <summary>What comes of an order.</summary>
/// <param name="Step">The steps that the copy has made: not the order's where the silo could not follow.</param>
/// <param name="Losses">The blocks that were computed, each with its part of the loss.</param>
[GenerateSerializer, Immutable]
internal sealed record Answer([property: Id(0)] long Step, [property: Id(1)] BlockLoss[] Losses)
{
    /// <summary>The time in which the silo has stepped, read samples and computed.</summary>
    [Id(2)]
    public TimeSpan Computing { get; init; }

    /// <summary>Blocks of the last step that were computed here, since they had not come.</summary>
    [Id(3)]
    public int Recomputed { get; init; }
}

/// <summary>A block's part of the loss.</summary>
/// <param name="Block">The block.</param>
/// <param name="Loss">The part.</param>
[GenerateSerializer, Immutable]
internal readonly record struct BlockLoss([property: Id(0)] Block Block, [property: Id(1)] double Loss);

/// <summary>The gradient of a block, on its way from who has computed it to the others.</summary>
/// <param name="Step">The step.</param>
/// <param name="Block">The block.</param>
/// <param name="Gradient">The gradient.</param>
/// <param name="Statistics">What its shards have seen.</param>
[GenerateSerializer, Immutable]
internal sealed record BlockGradient(
    [property: Id(0)] long Step,
    [property: Id(1)] Block Block,
    [property: Id(2)] Numbers Gradient,
    [property: Id(3)] Numbers Statistics);

/// <summary>A copy's state, whose numbers are fetched in pieces that fit into messages.</summary>
/// <param name="Step">The steps that it has made.</param>
/// <param name="StepCount">As the network counts them.</param>
/// <param name="Seed">What dropout's masks follow from.</param>
/// <param name="Bytes">Bytes of the numbers.</param>
/// <param name="Hash">SHA-256 of all numbers: two that send states to one silo at once must not make a mixture.</param>
/// <param name="ParameterHash">SHA-256 of the parameters, in the order of the description.</param>
/// <param name="IsFinite">Whether all of these are finite numbers.</param>
[GenerateSerializer, Immutable]
internal sealed record StateHead(
    [property: Id(0)] long Step,
    [property: Id(1)] long StepCount,
    [property: Id(2)] int Seed,
    [property: Id(3)] int Bytes,
    [property: Id(6)] string Hash,
    [property: Id(4)] string ParameterHash,
    [property: Id(5)] bool IsFinite);
