using System;
using System.Linq;
using System.Numerics;
using Xunit;

namespace CnnGen.Tests.Behaviour;

/// <summary>Recurrent layers whose state comes from an input and goes on to an output: step by step, backward from call to call, in trainers.</summary>
public sealed class StateTests
{
    private const int Batch = 2, Length = 6, Channels = 3, Made = 2;

    /// <summary>Calls of one step, each with the state that the one before has left, have the bits of one call of all steps.</summary>
    [Fact]
    public void StepByStep_IsOneCall()
    {
        AssertStreams(new GruOfSix(1), new GruOfOne(2), 5);
        AssertStreams(new LstmOfSix(1), new LstmOfOne(2), 14);
        AssertStreams(new PairOfSix(1), new PairOfOne(2), 3 + 34);
    }

    [Fact]
    public void FromZeros_IsWithoutAState()
    {
        GruOfSix network = new(1);
        GruAlone alone = new(2);
        alone.SetParameters(Data.Parameters(network));
        float[] input = Data.Numbers<float>(Batch * Channels * Length, 3);
        Assert.Equal(alone.Forward(input).ToArray(), network.Forward(input, new float[Batch * 5])[..(Batch * Made * Length)].ToArray());
    }

    /// <summary>
    /// What three calls of two steps give, where each hands the gradient of its state back to the one before, is what one of six steps gives.
    /// </summary>
    [Fact]
    public void Backward_GoesFromCallToCall()
    {
        const int calls = 3, steps = Length / calls, size = 14;
        LstmOfSix whole = new(1);
        Data.Disturb(whole, 2);
        LstmOfTwo first = new(3);
        first.SetParameters(Data.Parameters(whole));
        LstmOfTwo[] parts = [first, first.CreateReplica(), first.CreateReplica()];
        double[] input = Data.Numbers<double>(Batch * Channels * Length, 4), memory = Data.Numbers<double>(Batch * size, 5);
        double[] gradient = Data.Numbers<double>(Batch * Made * Length, 6), ofMemory = Data.Numbers<double>(Batch * size, 7);

        whole.Forward(input, memory);
        double[] ofInput = whole.Backward([.. gradient, .. ofMemory])[..(Batch * Channels * Length)].ToArray();
        for (int call = 0; call < calls; call++)
        {
            parts[call].Forward(Positions(input, Channels, call * steps, steps), memory);
            memory = parts[call].MemoryOut.ToArray();
        }

        Data.AssertClose<double>(whole.MemoryOut.ToArray(), memory, 1e-14);
        for (int call = calls - 1; call >= 0; call--)
        {
            double[] came = parts[call].Backward([.. Positions(gradient, Made, call * steps, steps), .. ofMemory]).ToArray();
            Data.AssertClose<double>(Positions(ofInput, Channels, call * steps, steps), came[..(Batch * Channels * steps)], 1e-12);
            ofMemory = parts[call].MemoryGradient.ToArray();
        }

        Data.AssertClose<double>(whole.MemoryGradient.ToArray(), ofMemory, 1e-12);
        double[][] gradients = [.. parts.Select(part => Data.Gradients(part))];
        Data.AssertClose<double>(Data.Gradients(whole), [.. gradients[0].Select((number, i) => number + gradients[1][i] + gradients[2][i])], 1e-12);
    }

    [Fact]
    public void Loss_TakesNothingForTheState_AndLeavesItNoGradient()
    {
        LstmOfSix network = new(1);
        Data.Disturb(network, 2);
        double[] input = Data.Numbers<double>(Batch * Channels * Length, 4), memory = Data.Numbers<double>(Batch * 14, 5);
        double[] target = Data.Numbers<double>(Batch * Made * Length, 6);
        double[] output = network.Forward(input, memory).ToArray();
        Assert.Equal(output[(Batch * Made * Length)..], network.MemoryOut.ToArray());
        Assert.Equal(output[..(Batch * Made * Length)], network.Output.ToArray());
        double expected = network.Output.ToArray().Zip(target, (y, t) => (y - t) * (y - t)).Average();
        Assert.Equal(expected, network.Loss(target), 1e-12);
        Assert.Equal(expected, network.Loss(output: target, weight: 1), 1e-12);
        Assert.Equal(expected, ((ITrainableNetwork<double>)network).Loss(target, 1), 1e-12);
        Assert.Equal(expected, ((ITrainableNetwork<double>)network).Loss(target, default, 1), 1e-12);
        double[] gradient = [.. network.Output.ToArray().Zip(target, (y, t) => 2 * (y - t) / target.Length), .. new double[Batch * 14]];
        double[] ofLoss = network.Backward().ToArray(), ofParameters = Data.Gradients(network);

        // A gradient of the caller's own must not stay for the next Loss.
        network.Forward(input, memory);
        network.Backward([.. gradient.Take(Batch * Made * Length), .. Enumerable.Repeat(1.0, Batch * 14)]);
        network.ClearGradients();
        network.Forward(input, memory);
        Data.AssertClose<double>(ofLoss, network.Backward(gradient).ToArray(), 1e-12);
        Data.AssertClose<double>(ofParameters, Data.Gradients(network), 1e-12);
        network.ClearGradients();
        network.Forward(input, memory);
        network.Loss(target);
        Assert.Equal(ofLoss, network.Backward().ToArray());
        Assert.Equal(ofParameters, Data.Gradients(network));
    }

