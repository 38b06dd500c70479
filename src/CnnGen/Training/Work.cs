using System;
using System.Runtime.CompilerServices;
using System.Threading;

namespace CnnGen.Training;

/// <summary>The parts of one piece of work after the other, as the threads of a team see them: who takes a part does it.</summary>
internal sealed class Work
{
    private readonly Waiter caller;
    private Action<int, int>? action;
    private Exception? failure;
    private int parts;
    private int left;         // parts that nobody has begun; a thread begins one by taking one away
    private int unfinished;   // parts that are not done
    private bool hasEnded;

    /// <summary>There is nothing to do yet.</summary>
    public Work() => caller = new Waiter(IsDone);

    /// <summary>Whether there will be no more.</summary>
    public bool HasEnded => Volatile.Read(ref hasEnded);

    /// <summary>Whether a worker has a reason to be awake.</summary>
    public bool HasPartsOrEnds() => Volatile.Read(ref left) > 0 || HasEnded;

    /// <summary>Offers parts. Nothing of earlier ones is unfinished.</summary>
    /// <param name="action">What to do, given the member that does it and the part.</param>
    /// <param name="parts">How many.</param>
    public void Begin(Action<int, int> action, int parts)
    {
        this.action = action;
        this.parts = parts;
        failure = null;
        unfinished = parts;
        Interlocked.Exchange(ref left, parts);   // whoever sees it sees all above
    }

    /// <summary>Does the first of the parts that nobody has begun.</summary>
    /// <param name="member">Who does it.</param>
    /// <param name="isLast">Whether no part is unfinished any more.</param>
    /// <returns>False if all have been begun.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]   // so that no frame of an idle thread holds the action and what belongs to it
    public bool TryDoPart(int member, out bool isLast)
    {
        isLast = false;
        int seen;
        do
        {
            seen = Volatile.Read(ref left);
            if (seen <= 0) return false;
        }
        while (Interlocked.CompareExchange(ref left, seen - 1, seen) != seen);

        // The work cannot end before this part is done, so these are its fields, even if the count was seen of work before.
        try
        {
            action!(member, parts - seen);
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref failure, exception, null);
        }

        isLast = Interlocked.Decrement(ref unfinished) == 0;
        return true;
    }

    /// <summary>Ends the caller's wait, by the thread that did the last part.</summary>
    public void WakeCaller() => caller.Wake();

    /// <summary>Waits, all parts having been begun, until they are done.</summary>
    /// <param name="isInterrupted">Becomes true if the caller was interrupted.</param>
    /// <returns>What a part threw, if anything.</returns>
    public Exception? End(ref bool isInterrupted)
    {
        caller.Wait(ref isInterrupted);
        Exception? thrown = failure;
        action = null;
        failure = null;
        return thrown;
    }

    /// <summary>There will be no more; the workers have to be woken.</summary>
    public void EndForEver() => Volatile.Write(ref hasEnded, true);

    private bool IsDone() => Volatile.Read(ref unfinished) == 0;
}
