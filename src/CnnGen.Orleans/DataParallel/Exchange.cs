using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace CnnGen.Orleans;

/// <summary>The gradients that a silo has of the steps that its copy has still to make: its own, and what others have sent.</summary>
/// <remarks>All is called in turns of one service.</remarks>
internal sealed class Exchange
{
    private const int LeastAhead = 8;   // steps that are kept in any case

    private const long MostBytes = 64 << 20;   // of a copy that falls behind; the run goes on without it soon

    private static readonly TimeSpan LeastPatience = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<(long Step, Block Block), Term> terms = new();
    private TaskCompletionSource change = New();
    private long next;   // the step that is to be made next
    private long bytes;   // of what there is

    /// <summary>Keeps a gradient, of which any other of the same block has the same bits.</summary>
    /// <param name="gradient">The gradient.</param>
    /// <param name="isShared">Whether it is on its way to others.</param>
    public void Put(BlockGradient gradient, bool isShared)
    {
        if (gradient.Step < next || (gradient.Step > next + LeastAhead && bytes > MostBytes)) return;
        if (!terms.TryAdd((gradient.Step, gradient.Block), new Term(gradient.Gradient, gradient.Statistics, isShared))) return;
        bytes += gradient.Gradient.Bytes.Length;
        Changed();
    }

    /// <summary>Takes the gradients of a step out: all, or those that have come by the time in which what is missing could have been computed.</summary>
    /// <param name="step">The step.</param>
    /// <param name="shards">The shards of its batch.</param>
    /// <param name="shardTime">What it takes to compute one.</param>
    /// <param name="cancellation">Ends the wait; nothing is taken then.</param>
    public async Task<IReadOnlyDictionary<Block, Term>> Take(StepToMake step, int shards, TimeSpan shardTime, CancellationToken cancellation)
    {
        long begun = Stopwatch.GetTimestamp();
        while (step.Batch.Step >= next)
        {
            int missing = step.Blocks.Where(block => !terms.ContainsKey((step.Batch.Step, block))).Sum(block => block.Count(shards));
            TimeSpan patience = missing * shardTime;
            if (patience < LeastPatience) patience = LeastPatience;
            TimeSpan left = patience - Stopwatch.GetElapsedTime(begun);
            if (missing == 0 || left <= TimeSpan.Zero) break;
            await Task.WhenAny(change.Task, Task.Delay(left, cancellation));
            cancellation.ThrowIfCancellationRequested();
        }

        var taken = new Dictionary<Block, Term>();
        foreach (Block block in step.Blocks)
        {
            if (Remove((step.Batch.Step, block)) is { } term) taken.Add(block, term);
        }

        return taken;
    }

    /// <summary>The copy has come to a step: what is of earlier ones is not needed any more.</summary>
    public void MoveTo(long step)
    {
        next = step;
        foreach ((long Step, Block Block) key in terms.Keys.Where(key => key.Step < step).ToArray()) Remove(key);
        Changed();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Term? Remove((long Step, Block Block) key)
    {
        if (terms.Remove(key, out Term? term)) bytes -= term.Gradient.Bytes.Length;
        return term;
    }

    private void Changed()
    {
        TaskCompletionSource before = change;
        change = New();
        before.SetResult();
    }
}

/// <summary>A block's gradient, as a term of a sum.</summary>
/// <param name="Gradient">The gradient.</param>
/// <param name="Statistics">What its shards have seen.</param>
/// <param name="IsShared">Whether it is on its way to others, so that nothing may be added to it.</param>
internal sealed record Term(Numbers Gradient, Numbers Statistics, bool IsShared);
