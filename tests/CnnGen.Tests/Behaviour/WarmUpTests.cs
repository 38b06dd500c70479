using System;
using System.Numerics;
using System.Runtime;
using Xunit;

namespace CnnGen.Tests.Behaviour;

public sealed class SingleWarmUpTests : WarmUpTests<float> { }

public sealed class DoubleWarmUpTests : WarmUpTests<double> { }

/// <summary>WarmUp changes nothing, wherever in the order of calls it comes.</summary>
public abstract class WarmUpTests<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public static TheoryData<string> Names => SmallNetworks.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void WarmUpBetweenAnyCalls_ChangesNothing(string name)
    {
        Session<T> session = new(name), undisturbed = new(name);
        for (int step = 0; step < 3; step++)
        {
            session.Network.WarmUp();
            ReadOnlySpan<T> outputs = session.Network.Forward(session.Input);
            session.Network.WarmUp();
            Assert.Equal(undisturbed.Forward(), outputs.ToArray());
            Assert.Equal(undisturbed.Loss(), session.Loss());
            session.Network.WarmUp();
            ReadOnlySpan<T> gradient = session.Network.Backward();
            session.Network.WarmUp();
            Assert.Equal(undisturbed.Backward(), gradient.ToArray());
            if (step == 1) Assert.Equal(Data.Gradients(undisturbed.Network), Data.Gradients(session.Network));
            session.Network.Step(Session<T>.Number(0.1));
            undisturbed.Network.Step(Session<T>.Number(0.1));
            session.Network.WarmUp();
            Assert.Equal(Data.Parameters(undisturbed.Network), Data.Parameters(session.Network));
            Assert.Equal(Data.OptimizerState(undisturbed.Network), Data.OptimizerState(session.Network));
            Assert.Equal(step + 1, session.Network.StepCount);
        }

        Assert.False(session.Network.Training);
    }
}

/// <summary>After WarmUp nothing is left to compile. The networks are used nowhere else, so that nobody has compiled them before.</summary>
public sealed class WarmUpCompilesTests
{
    [Fact]
    public void WarmUp_CompilesWhateverACallReaches() => ExpectCompiled(new WarmUpFirst(), new WarmUpSecond());

    [Fact]
    public void WarmUp_CompilesWhateverACallReaches_WithoutALoss() =>
        ExpectCompiled(new WarmUpFirstWithoutLoss(), new WarmUpSecondWithoutLoss(), hasLoss: false);

    [Fact]
    public void WarmUp_CompilesWhateverACallReaches_OneByOne() => ExpectCompiled(new WarmUpFirstOfOne(), new WarmUpSecondOfOne());

    /// <summary>Batches whose gradients nobody leaves to Step.</summary>
    [Fact]
    public void WarmUp_CompilesWhateverACallReaches_InLargeBatches() => ExpectCompiled(new WarmUpFirstOfMany(), new WarmUpSecondOfMany());

    /// <summary>Else the test above would prove nothing.</summary>
    [Fact]
    public void WithoutWarmUp_TheFirstCallsCompile()
    {
        CompiledBy(new WarmUpFirst());

        WarmUpThird network = new();
        Assert.True(CompiledBy(network) > 20);
    }

    /// <param name="first">Compiles what is not the network's own: the library's generic methods, and this test.</param>
    /// <param name="second">Another class with the same layers.</param>
    /// <param name="hasLoss">Whether they declare one.</param>
    private static void ExpectCompiled(ITrainableNetwork<float> first, ITrainableNetwork<float> second, bool hasLoss = true)
    {
        CompiledBy(first, hasLoss);
        second.WarmUp();
        Assert.Equal(0, CompiledBy(second, hasLoss));
    }

    private static long CompiledBy(ITrainableNetwork<float> network, bool hasLoss = true)
    {
        long before = JitInfo.GetCompiledMethodCount(currentThread: true);
        Use(network, hasLoss);
        return JitInfo.GetCompiledMethodCount(currentThread: true) - before;
    }

    private static void Use(ITrainableNetwork<float> network, bool hasLoss)
    {
        var input = new float[network.Batch * network.InputSize];
        var target = new float[network.Batch * network.OutputSize];
        for (int step = 0; step < 2; step++)
        {
            if (hasLoss)
            {
                network.Forward(input);
                network.Loss(new int[network.Batch], 1);
                network.Loss(target, 1);
                network.Backward();
                network.Step(0.1f);
            }

            network.Forward(input);
            network.Backward(target);
            network.Step(0.1f);
            network.Forward(input);
            network.Backward(target);
            network.Forward(input);
            network.Step(0.1f);
        }
    }
}

[Network(2, 8, 8, Batch = 4)]
[Conv(8, 3, Padding = 1), ReLU, MaxPool(2), Conv(16, 3), Tanh]
[Dense(20), ReLU, Dense(3)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class WarmUpFirst;

[Network(2, 8, 8, Batch = 4)]
[Conv(8, 3, Padding = 1), ReLU, MaxPool(2), Conv(16, 3), Tanh]
[Dense(20), ReLU, Dense(3)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class WarmUpSecond;

[Network(2, 8, 8, Batch = 4)]
[Conv(8, 3, Padding = 1), ReLU, MaxPool(2), Conv(16, 3), Tanh]
[Dense(20), ReLU, Dense(3)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class WarmUpThird;

[Network(20, Batch = 4)]
[Dense(20), Tanh, Dense(3)]
[Sgd(Momentum = 0.9)]
internal sealed partial class WarmUpFirstWithoutLoss;

[Network(20, Batch = 4)]
[Dense(20), Tanh, Dense(3)]
[Sgd(Momentum = 0.9)]
internal sealed partial class WarmUpSecondWithoutLoss;

[Network(1, 8, 8)]
[Conv(4, 3), ReLU, MaxPool(2), Dense(20), Sigmoid, Dense(3)]
[SoftmaxCrossEntropy]
[Sgd]
internal sealed partial class WarmUpFirstOfOne;

[Network(1, 8, 8)]
[Conv(4, 3), ReLU, MaxPool(2), Dense(20), Sigmoid, Dense(3)]
[SoftmaxCrossEntropy]
[Sgd]
internal sealed partial class WarmUpSecondOfOne;

[Network(20, Batch = 40)]
[Dense(20), ReLU, Dense(3)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class WarmUpFirstOfMany;

[Network(20, Batch = 40)]
[Dense(20), ReLU, Dense(3)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class WarmUpSecondOfMany;
