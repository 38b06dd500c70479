namespace CnnGen;

/// <summary>How good a network is on samples.</summary>
public sealed class Evaluation
{
    internal Evaluation(int count, double? loss, ConfusionMatrix? confusion)
    {
        Count = count;
        Loss = loss;
        Confusion = confusion;
    }

    /// <summary>How many samples there were.</summary>
    public int Count { get; }

    /// <summary>The declared loss, the mean over the samples; null where the network declares none, or is <c>ForwardOnly</c>.</summary>
    public double? Loss { get; }

    /// <summary>What was read as what; null where the samples have not one label each, or the network not one row of outputs.</summary>
    public ConfusionMatrix? Confusion { get; }

    /// <summary>The share that was read as what it is; null where <see cref="Confusion"/> is.</summary>
    public double? Accuracy => Confusion?.Accuracy;
}
