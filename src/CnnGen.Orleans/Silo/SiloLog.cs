using System;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace CnnGen.Orleans;

/// <summary>What all modes tell the log.</summary>
internal static partial class SiloLog
{
    [LoggerMessage(1301, LogLevel.Warning, "The port of silo {Silo} is closed: its process has ended, and the cluster is told so.")]
    public static partial void Crashed(ILogger logger, SiloAddress silo);

    [LoggerMessage(1303, LogLevel.Warning, "The ports of {Count} silos are closed, most of those looked at: whether they have died is left to probes.")]
    public static partial void MostAreClosed(ILogger logger, int count);

    [LoggerMessage(1304, LogLevel.Warning, "Silos that may have died could not be declared dead.")]
    public static partial void NotDeclared(ILogger logger, Exception exception);

    [LoggerMessage(1302, LogLevel.Information, "Run {Run}: the coordinator does not answer.")]
    public static partial void CoordinatorSilent(ILogger logger, string run, Exception exception);
}
