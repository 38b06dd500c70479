using System;
using System.Linq;
using System.Threading;
using CnnGen.Tests.Behaviour;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>What a network throws while a trainer runs it comes through, and the trainer goes on.</summary>
public sealed class TrainerFailureTests
{
    // Two samples a shard: 9 samples are 5 shards.
    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 7)]
    [InlineData(2, 0)]
    [InlineData(2, 3)]
    [InlineData(2, 8)]
    [InlineData(3, 0)]
    [InlineData(3, 5)]
    [InlineData(3, 6)]
    public void TheFirstShardThatThrows_ComesThrough(int threads, int failing)
    {
        FragileNetwork network = new(), expected = new();
        using Trainer<float> trainer = new(network, threads, null, threads);
        float[] inputs = [.. Enumerable.Range(1, 9)], faulty = [.. inputs];
        faulty[failing] = -inputs[failing];
        faulty[8] = -inputs[8];
        float[] parameters = Data.Parameters(network);
        trainer.AddGradients(inputs, inputs);
        for (int i = 0; i < 3; i++)
        {
            ApplicationException exception = Assert.Throws<ApplicationException>(() => trainer.AddGradients(faulty, inputs));
            Assert.Equal(FragileNetwork.Message(faulty[failing]), exception.Message);
            Assert.Contains(nameof(FragileNetwork), exception.StackTrace, StringComparison.Ordinal);
        }

        Assert.Equal(parameters, Data.Parameters(network));
        Assert.All(Data.Gradients(network), gradient => Assert.Equal(0, gradient));
        Assert.False(network.Training);
        trainer.Train(inputs, inputs, 0.01f);
        using Trainer<float> other = new(expected, 1, null, 1);
        other.Train(inputs, inputs, 0.01f);
        Assert.Equal(Data.Parameters(expected), Data.Parameters(network));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EveryShardRunsInTrainingMode_AndTheNetworkIsPutBack(bool training)
    {
        FragileNetwork network = new() { Training = training };
        using Trainer<float> trainer = new(network, 3, null, 3);
        trainer.Train(new float[9], new float[9], 0.1f);
        trainer.Train(new float[9], new float[9], 0.1f);
        Assert.Equal(training, network.Training);
        Assert.Equal(10, network.Log.TrainingForwards);
        Assert.Equal(0, network.Log.OtherForwards);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void EachThread_RunsAnInstanceOfItsOwn(int threads)
    {
        FragileNetwork network = new();
        using Trainer<float> trainer = new(network, threads, null, threads);
        for (int i = 0; i < 10; i++) trainer.Train(new float[9], new float[9], 0.1f);
        Assert.Equal(threads - 1, network.Log.Replicas);
        Assert.Equal(10, network.StepCount + network.SharedSteps);
        Assert.Same(Thread.CurrentThread, network.LastThread ?? Thread.CurrentThread);
    }

    // In ranges for a batch of several shards, whoever makes them; of a single shard the network makes its own step.
    [Theory]
    [InlineData(1, 2, 20_000, 0)]
    [InlineData(1, 9, 20_000, 5)]
    [InlineData(3, 2, 20_000, 0)]
    [InlineData(3, 9, 1, 1)]
    [InlineData(3, 9, 4_096, 1)]
    [InlineData(3, 9, 4_097, 2)]
    [InlineData(3, 9, 20_000, 5)]
    public void EachParameter_IsInOneRangeOfTheStep(int threads, int samples, int parameters, int expected)
    {
        FragileNetwork network = new(parameters);
        using Trainer<float> trainer = new(network, threads, null, threads);
        trainer.Train(new float[samples], new float[samples], 0.1f);
        (int First, int Count, Thread Thread)[] ranges = [.. network.Ranges.OrderBy(range => range.First)];
        Assert.Equal(expected, ranges.Length);
        Assert.Equal(expected == 0 ? 0 : 1, network.SharedSteps);
        Assert.Equal(expected == 0 ? 1 : 0, network.Log.Steps);
        int next = 0;
        foreach ((int first, int count, _) in ranges)
        {
            Assert.Equal(next, first);
            Assert.Equal(0, first % 16);
            next += count;
        }

        if (expected > 0) Assert.InRange(next, parameters, parameters + 15);
    }

    // While a worker is in the middle of a shard: its memory must stay until it is done.
    [Fact]
    public void AnInterruptionDuringAShard_ComesThroughWhenNoThreadComputes()
    {
        FragileNetwork network = new();
        Thread caller = Thread.CurrentThread;
        int computing = 0;
        bool interrupts = true;
        using ManualResetEventSlim workerHasBegun = new();
        network.OnForward = _ =>
        {
            if (!interrupts) return;
            Interlocked.Increment(ref computing);
            if (Thread.CurrentThread == caller)
            {
                workerHasBegun.Wait();
            }
            else
            {
                workerHasBegun.Set();
                Thread.Sleep(50);
                caller.Interrupt();
                Thread.Sleep(50);
            }

            Interlocked.Decrement(ref computing);
        };
        using Trainer<float> trainer = new(network, 2, null, 2);
        Assert.Throws<ThreadInterruptedException>(() => trainer.Train(new float[4], new float[4], 0.1f));
        Assert.Equal(0, computing);
        Assert.Equal(0, network.SharedSteps);
        Assert.All(Data.Gradients(network), gradient => Assert.Equal(0, gradient));
        interrupts = false;
        trainer.Train(new float[4], new float[4], 0.1f);
        Assert.Equal(1, network.SharedSteps);
    }

    [Fact]
    public void AnInterruptionDuringTheStep_WaitsUntilItIsMade()
    {
        FragileNetwork network = new(20_000) { Interrupted = Thread.CurrentThread };
        using Trainer<float> trainer = new(network, 2, null, 2);
        trainer.Train(new float[9], new float[9], 0.1f);
        Assert.Equal(1, network.SharedSteps);
        Assert.Throws<ThreadInterruptedException>(() => Thread.Sleep(1));
    }
}
