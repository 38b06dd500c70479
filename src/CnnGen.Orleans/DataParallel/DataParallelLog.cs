using System;
using Microsoft.Extensions.Logging;

namespace CnnGen.Orleans;

/// <summary>What data-parallel training tells the log.</summary>
internal static partial class DataParallelLog
{
    [LoggerMessage(1, LogLevel.Information, "Run {Run} begins at step {Step} of {Steps} on {Silos} silos.")]
    public static partial void Begins(ILogger logger, string run, long step, long steps, int silos);

    [LoggerMessage(2, LogLevel.Information, "Run {Run}: {Silo} computes from step {Step} on.")]
    public static partial void Joined(ILogger logger, string run, string silo, long step);

    [LoggerMessage(3, LogLevel.Warning, "Run {Run}: {Silo} is refused: {Reason}")]
    public static partial void Refused(ILogger logger, string run, string silo, string reason);

    [LoggerMessage(4, LogLevel.Warning, "Run {Run}: {Silo} does not answer at step {Step}; others compute its part.")]
    public static partial void Left(ILogger logger, string run, string silo, long step, Exception? reason);

    [LoggerMessage(5, LogLevel.Warning, "Run {Run}: no silo is left at step {Step}; it goes on from where the silos or the checkpoint are.")]
    public static partial void AllLeft(ILogger logger, string run, long step);

    [LoggerMessage(6, LogLevel.Error, "Run {Run} has failed.")]
    public static partial void Failed(ILogger logger, string run, Exception exception);

    [LoggerMessage(8, LogLevel.Debug, "The part from shard {First} on of step {Step} is asked of {Silo} too.")]
    public static partial void AskedAnother(ILogger logger, int first, long step, string silo);

    [LoggerMessage(11, LogLevel.Debug, "Run {Run}: a gradient of step {Step} has not reached {Silo}, which will compute it.")]
    public static partial void NotSent(ILogger logger, string run, string silo, long step, Exception exception);

    [LoggerMessage(12, LogLevel.Information, "Run {Run}: {Blocks} of the gradients of step {Step} had not come, and were computed here.")]
    public static partial void NotReceived(ILogger logger, string run, int blocks, long step);

    [LoggerMessage(10, LogLevel.Warning, "Run {Run}: the storage does not take how the run has ended; it is tried again.")]
    public static partial void RecordNotWritten(ILogger logger, string run, Exception exception);

    [LoggerMessage(9, LogLevel.Warning, "Run {Run}: no silo has saved step {Step}; it will go on from an earlier one.")]
    public static partial void NotSaved(ILogger logger, string run, long step, Exception exception);
}
