namespace CnnGen;

/// <summary>How good a network is on samples.</summary>
public sealed class Evaluation
{
    internal Evaluation(int count, double? loss, double? accuracy, ConfusionMatrix? confusion)
    {
        Count = count;
        Loss = loss;
        Accuracy = accuracy;
        Confusion = confusion;
    }

    /// <summary>How many samples there were.</summary>
    public int Count { get; }

    /// <summary>The declared loss, the mean over the samples; null where the network declares none, or is <c>ForwardOnly</c>.</summary>
    public double? Loss { get; }

    /// <summary>
    /// The share that was read as what it is, of the samples whose label counts in the loss; null where samples have not one label each, or the network not one
    /// row of outputs.
    /// </summary>
    public double? Accuracy { get; }

    /// <summary>What was read as what; null where <see cref="Accuracy"/> is, and of more than 4,096 classes.</summary>
    public ConfusionMatrix? Confusion { get; }
}
