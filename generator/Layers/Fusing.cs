using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers.Activations;
using CnnGen.Generator.Layers.Pool;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers;

/// <summary>A layer that can end in a sum, an activation and a max pool: what it makes goes through them while it is still in registers.</summary>
internal interface IFusing
{
    /// <summary>Whether it can end so.</summary>
    bool Accepts(Epilogue epilogue, ILayerPlan plan);

    /// <summary>Whether its backward steps go to the winners of a fused pool.</summary>
    bool TakesWinners(ILayerPlan plan);

    /// <summary>Adds its steps of the backward pass, from the gradients of a fused pool's windows.</summary>
    void PlanBackwardOfWinners(ILayerPlan plan, Slot outputGradient, PoolShape pool, Slot winners);

    /// <summary>Adds its steps of the forward pass, and writes to a place for the last of the fused layers.</summary>
    void PlanForward(ILayerPlan plan, Fused fused);
}

/// <summary>A layer that the one before it can compute on the way.</summary>
internal interface IFusible
{
    /// <summary>What it does to each sum of the layer before it; null where it takes more than that.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="head">The layer that would compute it.</param>
    Epilogue? AsEpilogue(ILayerPlan plan, Layer head);
}

/// <summary>A function of each element; one that takes a few instructions can be fused.</summary>
internal interface IActivating : IFusible
{
    /// <summary>What can be computed with the layer before it; null for a function that takes more.</summary>
    Activation? Activation { get; }

    /// <summary>Its derivative.</summary>
    Expression Derivative { get; }

    /// <summary>Adds the step that takes the gradient of a tensor through it, in place, by that tensor's own numbers.</summary>
    void PlanDerivative(ILayerPlan plan, Tensor tensor);
}

/// <summary>A sum with another tensor.</summary>
internal interface IAdding : IFusible
{
    /// <summary>The other tensor.</summary>
    Tensor Addend { get; }
}

/// <summary>A max pool.</summary>
internal interface IPooling : IFusible
{
    PoolShape Shape { get; }

    /// <summary>Adds the backward step of a pool that another layer computes: straight to the gradient of its sums.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="last">The last of the fused layers.</param>
    /// <param name="sums">The tensor of the other layer's own outputs.</param>
    /// <param name="activation">The activation among the fused layers, if any.</param>
    void PlanBackwardTo(ILayerPlan plan, Layer last, Tensor sums, IActivating? activation);
}

/// <summary>What happens to a sum before it is stored.</summary>
/// <param name="Addend">How a tensor lies that is added first; null for none.</param>
/// <param name="Activation">What becomes of the sum; null for nothing.</param>
/// <param name="Pool">The max pool, if any.</param>
/// <param name="KeepsWinners">Whether the place of each maximum is stored too, for a backward pass.</param>
internal sealed record Epilogue(Layout? Addend = null, Activation? Activation = null, PoolShape? Pool = null, bool KeepsWinners = false)
{
    public static Epilogue None { get; } = new();

    /// <summary>This and then another; null where one pass over the sums cannot do both.</summary>
    public Epilogue? Then(Epilogue next)
    {
        // What is added comes first, and only what is stored as it is can be added to.
        if (next.Addend != null) return this == None ? next : null;
        if ((Activation != null && next.Activation != null) || (Pool != null && next.Pool != null) || (Addend != null && next.Pool != null)) return null;

        // The pool is computed first: where it is declared last, only if that makes no difference.
        if (next.Pool != null && Activation != null && !(next.KeepsWinners ? Activation.KeepsWinner : Activation.KeepsMaximum)) return null;
        return new Epilogue(Addend, Activation ?? next.Activation, Pool ?? next.Pool, KeepsWinners || next.KeepsWinners);
    }

    /// <summary>In a method's name.</summary>
    public string NameSuffix
    {
        get
        {
            string name = (Addend == null ? "" : "Plus" + Addend.NameSuffix) + Activation?.Name;
            if (Pool != null) name += $"MaxPool{Text.Number(Pool.Window.Height)}x{Text.Number(Pool.Window.Width)}";
            return name + (KeepsWinners ? "Winners" : "");
        }
    }

    /// <summary>In a sentence: nothing where nothing happens.</summary>
    public string Describe
    {
        get
        {
            string text = Addend == null ? "" : ", plus " + Addend.Shape;
            string activated = Activation == null ? "" : ", " + Activation.Sentence;
            if (Pool == null) return text + activated;
            string maximum = $", the maximum of {Pool.Window.Describe("windows")}{(KeepsWinners ? " and where it is" : "")}";
            return text + (Activation is { KeepsMaximum: false } ? maximum + activated : activated + maximum);
        }
    }
}

/// <summary>The layers behind one that are computed with it.</summary>
/// <param name="Epilogue">What they do.</param>
/// <param name="Layers">The layers, in order.</param>
internal sealed record Fused(Epilogue Epilogue, EquatableArray<Layer> Layers)
{
    public static Fused Nothing { get; } = new(Epilogue.None, default);
}
