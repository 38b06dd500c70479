using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Xunit;

namespace CnnGen.Tests.Behaviour;

/// <summary>Small networks with a loss, each in both precisions, for what holds of every network.</summary>
internal static class SmallNetworks
{
    private static readonly Dictionary<string, (Func<int, ITrainableNetwork<float>> Single, Func<int, ITrainableNetwork<double>> Double)> Factories = new()
    {
        ["Tiny"] = (seed => new TinySingle(seed), seed => new TinyDouble(seed)),
        ["Layered"] = (seed => new LayeredSingle(seed), seed => new LayeredDouble(seed)),
        ["Convolutional"] = (seed => new ConvolutionalSingle(seed), seed => new ConvolutionalDouble(seed)),
        ["Spatial"] = (seed => new SpatialSingle(seed), seed => new SpatialDouble(seed)),
        ["NoInputGradient"] = (seed => new NoInputGradientSingle(seed), seed => new NoInputGradientDouble(seed)),
        ["Pools"] = (seed => new PoolsSingle(seed), seed => new PoolsDouble(seed)),
        ["Sigmoid"] = (seed => new SigmoidSingle(seed), seed => new SigmoidDouble(seed)),
        ["Softmax"] = (seed => new SoftmaxSingle(seed), seed => new SoftmaxDouble(seed)),
        ["Flatten"] = (seed => new FlattenSingle(seed), seed => new FlattenDouble(seed)),
        ["Joined"] = (seed => new JoinedSingle(seed), seed => new JoinedDouble(seed)),
        ["Normed"] = (seed => new NormedSingle(seed), seed => new NormedDouble(seed)),
        ["Dropping"] = (seed => new DroppingSingle(seed), seed => new DroppingDouble(seed)),
        ["AdamW"] = (seed => new AdaptiveSingle(seed), seed => new AdaptiveDouble(seed)),
        ["RMSProp"] = (seed => new RootedSingle(seed), seed => new RootedDouble(seed)),
        ["Clipped"] = (seed => new ClippedSingle(seed), seed => new ClippedDouble(seed)),
        ["WeightsDecay"] = (seed => new WeightsDecaySingle(seed), seed => new WeightsDecayDouble(seed)),
        ["Frozen"] = (seed => new FrozenSingle(seed), seed => new FrozenDouble(seed)),
    };

    public static IEnumerable<string> All => Factories.Keys;

    public static TheoryData<string> Names => new(All);

    public static TheoryData<string> NamesWithParameters =>
        new(Factories.Where(factory => factory.Value.Single(0).ParameterCount > 0).Select(factory => factory.Key));

    public static TheoryData<string> NamesWithBatches => new(Factories.Where(factory => factory.Value.Single(0).Batch > 1).Select(factory => factory.Key));

    /// <summary>A network with no bias at zero.</summary>
    public static ITrainableNetwork<T> Create<T>(string name, int seed = 1) where T : unmanaged, INumberBase<T>
    {
        object made = typeof(T) == typeof(float) ? Factories[name].Single(seed) : Factories[name].Double(seed);
        var network = (ITrainableNetwork<T>)made;
        Data.Disturb(network, seed + 1);
        return network;
    }
}

/// <summary>A network and what one call of its full batch, or of fewer samples, needs.</summary>
internal sealed class Session<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public Session(string name, int samples = 0, int seed = 1) : this(SmallNetworks.Create<T>(name, seed), samples) { }

    public Session(ITrainableNetwork<T> network, int samples = 0)
    {
        Network = network;
        if (samples == 0) samples = network.Batch;
        Input = Data.Numbers<T>(samples * network.InputSize, 3);
        Target = Data.Targets<T>(samples * network.OutputSize, 4);
        OutputGradient = Data.Numbers<T>(samples * network.OutputSize, 5);
    }

    public ITrainableNetwork<T> Network { get; }

    public T[] Input { get; }

    public T[] Target { get; }

    public T[] OutputGradient { get; }

    public static T Number(double value) => T.CreateTruncating(value);

    public T[] Forward() => Network.Forward(Input).ToArray();

    public T Loss(double weight = 1) => Network.Loss(Target, Number(weight));

    public T[] Backward() => Network.Backward().ToArray();

    public T[] BackwardOfGradient() => Network.Backward(OutputGradient).ToArray();

    /// <summary>All of Forward, Loss and Backward.</summary>
    public T[] Learn()
    {
        Forward();
        Loss();
        return Backward();
    }

    /// <summary>The call throws, and nothing that can be read has changed.</summary>
    public TException Fails<TException>(Action call) where TException : Exception
    {
        (T[] parameters, T[] gradients, T[] optimizerState, T[] buffers) = (
            Data.Parameters(Network), Data.Gradients(Network), Data.OptimizerState(Network), Data.Buffers(Network));
        long stepCount = Network.StepCount;
        TException exception = Assert.Throws<TException>(call);
        Assert.Equal(parameters, Data.Parameters(Network));
        Assert.Equal(gradients, Data.Gradients(Network));
        Assert.Equal(optimizerState, Data.OptimizerState(Network));
        Assert.Equal(buffers, Data.Buffers(Network));
        Assert.Equal(stepCount, Network.StepCount);
        return exception;
    }
}

[Network(3)]
[Dense(2)]
[HalfSquaredError]
internal sealed partial class TinySingle { }

[Network(3, Scalar = Scalar.Double)]
[Dense(2)]
[HalfSquaredError]
internal sealed partial class TinyDouble { }

[Network(19, Batch = 3)]
[Dense(8), Tanh]
[Dense(4)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9, WeightDecay = 0.1)]
internal sealed partial class LayeredSingle { }

