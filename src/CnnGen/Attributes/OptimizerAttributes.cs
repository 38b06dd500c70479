using System;

namespace CnnGen;

/// <summary>How a step changes the parameters. None written: plain <see cref="SgdAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class OptimizerAttribute : Attribute
{
    private protected OptimizerAttribute() { }

    /// <summary>Added to each gradient as WeightDecay × parameter, or as the optimizer says; at least 0.</summary>
    public double WeightDecay { get; set; }

    /// <summary>Whether all trained parameters decay. False: only weights of two axes or more do; no bias, and nothing of a norm.</summary>
    public bool DecayAll { get; set; } = true;

    /// <summary>
    /// The largest norm, at least 0, of all gradients together that a step takes as it is; a larger one is scaled down to it, as by PyTorch's
    /// <c>clip_grad_norm_</c>: gradient × min(1, ClipNorm / (norm + 1e-6)), before decay and momentum. 0 turns it off. An infinite norm makes the
    /// factor 0, and a gradient that is not a number makes all of them so. CopyGradientsTo shows them unclipped.
    /// </summary>
    public double ClipNorm { get; set; }
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

/// <summary>Adam (Kingma and Ba, 2015), as in PyTorch's <c>Adam</c> without amsgrad.</summary>
/// <remarks>
/// g = gradient + WeightDecay × parameter; m = Beta1 × m + (1 − Beta1) × g; v = Beta2 × v + (1 − Beta2) × g²; in step t, the first being 1,
/// parameter −= rate / (1 − Beta1ᵗ) × m / (√v / √(1 − Beta2ᵗ) + Epsilon).
/// </remarks>
public sealed class AdamAttribute : OptimizerAttribute
{
    /// <summary>How much of the gradients' average is kept; at least 0 and below 1.</summary>
    public double Beta1 { get; set; } = 0.9;

    /// <summary>How much of the average of the gradients' squares is kept; at least 0 and below 1.</summary>
    public double Beta2 { get; set; } = 0.999;

    /// <summary>Added to the root that a step is divided by; above 0.</summary>
    public double Epsilon { get; set; } = 1e-8;
}

/// <summary>Adam with a decoupled weight decay (Loshchilov and Hutter, 2019), as in PyTorch's <c>AdamW</c> without amsgrad.</summary>
/// <remarks>
/// parameter −= rate × WeightDecay × parameter, by default with a WeightDecay of 0.01; then as <see cref="AdamAttribute"/> without decay:
/// m = Beta1 × m + (1 − Beta1) × gradient; v = Beta2 × v + (1 − Beta2) × gradient²; in step t, the first being 1,
/// parameter −= rate / (1 − Beta1ᵗ) × m / (√v / √(1 − Beta2ᵗ) + Epsilon).
/// </remarks>
public sealed class AdamWAttribute : OptimizerAttribute
{
    /// <summary>AdamW with a weight decay of 0.01.</summary>
    public AdamWAttribute() => WeightDecay = 0.01;

    /// <summary>How much of the gradients' average is kept; at least 0 and below 1.</summary>
    public double Beta1 { get; set; } = 0.9;

    /// <summary>How much of the average of the gradients' squares is kept; at least 0 and below 1.</summary>
    public double Beta2 { get; set; } = 0.999;

    /// <summary>Added to the root that a step is divided by; above 0.</summary>
    public double Epsilon { get; set; } = 1e-8;
}

/// <summary>RMSProp (Hinton, 2012, lecture 6 of <i>Neural Networks for Machine Learning</i>), as in PyTorch's <c>RMSprop</c>, not centered.</summary>
/// <remarks>
/// g = gradient + WeightDecay × parameter; s = Alpha × s + (1 − Alpha) × g²; v = Momentum × v + g / (√s + Epsilon); parameter −= rate × v.
/// </remarks>
public sealed class RMSPropAttribute : OptimizerAttribute
{
    /// <summary>How much of the average of the gradients' squares is kept; at least 0 and below 1.</summary>
    public double Alpha { get; set; } = 0.99;

    /// <summary>Added to the root that a gradient is divided by; above 0.</summary>
    public double Epsilon { get; set; } = 1e-8;

    /// <summary>How much of the last step's velocity is kept; at least 0.</summary>
    public double Momentum { get; set; }
}
