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
    private readonly ShardTree<double> losses;
    private readonly List<Block> blocks = new();
    private readonly List<Call> calls = new();
    private readonly List<SiloAddress> ready = new();   // silos that have made the last step and answered
    private readonly HashSet<int> done = new();   // first shards of parts that are computed

    public Round(
        Guid run, Batch batch, StepToMake? last, int shards, Credentials reference, Roster roster, ILogger logger, TimeSpan hedgeAfter, TimeSpan lookAfter)
    {
        order = new Order(run, batch, last, 0, 0, roster.Members.ToArray());
        this.shards = shards;
        this.reference = reference;
        this.roster = roster;
        this.logger = logger;
        this.hedgeAfter = hedgeAfter;
        this.lookAfter = lookAfter;
        losses = new ShardTree<double>(shards, (left, right) => left + right);
    }

    /// <summary>What was computed twice: parts that were asked of a second silo, and blocks whose gradients had not come.</summary>
    public int Reruns { get; private set; }

    /// <summary>Bytes of gradients that silos send each other.</summary>
    public long Bytes { get; private set; }

    /// <summary>What the slowest silo has spent on computing.</summary>
    public TimeSpan Computing { get; private set; }

    /// <summary>The blocks whose gradients make the step, and the loss.</summary>
    /// <exception cref="NobodyLeftException">There is no silo any more.</exception>
    public async Task<(Block[] Blocks, double Loss)> Run()
    {
        SiloAddress[] members = order.Members;
        for (int i = 0; i < members.Length; i++)
        {
            // One that has nothing to compute makes the last step all the same.
            Send(members[i], Parts.First(i, members.Length, shards), Parts.First(i + 1, members.Length, shards));
        }

        using var over = new CancellationTokenSource();
        Task hedge = Task.Delay(hedgeAfter, over.Token), look = Task.Delay(lookAfter, over.Token);
        while (!losses.IsComplete)
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
            if (!losses.IsComplete && calls.TrueForAll(call => call.IsOver)) throw new NobodyLeftException();
        }

        // Who has not even answered for its own part is asked again when it has, and is taken to where the others are then. One that has answered, and was
        // asked for more than was needed, follows the next order when it comes to it; so does one that had nothing to compute, if that does not take long.
        await over.CancelAsync();
        foreach (Call call in calls.Where(call => !call.IsOver && !ready.Contains(call.Silo)))
        {
            bool hasAnswered = call.Task.IsCompletedSuccessfully && call.Task.Result.Step == order.Batch.Step;
            if (hasAnswered) continue;
            if (call.First < call.End) roster.Leave(call.Silo, order.Batch.Step, null, call.Task);
            else roster.Excuse(call.Silo, order.Batch.Step, call.Task, hedgeAfter);
        }

        return (blocks.ToArray(), losses.Sum);
    }

    private void Send(SiloAddress silo, int first, int end)
    {
        Order part = order with { FirstShard = first, EndShard = end };
        calls.Add(new Call(silo, first, end, roster.Call(silo, worker => worker.Follow(part))));
    }

    private async Task End(Call call)
    {
        call.IsOver = true;
        try
        {
            Answer answer = await call.Task;
            if (answer.Step != order.Batch.Step) throw new WorkerLostException($"It is at step {answer.Step}.");
            if (!ready.Contains(call.Silo)) ready.Add(call.Silo);
            Take(call, answer);
        }
        catch (Exception exception) when (Roster.IsLost(exception))
        {
            roster.Leave(call.Silo, order.Batch.Step, exception);
            ready.Remove(call.Silo);
            AskAnother(call, exception);
        }
    }

    private void Take(Call call, Answer answer)
    {
        Reruns += answer.Recomputed;
        Bytes += answer.Losses.Length * reference.GradientBytes * order.Members.Count(silo => silo != call.Silo);
        if (call.First == call.End || !done.Add(call.First)) return;
        if (answer.Computing > Computing) Computing = answer.Computing;
        foreach (BlockLoss one in answer.Losses)
        {
            blocks.Add(one.Block);
            losses.Add(one.Block, one.Loss);
        }
    }

    /// <summary>Asks a silo that has answered already for a part; the same silo is not asked twice for one.</summary>
    private void AskAnother(Call silent, Exception? reason)
    {
        if (silent.First == silent.End || done.Contains(silent.First)) return;
        SiloAddress? other = ready.OrderBy(silo => calls.Count(call => call.Silo == silo && !call.IsOver))
            .FirstOrDefault(silo => !calls.Exists(call => call.Silo == silo && call.First == silent.First && (!call.IsOver || call == silent)));

        // Where nobody has answered yet, whoever is there.
        if (other == null && reason != null) other = roster.Members.FirstOrDefault();
        if (other == null) return;
        Reruns++;
        DataParallelLog.AskedAnother(logger, silent.First, order.Batch.Step, other.ToString());
        Send(other, silent.First, silent.End);
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
