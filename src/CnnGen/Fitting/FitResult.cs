using System.Collections.Generic;

namespace CnnGen;

/// <summary>Why a training ended.</summary>
public enum FitEnd
{
    /// <summary>All epochs are over.</summary>
    Completed,

    /// <summary>The validation loss has not become smaller for too long.</summary>
    StoppedEarly,

    /// <summary>The loss is no longer a finite number: try a smaller learning rate, or <c>ClipNorm</c>.</summary>
    Diverged,
}

/// <summary>What came of a training.</summary>
public sealed class FitResult
{
    internal FitResult(FitEnd end, IReadOnlyList<EpochResult> epochs, EpochResult? best, long steps)
    {
        End = end;
        Epochs = epochs;
        Best = best;
        Steps = steps;
    }

    /// <summary>Why it ended.</summary>
    public FitEnd End { get; }

    /// <summary>Each epoch that is over, those before a checkpoint too.</summary>
    public IReadOnlyList<EpochResult> Epochs { get; }

    /// <summary>The epoch of the smallest validation loss, the first of equal ones; null without validation.</summary>
    public EpochResult? Best { get; }

    /// <summary>The steps that were made, those before a checkpoint too.</summary>
    public long Steps { get; }
}

/// <summary>What came of an epoch.</summary>
public sealed class EpochResult
{
    internal EpochResult(int epoch, double loss, double? accuracy, double? validationLoss, double? validationAccuracy)
    {
        Epoch = epoch;
        Loss = loss;
        Accuracy = accuracy;
        ValidationLoss = validationLoss;
        ValidationAccuracy = validationAccuracy;
    }

    /// <summary>The epoch, from 1.</summary>
    public int Epoch { get; }

    /// <summary>The mean loss of its samples, each as it was in its step.</summary>
    public double Loss { get; }

    /// <summary>The share of its samples that was read right, as the network was in their step; null where samples have no classes.</summary>
    public double? Accuracy { get; }

    /// <summary>The mean loss of the samples for validation, behind the epoch; null where there are none.</summary>
    public double? ValidationLoss { get; }

    /// <summary>The share of the samples for validation that was read right, behind the epoch; null where there are none, or they have no classes.</summary>
    public double? ValidationAccuracy { get; }
}
