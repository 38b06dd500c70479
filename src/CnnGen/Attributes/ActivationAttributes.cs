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

/// <summary>x, or weight × x where x is not positive; the weights start at 0.25. K. He et al., Delving deep into rectifiers, 2015.</summary>
public sealed class PReLUAttribute : TrainedLayerAttribute
{
    /// <summary>False: one weight. True: one for each channel, of a list of features for each feature.</summary>
    public bool Channels { get; set; }
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

/// <summary>x, and alpha × (exp(x) − 1) below zero. D. Clevert et al., Exponential linear units, 2015.</summary>
public sealed class ELUAttribute : LayerAttribute
{
    /// <summary>An exponential linear unit.</summary>
    /// <param name="alpha">What the output comes close to far below zero, less its sign; a finite number.</param>
    public ELUAttribute(double alpha = 1) => Alpha = alpha;

    /// <summary>What the output comes close to far below zero, less its sign.</summary>
    public double Alpha { get; }
}

/// <summary>1.0507… × ELU with an alpha of 1.6732…. G. Klambauer et al., Self-normalizing neural networks, 2017.</summary>
public sealed class SELUAttribute : LayerAttribute { }

/// <summary>ln(1 + exp(x)).</summary>
public sealed class SoftplusAttribute : LayerAttribute { }

/// <summary>x / (1 + exp(−x)), also called Swish. S. Elfwing et al., Sigmoid-weighted linear units, 2017.</summary>
public sealed class SiLUAttribute : LayerAttribute { }

/// <summary>x × Φ(x), with the normal distribution Φ(x) = ½ (1 + erf(x / √2)). D. Hendrycks and K. Gimpel, 2016.</summary>
public sealed class GELUAttribute : LayerAttribute
{
    /// <summary>True: the paper's approximation, ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))).</summary>
    public bool Tanh { get; set; }
}

/// <summary>x × tanh(ln(1 + exp(x))). D. Misra, 2019.</summary>
public sealed class MishAttribute : LayerAttribute { }

/// <summary>1 / (1 + exp(−x)).</summary>
public sealed class SigmoidAttribute : LayerAttribute { }

/// <summary>The hyperbolic tangent.</summary>
public sealed class TanhAttribute : LayerAttribute { }

/// <summary>exp(x − max) / Σ exp(x − max): over the features of [F], over the channels at each position of [C, H, W].</summary>
public sealed class SoftmaxAttribute : LayerAttribute { }
