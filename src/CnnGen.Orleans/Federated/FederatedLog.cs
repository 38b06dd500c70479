using System;
using Microsoft.Extensions.Logging;

namespace CnnGen.Orleans;

/// <summary>What federations log.</summary>
internal static partial class FederatedLog
{
    [LoggerMessage(EventId = 3001, Level = LogLevel.Information, Message = "Federation {Federation}: round {Round} runs, {Options}")]
    public static partial void Started(ILogger logger, string federation, long round, FederatedAveraging options);

    [LoggerMessage(
        EventId = 3002, Level = LogLevel.Information, Message = "Federation {Federation}: goes on in round {Round}, which has {Accepted} updates")]
    public static partial void WentOn(ILogger logger, string federation, long round, int accepted);

    [LoggerMessage(
        EventId = 3003, Level = LogLevel.Information,
        Message = "Federation {Federation}: round {Round} has ended with {Clients} clients and {Samples} samples; {Clipped} scaled down, change {Change}")]
    public static partial void RoundEnded(ILogger logger, string federation, long round, int clients, long samples, int clipped, double change);

    [LoggerMessage(EventId = 3004, Level = LogLevel.Information, Message = "Federation {Federation}: has ended behind round {Round}")]
    public static partial void Ended(ILogger logger, string federation, long round);

    [LoggerMessage(EventId = 3005, Level = LogLevel.Warning, Message = "Federation {Federation}: round {Round} cannot be ended yet, and is tried again")]
    public static partial void NotEnded(ILogger logger, Exception exception, string federation, long round);

    [LoggerMessage(
        EventId = 3006, Level = LogLevel.Warning,
        Message = "Federation {Federation}: the update of {Client} for round {Round} is gone from grain storage, which must outlive silos; it is left out")]
    public static partial void UpdateGone(ILogger logger, string federation, string client, long round);

    [LoggerMessage(EventId = 3007, Level = LogLevel.Information, Message = "Federation {Federation}: an update of client {Client} is refused: {Reason}")]
    public static partial void Refused(ILogger logger, string federation, string client, string reason);

    [LoggerMessage(EventId = 3008, Level = LogLevel.Error, Message = "Federation {Federation}: grain storage failed; the grain begins anew")]
    public static partial void StorageFailed(ILogger logger, Exception exception, string federation);

    [LoggerMessage(EventId = 3009, Level = LogLevel.Warning, Message = "{Method} {Path}: the cluster does not answer")]
    public static partial void NoAnswer(ILogger logger, Exception exception, string method, string path);
}
