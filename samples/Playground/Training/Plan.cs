using CnnGen;

namespace Playground.Training;

/// <summary>How a network is trained.</summary>
/// <param name="Epochs">Passes over the digits.</param>
/// <param name="LearningRate">That of the first step; it falls in a straight line to 0.</param>
/// <param name="BatchSize">Digits of a step.</param>
/// <param name="Seed">From which its first weights, the order of the digits and how they are moved follow.</param>
public sealed record Plan(int Epochs = 4, double LearningRate = 0.03, int BatchSize = 32, int Seed = 1)
{
    /// <summary>The same for <see cref="Trainer{T}.Fit"/>.</summary>
    public FitOptions<float> Options => new()
    {
        Epochs = Epochs,
        BatchSize = BatchSize,
        LearningRate = Schedule.Linear(LearningRate),
        Seed = Seed,
    };
}