    [Fact]
    public void Gradients_AreTheDifferences()
    {
        LstmOfSix network = new(1);
        Data.Disturb(network, 2);
        GradientCheckReport report = GradientCheck.Run(
            network, Data.Numbers<double>(Batch * LstmOfSix.InputSize, 3), Data.Numbers<double>(Batch * Made * Length, 4));
        Assert.True(report.Passed, report.ToString());
    }

    /// <summary>Outputs without a loss take no targets, in every overload; whatever the threads.</summary>
    [Fact]
    public void Trainer_TakesNoTargetsForTheState()
    {
        const int samples = 11;
        float[] inputs = Data.Numbers<float>(samples * Player.InputSize, 1), values = Data.Numbers<float>(samples, 2);
        int[] labels = Data.Labels(samples, 4, 3);
        float[] probabilities = [.. Data.Targets<float>(samples * 4, 5), .. values];
        foreach (Action<Trainer<float>, float[]> train in new Action<Trainer<float>, float[]>[]
        {
            (trainer, outputs) => trainer.Train(inputs, values, labels, 0.05f, outputs),
            (trainer, outputs) => trainer.Train(inputs, probabilities, 0.05f, outputs),
            (trainer, outputs) => trainer.Train(inputs, (int first, ReadOnlySpan<float> output, Span<float> gradient) => Half(output, gradient), 0.05f, outputs),
        })
        {
            float[] alone = Trained(1);
            for (int threads = 2; threads <= 3; threads++) Assert.Equal(alone, Trained(threads));

            float[] Trained(int threads)
            {
                Player network = new(1);
                using Trainer<float> trainer = new(network, threads, 2, 3);
                var outputs = new float[samples * Player.OutputSize];
                for (int step = 0; step < 3; step++) train(trainer, outputs);
                Assert.NotEqual(Data.Parameters(new Player(1)), Data.Parameters(network));
                return [.. outputs, .. Data.Parameters(network)];
            }
        }

        // One loss, which takes labels or numbers.
        Listener one = new(1), other = new(1);
        float[] heard = Data.Numbers<float>(samples * Listener.InputSize, 6);
        float[] certain = [.. labels.SelectMany(label => Enumerable.Range(0, 4).Select(action => action == label ? 1f : 0))];
        using Trainer<float> ofLabels = new(one, 2, 2, 2), ofNumbers = new(other, 2, 2, 2);
        Assert.Equal(ofLabels.AddGradients(heard, labels), ofNumbers.AddGradients(heard, certain), 1e-5f);
        Data.AssertClose<float>(Data.Gradients(one), Data.Gradients(other), 1e-5);
        Assert.Throws<ArgumentException>("targets", () => ofNumbers.AddGradients(heard, new float[samples * Listener.OutputSize]));
    }

    /// <summary>The loss of a shard by hand: half of all outputs' squares, the states' among them.</summary>
    private static float Half(ReadOnlySpan<float> output, Span<float> gradient)
    {
        float sum = 0;
        for (int i = 0; i < output.Length; i++)
        {
            sum += output[i] * output[i] / 2;
            gradient[i] = output[i];
        }

        return sum;
    }

    [Fact]
    public void Calls_CheckTheState_AndAllocateNothing()
    {
        Player network = new(1);
        float[] input = Data.Numbers<float>(Batch * 3, 1), memory = Data.Numbers<float>(Batch * 8, 2);
        Data.AssertSays(Assert.Throws<ArgumentException>("memory", () => network.Forward(input, memory.AsSpan(1))), Batch * 8, (Batch * 8) - 1);
        network.WarmUp();
        Play(network);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++) Play(network);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        // What it has returned would be overwritten while it is read: it is copied first, or goes to a replica.
        Assert.Throws<ArgumentException>("memory", () => network.Forward(input, network.MemoryOut));
        Player other = network.CreateReplica();
        other.Forward(input, network.MemoryOut);
        float[] ofReplica = other.MemoryOut.ToArray();
        network.MemoryOut.CopyTo(memory);
        network.Forward(input, memory);
        Assert.Equal(ofReplica, network.MemoryOut.ToArray());

