using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace CnnGen.Orleans;

/// <summary>One step: each silo's part, and again where a silo is silent or gone.</summary>
internal sealed class Round
{
    private readonly Order order;
    private readonly int shards;
    private readonly Credentials reference;
    private readonly Roster roster;
    private readonly ILogger logger;
    private readonly TimeSpan hedgeAfter, lookAfter;
    private readonly ShardTree tree;
    private readonly List<Call> calls = new();
    private readonly List<SiloAddress> ready = new();   // silos that have made the last step and answered
    private readonly HashSet<int> done = new();   // first shards of parts whose gradients are in the tree

    public Round(
        Order order, int shards, Action<Numbers, Numbers> add, Credentials reference, Roster roster, ILogger logger, TimeSpan hedgeAfter, TimeSpan lookAfter)
    {
        this.order = order;
        this.shards = shards;
        this.reference = reference;
        this.roster = roster;
        this.logger = logger;
        this.hedgeAfter = hedgeAfter;
        this.lookAfter = lookAfter;
        tree = new ShardTree(shards, add);
        Statistics = new Numbers(new byte[shards * reference.StatisticsBytes]);
    }

    /// <summary>What all shards have seen, in their order.</summary>
    public Numbers Statistics { get; }

    /// <summary>Parts that were asked of a second silo.</summary>
    public int Reruns { get; private set; }

    /// <summary>Bytes of gradients that have travelled.</summary>
    public long Bytes { get; private set; }

    /// <summary>What the slowest silo has spent on computing.</summary>
    public TimeSpan Computing { get; private set; }

    /// <summary>The sum of all gradients, and the loss.</summary>
    /// <exception cref="NobodyLeftException">There is no silo any more.</exception>
    public async Task<(Numbers Gradient, double Loss)> Run()
    {
        SiloAddress[] members = roster.Members.ToArray();
        for (int i = 0; i < members.Length; i++)
        {
            // One that has nothing to compute makes the last step all the same.
            Send(members[i], Parts.First(i, members.Length, shards), Parts.First(i + 1, members.Length, shards), order.Last);
        }

        using var over = new CancellationTokenSource();
        Task hedge = Task.Delay(hedgeAfter, over.Token), look = Task.Delay(lookAfter, over.Token);
        while (tree.Sum == null)
        {
            Task first = await Task.WhenAny(calls.Where(call => !call.IsOver).Select(call => (Task)call.Task).Append(hedge).Append(look));
            if (first == hedge)
            {
                foreach (Call call in calls.Where(call => !call.IsOver && !done.Contains(call.First)).ToArray()) AskAnother(call, null);
                hedge = Task.Delay(hedgeAfter, over.Token);
            }

            if (first == look)
            {
                // Of a silo that has died the cluster tells whoever waits for it, once it knows.
                _ = roster.LookForCrashes();
                look = Task.Delay(lookAfter, over.Token);
            }

            foreach (Call call in calls.Where(call => !call.IsOver && call.Task.IsCompleted).ToArray()) await End(call);
            if (tree.Sum == null && calls.TrueForAll(call => call.IsOver)) throw new NobodyLeftException();
        }

        // Who has not even answered for its own part is asked again when it has, and is taken to where the others are then. One that had nothing to compute, or
        // has answered and was asked for more than was needed, follows the next order when it comes to it.
        await over.CancelAsync();
        foreach (Call call in calls.Where(call => !call.IsOver && call.First < call.End && !ready.Contains(call.Silo)))
        {
            bool hasAnswered = call.Task.IsCompletedSuccessfully && call.Task.Result.Step == order.Step;
            if (!hasAnswered) roster.Leave(call.Silo, order.Step, null, call.Task);
        }

        return tree.Sum.Value;
    }

    private void Send(SiloAddress silo, int first, int end, StepToMake? last)
    {
        Order part = order with { Last = last, FirstShard = first, EndShard = end };
        if (!roster.IsOwn(silo)) Bytes += last?.Gradient.Bytes.Length ?? 0;
        calls.Add(new Call(silo, first, end, roster.Call(silo, worker => worker.Follow(part))));
    }

    private async Task End(Call call)
    {
        call.IsOver = true;
        try
        {
            Answer answer = await call.Task;
            if (answer.Step != order.Step) throw new WorkerLostException($"It is at step {answer.Step}.");
            if (!ready.Contains(call.Silo)) ready.Add(call.Silo);
            Take(call, answer);
        }
        catch (Exception exception) when (Roster.IsLost(exception))
        {
            roster.Leave(call.Silo, order.Step, exception);
            ready.Remove(call.Silo);
            AskAnother(call, exception);
        }
    }

    private void Take(Call call, Answer answer)
    {
        if (!roster.IsOwn(call.Silo)) Bytes += answer.Nodes.Sum(node => (long)node.Gradient.Bytes.Length);
        if (call.First == call.End || !done.Add(call.First)) return;
        if (answer.Computing > Computing) Computing = answer.Computing;
        foreach (Node node in answer.Nodes)
        {
            node.Statistics.Bytes.CopyTo(Statistics.Bytes, node.FirstShard * reference.StatisticsBytes);
            tree.Add(node.FirstShard, node.Level, node.Gradient, node.Loss);
        }
    }

    /// <summary>Asks a silo that has answered already for a part; the same silo is not asked twice for one.</summary>
    private void AskAnother(Call silent, Exception? reason)
    {
        if (silent.First == silent.End || done.Contains(silent.First)) return;
        SiloAddress? other = ready.OrderBy(silo => calls.Count(call => call.Silo == silo && !call.IsOver))
            .FirstOrDefault(silo => !calls.Exists(call => call.Silo == silo && call.First == silent.First && (!call.IsOver || call == silent)));

        // Where nobody has answered yet, whoever is there.
        StepToMake? last = null;
        if (other == null && reason != null)
        {
            other = roster.Members.FirstOrDefault();
            last = order.Last;
        }

        if (other == null) return;
        Reruns++;
        DataParallelLog.AskedAnother(logger, silent.First, order.Step, other.ToString());
        Send(other, silent.First, silent.End, last);
    }

    private sealed class Call(SiloAddress silo, int first, int end, Task<Answer> task)
    {
        public SiloAddress Silo => silo;

        public int First => first;

        public int End => end;

        public Task<Answer> Task => task;

        public bool IsOver { get; set; }
    }
}
