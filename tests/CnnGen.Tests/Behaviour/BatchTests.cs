using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Xunit;

namespace CnnGen.Tests.Behaviour;

public sealed class SingleBatchTests : BatchTests<float> { }

public sealed class DoubleBatchTests : BatchTests<double> { }

/// <summary>Neither the batch of the declaration nor the samples of a call show in a bit.</summary>
public abstract class BatchTests<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly double Tolerance = typeof(T) == typeof(float) ? 1e-5 : 1e-12;

    public static TheoryData<string> Names => SmallNetworks.NamesWithBatches;

    [Theory]
    [MemberData(nameof(Names))]
    public void ManySamplesInOneCall_GiveTheOutputsOfOneCallEach(string name)
    {
        Session<T> session = new(name);
        ITrainableNetwork<T> network = session.Network;
        T[] together = session.Forward();
        Assert.Equal(session.Input.Chunk(network.InputSize).SelectMany(sample => network.Forward(sample).ToArray()), together);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ManySamplesInOneCall_GiveTheGradientsOfOneCallEach(string name)
    {
        Session<T> together = new(name), apart = new(name);
        together.Forward();
        T[] inputGradient = together.BackwardOfGradient();

        List<T> inputGradients = [];
        foreach ((T[] sample, T[] gradient) in apart.Input.Chunk(apart.Network.InputSize).Zip(apart.OutputGradient.Chunk(apart.Network.OutputSize)))
        {
            apart.Network.Forward(sample);
            inputGradients.AddRange(apart.Network.Backward(gradient));
        }

        // The gradient of a sample's input is no sum over samples; that of a parameter is, and its order may round otherwise.
        Assert.Equal(inputGradients, inputGradient);
        Data.AssertClose<T>(Data.Gradients(apart.Network), Data.Gradients(together.Network), Tolerance);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Loss_IsTheMeanOverTheSamplesOfTheCall(string name)
    {
        Session<T> together = new(name), apart = new(name);
        together.Forward();
        T loss = together.Loss(), sum = T.Zero;
        foreach ((T[] sample, T[] target) in apart.Input.Chunk(apart.Network.InputSize).Zip(apart.Target.Chunk(apart.Network.OutputSize)))
        {
            apart.Network.Forward(sample);
            sum += apart.Network.Loss(target, T.One);
        }

        Data.AssertClose<T>([sum / T.CreateChecked(apart.Network.Batch)], [loss], Tolerance);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void FewerSamplesThanBatch_GiveSpansOfThatManySamples(string name)
    {
        for (int samples = 1; samples <= SmallNetworks.Create<T>(name).Batch; samples++)
        {
            Session<T> session = new(name, samples);
            Assert.Equal(samples * session.Network.OutputSize, session.Forward().Length);
            session.Loss();
            int length = session.Backward().Length;
            Assert.Equal(name is "NoInputGradient" or "Frozen" ? 0 : samples * session.Network.InputSize, length);
        }
    }

    // Nothing of the samples of an earlier, larger call is left in outputs, loss or gradients.
    [Theory]
    [MemberData(nameof(Names))]
    public void FewerSamplesThanBefore_LeaveNoTraceOfTheOthers(string name)
    {
        Session<T> used = new(name, 1), fresh = new(name, 1);
        new Session<T>(used.Network).Learn();
        used.Network.ClearGradients();

        Assert.Equal(fresh.Forward(), used.Forward());
        Assert.Equal(fresh.Loss(), used.Loss());
        Assert.Equal(fresh.Backward(), used.Backward());
        Assert.Equal(Data.Gradients(fresh.Network), Data.Gradients(used.Network));
    }
}
