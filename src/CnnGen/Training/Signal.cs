using System;
using System.Threading;

namespace CnnGen.Training;

/// <summary>One thread sets it, another waits for it; each wait takes one setting.</summary>
/// <remarks>
/// The waiting thread first spins: the next shard mostly comes sooner than a sleeping thread wakes. After a fraction of a millisecond it
/// sleeps, so that a trainer that is not in use costs nothing.
/// </remarks>
internal sealed class Signal
{
    private const int SpinLength = 8;

    // Where there is one core, the thread that is waited for needs it.
    private static readonly int Spins = Environment.ProcessorCount > 1 ? 2_000 : 0;

    private readonly object sleeper = new();
    private bool isSet;
    private bool isSleeping;

    /// <summary>Lets the other thread go on.</summary>
    /// <param name="isInterrupted">Becomes true if the calling thread was interrupted meanwhile.</param>
    public void Set(ref bool isInterrupted)
    {
        Volatile.Write(ref isSet, true);
        Interlocked.MemoryBarrier();   // either this thread sees the sleeper, or the sleeper sees that it is set
        bool mayStillSleep = Volatile.Read(ref isSleeping);
        while (mayStillSleep)
        {
            try
            {
                lock (sleeper) Monitor.Pulse(sleeper);
                mayStillSleep = false;
            }
            catch (ThreadInterruptedException)
            {
                isInterrupted = true;
            }
        }
    }

    /// <summary>Waits until it is set.</summary>
    /// <param name="isInterrupted">Becomes true if the calling thread was interrupted, which does not end its wait: the other thread works on memory that it would take away.</param>
    public void Wait(ref bool isInterrupted)
    {
        for (int i = 0; i < Spins && !Volatile.Read(ref isSet); i++) Thread.SpinWait(SpinLength);
        while (!Volatile.Read(ref isSet))
        {
            try
            {
                Sleep();
            }
            catch (ThreadInterruptedException)
            {
                isInterrupted = true;
            }
        }

        Volatile.Write(ref isSet, false);
    }

    private void Sleep()
    {
        lock (sleeper)
        {
            Volatile.Write(ref isSleeping, true);
            Interlocked.MemoryBarrier();
            while (!Volatile.Read(ref isSet)) Monitor.Wait(sleeper);
            Volatile.Write(ref isSleeping, false);
        }
    }
}
