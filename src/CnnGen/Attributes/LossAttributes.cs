using System;

namespace CnnGen;

/// <summary>A loss, after the last layer. Every loss is a mean over the samples of a call.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class LossAttribute : Attribute
{
    private protected LossAttribute() { }
}

/// <summary>−log softmax(output)[label], from logits; over the channels at each position of a spatial output, then the mean over positions too.</summary>
public sealed class SoftmaxCrossEntropyAttribute : LossAttribute { }

/// <summary>−log output[label], from probabilities: the last layer is a Softmax or a Sigmoid.</summary>
public sealed class CrossEntropyAttribute : LossAttribute { }

/// <summary>The mean of −t log σ(y) − (1 − t) log(1 − σ(y)) over a sample's outputs y, which are logits, and targets t from 0 to 1.</summary>
public sealed class BinaryCrossEntropyAttribute : LossAttribute { }

/// <summary>The mean of (output − target)² over a sample's outputs.</summary>
public sealed class MeanSquaredErrorAttribute : LossAttribute { }

/// <summary>½ Σ (output − target)² over a sample's outputs.</summary>
public sealed class HalfSquaredErrorAttribute : LossAttribute { }

/// <summary>The mean of |output − target| over a sample's outputs. Where both are equal, the gradient is 0.</summary>
public sealed class MeanAbsoluteErrorAttribute : LossAttribute { }

/// <summary>
/// The mean over a sample's outputs of ½ e² for errors e = output − target of at most delta, and delta × (|e| − ½ delta) for larger ones. P. J. Huber,
/// Robust estimation of a location parameter, 1964.
/// </summary>
public sealed class HuberAttribute : LossAttribute
{
    /// <summary>A mean of errors that are squared where they are small.</summary>
    /// <param name="delta">The largest error that is squared; above 0 and finite.</param>
    public HuberAttribute(double delta = 1) => Delta = delta;

    /// <summary>The largest error that is squared.</summary>
    public double Delta { get; }
}
