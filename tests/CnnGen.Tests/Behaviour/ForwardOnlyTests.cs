using System;
using System.Linq;
using System.Reflection;
using Xunit;

namespace CnnGen.Tests.Behaviour;

/// <summary>Networks without a backward pass, beside the same declarations with one.</summary>
public class ForwardOnlyTests
{
    [Fact]
    public void Convolutional_IsItsTwin() => AssertTwins(seed => new ForwardConvolutional(seed), seed => new ConvolutionalSingle(seed));

    [Fact]
    public void Spatial_IsItsTwin() => AssertTwins(seed => new ForwardSpatial(seed), seed => new SpatialDouble(seed));

    [Fact]
    public void Pools_AreTheirTwin() => AssertTwins(seed => new ForwardPools(seed), seed => new TrainedPools(seed));

    [Fact]
    public void Activations_AreTheirTwin() => AssertTwins(seed => new ForwardActivations(seed), seed => new TrainedActivations(seed));

    [Fact]
    public void SizesAndDescription_AreThoseOfTheTwin()
    {
        Assert.Equal(ConvolutionalSingle.InputSize, ForwardConvolutional.InputSize);
        Assert.Equal(ConvolutionalSingle.OutputSize, ForwardConvolutional.OutputSize);
        Assert.Equal(ConvolutionalSingle.Batch, ForwardConvolutional.Batch);
        Assert.Equal(ConvolutionalSingle.ParameterCount, ForwardConvolutional.ParameterCount);
        Assert.Equal(ConvolutionalSingle.BufferCount, ForwardConvolutional.BufferCount);
        NetworkDescription forward = ForwardConvolutional.Description, trained = ConvolutionalSingle.Description;
        Assert.Equal(trained.Parameters.Select(Text), forward.Parameters.Select(Text));
        Assert.Equal(
            trained.Layers.Select(layer => (layer.Name, layer.Kind, layer.Macs)), forward.Layers.Select(layer => (layer.Name, layer.Kind, layer.Macs)));

        static string Text(TensorDescription tensor) => $"{tensor.Name} [{string.Join(", ", tensor.Shape)}] {tensor.Offset} {tensor.Count}";
    }

    [Theory]
    [InlineData(typeof(ForwardConvolutional), typeof(INetwork<float>))]
    [InlineData(typeof(ForwardSpatial), typeof(INetwork<double>))]
    [InlineData(typeof(ForwardPools), typeof(INetwork<float>))]
    public void Interfaces_AreINetworkOnly(Type network, Type expected) => Assert.Equal([expected], network.GetInterfaces());

    [Fact]
    public void PublicMembers_AreThoseOfUse()
    {
        string[] expected =
        [
            "Batch", "BufferCount", "CopyBuffersTo", "CopyParametersTo", "CreateReplica", "Description", "Forward", "InferenceBytes", "InputSize",
            "OutputSize", "ParameterCount", "SetBuffers", "SetParameters", "WarmUp",
        ];
        Assert.Equal(expected, PublicMembers(typeof(ForwardConvolutional)));
    }

    // The other side of the test above: were training members left out of every network, it would pass too.
    [Fact]
    public void PublicMembersOfTheTwin_HaveTrainingToo()
    {
        string[] expected =
        [
            "Backward", "Batch", "BufferCount", "ClearGradients", "CopyBuffersTo", "CopyGradientsTo", "CopyOptimizerStateTo", "CopyParametersTo",
            "CreateReplica", "Description", "Forward", "InferenceBytes", "InputSize", "Loss", "OptimizerStateCount", "OutputSize", "ParameterCount",
            "SetBuffers", "SetGradients", "SetOptimizerState", "SetParameters", "Step", "StepCount", "Training", "TrainingBytes", "WarmUp",
        ];
        Assert.Equal(expected, PublicMembers(typeof(ConvolutionalSingle)));
    }

    [Fact]
    public void Memory_IsLess()
    {
        Assert.True(ForwardConvolutional.Description.InstanceBytes < ConvolutionalSingle.Description.InstanceBytes);
        Assert.True(ForwardSpatial.Description.InstanceBytes < SpatialDouble.Description.InstanceBytes);
        Assert.True(ForwardPools.Description.InstanceBytes < TrainedPools.Description.InstanceBytes);
        Assert.True(ForwardActivations.Description.InstanceBytes < TrainedActivations.Description.InstanceBytes);

        // No velocity either.
        Assert.True(ForwardConvolutional.Description.SharedBytes < ConvolutionalSingle.Description.SharedBytes);
    }

