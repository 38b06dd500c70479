using System;
using System.Linq;
using Xunit;

namespace CnnGen.Tests.Behaviour;

/// <summary>The weight of a loss: what lets a batch that is too large for one call be learned in parts.</summary>
public class LossWeightTests
{
    public static TheoryData<string> Names => SmallNetworks.Names;

    public static TheoryData<string> NamesWithBatches => SmallNetworks.NamesWithBatches;

    [Theory]
    [MemberData(nameof(NamesWithBatches))]
    public void PartsWeightedByTheirShare_GiveTheGradientsOfTheWhole(string name)
    {
        Session<double> whole = new(name), parts = new(name);
        int samples = whole.Network.Batch, first = samples / 2;
        whole.Forward();
        double loss = whole.Loss();
        double[] inputGradient = whole.Backward();

        double sum = 0;
        var partGradients = new double[2][];
        foreach ((int part, Range range) in ((int, Range)[])[(0, ..first), (1, first..samples)])
        {
            int count = range.GetOffsetAndLength(samples).Length;
            parts.Network.Forward(Of(parts.Input, range, parts.Network.InputSize));
            sum += parts.Network.Loss(Of(parts.Target, range, parts.Network.OutputSize), (double)count / samples);
            partGradients[part] = parts.Backward();
        }

        Data.AssertClose<double>([loss], [sum], 1e-12);
        Data.AssertClose<double>(inputGradient, partGradients.SelectMany(values => values).ToArray(), 1e-12);
        Data.AssertClose<double>(Data.Gradients(whole.Network), Data.Gradients(parts.Network), 1e-12);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Weight_ScalesLossAndGradients(string name)
    {
        Session<double> plain = new(name), weighted = new(name);
        plain.Forward();
        double loss = plain.Loss();
        double[] inputGradient = plain.Backward();

        weighted.Forward();
        Data.AssertClose<double>([-2.5 * loss], [weighted.Loss(-2.5)], 1e-12);
        Data.AssertClose<double>(Times(inputGradient), weighted.Backward(), 1e-12);
        Data.AssertClose<double>(Times(Data.Gradients(plain.Network)), Data.Gradients(weighted.Network), 1e-12);

        static double[] Times(double[] values) => values.Select(value => -2.5 * value).ToArray();
    }

    [Fact]
    public void WeightOfLabels_ScalesLossAndGradients()
    {
        LayeredDouble plain = new(1), weighted = new(1);
        double[] input = Data.Numbers<double>(38, 1);
        int[] labels = [3, 0];
        plain.Forward(input);
        weighted.Forward(input);
        Data.AssertClose<double>([3 * plain.Loss(labels)], [weighted.Loss(labels, 3)], 1e-12);
        Data.AssertClose<double>(plain.Backward().ToArray().Select(value => 3 * value).ToArray(), weighted.Backward(), 1e-12);
    }

    // The class's own Loss has a default weight, the interface's has none.
    [Fact]
    public void WeightLeftOut_IsOne()
    {
        LayeredDouble network = new(1);
        network.Forward(Data.Numbers<double>(19, 1));
        Assert.Equal(network.Loss([2], 1), network.Loss([2]));
        double[] target = Data.Targets<double>(4, 2);
        Assert.Equal(network.Loss(target, 1), network.Loss(target));
    }

    [Fact]
    public void WeightZero_GivesZeroGradients()
    {
        Session<double> session = new("Convolutional");
        session.Forward();
        Assert.Equal(0, session.Loss(0));
        Assert.All(session.Backward(), value => Assert.Equal(0, value));
        Assert.All(Data.Gradients(session.Network), value => Assert.Equal(0, value));
    }

    private static double[] Of(double[] samples, Range range, int size) => samples[(range.Start.Value * size)..(range.End.Value * size)];
}
