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
    private readonly Dictionary<(long Step, Block Block), Term> terms = new();
    private readonly CancellationTokenSource over = new();
    private TaskCompletionSource change = New();
    private long next;   // the step that is to be made next

    /// <summary>Keeps a gradient, of which any other of the same block has the same bits.</summary>
    /// <param name="gradient">The gradient.</param>
    /// <param name="isShared">Whether it is on its way to others.</param>
    public void Put(BlockGradient gradient, bool isShared)
    {
        if (gradient.Step < next || !terms.TryAdd((gradient.Step, gradient.Block), new Term(gradient.Gradient, gradient.Statistics, isShared))) return;
        Changed();
    }

    /// <summary>Takes the gradients of a step out: all, or those that have come until patience ends.</summary>
    /// <exception cref="OperationCanceledException">The run is over.</exception>
    public async Task<IReadOnlyDictionary<Block, Term>> Take(StepToMake step, TimeSpan patience)
    {
        long begun = Stopwatch.GetTimestamp();
        while (step.Batch.Step >= next && !step.Blocks.All(block => terms.ContainsKey((step.Batch.Step, block))))
        {
            TimeSpan left = patience - Stopwatch.GetElapsedTime(begun);
            if (left <= TimeSpan.Zero) break;
            await Task.WhenAny(change.Task, Task.Delay(left, over.Token));
            over.Token.ThrowIfCancellationRequested();
        }

        var taken = new Dictionary<Block, Term>();
        foreach (Block block in step.Blocks)
        {
            if (terms.Remove((step.Batch.Step, block), out Term? term)) taken.Add(block, term);
        }

        return taken;
    }

    /// <summary>The copy has come to a step: what is of earlier ones is not needed any more.</summary>
    public void MoveTo(long step)
    {
        next = step;
        foreach ((long Step, Block Block) key in terms.Keys.Where(key => key.Step < step).ToArray()) terms.Remove(key);
        Changed();
    }

    /// <summary>The run is over: nothing is waited for any more.</summary>
    public void End() => over.Cancel();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

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
