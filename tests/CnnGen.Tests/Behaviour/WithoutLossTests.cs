using System;
using Xunit;

namespace CnnGen.Tests.Behaviour;

/// <summary>A network that declares no loss, or one that takes no labels.</summary>
public class WithoutLossTests
{
    private static readonly double[] Input = Data.Numbers<double>(6, 1);

    [Fact]
    public void BackwardWithoutDeclaredLoss_Throws()
    {
        WithoutLoss network = new(1);
        Assert.Throws<InvalidOperationException>(() => network.Backward());
        network.Forward(Input);
        Assert.Throws<InvalidOperationException>(() => network.Backward());

        // And the calls that were legal still are.
        Assert.Equal(6, network.Backward(new double[4]).Length);
    }

    [Fact]
    public void LossOfTheInterfaceWithoutDeclaredLoss_Throws()
    {
        ITrainableNetwork<double> network = new WithoutLoss(1);
        Assert.Throws<InvalidOperationException>(() => network.Loss(new double[4], 1));
        Assert.Throws<InvalidOperationException>(() => network.Loss(new int[2], 1));
        network.Forward(Input);
        Assert.Throws<InvalidOperationException>(() => network.Loss(new double[4], 1));
        Assert.Throws<InvalidOperationException>(() => network.Loss(new int[2], 1));
    }

    [Fact]
    public void LossOfLabels_WhereTheLossTakesNone_Throws()
    {
        ITrainableNetwork<double> network = new TinyDouble(1);
        network.Forward(new double[3]);
        double loss = network.Loss(new double[2], 1);
        Assert.Throws<InvalidOperationException>(() => network.Loss(new int[1], 1));

        // The earlier loss is remembered.
        Assert.Equal(loss, network.Loss(new double[2], 1));
        Assert.Equal(3, network.Backward().Length);
    }

    [Theory]
    [InlineData(typeof(WithoutLoss))]
    [InlineData(typeof(TinyDouble))]
    public void LossThatIsNotDeclared_IsNoPublicMember(Type type)
    {
        Assert.Null(type.GetMethod("Loss", [typeof(ReadOnlySpan<int>), typeof(double)]));
        Assert.Equal(type == typeof(TinyDouble), type.GetMethod("Loss", [typeof(ReadOnlySpan<double>), typeof(double)]) != null);
    }

    [Fact]
    public void TrainingByOwnGradients_NeedsNoLoss()
    {
        WithoutLoss network = new(1);
        double[] before = Data.Parameters(network), gradient = Data.Numbers<double>(4, 2);
        network.Forward(Input);
        network.Backward(gradient);
        network.Step(0.5);

        // The gradient of the biases is that of the outputs, summed over the samples.
        Assert.Equal(before[6] - (0.5 * (gradient[0] + gradient[2])), Data.Parameters(network)[6], 1e-15);
        Assert.Equal(1, network.StepCount);
    }
}

[Network(3, Batch = 2, Scalar = Scalar.Double)]
[Dense(2)]
internal sealed partial class WithoutLoss { }
