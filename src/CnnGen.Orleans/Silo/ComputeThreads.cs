using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace CnnGen.Orleans;

/// <summary>
/// The threads on which a silo computes: a fixed number of their own, so that neither grains nor the thread pool ever wait for a computation.
/// </summary>
/// <remarks>
/// Jobs run one after the other in the order in which they came, each on all the threads, or on one that has the machine to itself because the job has threads
/// of its own. So there is never more computing than there are threads, whatever is asked at once.
/// </remarks>
internal sealed class ComputeThreads : IDisposable
{
    private readonly object gate = new();
    private readonly Queue<Job> jobs = new();
    private readonly Thread[] threads;
    private bool hasEnded;

    /// <param name="count">How many; 0 for one on each core.</param>
    public ComputeThreads(int count)
    {
        threads = new Thread[count == 0 ? Environment.ProcessorCount : count];
        for (int i = 0; i < threads.Length; i++)
        {
            int member = i;
            threads[i] = new Thread(() => Run(member)) { IsBackground = true, Name = $"CnnGen compute {i}" };
            using (ExecutionContext.SuppressFlow()) threads[i].Start();
        }
    }

    /// <summary>How many threads there are.</summary>
    public int Count => threads.Length;

    /// <summary>Computes something on one thread while the others rest, since it may have as many of its own.</summary>
    /// <param name="work">What to do.</param>
    /// <param name="cancellation">Gives it up, if it has not begun.</param>
    public async Task<TResult> Run<TResult>(Func<TResult> work, CancellationToken cancellation = default)
    {
        TResult? result = default;
        await RunParts(1, (_, _) => result = work(), cancellation);
        return result!;
    }

    /// <summary>Does parts of a job on all threads.</summary>
    /// <param name="parts">How many.</param>
    /// <param name="part">What to do, given the number of the thread and of the part.</param>
    /// <param name="cancellation">Gives up the parts that have not begun.</param>
    /// <remarks>If parts throw, no more are begun, and one of the exceptions comes through.</remarks>
    public Task RunParts(int parts, Action<int, int> part, CancellationToken cancellation = default)
    {
        if (parts == 0) return Task.CompletedTask;
        var job = new Job(parts, part, cancellation);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(hasEnded, this);
            jobs.Enqueue(job);
            Monitor.PulseAll(gate);
        }

        return job.Done.Task;
    }

    /// <summary>Ends the threads, each after the part that it is doing; jobs that are not done are cancelled.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            hasEnded = true;
            Monitor.PulseAll(gate);
        }

        foreach (Thread thread in threads) thread.Join();
        foreach (Job job in jobs) job.Done.TrySetCanceled();
        jobs.Clear();
    }

    private void Run(int member)
    {
        while (Next() is (Job job, int part))
        {
            Exception? failure = null;
            try
            {
                job.Part(member, part);
            }
            catch (Exception exception)
            {
                failure = exception;
            }

            lock (gate)
            {
                job.Failure ??= failure;
                job.Running--;
                End(job);
            }
        }
    }

    /// <summary>The next part of the first job; waits where all of its parts have begun.</summary>
    private (Job Job, int Part)? Next()
    {
        lock (gate)
        {
            while (!hasEnded)
            {
                if (jobs.TryPeek(out Job? job))
                {
                    if (job.HasMore)
                    {
                        job.Running++;
                        return (job, job.Begun++);
                    }

                    End(job);   // one that was cancelled before it began
                    if (jobs.Count > 0 && jobs.Peek() != job) continue;
                }

                Monitor.Wait(gate);
            }

            return null;
        }
    }

    /// <summary>Takes the first job away when nothing of it runs and no more is begun.</summary>
    private void End(Job job)
    {
        if (job.Running > 0 || job.HasMore || !jobs.TryPeek(out Job? first) || first != job) return;
        jobs.Dequeue();
        Monitor.PulseAll(gate);
        if (job.Failure != null) job.Done.TrySetException(job.Failure);
        else if (job.Begun < job.Parts) job.Done.TrySetCanceled(job.Cancellation);
        else job.Done.TrySetResult();
    }

    private sealed class Job(int parts, Action<int, int> part, CancellationToken cancellation)
    {
        public int Parts => parts;

        public Action<int, int> Part => part;

        public CancellationToken Cancellation => cancellation;

        public int Begun { get; set; }

        public int Running { get; set; }

        public Exception? Failure { get; set; }

        public bool HasMore => Begun < parts && Failure == null && !cancellation.IsCancellationRequested;

        /// <summary>Continued elsewhere: who waits for it must not compute on these threads.</summary>
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
