using CnnGen.Tests.Behaviour;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>Whatever a network is made of and learns by, the threads never show.</summary>
public sealed class EveryNetworkTests
{
    public static TheoryData<string> Names => SmallNetworks.NamesWithParameters;

    [Theory]
    [MemberData(nameof(Names))]
    public void Threads_MakeTheSameSteps(string name)
    {
        ITrainableNetwork<float> one = SmallNetworks.Create<float>(name), three = SmallNetworks.Create<float>(name), byHand = SmallNetworks.Create<float>(name);
        Samples<float> samples = Samples<float>.For(one, 31);
        using Trainer<float> alone = new(one, 1, null, 1), together = new(three, 3, null, 3);
        for (int step = 0; step < 5; step++)
        {
            alone.Train(samples.Inputs, samples.Targets, 0.01f);
            together.Train(samples.Inputs, samples.Targets, 0.01f);
            samples.AddGradientsTo(byHand);
            byHand.Step(0.01f);
        }

        Assert.Equal(Data.Parameters(one), Data.Parameters(three));
        Assert.Equal(Data.OptimizerState(one), Data.OptimizerState(three));
        Assert.Equal(Data.Parameters(one), Data.Parameters(byHand));
        Assert.Equal(Data.Buffers(one), Data.Buffers(three));
        Assert.Equal(Data.Buffers(one), Data.Buffers(byHand));
        Assert.Equal(5, three.StepCount);
    }
}
