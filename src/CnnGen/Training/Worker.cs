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
    public void Begin(Action<int> work)
    {
        this.work = work;
        begin.Set();
    }

    /// <summary>Waits until its part is done.</summary>
    /// <returns>What the part threw, if anything.</returns>
    public Exception? End()
    {
        end.Wait();
        return failure;
    }

    /// <summary>Ends the thread, which has no work.</summary>
    public void Stop()
    {
        work = null;
        begin.Set();
        thread.Join();
    }

    private void Run()
    {
        while (true)
        {
            begin.Wait();
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

            end.Set();
        }
    }
}
