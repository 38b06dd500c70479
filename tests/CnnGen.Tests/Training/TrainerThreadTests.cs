using System;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using CnnGen.Tests.Behaviour;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>A trainer between threads: one call at a time, an end that waits, threads that end.</summary>
public sealed class TrainerThreadTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    private static readonly float[] Inputs = [.. Enumerable.Range(1, 9)];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void ASecondCallAtTheSameTime_IsRefused(int threads)
    {
        using ManualResetEventSlim hasBegun = new(), mayGoOn = new();
        FragileNetwork network = Blocking(hasBegun, mayGoOn);
        using Trainer<float> trainer = new(network, threads, null, threads);
        Thread other = Start(() => trainer.Train(Inputs, Inputs, 0.01f));
        Assert.True(hasBegun.Wait(Long));
        Assert.Throws<InvalidOperationException>(() => trainer.Train(Inputs, Inputs, 0.01f));
        Assert.Throws<InvalidOperationException>(() => trainer.Train(Inputs, new int[9], 0.01f));
        Assert.Throws<InvalidOperationException>(() => trainer.AddGradients(Inputs, Inputs));
        Assert.Throws<InvalidOperationException>(() => trainer.AddGradients(Inputs, new int[9]));
        mayGoOn.Set();
        Assert.True(other.Join(Long));
        trainer.Train(Inputs, Inputs, 0.01f);
        Assert.Equal(2, network.SharedSteps);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Dispose_WaitsForTheStepToEnd(int threads)
    {
        using ManualResetEventSlim hasBegun = new(), mayGoOn = new();
        FragileNetwork network = Blocking(hasBegun, mayGoOn);
        Trainer<float> trainer = new(network, threads, null, threads);
        Thread training = Start(() => trainer.Train(Inputs, Inputs, 0.01f));
        Assert.True(hasBegun.Wait(Long));
        Thread[] disposing = [Start(trainer.Dispose), Start(trainer.Dispose)];
        Assert.True(SpinWait.SpinUntil(() => Refuses(trainer), Long));
        Assert.All(disposing, thread => Assert.True(thread.IsAlive));
        Assert.Equal(0, network.SharedSteps);
        mayGoOn.Set();
        Assert.True(training.Join(Long));
        Assert.All(disposing, thread => Assert.True(thread.Join(Long)));
        Assert.Equal(1, network.SharedSteps);
        Assert.All(trainer.Team.Threads, thread => Assert.False(thread.IsAlive));
    }

    // It would wait for itself.
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Dispose_FromWithinAStep_IsRefused(int threads)
    {
        FragileNetwork network = new();
        Trainer<float>? trainer = null;
        bool disposes = true;
        network.OnForward = _ =>
        {
            if (disposes) trainer!.Dispose();
        };
        using (trainer = new(network, threads, null, threads))
        {
            Assert.Throws<InvalidOperationException>(() => trainer.Train(Inputs, Inputs, 0.01f));
            Assert.Equal(0, network.SharedSteps);
            disposes = false;
            trainer.Train(Inputs, Inputs, 0.01f);
            Assert.Equal(1, network.SharedSteps);
        }
    }

    [Fact]
    public void ThreadsOfATrainerThatIsForgotten_End()
    {
        (Thread[] threads, WeakReference trainer, FragileNetwork network) = Forget();
        Assert.Equal(3, threads.Length);
        Assert.All(threads, thread => Assert.True(thread.IsAlive));
        ExpectCollected(threads, trainer);
        network.Forward([1, 2]);
    }

    /// <summary>A session that flows with the caller and holds the trainer flows into none of its threads.</summary>
    [Fact]
    public void ThreadsOfATrainerThatItsSessionForgets_End()
    {
        (Thread[] threads, WeakReference trainer) = ForgetWithASession();
        ExpectCollected(threads, trainer);
    }

    private static void ExpectCollected(Thread[] threads, WeakReference trainer)
    {
        for (int attempt = 0; attempt < 10 && trainer.IsAlive; attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.All(threads, thread => Assert.True(thread.Join(Long)));
        Assert.False(trainer.IsAlive);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10_000)]
    public void MoreThreadsThanCores_AreNotStarted(int threads)
    {
        using Trainer<float> trainer = new(new FragileNetwork(), threads);
        Assert.Equal(Environment.ProcessorCount, trainer.Threads);
        Assert.Equal(Environment.ProcessorCount - 1, trainer.Team.Threads.Length);
    }

    // Shards that take any time, on more threads than cores, beside processes that take turns: the bits of one thread.
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void ShardsThatTakeAnyTime_GiveTheBitsOfOneThread(int threads)
    {
        FragileNetwork network = new() { OnForward = Dawdle }, expected = new();
        using Trainer<float> trainer = new(network, threads, null, threads), one = new(expected, 1);
        Random random = new(threads);
        for (int round = 0; round < 150; round++)
        {
            float[] inputs = [.. Enumerable.Range(0, 1 + random.Next(70)).Select(_ => random.NextSingle())];
            float[] targets = [.. inputs.Select(_ => random.NextSingle())];
            Assert.Equal(one.Train(inputs, targets, 0.1f), trainer.Train(inputs, targets, 0.1f));
            Assert.Equal(Data.Parameters(expected), Data.Parameters(network));
        }

        static void Dawdle(float[] inputs)
        {
            int way = Random.Shared.Next(20);
            if (way == 0) Thread.Sleep(1);
            else if (way < 8) Thread.SpinWait(Random.Shared.Next(5_000));
            else if (way < 12) Thread.Yield();
        }
    }

    private static FragileNetwork Blocking(ManualResetEventSlim hasBegun, ManualResetEventSlim mayGoOn) => new()
    {
        OnForward = _ =>
        {
            hasBegun.Set();
            Assert.True(mayGoOn.Wait(Long));
        },
    };

    private static bool Refuses(Trainer<float> trainer)
    {
        try
        {
            trainer.AddGradients(Inputs, Inputs);
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
        catch (InvalidOperationException)
        {
        }

        return false;
    }

    private static Thread Start(Action action)
    {
        Thread thread = new(() => action()) { IsBackground = true };
        thread.Start();
        return thread;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (Thread[] Threads, WeakReference Trainer, FragileNetwork Network) Forget()
    {
        FragileNetwork network = new();
        Trainer<float> trainer = new(network, 4, null, 4);
        for (int i = 0; i < 20; i++) trainer.Train(Inputs, Inputs, 0.01f);
        return (trainer.Team.Threads, new WeakReference(trainer), network);
    }

    /// <summary>On a thread that ends, and the session with it; the network, which knows its last thread, is forgotten too.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (Thread[] Threads, WeakReference Trainer) ForgetWithASession()
    {
        (Thread[], WeakReference)? forgotten = null;
        Thread caller = new(() =>
        {
            object?[] holder = new object?[1];
            AsyncLocal<object?> session = new() { Value = holder };
            (Thread[] threads, WeakReference trainer, _) = Forget();
            holder[0] = trainer.Target;
            forgotten = (threads, trainer);
            GC.KeepAlive(session);
        });
        caller.Start();
        caller.Join();
        return forgotten!.Value;
    }
}
