using System;
using System.Threading;

namespace CnnGen.Training;

/// <summary>Lets one call in at a time, and none after the end.</summary>
internal sealed class CallGuard
{
    private const int Free = 0, Running = 1, Ending = 2, Ended = 3;

    private readonly object waiting = new();
    private int state;
    private Thread? thread;

    /// <summary>The thread of the call that is running.</summary>
    public Thread? Caller => Volatile.Read(ref thread);

    /// <summary>A call begins.</summary>
    /// <param name="name">What is called.</param>
    /// <exception cref="InvalidOperationException">Another is running.</exception>
    /// <exception cref="ObjectDisposedException">The end has come.</exception>
    public void Enter(string name)
    {
        int seen = Interlocked.CompareExchange(ref state, Running, Free);
        if (seen == Running) throw new InvalidOperationException($"{name} does one call at a time; this one came while another was running.");
        if (seen != Free) throw new ObjectDisposedException(name, $"The {name.ToLowerInvariant()} has been disposed of.");
        Volatile.Write(ref thread, Thread.CurrentThread);
    }

    /// <summary>The call ends.</summary>
    public void Leave()
    {
        Volatile.Write(ref thread, null);
        if (Interlocked.CompareExchange(ref state, Free, Running) == Running) return;
        Volatile.Write(ref state, Ended);
        bool isInterrupted = false;
        Uninterrupted(() =>
        {
            lock (waiting) Monitor.PulseAll(waiting);
        }, ref isInterrupted);
        if (isInterrupted) Thread.CurrentThread.Interrupt();
    }

    /// <summary>Lets no more calls in, and waits for the end of one that is running.</summary>
    public void End()
    {
        while (true)
        {
            int seen = Volatile.Read(ref state);
            if (seen >= Ending || Interlocked.CompareExchange(ref state, seen == Free ? Ended : Ending, seen) == seen) break;
        }

        bool isInterrupted = false;
        Uninterrupted(() =>
        {
            lock (waiting)
            {
                while (Volatile.Read(ref state) != Ended) Monitor.Wait(waiting);
            }
        }, ref isInterrupted);
        if (isInterrupted) Thread.CurrentThread.Interrupt();   // for the caller's next wait
    }

    private static void Uninterrupted(Action wait, ref bool isInterrupted)
    {
        while (true)
        {
            try
            {
                wait();
                return;
            }
            catch (ThreadInterruptedException)
            {
                isInterrupted = true;
            }
        }
    }
}
