using System;
using System.Numerics;
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

    /// <summary>What a trainer is to do, one shard after the other on the network itself.</summary>
    public (T Loss, T[] Outputs) AddGradientsTo(ITrainableNetwork<T> network)
    {
        bool training = network.Training;
        network.Training = true;
        double loss = 0;
        var outputs = new T[Count * network.OutputSize];
        for (int first = 0; first < Count; first += network.Batch)
        {
            int count = Math.Min(network.Batch, Count - first);
            network.Forward(Inputs.AsSpan(first * network.InputSize, count * network.InputSize)).CopyTo(outputs.AsSpan(first * network.OutputSize));
            T weight = T.CreateTruncating(count) / T.CreateTruncating(Count);
            loss += double.CreateTruncating(network.Loss(Targets.AsSpan(first * network.OutputSize, count * network.OutputSize), weight));
            network.Backward();
        }

        network.Training = training;
        return (T.CreateTruncating(loss), outputs);
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