        void Play(Player network)
        {
            network.Forward(input, memory);
            network.MemoryOut.CopyTo(memory);
            network.Loss([1, 2], memory.AsSpan(0, Batch));
            network.Backward();
            network.Step(0.01f);
        }
    }

    [Fact]
    public void Description_NamesTheStates()
    {
        Assert.Equal((3 + 8, 4 + 1 + 8), (Player.InputSize, Player.OutputSize));
        Assert.Equal(
            [("policy", "SoftmaxCrossEntropy", 4), ("value", "MeanSquaredError", 1), ("memoryOut", null, 8)],
            Player.Description.Outputs.Select(output => (output.Name, output.Loss, output.Count)));
        Assert.Equal(
            [("output", null, Made), ("fastOut", null, 3), ("slowOut", null, 34)],
            PairOfOne.Description.Outputs.Select(output => (output.Name, output.Loss, output.Count)));
        Assert.StartsWith(
            "Player: input 3×1, memory 8 → policy 4, value 1, memoryOut 8, float, 2 samples a call", Player.Description.ToString(), StringComparison.Ordinal);
    }

    private static void AssertStreams<T>(INetwork<T> whole, INetwork<T> step, int size) where T : unmanaged, INumber<T>
    {
        step.SetParameters(Data.Parameters(whole));
        T[] input = Data.Numbers<T>(Batch * Channels * Length, 3), memory = Data.Numbers<T>(Batch * size, 4);
        T[] output = whole.Forward([.. input, .. memory]).ToArray();
        for (int position = 0; position < Length; position++)
        {
            T[] made = step.Forward([.. Positions(input, Channels, position, 1), .. memory]).ToArray();
            Assert.Equal(Positions(output[..(Batch * Made * Length)], Made, position, 1), made[..(Batch * Made)]);
            memory = made[(Batch * Made)..];
        }

        Assert.Equal(output[(Batch * Made * Length)..], memory);
    }

    /// <summary>Some positions of all channels of all samples of a line.</summary>
    private static T[] Positions<T>(T[] line, int channels, int first, int count) => [
        .. from row in Enumerable.Range(0, Batch * channels) from position in Enumerable.Range(first, count) select line[(row * Length) + position]];
}

[Network(3, 6, Batch = 2)]
[Input("memory", 5)]
[GRU(5, State = "memory"), Conv(2, 1)]
internal sealed partial class GruOfSix { }

[Network(3, 1, Batch = 2, ForwardOnly = true)]
[Input("memory", 5)]
[GRU(5, State = "memory"), Conv(2, 1)]
internal sealed partial class GruOfOne { }

[Network(3, 6, Batch = 2)]
[GRU(5), Conv(2, 1)]
internal sealed partial class GruAlone { }

[Network(3, 6, Batch = 2, Scalar = Scalar.Double)]
[Input("memory", 14)]
[LSTM(7, State = "memory"), Conv(2, 1)]
[MeanSquaredError]
internal sealed partial class LstmOfSix { }

[Network(3, 2, Batch = 2, Scalar = Scalar.Double)]
[Input("memory", 14)]
[LSTM(7, State = "memory"), Conv(2, 1)]
internal sealed partial class LstmOfTwo { }

[Network(3, 1, Batch = 2, Scalar = Scalar.Double)]
[Input("memory", 14)]
[LSTM(7, State = "memory"), Conv(2, 1)]
internal sealed partial class LstmOfOne { }

[Network(3, 6, Batch = 2, Reproducible = true)]
[Input("fast", 3), Input("slow", 34)]
[GRU(3, State = "fast"), LSTM(17, State = "slow"), Conv(2, 1)]
internal sealed partial class PairOfSix { }

[Network(3, 1, Batch = 2, Reproducible = true)]
[Input("fast", 3), Input("slow", 34)]
[GRU(3, State = "fast"), LSTM(17, State = "slow"), Conv(2, 1)]
internal sealed partial class PairOfOne { }

[Network(3, 1, Batch = 2)]
[Input("memory", 8)]
[LSTM(4, State = "memory", Last = true), Tap("trunk")]
[Dense(4), Output("policy"), SoftmaxCrossEntropy]
[From("trunk"), Dense(1), Output("value"), MeanSquaredError]
[Adam]
internal sealed partial class Player { }

[Network(2, 5, Batch = 2)]
[Input("memory", 3)]
[GRU(3, State = "memory", Last = true), Dense(4)]
[SoftmaxCrossEntropy]
internal sealed partial class Listener { }
