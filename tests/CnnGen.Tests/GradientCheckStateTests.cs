using System;
using System.Linq;
using CnnGen.Tests.Networks;
using Xunit;

namespace CnnGen.Tests;

/// <summary>What a check leaves behind, whether it ends well or not: nothing.</summary>
public sealed class GradientCheckStateTests
{
    private static readonly double[] Input = [0.3, -1.2, 0.8, 1.5, 0.1, -0.4];
    private static readonly double[] Target = [1, 0, -1, 0.5];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Check_LeavesStateAsItWas(bool training)
    {
        Perceptron<double> network = Used(training, new PerceptronOptions());
        long[] before = State(network);
        Assert.True(GradientCheck.Run(network, Input, Target).Passed);
        Assert.Equal(before, State(network));
        Assert.Equal(training, network.Training);
    }

    [Fact]
    public void Check_OnlyWorksOnAReplicaAndNeverSteps()
    {
        Perceptron<double> network = Used(training: true, new PerceptronOptions());
        int steps = network.Log.Steps;
        Assert.True(GradientCheck.Run(network, Input, Target).Passed);
        Assert.Equal((1, steps), (network.Log.Replicas, network.Log.Steps));
    }

    // A Forward of the network's own would forget the Loss; a SetParameters would forbid the Backward.
    [Fact]
    public void Check_BetweenLossAndBackward_DoesNotShow()
    {
        double[] expected = Gradients(Used(training: false, new PerceptronOptions()));
        Perceptron<double> network = Used(training: false, new PerceptronOptions());
        double[] actual = Gradients(network, () => Assert.True(GradientCheck.Run(network, Input, new[] { 1, 0 }).Passed));
        Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Replica_RunsInTheNetworksMode(bool training)
    {
        var network = new Perceptron<double>(new PerceptronOptions()) { Training = training };
        Assert.True(GradientCheck.Run(network, Input, Target).Passed);
        int used = training ? network.Log.TrainingForwards : network.Log.OtherForwards;
        int other = training ? network.Log.OtherForwards : network.Log.TrainingForwards;
        Assert.True(used > 100, $"{used} forwards in that mode");
        Assert.Equal(0, other);
    }

    [Theory]
    [InlineData(1)]      // before anything was changed
    [InlineData(2)]      // with the first parameter changed
    [InlineData(77)]     // in the middle
    [InlineData(150)]
    [InlineData(185)]    // among the inputs
    public void ExceptionInTheMiddle_LeavesStateAsItWas(int failingLoss)
    {
        Perceptron<double> network = Used(training: true, new PerceptronOptions());
        long[] before = State(network);
        network.Log.FailingLoss = network.Log.Losses + failingLoss;
        Assert.Throws<ApplicationException>(() => GradientCheck.Run(network, Input, Target));
        Assert.Equal(before, State(network));
    }

    [Fact]
    public void NoDeclaredLoss_Throws()
    {
        Perceptron<double> network = Used(training: true, new PerceptronOptions { DeclaresLoss = false });
        long[] before = State(network);
        Assert.Contains(
            "declares no loss", Assert.Throws<InvalidOperationException>(() => GradientCheck.Run(network, Input, Target)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => GradientCheck.Run(network, Input, new[] { 1, 0 }));
        Assert.Equal(before, State(network));
    }

    [Fact]
    public void WrongLength_ThrowsTheNetworksOwnException()
    {
        Perceptron<double> network = Used(training: true, new PerceptronOptions());
        long[] before = State(network);
        Assert.Equal("input", Assert.Throws<ArgumentException>(() => GradientCheck.Run(network, new double[4], Target)).ParamName);
        Assert.Equal("input", Assert.Throws<ArgumentException>(() => GradientCheck.Run(network, [], Target)).ParamName);
        Assert.Equal("target", Assert.Throws<ArgumentException>(() => GradientCheck.Run(network, Input, new double[3])).ParamName);
        Assert.Equal("labels", Assert.Throws<ArgumentException>(() => GradientCheck.Run(network, Input, new int[3])).ParamName);
        Assert.Equal("labels", Assert.Throws<ArgumentOutOfRangeException>(() => GradientCheck.Run(network, Input, new[] { 0, 2 })).ParamName);
        Assert.Equal(before, State(network));
    }

    [Fact]
    public void NoNetwork_Throws()
    {
        Assert.Equal("network", Assert.Throws<ArgumentNullException>(() => GradientCheck.Run((ITrainableNetwork<double>)null!, Input, Target)).ParamName);
        Assert.Equal(
            "network", Assert.Throws<ArgumentNullException>(() => GradientCheck.Run((ITrainableNetwork<float>)null!, new float[3], new int[1])).ParamName);
    }

    [Fact]
    public void CallersArrays_AreNotChanged()
    {
        double[] input = [.. Input], target = [.. Target];
        Assert.True(GradientCheck.Run(new Perceptron<double>(new PerceptronOptions()), input, target).Passed);
        Assert.Equal(Input, input);
        Assert.Equal(Target, target);
    }

    /// <summary>A network with something in every part of its state, and with parameters that x + h − h would not give back.</summary>
    private static Perceptron<double> Used(bool training, PerceptronOptions options)
    {
        var network = new Perceptron<double>(options) { Training = training };
        var gradients = new double[network.ParameterCount];
        for (int i = 0; i < gradients.Length; i++) gradients[i] = 0.01 * (i + 1);
        network.SetGradients(gradients);
        network.Step(0.1);
        network.SetGradients(gradients);
        network.SetParameters([-0.0, 1e-300, 0.1 + 0.2], 0);
        network.SetBuffers([0.1, -0.0, 3]);
        return network;
    }

    /// <summary>All that can be read of a network, in bits: 0 and −0 differ.</summary>
    private static long[] State(Perceptron<double> network)
    {
        double[] parameters = new double[network.ParameterCount], gradients = new double[network.ParameterCount];
        double[] buffers = new double[network.BufferCount], optimizer = new double[network.OptimizerStateCount];
        network.CopyParametersTo(parameters);
        network.CopyGradientsTo(gradients);
        network.CopyBuffersTo(buffers);
        network.CopyOptimizerStateTo(optimizer);
        double[] numbers = [.. parameters, .. gradients, .. buffers, .. optimizer];
        return [.. numbers.Select(BitConverter.DoubleToInt64Bits), network.StepCount, network.Training ? 1 : 0];
    }

    private static double[] Gradients(Perceptron<double> network, Action? betweenLossAndBackward = null)
    {
        network.Forward(Input);
        network.Loss(Target, 1);
        betweenLossAndBackward?.Invoke();
        double[] inputGradient = network.Backward().ToArray();
        var gradients = new double[network.ParameterCount];
        network.CopyGradientsTo(gradients);
        return [.. inputGradient, .. gradients];
    }
}
