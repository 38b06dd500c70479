using System;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Threading;

namespace CnnGen.Training;

/// <summary>The calling thread, and others that take parts of its work while it works too.</summary>
/// <remarks>
/// The caller does every part that nobody has begun, so it never waits for a thread that the operating system does not let run, but for
/// one that has lost its core in the middle of a part.
/// </remarks>
internal sealed class Team : IDisposable
{
    private readonly Work work = new();
    private readonly Worker[] workers = Array.Empty<Worker>();

    /// <summary>Starts the threads.</summary>
    /// <param name="size">How many there are, the caller's included; at 1 no thread is started. Where threads cannot be started there are fewer.</param>
    /// <param name="start">How to start a thread.</param>
    public Team(int size, Action<Thread>? start = null)
    {
        for (int i = 1; i < size; i++)
        {
            var worker = new Worker(work, i);
            Array.Resize(ref workers, i);
            workers[i - 1] = worker;
            try
            {
                (start ?? Start)(worker.Thread);
            }
            catch (PlatformNotSupportedException)
            {
                Array.Resize(ref workers, i - 1);
                break;
            }
        }
    }

    /// <summary>A team that nobody has disposed of is collected, since its threads do not keep it alive; they end then.</summary>
    ~Team() => EndWork();

    /// <summary>The most threads that it pays to have: one in a browser, whose threads may not wait; elsewhere one for each core.</summary>
    public static int MostThreads => RuntimeInformation.IsOSPlatform(OSPlatform.Create("BROWSER")) ? 1 : Environment.ProcessorCount;

    /// <summary>Threads, the caller's included.</summary>
    public int Size => workers.Length + 1;

    /// <summary>Whether a thread is one of the workers.</summary>
    /// <param name="thread">The thread.</param>
    /// <returns>True where it is.</returns>
    public bool HasWorker(Thread thread) => Array.Exists(workers, worker => worker.Thread == thread);

    /// <summary>The workers' threads.</summary>
    internal Thread[] Threads => Array.ConvertAll(workers, worker => worker.Thread);

    /// <summary>Does all parts, the first to be begun first, and returns when the last is done.</summary>
    /// <param name="action">What to do, given the member that does it, 0 for the caller, and the part.</param>
    /// <param name="parts">How many.</param>
    /// <param name="isShared">Whether the workers may take any.</param>
    /// <returns>How long it took.</returns>
    /// <remarks>
    /// If parts throw, those that others have begun are still done, and one of the exceptions comes through; so does an interruption of
    /// the calling thread.
    /// </remarks>
    public Timing Run(Action<int, int> action, int parts, bool isShared)
    {
        long start = Stopwatch.GetTimestamp();
        if (!isShared || workers.Length == 0 || parts == 1)
        {
            for (int part = 0; part < parts; part++) action(0, part);
            long all = Stopwatch.GetTimestamp() - start;
            return new Timing(all, all);
        }

        bool isInterrupted = false;
        work.Begin(action, parts);
        for (int i = 0; i < workers.Length && i < parts - 1; i++) workers[i].Wake();
        while (work.TryDoPart(0, out _))
        {
        }

        long own = Stopwatch.GetTimestamp() - start;
        Exception? failure = work.End(ref isInterrupted);
        GC.KeepAlive(this);
        if (isInterrupted) failure ??= new ThreadInterruptedException();
        if (failure != null) ExceptionDispatchInfo.Capture(failure).Throw();
        return new Timing(Stopwatch.GetTimestamp() - start, own);
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        bool isInterrupted = false;
        EndWork();
        foreach (Worker worker in workers)
        {
            for (bool hasEnded = false; !hasEnded;)
            {
                try
                {
                    worker.Thread.Join();
                    hasEnded = true;
                }
                catch (ThreadInterruptedException)
                {
                    isInterrupted = true;
                }
            }
        }

        if (isInterrupted) Thread.CurrentThread.Interrupt();   // for the caller's next wait: disposing does not fail
    }

    /// <summary>Starts a thread without the caller's context, which may hold the trainer, and which the thread would keep.</summary>
    private static void Start(Thread thread)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            thread.Start();
            return;
        }

        using (ExecutionContext.SuppressFlow()) thread.Start();
    }

    private void EndWork()
    {
        work.EndForEver();
        foreach (Worker worker in workers) worker.Wake();
    }
}
