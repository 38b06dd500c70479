using System.Collections.Generic;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace CnnGen.Orleans;

/// <summary>What the log says of populations.</summary>
internal static partial class PopulationLog
{
    [LoggerMessage(1401, LogLevel.Information, "Run {Run}: silo {Silo} has its copy of {Architecture} at generation {Generation}")]
    public static partial void Joined(this ILogger log, string run, SiloAddress silo, string architecture, long generation);

    [LoggerMessage(1402, LogLevel.Information, "Run {Run}: begins at generation {Generation} of {Generations}, population {Population}")]
    public static partial void Begins(this ILogger log, string run, long generation, long generations, int population);

    [LoggerMessage(1403, LogLevel.Information, "Run {Run}: silo {Silo} takes part from generation {Generation} on")]
    public static partial void TakesPart(this ILogger log, string run, SiloAddress silo, long generation);

    [LoggerMessage(1404, LogLevel.Warning, "Run {Run}: silo {Silo} is gone in generation {Generation}: {Reason}")]
    public static partial void Gone(this ILogger log, string run, SiloAddress silo, long generation, string reason);

    [LoggerMessage(1405, LogLevel.Error, "Run {Run}: {Reason}")]
    public static partial void Refused(this ILogger log, string run, string reason);

    [LoggerMessage(1407, LogLevel.Information, "Run {Run}: {Status} at generation {Generation}. {Failure}")]
    public static partial void Ended(this ILogger log, string run, PopulationStatus status, long generation, string failure);

    [LoggerMessage(1408, LogLevel.Warning, "Run {Run}: generation {Generation} could not be kept: {Reason}")]
    public static partial void NotKept(this ILogger log, string run, long generation, string reason);
}

/// <summary>What is counted of populations, each with the run's name.</summary>
internal static class PopulationMeter
{
    private static readonly Meter Meter = new("CnnGen.Orleans");
    private static readonly Counter<long> Generations = Meter.CreateCounter<long>("cnngen.population.generations", null, "Complete generations.");
    private static readonly Counter<long> Reruns = Meter.CreateCounter<long>("cnngen.population.reruns", description: "Ranges asked of other silos too.");
    private static readonly Counter<long> Bytes = Meter.CreateCounter<long>("cnngen.population.bytes", "By", "What orders and answers held.");
    private static readonly Histogram<double> Times = Meter.CreateHistogram<double>("cnngen.population.generation.duration", "s", "Time of a generation.");

    public static void Generation(string run, double seconds, long bytes, long reruns)
    {
        var tag = new KeyValuePair<string, object?>("run", run);
        Generations.Add(1, tag);
        Bytes.Add(bytes, tag);
        Reruns.Add(reruns, tag);
        Times.Record(seconds, tag);
    }
}