[Network(19, Batch = 3, Scalar = Scalar.Double)]
[Dense(8), Tanh]
[Dense(4)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9, WeightDecay = 0.1)]
internal sealed partial class LayeredDouble { }

[Network(2, 7, 6, Batch = 2)]
[Conv(4, 3, Padding = 1), ReLU, MaxPool(2)]
[Conv(3, 2), LeakyReLU(0.2), Flatten]
[Dense(3), Softmax]
[CrossEntropy]
[Sgd(Momentum = 0.9, Nesterov = true)]
internal sealed partial class ConvolutionalSingle { }

[Network(2, 7, 6, Batch = 2, Scalar = Scalar.Double)]
[Conv(4, 3, Padding = 1), ReLU, MaxPool(2)]
[Conv(3, 2), LeakyReLU(0.2), Flatten]
[Dense(3), Softmax]
[CrossEntropy]
[Sgd(Momentum = 0.9, Nesterov = true)]
internal sealed partial class ConvolutionalDouble { }

[Network(2, 4, 3, Batch = 2)]
[Conv(3, 2, UntiedBias = true)]
[SoftmaxCrossEntropy]
internal sealed partial class SpatialSingle { }

[Network(2, 4, 3, Batch = 2, Scalar = Scalar.Double)]
[Conv(3, 2, UntiedBias = true)]
[SoftmaxCrossEntropy]
internal sealed partial class SpatialDouble { }

[Network(2, 5, 5, Batch = 2, InputGradient = false)]
[Conv(3, 3), Tanh, GlobalAvgPool]
[Dense(2)]
[MeanSquaredError]
[Sgd(WeightDecay = 0.01)]
internal sealed partial class NoInputGradientSingle { }

[Network(2, 5, 5, Batch = 2, InputGradient = false, Scalar = Scalar.Double)]
[Conv(3, 3), Tanh, GlobalAvgPool]
[Dense(2)]
[MeanSquaredError]
[Sgd(WeightDecay = 0.01)]
internal sealed partial class NoInputGradientDouble { }

[Network(2, 5, 5, Batch = 2)]
[MaxPool(2, Stride = 1, AllTies = true), AvgPool(2)]
[MeanSquaredError]
internal sealed partial class PoolsSingle { }

[Network(2, 5, 5, Batch = 2, Scalar = Scalar.Double)]
[MaxPool(2, Stride = 1, AllTies = true), AvgPool(2)]
[MeanSquaredError]
internal sealed partial class PoolsDouble { }

[Network(4, Batch = 2)]
[Sigmoid]
[CrossEntropy]
internal sealed partial class SigmoidSingle { }

[Network(4, Batch = 2, Scalar = Scalar.Double)]
[Sigmoid]
[CrossEntropy]
internal sealed partial class SigmoidDouble { }

[Network(3)]
[Softmax]
[CrossEntropy]
[Sgd(Momentum = 0.5)]
internal sealed partial class SoftmaxSingle { }

[Network(3, Scalar = Scalar.Double)]
[Softmax]
[CrossEntropy]
[Sgd(Momentum = 0.5)]
internal sealed partial class SoftmaxDouble { }

[Network(2, 2, 1, Batch = 3)]
[Flatten]
[HalfSquaredError]
internal sealed partial class FlattenSingle { }

[Network(2, 2, 1, Batch = 3, Scalar = Scalar.Double)]
[Flatten]
[HalfSquaredError]
internal sealed partial class FlattenDouble { }

[Network(2, 6, 5, Batch = 2)]
[Tap("input"), Conv(17, 3, Padding = 1), ReLU, Tap("stem")]
[Conv(17, 3, Padding = 1), Add("stem"), ReLU, Tap("block"), GlobalAvgPool, Conv(17, 1), Sigmoid, Multiply("block"), Concat("input")]
[Dense(6), Tap("features"), ReLU, Dense(6), Add("features"), Concat("features"), Dense(3)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class JoinedSingle { }

[Network(2, 6, 5, Batch = 2, Scalar = Scalar.Double)]
[Tap("input"), Conv(17, 3, Padding = 1), ReLU, Tap("stem")]
[Conv(17, 3, Padding = 1), Add("stem"), ReLU, Tap("block"), GlobalAvgPool, Conv(17, 1), Sigmoid, Multiply("block"), Concat("input")]
[Dense(6), Tap("features"), ReLU, Dense(6), Add("features"), Concat("features"), Dense(3)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class JoinedDouble { }

[Network(2, 6, 5, Batch = 3)]
[Normalize(0.25, 0.5), Conv(4, 3), BatchNorm, ReLU, Conv(17, 2), BatchNorm(Affine = false), MaxPool(2)]
[Dense(3)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class NormedSingle { }

[Network(2, 6, 5, Batch = 3, Scalar = Scalar.Double)]
[Normalize(0.25, 0.5), Conv(4, 3), BatchNorm, ReLU, Conv(17, 2), BatchNorm(Affine = false), MaxPool(2)]
[Dense(3)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class NormedDouble { }

[Network(2, 4, 5, Batch = 2)]
[Conv(3, 2), BatchNorm(Momentum = 0.25, Name = "norm"), Tanh, Dropout(0.25)]
[Dense(9), ReLU, Dropout(0.5)]
[Dense(4)]
[MeanSquaredError]
[Adam]
internal sealed partial class DroppingSingle { }

[Network(2, 4, 5, Batch = 2, Scalar = Scalar.Double)]
[Conv(3, 2), BatchNorm(Momentum = 0.25, Name = "norm"), Tanh, Dropout(0.25)]
[Dense(9), ReLU, Dropout(0.5)]
[Dense(4)]
[MeanSquaredError]
[Adam]
internal sealed partial class DroppingDouble { }
