using System;
using CnnGen.Tests.Behaviour;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>A norm of features takes statistics of two samples at least: a shard of one is refused before anything has changed.</summary>
public class FewSamplesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(9)]
    public void ALastShardOfOneSample_IsRefusedAndNothingIsLost(int samples)
    {
        foreach (int threads in new[] { 1, 2 })
        {
            NormOfFeatures network = new(1);
            using var trainer = new Trainer<double>(network, threads, 4);
            double[] inputs = Data.Numbers<double>(samples * 3, 1), targets = Data.Numbers<double>(samples * 2, 2);
            double[] four = Data.Numbers<double>(4 * 3, 3), targetsOfFour = Data.Numbers<double>(4 * 2, 4);
            trainer.AddGradients(four, targetsOfFour);
            double[] gradients = Data.Gradients(network), parameters = new double[NormOfFeatures.ParameterCount], buffers = new double[NormOfFeatures.BufferCount];
            network.CopyParametersTo(parameters);
            network.CopyBuffersTo(buffers);
            Assert.Contains(gradients, gradient => gradient != 0);
            string message = Assert.Throws<ArgumentException>(() => trainer.Train(inputs, targets, 0.1)).Message;
            Assert.StartsWith("In training, batchnorm1 needs more than one value for each channel; one sample came", message, StringComparison.Ordinal);
            Assert.Throws<ArgumentException>(() => trainer.AddGradients(inputs, targets));

            double[] parametersNow = new double[parameters.Length], buffersNow = new double[buffers.Length];
            network.CopyParametersTo(parametersNow);
            network.CopyBuffersTo(buffersNow);
            Assert.Equal(gradients, Data.Gradients(network));
            Assert.Equal(parameters, parametersNow);
            Assert.Equal(buffers, buffersNow);
            Assert.False(network.Training);
            trainer.Train(Data.Numbers<double>(6 * 3, 5), Data.Numbers<double>(6 * 2, 6), 0.1);   // 4 and 2
        }
    }
}

[Network(3, Batch = 4, Scalar = Scalar.Double)]
[Dense(5), BatchNorm, ReLU, Dense(2)]
[MeanSquaredError]
internal sealed partial class NormOfFeatures;
