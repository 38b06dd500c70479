namespace CnnGen;

/// <summary>x &lt; 0 ? 0 : x. The gradient passes where the output is not ≤ 0.</summary>
public sealed class ReLUAttribute : LayerAttribute { }

/// <summary>x, or slope × x where x is negative.</summary>
public sealed class LeakyReLUAttribute : LayerAttribute
{
    /// <summary>A leaky rectifier.</summary>
    /// <param name="slope">The factor of negative inputs; a finite number.</param>
    public LeakyReLUAttribute(double slope = 0.01) => Slope = slope;

    /// <summary>The factor of negative inputs.</summary>
    public double Slope { get; }
}

/// <summary>1 / (1 + exp(−x)).</summary>
public sealed class SigmoidAttribute : LayerAttribute { }

/// <summary>The hyperbolic tangent.</summary>
public sealed class TanhAttribute : LayerAttribute { }

/// <summary>exp(x − max) / Σ exp(x − max): over the features of [F], over the channels at each position of [C, H, W].</summary>
public sealed class SoftmaxAttribute : LayerAttribute { }
