using System.Threading;

namespace CnnGen.Training;

/// <summary>A background thread that takes parts of whatever work there is.</summary>
/// <remarks>The thread keeps the <see cref="Work"/> alive and no more: neither a trainer nor its networks, while there is nothing to do.</remarks>
internal sealed class Worker
{
    private readonly Work work;
    private readonly int member;
    private readonly Waiter waiter;

    /// <summary>A thread that has yet to be started.</summary>
    /// <param name="work">Where its work comes from.</param>
    /// <param name="member">Its number among all who work, the caller being 0.</param>
    public Worker(Work work, int member)
    {
        this.work = work;
        this.member = member;
        waiter = new Waiter(work.HasPartsOrEnds);
        Thread = new Thread(Run) { IsBackground = true, Name = $"CnnGen trainer {member}" };
    }

    /// <summary>The thread.</summary>
    public Thread Thread { get; }

    /// <summary>Wakes it if it is asleep.</summary>
    public void Wake() => waiter.Wake();

    private void Run()
    {
        bool isInterrupted = false;   // by nobody: the thread is nobody else's
        while (true)
        {
            waiter.Wait(ref isInterrupted);
            if (work.HasEnded) return;
            while (work.TryDoPart(member, out bool isLast))
            {
                if (isLast) work.WakeCaller();
            }
        }
    }
}
