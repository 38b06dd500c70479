using System;
using System.Threading;

namespace CnnGen.Training;

/// <summary>A thread that waits until something is so; whoever makes it so wakes the thread.</summary>
/// <remarks>
/// It first spins, since what it waits for mostly comes sooner than a sleeping thread wakes; but for some microseconds only. The thread
/// that it waits for may not be running, and only a core that is idle takes it up.
/// </remarks>
internal sealed class Waiter
{
    // About 50 µs, what it takes to wake a thread.
    private const int SpinLength = 8, MostSpins = 150;

    // Where there is one core, the thread that is waited for needs it.
    private static readonly int Spins = Environment.ProcessorCount > 1 ? MostSpins : 0;

    private readonly AutoResetEvent alarm = new(false);
    private readonly Func<bool> isOver;
    private int isAsleep;

    /// <summary>A thread that may come to wait.</summary>
    /// <param name="isOver">Whether there is nothing to wait for; asked often, by this thread alone.</param>
    public Waiter(Func<bool> isOver) => this.isOver = isOver;

    /// <summary>Waits until there is nothing to wait for.</summary>
    /// <param name="isInterrupted">Becomes true if the thread was interrupted, which does not end the wait: others work on memory that it would take
    /// away.</param>
    public void Wait(ref bool isInterrupted)
    {
        for (int i = 0; i < Spins && !isOver(); i++) Thread.SpinWait(SpinLength);
        while (!isOver())
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
    }

    /// <summary>Wakes the thread if it is asleep, behind a change that may end its wait. Never waits itself.</summary>
    public void Wake()
    {
        Interlocked.MemoryBarrier();   // either this thread sees the sleeper, or the sleeper sees the change
        if (Volatile.Read(ref isAsleep) == 1 && Interlocked.Exchange(ref isAsleep, 0) == 1) alarm.Set();
    }

    // An alarm that comes late, when the thread is up already, ends its next sleep at once, and it looks again.
    private void Sleep()
    {
        Volatile.Write(ref isAsleep, 1);
        Interlocked.MemoryBarrier();
        if (!isOver()) alarm.WaitOne();
        Volatile.Write(ref isAsleep, 0);
    }
}
