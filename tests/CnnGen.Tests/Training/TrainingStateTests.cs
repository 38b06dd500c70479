using System;
using CnnGen.Tests.Behaviour;
using CnnGen.Tests.Networks;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>A state is all that training needs to go on.</summary>
public sealed class TrainingStateTests
{
    public static TheoryData<string> Names => SmallNetworks.NamesWithParameters;

    [Theory]
    [MemberData(nameof(Names))]
    public void WhatGoesOnFromAState_HasTheSameBits(string name)
    {
        ITrainableNetwork<float> network = SmallNetworks.Create<float>(name, 1), other = SmallNetworks.Create<float>(name, 5);
        Samples<float> samples = Samples<float>.For(network, 9);
        Train(network, 3);
        TrainingState<float> state = new(network), foreign = new(other);
        state.Copy();
        Train(network, 3);
        float[] parameters = Data.Parameters(network), optimizer = Data.OptimizerState(network), buffers = Data.Buffers(network);

        // Elsewhere, where steps were made already and gradients lie about.
        Train(other, 5);
        using (Trainer<float> trainer = new(other, 1)) trainer.AddGradients(samples.Inputs, samples.Targets);
        state.Numbers.CopyTo(foreign.Numbers);
        (foreign.StepCount, foreign.Seed) = (state.StepCount, state.Seed);
        foreign.Restore();
        AssertGoesOn(other);

        // And back.
        state.Restore();
        AssertGoesOn(network);

        void AssertGoesOn(ITrainableNetwork<float> resumed)
        {
            Assert.Equal(3, resumed.StepCount);
            Train(resumed, 3);
            Assert.Equal(parameters, Data.Parameters(resumed));
            Assert.Equal(optimizer, Data.OptimizerState(resumed));
            Assert.Equal(buffers, Data.Buffers(resumed));
        }

        void Train(ITrainableNetwork<float> trained, int steps)
        {
            using Trainer<float> trainer = new(trained, 1);
            for (int i = 0; i < steps; i++) trainer.Train(samples.Inputs, samples.Targets, 0.01f);
        }
    }

    // What was computed before belongs to other parameters.
    [Fact]
    public void Restore_EndsWhatWasBegun()
    {
        Session<float> session = new("Convolutional");
        TrainingState<float> state = new(session.Network);
        state.Copy();
        float[] output = session.Forward();
        session.Network.SetParameters(Data.Numbers<float>(session.Network.ParameterCount, 8));
        Assert.NotEqual(output, session.Forward());
        session.Loss();
        state.Restore();
        Assert.Throws<InvalidOperationException>(() => session.Backward());
        Assert.Equal(output, session.Forward());   // with packed copies of the restored parameters
    }

    [Fact]
    public void Bad_IsRefused()
    {
        Assert.Throws<ArgumentNullException>("network", () => new TrainingState<float>(null!));
        Assert.Throws<ArgumentException>("network", () => new TrainingState<float>(new Perceptron<float>(new PerceptronOptions())));
        TrainingState<float> state = new(new TrainedSingle(1)) { StepCount = -1 };
        Assert.Throws<InvalidOperationException>(state.Restore);
    }

    [Fact]
    public void TheLayout_IsToldByItsFingerprint()
    {
        Assert.Equal(TrainedSingle.Description.LayoutFingerprint, new TrainedSingle(7).Description().LayoutFingerprint);
        Assert.NotEqual(TrainedSingle.Description.LayoutFingerprint, TrainedDouble.Description.LayoutFingerprint);
        Assert.NotEqual(TrainedSingle.Description.LayoutFingerprint, WeighedSingle.Description.LayoutFingerprint);
        Assert.Matches("^[0-9a-f]{32}$", TrainedSingle.Description.LayoutFingerprint);
    }
}

file static class Extensions
{
    public static NetworkDescription Description(this INetwork<float> network) => network.Description;
}
