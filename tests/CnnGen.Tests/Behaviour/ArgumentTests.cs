using System;
using System.Numerics;
using Xunit;

namespace CnnGen.Tests.Behaviour;

public sealed class SingleArgumentTests : ArgumentTests<float> { }

public sealed class DoubleArgumentTests : ArgumentTests<double> { }

/// <summary>Wrong arguments: the exception's type, what was expected and what came in its message, and nothing changed.</summary>
public abstract class ArgumentTests<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public static TheoryData<string> Names => SmallNetworks.Names;

    public static TheoryData<string> NamesWithParameters => SmallNetworks.NamesWithParameters;

    public static TheoryData<string> NamesWithBatches => SmallNetworks.NamesWithBatches;

    [Theory]
    [MemberData(nameof(Names))]
    public void InputOfNoWholeNumberOfSamples_Throws(string name)
    {
        Session<T> session = Trained(name);
        int size = session.Network.InputSize;
        foreach (int length in (int[])[0, 1, size - 1, size + 1])
        {
            Data.AssertSays(session.Fails<ArgumentException>(() => session.Network.Forward(new T[length])), size, length);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void InputOfMoreSamplesThanBatch_Throws(string name)
    {
        Session<T> session = Trained(name);
        int size = session.Network.InputSize, length = (session.Network.Batch + 1) * size;
        ArgumentException exception = session.Fails<ArgumentException>(() => session.Network.Forward(new T[length]));
        Data.AssertSays(exception, size, length);
        if (session.Network.Batch > 1) Data.AssertSays(exception, session.Network.Batch);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TargetOfWrongLength_Throws(string name)
    {
        Session<T> session = Trained(name);
        session.Forward();
        int expected = session.Target.Length;
        foreach (int length in (int[])[0, expected - 1, expected + 1, expected + session.Network.OutputSize])
        {
            Data.AssertSays(session.Fails<ArgumentException>(() => session.Network.Loss(new T[length], T.One)), expected, length);
        }
    }

    // A target belongs to the samples of the last Forward, not to the batch.
    [Theory]
    [MemberData(nameof(NamesWithBatches))]
    public void TargetOfAFullBatchAfterOneSample_Throws(string name)
    {
        Session<T> session = new(name, samples: 1);
        session.Forward();
        int length = session.Network.Batch * session.Network.OutputSize;
        Data.AssertSays(session.Fails<ArgumentException>(() => session.Network.Loss(new T[length], T.One)), session.Network.OutputSize, length);
        Data.AssertSays(session.Fails<ArgumentException>(() => session.Network.Backward(new T[length])), session.Network.OutputSize, length);
        session.Loss();
        session.Backward();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void OutputGradientOfWrongLength_Throws(string name)
    {
        Session<T> session = new(name);
        session.Forward();
        int expected = session.OutputGradient.Length;
        foreach (int length in (int[])[0, expected - 1, expected + 1])
        {
            Data.AssertSays(session.Fails<ArgumentException>(() => session.Network.Backward(new T[length])), expected, length);
        }

        session.BackwardOfGradient();
    }

    [Theory]
    [InlineData("Layered", 4, 1)]
    [InlineData("Convolutional", 3, 1)]
    [InlineData("Spatial", 3, 6)]
    [InlineData("Sigmoid", 4, 1)]
    [InlineData("Softmax", 3, 1)]
    public void WrongLabels_Throw(string name, int classes, int positions)
    {
        Session<T> session = new(name), undisturbed = new(name);
        session.Forward();
        int[] labels = Data.Labels(session.Network.Batch * positions, classes, 1);
        T loss = session.Network.Loss(labels, T.One);
        foreach (int length in (int[])[0, labels.Length - 1, labels.Length + 1])
        {
            Data.AssertSays(session.Fails<ArgumentException>(() => session.Network.Loss(new int[length], T.One)), labels.Length, length);
        }

        foreach (int wrong in (int[])[-1, classes, int.MinValue, int.MaxValue])
        {
            // The last, so that whoever checks label by label has done some work before.
            int[] changed = [.. labels[..^1], wrong];
            Data.AssertSays(session.Fails<ArgumentOutOfRangeException>(() => session.Network.Loss(changed, T.One)), classes - 1, wrong);
        }

        // Backward still goes by the loss before them.
        undisturbed.Forward();
        Assert.Equal(undisturbed.Network.Loss(labels, T.One), loss);
        Assert.Equal(undisturbed.Backward(), session.Backward());
        Assert.Equal(Data.Gradients(undisturbed.Network), Data.Gradients(session.Network));
    }

    [Theory]
    [MemberData(nameof(NamesWithParameters))]
    public void DestinationTooShort_Throws(string name)
    {
        Session<T> session = Trained(name);
        ITrainableNetwork<T> network = session.Network;
        int count = network.ParameterCount, states = network.OptimizerStateCount;
        foreach (int length in (int[])[0, count - 1])
        {
            Data.AssertSays(session.Fails<ArgumentException>(() => network.CopyParametersTo(new T[length])), count, length);
            Data.AssertSays(session.Fails<ArgumentException>(() => network.CopyGradientsTo(new T[length])), count, length);
        }

        if (states > 0) Data.AssertSays(session.Fails<ArgumentException>(() => network.CopyOptimizerStateTo(new T[states - 1])), states, states - 1);
    }

    [Theory]
    [MemberData(nameof(NamesWithParameters))]
    public void DestinationTooShort_IsNotTouched(string name)
    {
        Session<T> session = Trained(name);
        var destination = new T[session.Network.ParameterCount - 1];
        Assert.Throws<ArgumentException>(() => session.Network.CopyParametersTo(destination));
        Assert.Throws<ArgumentException>(() => session.Network.CopyGradientsTo(destination));
        Assert.Equal(new T[destination.Length], destination);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void GradientsOfWrongLength_Throw(string name)
    {
        Session<T> session = Trained(name);
        int count = session.Network.ParameterCount;
        foreach (int length in (int[])[count - 1, count + 1])
        {
            if (length >= 0) Data.AssertSays(session.Fails<ArgumentException>(() => session.Network.SetGradients(new T[length])), count, length);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void OptimizerStateOfWrongLength_Throws(string name)
    {
        Session<T> session = Trained(name);
        int count = session.Network.OptimizerStateCount;
        foreach (int length in (int[])[count - 1, count + 1])
        {
            if (length >= 0) Data.AssertSays(session.Fails<ArgumentException>(() => session.Network.SetOptimizerState(new T[length], 5)), count, length);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NegativeStepCount_Throws(string name)
    {
        Session<T> session = Trained(name);
        T[] state = Data.Numbers<T>(session.Network.OptimizerStateCount, 8);
        Data.AssertSays(session.Fails<ArgumentOutOfRangeException>(() => session.Network.SetOptimizerState(state, -1)), 0, -1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ParametersFromAStartOutOfRange_Throw(string name)
    {
        Session<T> session = Trained(name);
        int count = session.Network.ParameterCount;
        foreach (int start in (int[])[-1, count + 1, int.MinValue, int.MaxValue])
        {
            Data.AssertSays(session.Fails<ArgumentOutOfRangeException>(() => session.Network.SetParameters([T.One], start)), count, start);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ParametersOfAnotherNumber_Throw(string name)
    {
        Session<T> session = Trained(name);
        int count = session.Network.ParameterCount;
        foreach (int other in (int[])[0, 1, count - 1, count + 1])
        {
            if (other < 0 || other == count) continue;
            Data.AssertSays(session.Fails<ArgumentException>(() => session.Network.SetParameters(new T[other])), count, other);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void MoreParametersThanThereAreFromTheStart_Throw(string name)
    {
        Session<T> session = Trained(name);
        int count = session.Network.ParameterCount;
        Data.AssertSays(session.Fails<ArgumentException>(() => session.Network.SetParameters(new T[count + 1], 0)), count, count + 1);
        if (count > 0) Data.AssertSays(session.Fails<ArgumentException>(() => session.Network.SetParameters(new T[count], 1)), count - 1, count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void BuffersOfAnotherNumber_Throw(string name)
    {
        Session<T> session = Trained(name);
        int count = session.Network.BufferCount;
        Data.AssertSays(session.Fails<ArgumentException>(() => session.Network.SetBuffers(new T[count + 1])), count, count + 1);
        Data.AssertSays(session.Fails<ArgumentException>(() => session.Network.SetBuffers(new T[count + 1], 0)), count, count + 1);
        Data.AssertSays(session.Fails<ArgumentOutOfRangeException>(() => session.Network.SetBuffers([T.One], -1)), count, -1);
        Data.AssertSays(session.Fails<ArgumentOutOfRangeException>(() => session.Network.SetBuffers([], count + 1)), count, count + 1);
    }

    // Between Loss and Backward, and with the outputs and the returned gradient in the caller's hands.
    [Theory]
    [MemberData(nameof(Names))]
    public void FailedCalls_LeaveOutputsAndTheNextCallsAlone(string name)
    {
        Session<T> session = new(name), undisturbed = new(name);
        ReadOnlySpan<T> outputs = session.Network.Forward(session.Input);
        T loss = session.Loss();
        FailEveryCall(session);
        T[] outputsBeforeBackward = outputs.ToArray();
        ReadOnlySpan<T> gradient = session.Network.Backward();
        FailEveryCall(session);

        Assert.Equal(undisturbed.Forward(), outputsBeforeBackward);
        Assert.Equal(outputsBeforeBackward, outputs.ToArray());
        Assert.Equal(undisturbed.Loss(), loss);
        Assert.Equal(undisturbed.Backward(), gradient.ToArray());
        Assert.Equal(Data.Gradients(undisturbed.Network), Data.Gradients(session.Network));
        Assert.Equal(loss, session.Loss());
    }

    private static void FailEveryCall(Session<T> session)
    {
        ITrainableNetwork<T> network = session.Network;
        Assert.Throws<ArgumentException>(() => network.Forward([]));
        Assert.Throws<ArgumentException>(() => network.Forward(new T[(network.Batch + 1) * network.InputSize]));
        Assert.Throws<ArgumentException>(() => network.Loss(new T[session.Target.Length + 1], T.One));
        Assert.ThrowsAny<Exception>(() => network.Backward(new T[session.OutputGradient.Length + 1]));
        Assert.Throws<ArgumentException>(() => network.SetParameters(new T[network.ParameterCount + 1]));
        if (network.ParameterCount > 0) Assert.Throws<ArgumentException>(() => network.SetParameters(new T[network.ParameterCount - 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.SetParameters([], -1));
        Assert.Throws<ArgumentException>(() => network.SetBuffers([T.One]));
        Assert.Throws<ArgumentException>(() => network.SetGradients(new T[network.ParameterCount + 1]));
        Assert.Throws<ArgumentException>(() => network.SetOptimizerState(new T[network.OptimizerStateCount + 1], 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.SetOptimizerState(new T[network.OptimizerStateCount], -1));
    }

    /// <summary>A network that has something to lose: gradients, a step count and, with momentum, a velocity.</summary>
    private static Session<T> Trained(string name)
    {
        Session<T> session = new(name);
        session.Learn();
        session.Network.Step(Session<T>.Number(0.1));
        session.Learn();
        return session;
    }
}
