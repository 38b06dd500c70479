using System;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace CnnGen.Training;

/// <summary>The calling thread, and others that do parts of its work at the same time.</summary>
internal sealed class Team : IDisposable
{
    private readonly Worker[] workers;

    /// <summary>Starts the threads.</summary>
    /// <param name="size">How many there are, the caller's included; at 1 no thread is started.</param>
    public Team(int size)
    {
        workers = new Worker[size - 1];
        for (int i = 0; i < workers.Length; i++) workers[i] = new Worker(i + 1);
    }

    /// <summary>Threads, the caller's included.</summary>
    public int Size => workers.Length + 1;

    /// <summary>Does all parts at once, part 0 on the calling thread, and returns when the last is done.</summary>
    /// <param name="work">What to do, given the number of a part.</param>
    /// <param name="parts">1 to <see cref="Size"/>.</param>
    /// <remarks>
    /// If parts throw, the others are still done, and the exception of the first part that threw comes through; so does an interruption
    /// of the calling thread.
    /// </remarks>
    public void Run(Action<int> work, int parts)
    {
        bool isInterrupted = false;
        for (int part = 1; part < parts; part++) workers[part - 1].Begin(work, ref isInterrupted);
        Exception? failure = null;
        try
        {
            work(0);
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        for (int part = 1; part < parts; part++)
        {
            Exception? other = workers[part - 1].End(ref isInterrupted);
            failure ??= other;
        }

        if (isInterrupted) failure ??= new ThreadInterruptedException();
        if (failure != null) ExceptionDispatchInfo.Capture(failure).Throw();
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        bool isInterrupted = false;
        foreach (Worker worker in workers) worker.Stop(ref isInterrupted);
        if (isInterrupted) Thread.CurrentThread.Interrupt();   // for the caller's next wait: disposing does not fail
    }
}
