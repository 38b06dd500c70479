using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers;

/// <summary>A layer of sums with a weight for each term: what scales and shifts each channel behind it can go into its weights and its bias.</summary>
internal interface IFolding
{
    /// <summary>The layer with the one behind it in its parameters: it has a bias then.</summary>
    /// <param name="output">What the one behind it makes.</param>
    Layer Folded(Tensor output);
}

/// <summary>A layer that scales and shifts each channel, by numbers that change seldom where nothing is trained.</summary>
internal interface IFoldable
{
    /// <summary>A copy of a parameter of the layer before it, scaled and shifted; made again whenever one of its sources has changed.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="head">The layer before it, as it is computed.</param>
    /// <param name="role"><c>weight</c> or <c>bias</c>.</param>
    /// <param name="own">The parameter as it is declared; null for a bias that is not.</param>
    Slot Fold(ILayerPlan plan, Layer head, string role, Slot? own);
}
