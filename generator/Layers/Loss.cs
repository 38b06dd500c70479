using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers;

/// <summary>A checked loss.</summary>
/// <param name="Kind">Its attribute's name.</param>
/// <param name="Output">The tensor it judges.</param>
/// <param name="FusedWith">The layer whose input its gradient speaks of, where that is not the output: its name.</param>
internal abstract record Loss(string Kind, Tensor Output, string? FusedWith = null)
{
    /// <summary>Whether it takes class labels besides targets of numbers.</summary>
    public virtual bool TakesLabels => false;

    /// <summary>Whether labels may weigh differently, so that the loss against them is divided by what they weigh: the kernel is told their mean.</summary>
    public virtual bool WeighsLabels => false;

    /// <summary>What each class weighs, where the declaration says it: a span of both kernels.</summary>
    public virtual EquatableArray<double> ClassWeights => default;

    /// <summary>A label that weighs nothing, where there may be one.</summary>
    public virtual int? IgnoredLabel => null;

    /// <summary>What a sample's loss is, as a formula.</summary>
    public abstract string Formula { get; }

    /// <summary>The same against a target of numbers.</summary>
    public virtual string FormulaOfTarget => Formula;

    /// <summary>
    /// Writes the body of the loss against <c>target</c>: reads <c>output</c>, writes <c>gradient</c>, returns the mean times <c>weight</c>.
    /// </summary>
    public abstract void EmitOfTarget(KernelWriter writer);

    /// <summary>
    /// The same against <c>labels</c>, which are in range or ignored. Where they weigh differently, <c>labelWeight</c> is their mean weight.
    /// </summary>
    public virtual void EmitOfLabels(KernelWriter writer) => throw new System.InvalidOperationException(Kind + " takes no labels.");
}
