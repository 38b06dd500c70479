using System;
using System.Linq;
using Xunit;

namespace CnnGen.Tests.Behaviour;

/// <summary>
/// What infinite and undefined numbers do is documented: they go where PyTorch's go, but beside a gradient of zero a convolution may forget them.
/// </summary>
public class NonFiniteTests
{
    private readonly float[] input = Data.Numbers<float>(NonFinite.InputSize, 1);
    private readonly NonFinite network = new(1);

    public NonFiniteTests() => Data.Disturb(network, 2);

    [Fact]
    public void UndefinedInput_ReachesEveryOutputAndTheLoss()
    {
        input[20] = float.NaN;   // under some window of every filter, where a maximum with a NaN is one, which a rectifier passes on
        Assert.All(network.Forward(input).ToArray(), value => Assert.True(float.IsNaN(value)));
        Assert.True(float.IsNaN(network.Loss([1])));
        network.Backward();
        Assert.All(Data.Gradients(network).TakeLast(3), value => Assert.True(float.IsNaN(value)));   // the biases of the output
    }

    // Outputs of a tile are sums and differences of all that the tile sees; without the algorithm an output is undefined only where it sees the NaN.
    [Fact]
    public void UndefinedInput_ReachesTheTileUnderWinograd()
    {
        float[] picture = Data.Numbers<float>(InTiles.InputSize, 3);
        picture[11] = float.NaN;   // row 1, column 1
        Assert.Equal(16, UndefinedOfAFilter(new InTiles(1).Forward(picture)));
        Assert.Equal(4, UndefinedOfAFilter(new Directly(1).Forward(picture)));

        static int UndefinedOfAFilter(ReadOnlySpan<float> output) => output[..64].ToArray().Count(float.IsNaN);
    }

    [Fact]
    public void UndefinedGradient_ReachesBack()
    {
        network.Forward(input);
        float[] inputGradient = network.Backward([float.NaN, 0, 0]).ToArray(), gradients = Data.Gradients(network);
        Assert.Contains(inputGradient, float.IsNaN);
        Assert.Contains(gradients.Take(NonFinite.ConvParameters), float.IsNaN);
        Assert.Equal([float.NaN, 0, 0], gradients.TakeLast(3));
    }

    [Fact]
    public void InfiniteInput_BesideNoGradient_LeavesNoTraceInAConvolution()
    {
        input[27] = float.PositiveInfinity;
        network.Forward(input);
        network.Backward([0, 0, 0]);
        Assert.All(Data.Gradients(network).Take(NonFinite.ConvParameters), value => Assert.Equal(0, value));
    }

    // Dense layers leave nothing out: 0 × ∞ is undefined, as in PyTorch.
    [Fact]
    public void InfiniteInput_BesideNoGradient_IsUndefinedInADenseLayer()
    {
        DenseOnly dense = new();
        dense.Forward([1, float.PositiveInfinity, 2]);
        dense.Backward([0, 1]);
        Assert.Equal([0, float.NaN, 0, 1, float.PositiveInfinity, 2], Data.Gradients(dense).Take(6));
    }

    [Fact]
    public void InfiniteRate_MakesParametersUndefined_AndSetParametersMendsThem()
    {
        float[] before = Data.Parameters(network);
        float[] output = network.Forward(input).ToArray();
        network.Loss([1]);
        network.Backward();
        network.Step(float.PositiveInfinity);
        Assert.Contains(Data.Parameters(network), value => !float.IsFinite(value));
        network.SetParameters(before);
        Assert.Equal(output, network.Forward(input).ToArray());
    }
}

[Network(4, 8, 8)]
[Conv(4, 3), ReLU, MaxPool(2)]
[Dense(3)]
[SoftmaxCrossEntropy]
internal sealed partial class NonFinite
{
    public const int ConvParameters = (4 * 4 * 9) + 4;
}

[Network(16, 10, 10, ForwardOnly = true)]
[Conv(16, 3)]
internal sealed partial class InTiles { }

[Network(16, 10, 10, ForwardOnly = true, Winograd = false)]
[Conv(16, 3)]
internal sealed partial class Directly { }

[Network(3)]
[Dense(2)]
internal sealed partial class DenseOnly { }
