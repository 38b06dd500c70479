namespace CnnGen;

/// <summary>How a training is going.</summary>
public readonly struct FitProgress
{
    internal FitProgress(
        int epoch, int epochs, long step, long steps, int samples, int epochSamples, double loss, double? accuracy, double learningRate, EpochResult? result)
    {
        Epoch = epoch;
        Epochs = epochs;
        Step = step;
        Steps = steps;
        Samples = samples;
        EpochSamples = epochSamples;
        Loss = loss;
        Accuracy = accuracy;
        LearningRate = learningRate;
        Result = result;
    }

    /// <summary>The epoch, from 1.</summary>
    public int Epoch { get; }

    /// <summary>How many epochs there are to be.</summary>
    public int Epochs { get; }

    /// <summary>The steps that are made, in all epochs.</summary>
    public long Step { get; }

    /// <summary>How many steps there are to be.</summary>
    public long Steps { get; }

    /// <summary>The samples that were seen in this epoch.</summary>
    public int Samples { get; }

    /// <summary>The samples of an epoch.</summary>
    public int EpochSamples { get; }

    /// <summary>The mean loss in this epoch so far, each sample's as it was in its step.</summary>
    public double Loss { get; }

    /// <summary>
    /// The share of the samples in this epoch so far that was read right, as the network was in their step; null where samples have no classes.
    /// </summary>
    public double? Accuracy { get; }

    /// <summary>The learning rate of the last step.</summary>
    public double LearningRate { get; }

    /// <summary>Where the epoch is over, validation included, what came of it; otherwise null.</summary>
    public EpochResult? Result { get; }
}
