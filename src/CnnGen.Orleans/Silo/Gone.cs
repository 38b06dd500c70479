using System;
using System.Diagnostics;
using System.Threading.Tasks;
using Orleans.Runtime;
using Orleans.Runtime.Messaging;

namespace CnnGen.Orleans;

/// <summary>Calls that fail because a silo is gone, and nothing else.</summary>
/// <remarks>
/// For some seconds after a death that may be any call: the part of the grain directory that the dead silo held is not anywhere else until the cluster believes
/// in its death.
/// </remarks>
internal static class Gone
{
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(1), Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Only what says that a silo is gone is tried again; anything else would come again for ever.</summary>
    public static bool Is(Exception exception) =>
        (exception is SiloUnavailableException or OrleansMessageRejectionException or ConnectionFailedException or TimeoutException) && !IsUnknown(exception);

    /// <summary>Whether a silo is there, and knows nothing of CnnGen.</summary>
    public static bool IsUnknown(Exception exception) =>
        exception is OrleansMessageRejectionException && exception.Message.Contains("not active on this silo", StringComparison.Ordinal);

    /// <summary>Calls again for a while. What is called does no harm when it comes twice.</summary>
    public static async Task<TResult> Insist<TResult>(Func<Task<TResult>> call)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await call();
            }
            catch (Exception exception) when (Is(exception) && clock.Elapsed < Most)
            {
                await Task.Delay(Pause);
            }
        }
    }
}
