using System;

namespace CnnGen;

/// <summary>How a step changes the parameters. None written: plain <see cref="SgdAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class OptimizerAttribute : Attribute
{
    private protected OptimizerAttribute() { }

    /// <summary>Added to each gradient as WeightDecay × parameter; at least 0.</summary>
    public double WeightDecay { get; set; }
}

/// <summary>Stochastic gradient descent, as in PyTorch's <c>SGD</c> without dampening.</summary>
/// <remarks>
/// g = gradient + WeightDecay × parameter; v = Momentum × v + g; parameter −= rate × v, or with <see cref="Nesterov"/>
/// parameter −= rate × (g + Momentum × v).
/// </remarks>
public sealed class SgdAttribute : OptimizerAttribute
{
    /// <summary>How much of the last step's velocity is kept; at least 0.</summary>
    public double Momentum { get; set; }

    /// <summary>Nesterov's momentum; needs <see cref="Momentum"/>.</summary>
    public bool Nesterov { get; set; }
}