    [Fact]
    public void Replica_SharesParametersAndHasOutputsOfItsOwn()
    {
        ForwardSpatial network = new(1);
        ForwardSpatial replica = network.CreateReplica();
        double[] input = Data.Numbers<double>(ForwardSpatial.InputSize, 1);
        ReadOnlySpan<double> outputs = network.Forward(input);
        double[] expected = outputs.ToArray();
        replica.Forward(Data.Numbers<double>(ForwardSpatial.InputSize, 2));
        Assert.Equal(expected, outputs.ToArray());
        replica.SetParameters(new double[ForwardSpatial.ParameterCount]);
        Assert.All(network.Forward(input).ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void WrongArguments_Throw()
    {
        ForwardSpatial network = new(1);
        Data.AssertSays(Assert.Throws<ArgumentException>(() => network.Forward([])), 24, 0);
        Data.AssertSays(Assert.Throws<ArgumentException>(() => network.Forward(new double[72])), 24, 2, 72);
        Data.AssertSays(Assert.Throws<ArgumentException>(() => network.CopyParametersTo(new double[41])), 42, 41);
        Data.AssertSays(Assert.Throws<ArgumentException>(() => network.SetParameters(new double[3], 40)), 42, 3);
        Data.AssertSays(Assert.Throws<ArgumentOutOfRangeException>(() => network.SetParameters([], 43)), 42, 43);
    }

    private static void AssertTwins<T>(Func<int, INetwork<T>> createForward, Func<int, ITrainableNetwork<T>> createTrained)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        for (int seed = 0; seed < 5; seed++)
        {
            INetwork<T> forward = createForward(seed);
            ITrainableNetwork<T> trained = createTrained(seed);
            Assert.Equal(Data.Parameters(trained), Data.Parameters(forward));
            Data.Disturb(trained, seed);
            forward.SetParameters(Data.Parameters(trained));
            foreach (int samples in (int[])[1, forward.Batch, 1])
            {
                T[] input = Data.Numbers<T>(samples * forward.InputSize, seed + 50 + samples), copy = [.. input];
                Assert.Equal(trained.Forward(input).ToArray(), forward.Forward(input).ToArray());
                Assert.Equal(copy, input);
            }
        }
    }

    private static string[] PublicMembers(Type type) =>
        [.. type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(member => member is not (ConstructorInfo or MethodInfo { IsSpecialName: true }))
            .Select(member => member.Name)
            .Distinct()
            .Order(StringComparer.Ordinal)];
}

[Network(2, 7, 6, Batch = 2, ForwardOnly = true)]
[Conv(4, 3, Padding = 1), ReLU, MaxPool(2)]
[Conv(3, 2), LeakyReLU(0.2), Flatten]
[Dense(3), Softmax]
[CrossEntropy]
[Sgd(Momentum = 0.9, Nesterov = true)]
internal sealed partial class ForwardConvolutional { }

[Network(2, 4, 3, Batch = 2, Scalar = Scalar.Double, ForwardOnly = true)]
[Conv(3, 2, UntiedBias = true)]
[SoftmaxCrossEntropy]
internal sealed partial class ForwardSpatial { }

[Network(2, 8, 8, ForwardOnly = true)]
[MaxPool(3, Stride = 1, Padding = 1), MaxPool(2, AllTies = true), AvgPool(2, Stride = 1, Padding = 1, CountPadding = false), GlobalMaxPool, Flatten]
internal sealed partial class ForwardPools { }

[Network(2, 8, 8)]
[MaxPool(3, Stride = 1, Padding = 1), MaxPool(2, AllTies = true), AvgPool(2, Stride = 1, Padding = 1, CountPadding = false), GlobalMaxPool, Flatten]
internal sealed partial class TrainedPools { }

[Network(6, Batch = 3, ForwardOnly = true)]
[Tanh, Dense(5, Bias = false), Sigmoid, ReLU, Softmax, Flatten, LeakyReLU(-0.5)]
internal sealed partial class ForwardActivations { }

[Network(6, Batch = 3)]
[Tanh, Dense(5, Bias = false), Sigmoid, ReLU, Softmax, Flatten, LeakyReLU(-0.5)]
internal sealed partial class TrainedActivations { }
