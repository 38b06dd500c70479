using Xunit;

namespace CnnGen.Tests.Behaviour;

/// <summary>Flatten gives the same numbers another shape: without it, where the next layer does not care, all is the same to the bit.</summary>
public class FlattenTests
{
    // Each of the two derivatives is one of an output, so that neither may be written over the other's.
    [Fact]
    public void BetweenActivations_ChangesNothing() => AssertSame(new FlattenedActivations(), new UnflattenedActivations());

    // Which cells tied is found by comparing with the output, which must then still be there.
    [Fact]
    public void BetweenPoolAndActivation_ChangesNothing() => AssertSame(new FlattenedPool(), new UnflattenedPool());

    [Fact]
    public void BetweenSoftmaxAndActivation_ChangesNothing() => AssertSame(new FlattenedSoftmax(), new UnflattenedSoftmax());

    [Fact]
    public void BeforeDense_ChangesNothing() => AssertSame(new FlattenedDense(1), new UnflattenedDense(1));

    [Fact]
    public void FirstAndTwice_ChangesNothing() => AssertSame(new TwiceFlattened(), new NeverFlattened());

    private static void AssertSame(ITrainableNetwork<double> flattened, ITrainableNetwork<double> plain)
    {
        double[] input = Data.Numbers<double>(plain.Batch * plain.InputSize, 1), gradient = Data.Numbers<double>(plain.Batch * plain.OutputSize, 2);
        Assert.Equal(plain.Forward(input).ToArray(), flattened.Forward(input).ToArray());
        Assert.Equal(plain.Backward(gradient).ToArray(), flattened.Backward(gradient).ToArray());
        Assert.Equal(Data.Gradients(plain), Data.Gradients(flattened));
    }
}

[Network(2, 2, 3, Batch = 2, Scalar = Scalar.Double)]
[Tanh, Flatten, Sigmoid]
internal sealed partial class FlattenedActivations { }

[Network(2, 2, 3, Batch = 2, Scalar = Scalar.Double)]
[Tanh, Sigmoid]
internal sealed partial class UnflattenedActivations { }

[Network(2, 4, 4, Batch = 2, Scalar = Scalar.Double)]
[MaxPool(2, AllTies = true), Flatten, Tanh]
internal sealed partial class FlattenedPool { }

[Network(2, 4, 4, Batch = 2, Scalar = Scalar.Double)]
[MaxPool(2, AllTies = true), Tanh]
internal sealed partial class UnflattenedPool { }

[Network(5, Batch = 2, Scalar = Scalar.Double)]
[Softmax, Flatten, Tanh]
internal sealed partial class FlattenedSoftmax { }

[Network(5, Batch = 2, Scalar = Scalar.Double)]
[Softmax, Tanh]
internal sealed partial class UnflattenedSoftmax { }

[Network(2, 4, 4, Scalar = Scalar.Double)]
[Conv(2, 3), Tanh, Flatten, Dense(3)]
internal sealed partial class FlattenedDense { }

[Network(2, 4, 4, Scalar = Scalar.Double)]
[Conv(2, 3), Tanh, Dense(3)]
internal sealed partial class UnflattenedDense { }

[Network(2, 2, 2, Scalar = Scalar.Double)]
[Flatten, Tanh, Flatten, Flatten, ReLU, Flatten]
internal sealed partial class TwiceFlattened { }

[Network(2, 2, 2, Scalar = Scalar.Double)]
[Tanh, ReLU]
internal sealed partial class NeverFlattened { }
