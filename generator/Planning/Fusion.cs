using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Layers.Activations;
using CnnGen.Generator.Layers.Pool;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Planning;

/// <summary>A layer that can end in an activation and a max pool: what it makes goes through both while it is still in registers.</summary>
internal interface IFusing
{
    /// <summary>Whether it can end so.</summary>
    bool Accepts(Epilogue epilogue, PlanBuilder plan);

    /// <summary>Whether its backward steps go to the winners of a fused pool.</summary>
    bool TakesWinners(PlanBuilder plan);

    /// <summary>Adds its steps of the backward pass, from the gradients of a fused pool's windows.</summary>
    void PlanBackwardOfWinners(PlanBuilder plan, Slot outputGradient, PoolShape pool, Slot winners);

    /// <summary>Adds its steps of the forward pass, and writes to a place for the last of the fused layers.</summary>
    void PlanForward(PlanBuilder plan, Fused fused);
}

/// <summary>What happens to a sum before it is stored.</summary>
/// <param name="Rectifier">The slope of a rectifier's negative side; null for none.</param>
/// <param name="Pool">The max pool, if any.</param>
/// <param name="KeepsWinners">Whether the place of each maximum is stored too, for a backward pass.</param>
internal sealed record Epilogue(double? Rectifier = null, PoolShape? Pool = null, bool KeepsWinners = false)
{
    public static Epilogue None { get; } = new();

    /// <summary>In a method's name.</summary>
    public string NameSuffix
    {
        get
        {
            string name = Rectifier is { } slope ? slope == 0 ? "ReLU" : "LeakyReLU" + Text.Number(slope).Replace(".", "p").Replace("-", "m") : "";
            if (Pool != null) name += $"MaxPool{Text.Number(Pool.Window.Height)}x{Text.Number(Pool.Window.Width)}";
            return name + (KeepsWinners ? "Winners" : "");
        }
    }

    /// <summary>In a sentence: nothing where nothing happens.</summary>
    public string Describe
    {
        get
        {
            string text = Rectifier is { } slope ? slope == 0 ? ", rectified" : $", rectified with slope {Text.Number(slope)}" : "";
            return Pool == null ? text : $"{text}, the maximum of {Pool.Window.Describe("windows")}{(KeepsWinners ? " and where it is" : "")}";
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

/// <summary>A layer, and those behind it that are computed with it.</summary>
internal sealed record Unit(Layer Head, Fused Fused)
{
    public Layer Last => Fused.Layers.Count == 0 ? Head : Fused.Layers[Fused.Layers.Count - 1];

    /// <summary>The layers, in order.</summary>
    public IEnumerable<Layer> Layers => Fused.Layers.Prepend(Head);

    /// <summary>Cuts a network into units.</summary>
    public static IReadOnlyList<Unit> Cut(NetworkModel model, PlanBuilder plan)
    {
        var units = new List<Unit>();
        var taken = new HashSet<Layer>();
        foreach (Layer layer in model.Layers.Where(layer => !layer.OnlyNames))
        {
            if (taken.Contains(layer)) continue;
            Unit unit = new(layer, Fused.Nothing);
            if (layer is IFusing head)
            {
                // The longest that the layer accepts: both, the rectifier, the pool.
                Unit? longest = Enumerable.Range(1, 2).Select(count => TryFuse(model, layer, 3 - count, plan)).FirstOrDefault(candidate => candidate != null && head.Accepts(candidate.Fused.Epilogue, plan));
                unit = longest ?? unit;
            }

            units.Add(unit);
            taken.UnionWith(unit.Layers);
        }

        return units;
    }

    public void PlanForward(PlanBuilder plan)
    {
        if (Head is IFusing head) head.PlanForward(plan, Fused);
        else Head.PlanForward(plan);
    }

    public void PlanBackward(PlanBuilder plan)
    {
        if (Fused.Epilogue.Pool is { } shape && Head is IFusing head && head.TakesWinners(plan))
        {
            // Where the maximum is, the rectifier has seen the same number: its derivative follows from the pooled output.
            foreach (ElementwiseLayer activation in Fused.Layers.OfType<ElementwiseLayer>()) activation.PlanDerivative(plan, Last.Output);
            head.PlanBackwardOfWinners(plan, plan.Gradient(Last.Output), shape, plan.WinnersOf(Head.Output));
            return;
        }

        if (Fused.Epilogue.Pool != null)
        {
            MaxPoolLayer pool = Fused.Layers.OfType<MaxPoolLayer>().Single();
            pool.PlanBackwardTo(plan, Last, Head.Output, Fused.Layers.OfType<ElementwiseLayer>().SingleOrDefault());
        }
        else
        {
            foreach (Layer layer in Fused.Layers.Reverse()) layer.PlanBackward(plan);
        }

        Head.PlanBackward(plan);
    }

    private static Unit? TryFuse(NetworkModel model, Layer head, int count, PlanBuilder plan)
    {
        var layers = new List<Layer>();
        double? rectifier = null;
        PoolShape? pool = null;
        while (layers.Count < count)
        {
            // What anybody else reads has to be there.
            if (model.SoleReaderOf((layers.LastOrDefault() ?? head).Output) is not { } layer) return null;
            if (layer is ElementwiseLayer { Rectifier: { } slope } && rectifier == null) rectifier = slope;
            else if (layer is MaxPoolLayer { IsFusible: true } max && pool == null && !(max.AllTies && plan.IsTrainable)) pool = max.Shape;
            else return null;
            layers.Add(layer);
        }

        // Only where the rectifier does not reorder: a negative slope would make the least the largest.
        if (pool != null && rectifier is not (null or 0)) return null;
        return new Unit(head, new Fused(new Epilogue(rectifier, pool, pool != null && plan.IsTrainable), layers.ToEquatableArray()));
    }
}
