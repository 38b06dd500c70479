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

/// <summary>x between 0 and 6. The gradient passes where the output is neither.</summary>
public sealed class ReLU6Attribute : LayerAttribute { }

/// <summary>x between two numbers: PyTorch's <c>Hardtanh</c>. The gradient passes where the output is neither of them.</summary>
public sealed class ClipAttribute : LayerAttribute
{
    /// <summary>A range.</summary>
    /// <param name="minimum">What takes the place of smaller numbers; finite.</param>
    /// <param name="maximum">What takes the place of larger numbers; finite and above the minimum.</param>
    public ClipAttribute(double minimum, double maximum)
    {
        Minimum = minimum;
        Maximum = maximum;
    }

    /// <summary>What takes the place of smaller numbers.</summary>
    public double Minimum { get; }

    /// <summary>What takes the place of larger numbers.</summary>
    public double Maximum { get; }
}

/// <summary>
/// slope × x + offset between 0 and 1, as in ONNX; with the defaults PyTorch's <c>Hardsigmoid</c>. The gradient passes, times the slope, where the
/// output is neither.
/// </summary>
public sealed class HardSigmoidAttribute : LayerAttribute
{
    /// <summary>The factor of x; a finite number.</summary>
    public double Slope { get; set; } = 1.0 / 6;

    /// <summary>The output at 0, where it is between 0 and 1; a finite number.</summary>
    public double Offset { get; set; } = 0.5;
}

/// <summary>x × (x + 3 between 0 and 6) / 6. A. Howard et al., Searching for MobileNetV3, 2019.</summary>
public sealed class HardSwishAttribute : LayerAttribute { }

/// <summary>x².</summary>
public sealed class SquareAttribute : LayerAttribute { }

/// <summary>−1, 0 or 1. The gradient passes straight through where −1 ≤ x ≤ 1. I. Hubara et al., Binarized neural networks, 2016.</summary>
public sealed class SignAttribute : LayerAttribute { }

/// <summary>1 / (1 + exp(−x)).</summary>
public sealed class SigmoidAttribute : LayerAttribute { }

/// <summary>The hyperbolic tangent.</summary>
public sealed class TanhAttribute : LayerAttribute { }

/// <summary>exp(x − max) / Σ exp(x − max): over the features of [F], over the channels at each position of [C, H, W].</summary>
public sealed class SoftmaxAttribute : LayerAttribute { }
