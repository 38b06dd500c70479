using System;
using System.Linq;
using System.Threading;
using Xunit;

namespace CnnGen.Tests.Behaviour;

/// <summary>Many instances that share parameters, on any threads; each is as small as it says.</summary>
public class AgentsTests
{
    private const int Agents = 10_000, Threads = 8, Rounds = 3;

    [Fact]
    public void TenThousandAgents_GiveWhatOneGives()
    {
        Brain brain = new(1);
        Brain[] agents = [.. Enumerable.Range(0, Agents).Select(_ => brain.CreateReplica())];
        float[][] inputs = [.. Enumerable.Range(0, Agents).Select(agent => Data.Numbers<float>(Brain.InputSize, agent))], outputs = new float[Agents][];

        // In each round every agent is another thread's; all threads begin together.
        using Barrier barrier = new(Threads);
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(number => new Thread(() => Act(number)))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        for (int agent = 0; agent < Agents; agent++) Assert.Equal(brain.Forward(inputs[agent]).ToArray(), outputs[agent]);

        void Act(int number)
        {
            for (int round = 0; round < Rounds; round++)
            {
                barrier.SignalAndWait();
                for (int agent = (number + round) % Threads; agent < Agents; agent += Threads) outputs[agent] = agents[agent].Forward(inputs[agent]).ToArray();
            }
        }
    }

    [Fact]
    public void OutputsOfAnAgent_OutlastTheCallsOfOthers()
    {
        Brain brain = new(1);
        Brain first = brain.CreateReplica(), second = brain.CreateReplica();
        ReadOnlySpan<float> output = first.Forward(Data.Numbers<float>(4, 1));
        float[] before = output.ToArray();
        second.Forward(Data.Numbers<float>(4, 2));
        brain.Forward(Data.Numbers<float>(4, 3));
        Assert.Equal(before, output.ToArray());
    }

    [Fact]
    public void Agents_TakeWhatIsSaid()
    {
        Brain brain = new(1);
        Brain[] agents = new Brain[Agents];
        brain.CreateReplica();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < agents.Length; i++) agents[i] = brain.CreateReplica();
        long each = (GC.GetAllocatedBytesForCurrentThread() - before) / Agents;

        // Where the runtime begins another block it counts some bytes more.
        Assert.InRange(each, Brain.Description.InstanceBytes, Brain.Description.InstanceBytes + 1);
        Assert.Equal(288, Brain.Description.InstanceBytes);
        Assert.Equal(2704, Brain.InferenceBytes);
        Assert.Equal(Brain.InferenceBytes, Brain.Description.InstanceBytes + Brain.Description.SharedBytes);
        GC.KeepAlive(agents);
    }
}

[Network(4, ForwardOnly = true)]
[Dense(16), ReLU, Dense(16), ReLU, Dense(2)]
internal sealed partial class Brain { }
