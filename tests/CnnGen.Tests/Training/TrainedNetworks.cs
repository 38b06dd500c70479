using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using CnnGen.Runtime;
using CnnGen.Tests.Behaviour;

namespace CnnGen.Tests.Training;

/// <summary>
/// A network with packed weights, momentum, and gradients enough that three threads add them; and its twin that takes a whole batch at once.
/// </summary>
internal static class TrainedNetworks
{
    public const string Name = "Trained";

    public static ITrainableNetwork<T> Create<T>(string name) where T : unmanaged, INumberBase<T>
    {
        if (name != Name) return SmallNetworks.Create<T>(name);
        object network = typeof(T) == typeof(float) ? new TrainedSingle(1) : new TrainedDouble(1);
        return (ITrainableNetwork<T>)network;
    }

    public static ITrainableNetwork<T> CreateWhole<T>() where T : unmanaged =>
        (ITrainableNetwork<T>)(object)(typeof(T) == typeof(float) ? new WholeSingle(1) : new WholeDouble(1));
}

/// <summary>Samples with targets.</summary>
internal sealed record Samples<T>(int Count, T[] Inputs, T[] Targets) where T : unmanaged, INumber<T>
{
    public static Samples<T> For(INetwork<T> network, int count, int seed = 1) =>
        new(count, Data.Numbers<T>(count * network.InputSize, seed), Data.Targets<T>(count * network.OutputSize, seed + 1000));

    /// <summary>What a trainer is to do: each shard by itself, their sum along the tree, and that added once.</summary>
    public (T Loss, T[] Outputs) AddGradientsTo(ITrainableNetwork<T> network, int? shardSize = null)
    {
        ITrainableNetwork<T> replica = network.CreateReplica();
        replica.Training = true;
        int size = shardSize ?? Math.Min(network.Batch, 32), shards = (Count + size - 1) / size;
        var outputs = new T[Count * network.OutputSize];
        List<T[]> statistics = [];
        (double loss, T[] sum) = Sum(0, shards);
        foreach (T[] seen in statistics) ((IKeepsStatistics<T>)network).FoldStatistics(seen);
        T[] gradients = Data.Gradients(network);
        for (int i = 0; i < sum.Length; i++) gradients[i] += sum[i];
        network.SetGradients(gradients);
        return (T.CreateTruncating(loss), outputs);

        (double Loss, T[] Gradients) Sum(int first, int count)
        {
            if (count == 1) return Shard(first);
            int left = 1;
            while (2 * left < count) left *= 2;
            (double leftLoss, T[] leftSum) = Sum(first, left);
            (double rightLoss, T[] rightSum) = Sum(first + left, count - left);
            return (leftLoss + rightLoss, [.. leftSum.Zip(rightSum, (x, y) => x + y)]);
        }

        (double Loss, T[] Gradients) Shard(int index)
        {
            int first = index * size, count = Math.Min(size, Count - first);
            replica.ClearGradients();
            if (replica is IDrawsMasks masks) masks.FirstSample = first;
            replica.Forward(Inputs.AsSpan(first * network.InputSize, count * network.InputSize)).CopyTo(outputs.AsSpan(first * network.OutputSize));
            T weight = T.CreateTruncating(count) / T.CreateTruncating(Count);
            T loss = replica.Loss(Targets.AsSpan(first * network.OutputSize, count * network.OutputSize), weight);
            replica.Backward();
            if (replica is IKeepsStatistics<T> keeps) statistics.Add(keeps.Statistics.ToArray());
            return (double.CreateTruncating(loss), Data.Gradients(replica));
        }
    }
}

[Network(1, 12, 12, Batch = 4)]
[Conv(16, 3), ReLU, MaxPool(2)]
[Dense(24), ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class TrainedSingle { }

[Network(1, 12, 12, Batch = 4, Scalar = Scalar.Double)]
[Conv(16, 3), ReLU, MaxPool(2)]
[Dense(24), ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class TrainedDouble { }

[Network(1, 12, 12, Batch = 64)]
[Conv(16, 3), ReLU, MaxPool(2)]
[Dense(24), ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class WholeSingle { }

[Network(1, 12, 12, Batch = 64, Scalar = Scalar.Double)]
[Conv(16, 3), ReLU, MaxPool(2)]
[Dense(24), ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class WholeDouble { }
