using System;
using System.Numerics;
using Xunit;

namespace CnnGen.Tests.Behaviour;

public sealed class SingleAllocationTests : AllocationTests<float> { }

public sealed class DoubleAllocationTests : AllocationTests<double> { }

/// <summary>The constructor "allocates everything it will ever need": no later call allocates a byte.</summary>
public abstract class AllocationTests<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public static TheoryData<string> Names => SmallNetworks.Names;

    [Fact]
    public void Measuring_SeesAnAllocation() => Assert.True(Allocated(static () => { }, static () => GC.KeepAlive(new byte[100])) >= 100);

    [Theory]
    [MemberData(nameof(Names))]
    public void Passes_AllocateNothing(string name)
    {
        Session<T> session = new(name);
        ITrainableNetwork<T> network = session.Network;
        T rate = Session<T>.Number(0.01);
        AssertNone(() => { }, () => network.Forward(session.Input));
        AssertNone(() => network.Forward(session.Input), () => network.Loss(session.Target, T.One));
        AssertNone(Judged, () => network.Backward());
        AssertNone(() => network.Forward(session.Input), () => network.Backward(session.OutputGradient));
        AssertNone(() => { }, () => network.Step(rate));

        void Judged()
        {
            network.Forward(session.Input);
            network.Loss(session.Target, T.One);
        }
    }

    [Theory]
    [InlineData("Layered", 1)]
    [InlineData("Convolutional", 1)]
    [InlineData("Spatial", 6)]
    public void LossOfLabels_AllocatesNothing(string name, int positions)
    {
        Session<T> session = new(name);
        int[] labels = new int[session.Network.Batch * positions];
        AssertNone(() => session.Network.Forward(session.Input), () => session.Network.Loss(labels, T.One));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ExchangeOfState_AllocatesNothing(string name)
    {
        ITrainableNetwork<T> network = SmallNetworks.Create<T>(name);
        T[] values = new T[network.ParameterCount], state = new T[network.OptimizerStateCount], buffers = new T[network.BufferCount];
        AssertNone(() => { }, () => network.CopyParametersTo(values));
        AssertNone(() => { }, () => network.SetParameters(values));
        AssertNone(() => { }, () => network.SetParameters(values, 0));
        AssertNone(() => { }, () => network.CopyGradientsTo(values));
        AssertNone(() => { }, () => network.SetGradients(values));
        AssertNone(() => { }, network.ClearGradients);
        AssertNone(() => { }, () => network.CopyOptimizerStateTo(state));
        AssertNone(() => { }, () => network.SetOptimizerState(state, 1));
        AssertNone(() => { }, () => network.CopyBuffersTo(buffers));
        AssertNone(() => { }, () => network.SetBuffers(buffers));
    }

    [Fact]
    public void ForwardOnly_AllocatesNothing()
    {
        ForwardConvolutional network = new();
        float[] input = new float[ForwardConvolutional.InputSize];
        AssertNone(() => { }, () => network.Forward(input));
    }

    [Theory]
    [InlineData("Normed")]
    [InlineData("Dropping")]
    public void PassesInTraining_AllocateNothing(string name)
    {
        Session<T> session = new(name);
        session.Network.Training = true;
        AssertNone(() => { }, () => session.Network.Forward(session.Input));
        AssertNone(() => session.Network.Forward(session.Input), () => session.Network.Backward(session.OutputGradient));
        ITrainableNetwork<T> replica = session.Network.CreateReplica();
        replica.Training = true;
        AssertNone(() => { }, () => replica.Forward(session.Input));
    }

    private static void AssertNone(Action prepare, Action call) => Assert.Equal(0, Allocated(prepare, call));

    private static long Allocated(Action prepare, Action call)
    {
        // What a first call allocates is the runtime's: types, delegates, statics.
        for (int i = 0; i < 3; i++)
        {
            prepare();
            call();
        }

        prepare();
        long before = GC.GetAllocatedBytesForCurrentThread();
        call();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
