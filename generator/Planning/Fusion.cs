using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Planning;

/// <summary>A layer, and those behind it that are computed with it.</summary>
internal sealed record Unit(Layer Head, Fused Fused)
{
    private const int MostFused = 2;

    public Layer Last => Fused.Layers.Count == 0 ? Head : Fused.Layers[Fused.Layers.Count - 1];

    /// <summary>The layers, in order.</summary>
    public IEnumerable<Layer> Layers => Fused.Layers.Prepend(Head);

    /// <summary>Cuts a network into units.</summary>
    public static IReadOnlyList<Unit> Cut(NetworkModel model, PlanBuilder plan)
    {
        var units = new List<Unit>();
        var taken = new HashSet<Layer>();
        foreach (Layer layer in model.Layers.Where(layer => !layer.OnlyNames || layer.EndsHead != null))
        {
            if (taken.Contains(layer)) continue;
            Unit unit = new(layer, Fused.Nothing);
            if (layer is IFusing head)
            {
                // The longest that the layer accepts.
                Unit? longest = Enumerable.Range(0, MostFused)
                    .Select(shorter => TryFuse(model, layer, MostFused - shorter, plan))
                    .FirstOrDefault(candidate => candidate != null && head.Accepts(candidate.Fused.Epilogue, plan));
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
            // Where the maximum is, the activation has seen the same number: its derivative follows from the pooled output.
            foreach (IActivating activation in Fused.Layers.OfType<IActivating>()) activation.PlanDerivative(plan, Last.Output);
            head.PlanBackwardOfWinners(plan, plan.Gradient(Last.Output), shape, plan.WinnersOf(Head.Output));
            return;
        }

        if (Fused.Epilogue.Pool != null)
        {
            Fused.Layers.OfType<IPooling>().Single().PlanBackwardTo(plan, Last, Head.Output, Fused.Layers.OfType<IActivating>().SingleOrDefault());
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
        Epilogue epilogue = Epilogue.None;
        while (layers.Count < count)
        {
            // What anybody else reads has to be there.
            Layer? layer = model.SoleReaderOf((layers.LastOrDefault() ?? head).Output);
            if (layer is not IFusible fusible || fusible.AsEpilogue(plan, head) is not { } next || epilogue.Then(next) is not { } both) return null;
            epilogue = both;
            layers.Add(layer);
        }

        return new Unit(head, new Fused(epilogue, layers.ToEquatableArray()));
    }
}
