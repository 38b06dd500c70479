using System;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;

namespace CnnGen.Orleans;

/// <summary>A silo's eye on the coordinator of a run in which it takes part: a grain that the silo where it lives may have taken along.</summary>
/// <remarks>
/// Where nothing has come for a while the silo looks for others that have died, and then calls the coordinator, which makes it live again where it is not.
/// A silence that has another reason, such as a slower silo, costs a few small messages, and ever fewer of them. All is called in turns of one service.
/// </remarks>
internal sealed class CoordinatorWatch(Silos silos, string run, ILogger logger)
{
    private const long LeastSilence = 300, MostSilence = 60_000;
    private const int Jitter = 100;   // not all silos look at once

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private int calls;   // that are not answered
    private long answers;
    private long lastCall = Environment.TickCount64, lastQuestion = Environment.TickCount64;
    private long usual, limit = LeastSilence;   // what goes by between two calls, and what may, in milliseconds
    private bool isAsking, isCalled;

    /// <summary>Whether nothing has come for so long that there may be nobody who sends anything.</summary>
    public bool IsSilent => calls == 0 && !isAsking && Environment.TickCount64 - Math.Max(lastCall, lastQuestion) >= Math.Min(limit + (2 * usual), MostSilence);

    /// <summary>How long nothing has come.</summary>
    public TimeSpan Silence => TimeSpan.FromMilliseconds(calls > 0 ? 0 : Environment.TickCount64 - lastCall);

    /// <summary>A call of the coordinator has come; where it has to wait for others before it is answered, silence is heard meanwhile.</summary>
    public void Called()
    {
        long now = Environment.TickCount64;
        if (calls == 0 && !isCalled) (usual, limit) = (now - lastCall, LeastSilence + Random.Shared.Next(Jitter));
        (isCalled, lastCall) = (true, now);
    }

    /// <summary>Answers a call of the coordinator; nothing is missed until then.</summary>
    public async Task<TAnswer> Answer<TAnswer>(Func<Task<TAnswer>> answer)
    {
        Called();
        calls++;
        try
        {
            return await answer();
        }
        finally
        {
            calls--;
            answers++;
            (isCalled, lastCall) = (false, Environment.TickCount64);
        }
    }

    /// <summary>Looks for silos that have died, and asks the coordinator whether the run goes on.</summary>
    /// <param name="goesOn">Asks it. Where it cannot be reached yet it is asked again, sooner where somebody has died.</param>
    /// <returns>Whether it says that the run is over, and has not called meanwhile.</returns>
    public async Task<bool> IsOver(Func<Task<bool>> goesOn)
    {
        isAsking = true;
        long before = answers;
        try
        {
            limit = await silos.LookForCrashes() ? LeastSilence : Math.Min(2 * limit, MostSilence);
            return !await goesOn().WaitAsync(Patience) && calls == 0 && answers == before;
        }
        catch (Exception exception)
        {
            SiloLog.CoordinatorSilent(logger, run, exception);
            return false;
        }
        finally
        {
            isAsking = false;
            lastQuestion = Environment.TickCount64;
        }
    }
}
