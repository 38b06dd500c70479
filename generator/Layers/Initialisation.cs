using System;

namespace CnnGen.Generator.Layers;

/// <summary>Where the first values of a parameter come from.</summary>
internal abstract record Initialisation
{
    /// <summary>The values, knowing the activation that comes next.</summary>
    public abstract InitialValues Before(ActivationGain next);
}

/// <summary>The values that a tensor starts from.</summary>
/// <param name="Kind">What they are.</param>
/// <param name="Number">The constant; normal numbers: their variance; uniform ones: how far they go either way.</param>
internal sealed record InitialValues(InitialKind Kind, double Number) : Initialisation
{
    public static InitialValues Zeros { get; } = Constant(0);

    public static InitialValues Constant(double value) => new(InitialKind.Constant, value);

    /// <summary>Normal numbers of mean 0.</summary>
    public static InitialValues Normal(double variance) => new(InitialKind.Normal, variance);

    /// <summary>Numbers between −bound and bound, as likely one as the other.</summary>
    public static InitialValues Uniform(double bound) => new(InitialKind.Uniform, bound);

    /// <summary>Whether they are what memory holds when it is made.</summary>
    public bool AreZeros => Kind == InitialKind.Constant && Number == 0;

    public override InitialValues Before(ActivationGain next) => this;
}

internal enum InitialKind
{
    Constant,
    Normal,
    Uniform,
}

/// <summary>What weights start from; the values are those of the public enum.</summary>
internal enum Init
{
    Default,
    He,
    HeUniform,
    Xavier,
    XavierUniform,
    Zero,
}

/// <summary>Random weights whose spread follows from how many inputs and outputs they connect: He et al. 2015, Glorot and Bengio 2010.</summary>
/// <param name="Init">Which of them; by default He's before a rectifier and Glorot's elsewhere.</param>
/// <param name="FanIn">The inputs of one output.</param>
/// <param name="FanOut">The outputs of one input.</param>
internal sealed record FanScaled(Init Init, long FanIn, long FanOut) : Initialisation
{
    /// <summary>Whether the activation behind the layer counts: not where the layer has its own.</summary>
    public bool KnowsNext { get; init; } = true;

    public override InitialValues Before(ActivationGain next)
    {
        if (!KnowsNext) next = ActivationGain.Linear;
        double slope = next.NegativeSlope ?? 0, fans = (double)FanIn + FanOut, he = 2 / ((1 + (slope * slope)) * FanIn), xavier = 2 / fans;
        return Init switch
        {
            Init.He => InitialValues.Normal(he),
            Init.HeUniform => InitialValues.Uniform(Math.Sqrt(3 * he)),
            Init.Xavier => InitialValues.Normal(xavier),
            Init.XavierUniform => InitialValues.Uniform(Math.Sqrt(3 * xavier)),
            Init.Zero => InitialValues.Zeros,
            _ => InitialValues.Normal(next.NegativeSlope == null ? xavier : he),
        };
    }
}
