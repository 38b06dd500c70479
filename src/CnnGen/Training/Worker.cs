using System;
using System.Threading;

namespace CnnGen.Training;

/// <summary>A background thread that does one part of whatever work it is given.</summary>
internal sealed class Worker
{
    private readonly Signal begin = new(), end = new();
    private readonly int part;
    private readonly Thread thread;
    private Action<int>? work;
    private Exception? failure;

    /// <summary>Starts the thread, which waits for work.</summary>
    /// <param name="part">The part that it does of everything.</param>
    public Worker(int part)
    {
        this.part = part;
        thread = new Thread(Run) { IsBackground = true, Name = $"CnnGen trainer {part}" };
        thread.Start();
    }

    /// <summary>Lets it do its part, while the caller goes on.</summary>
    /// <param name="work">What to do, given the part.</param>
    /// <param name="isInterrupted">Becomes true if the caller was interrupted.</param>
    public void Begin(Action<int> work, ref bool isInterrupted)
    {
        this.work = work;
        begin.Set(ref isInterrupted);
    }

    /// <summary>Waits until its part is done.</summary>
    /// <param name="isInterrupted">Becomes true if the caller was interrupted.</param>
    /// <returns>What the part threw, if anything.</returns>
    public Exception? End(ref bool isInterrupted)
    {
        end.Wait(ref isInterrupted);
        return failure;
    }

    /// <summary>Ends the thread, which has no work.</summary>
    /// <param name="isInterrupted">Becomes true if the caller was interrupted.</param>
    public void Stop(ref bool isInterrupted)
    {
        work = null;
        begin.Set(ref isInterrupted);
        for (bool hasEnded = false; !hasEnded;)
        {
            try
            {
                thread.Join();
                hasEnded = true;
            }
            catch (ThreadInterruptedException)
            {
                isInterrupted = true;
            }
        }
    }

    private void Run()
    {
        bool isInterrupted = false;   // by nobody: the thread is nobody else's
        while (true)
        {
            begin.Wait(ref isInterrupted);
            if (work == null) return;
            failure = null;
            try
            {
                work(part);
            }
            catch (Exception exception)
            {
                failure = exception;
            }

            end.Set(ref isInterrupted);
        }
    }
}
