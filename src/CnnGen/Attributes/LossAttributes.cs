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

/// <summary>The mean of (output − target)² over a sample's outputs.</summary>
public sealed class MeanSquaredErrorAttribute : LossAttribute { }

/// <summary>½ Σ (output − target)² over a sample's outputs.</summary>
public sealed class HalfSquaredErrorAttribute : LossAttribute { }
