namespace CnnGen.Benchmarks.Training;

/// <summary>A network that is trained from the same weights again and again, by CnnGen or by a peer.</summary>
internal interface ITrainer
{
    /// <summary>Samples of one step.</summary>
    int Batch { get; }

    /// <summary>Goes back to the initial weights and makes steps from there, a batch each.</summary>
    /// <returns>Nanoseconds of one step.</returns>
    double Train(Samples samples, int first, int steps, float rate);

    /// <summary>What the trained network says of so many batches.</summary>
    Verdict Evaluate(Samples samples, int first, int batches);
}

/// <summary>The mean loss of samples, and the fraction of them whose label got the largest output.</summary>
internal readonly record struct Verdict(double Loss, double Accuracy);
