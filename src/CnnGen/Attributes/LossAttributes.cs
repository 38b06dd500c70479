using System;

namespace CnnGen;

/// <summary>A loss, after the last layer. Every loss is a mean over the samples of a call.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class LossAttribute : Attribute
{
    private protected LossAttribute() { }
}

/// <summary>−log softmax(output)[label], from logits; over the channels at each position of a spatial output, then the mean over positions too.</summary>
/// <remarks>
/// <para>
/// It means what PyTorch's CrossEntropyLoss does, with weight, ignore_index and label_smoothing. With an option, a label's cost is
/// −Σ w × t × log softmax(output) over the classes, where w are the <see cref="Weights"/> and t is 1 at the label, then smoothed; the loss is
/// the sum over all labels that are not ignored, divided by the sum of w[label] over them. A <see cref="Trainer{T}"/> divides by that sum over its whole
/// batch, whatever its shards. Class probabilities in place of labels are the t of each class: they are smoothed and weighted too, none is
/// ignored, and their sum is divided by the number of samples (and positions).
/// </para>
/// <para>
/// Where no label weighs anything, because all are ignored or of classes with weight 0, the loss is the mean of nothing: a NaN, as in PyTorch.
/// Its gradient is 0 then: it moves no weight by itself, while momentum and decay go on.
/// </para>
/// </remarks>
public sealed class SoftmaxCrossEntropyAttribute : LossAttribute
{
    /// <summary>
    /// How much of each label is shared out evenly among all classes: t becomes (1 − LabelSmoothing) × t + LabelSmoothing / classes. At least 0
    /// and below 1. C. Szegedy et al., Rethinking the Inception architecture, 2016.
    /// </summary>
    public double LabelSmoothing { get; set; }

    /// <summary>How much each class weighs: one number for each, finite and at least 0, and not all 0. None is 1 for each.</summary>
    public double[]? Weights { get; set; }

    /// <summary>
    /// The label of what is left out: it costs nothing and does not count. It may be a class, which then is never learnt. Where no option is
    /// written, none is left out, and a label that is no class is an error.
    /// </summary>
    public int IgnoreIndex { get; set; } = -100;
}

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
