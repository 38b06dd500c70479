using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Planning;

/// <summary>
/// The stage that keeps less for Backward: where what a cheap step reads is kept anyway, as a norm's input is, each phase that reads what it makes makes
/// it again, sample by sample. So that needs room for one sample, and is still in the caches when it is read.
/// </summary>
internal sealed class Recomputation
{
    /// <summary>So many steps are made again for one that reads: of a chain of sums, each of which reads the one before, every third is kept.</summary>
    private const int MostSteps = 2;

    private readonly ISet<Slot?> kept;
    private readonly Dictionary<Slot, int> lastTouches = new();
    private readonly Dictionary<Slot, List<int>> writers = new();
    private readonly Dictionary<Slot, Step> makers = new();

    private Recomputation(Passes passes, Slot output)
    {
        List<Step> steps = passes.Steps.ToList();

        // What a loss, or the caller, may read at any time is kept; so is what has parts, and what a step takes of all samples at once.
        kept = passes.Ends(output);
        kept.UnionWith(steps.SelectMany(step => step.Slots).Select(slot => slot.Whole));
        IEnumerable<Phase> ofAllSamples = passes.InPhases(Phase.ModesOf(steps)).Where(phase => !phase.IsPerSample);
        kept.UnionWith(ofAllSamples.SelectMany(phase => phase.Steps).SelectMany(step => step.Slots));
        for (int at = 0; at < steps.Count; at++)
        {
            for (int port = 0; port < steps[at].Slots.Count; port++)
            {
                Slot place = steps[at].Slots[port].Own;
                lastTouches[place] = at;
                if (steps[at].Kernel.Ports[port].Access == Access.Read) continue;
                if (!writers.TryGetValue(place, out List<int>? all)) writers[place] = all = new List<int>();
                all.Add(at);
            }
        }
    }

    /// <summary>Lets the passes make again what they need not keep, if they take less memory then.</summary>
    public static void Take(Passes passes, int batch, Slot output, ForcedForms forced)
    {
        List<(Slot Made, Step Maker)> again = new Recomputation(passes, output).Choose(passes.Forward, forced);
        if (again.Count == 0) return;
        Passes tried = passes.Copy();
        var ofOneSample = new HashSet<Slot>();
        IReadOnlyList<Mode> modes = Phase.ModesOf(passes.Steps);

        // From the last one: what makes another again reads it.
        foreach ((Slot made, Step maker) in Enumerable.Reverse(again))
        {
            if (!tried.Backward.Concat(tried.BackwardOfOutput).Any(step => step.Slots.Contains(made))) continue;
            tried.ChangePasses(pass => WithMakers(pass, modes, made, maker));
            ofOneSample.Add(made);
        }

        tried.Change((Slot slot) => ofOneSample.Contains(slot) ? slot.OfOneSample : slot);
        if (tried.Cost(batch, output) < passes.Cost(batch, output)) passes.Set(tried);
    }

    /// <summary>What can be made again, in the order in which it is made.</summary>
    private List<(Slot Made, Step Maker)> Choose(IEnumerable<Step> forward, ForcedForms forced)
    {
        var chosen = new List<(Slot, Step)>();
        foreach (Step step in forward.Where(step => forced.Of(step.Layer, "again") != "kept"))
        {
            if (MadeBy(step) is not { } made || kept.Contains(made) || writers[made].Count > 1) continue;
            if (StepsFor(step, lastTouches[made]) is not { } count || count > MostSteps) continue;
            makers[made] = step;
            chosen.Add((made, step));
        }

        return chosen;
    }

    /// <summary>The place that a cheap step fills for each sample; null where it does anything else.</summary>
    private static Slot? MadeBy(Step step)
    {
        Kernel kernel = step.Kernel;
        if (!kernel.IsCheap || !kernel.IsPerSample || step.Mode != Mode.Always || kernel.Ports.Count(port => port.Access != Access.Read) != 1) return null;
        Slot? made = step.Slots.Where((_, port) => kernel.Ports[port].Access == Access.Write).FirstOrDefault();
        return made is { Store: Store.Activations, PerSample: true, Whole: null } ? made : null;
    }

    /// <summary>How many steps it takes to make again what a step makes, until another; null where something that they read is not there any more.</summary>
    private int? StepsFor(Step maker, int until)
    {
        int count = 1, at = writers[MadeBy(maker)!][0];
        foreach (Slot slot in maker.Slots.Where((_, port) => maker.Kernel.Ports[port].Access == Access.Read))
        {
            if (slot.Store is Store.Caller or Store.Buffers) return null;   // the averages change at the end of Forward
            if (slot.Store != Store.Activations) continue;
            if (writers.TryGetValue(slot.Own, out List<int>? all) && all.Any(writer => writer > at)) return null;
            if (makers.TryGetValue(slot, out Step? other))
            {
                if (StepsFor(other, until) is not { } more) return null;
                count += more;
            }
            else if (slot.PerSample && lastTouches[slot.Own] <= until) return null;
        }

        return count;
    }

    /// <summary>A pass in which each phase that reads a place fills it first.</summary>
    private static EquatableArray<Step> WithMakers(EquatableArray<Step> pass, IReadOnlyList<Mode> modes, Slot made, Step maker)
    {
        ILookup<int, Mode> missing = modes
            .SelectMany(mode => Phase.CutNumbered(pass, mode)
                .Where(phase => phase.All(at => pass[at] != maker) && phase.Any(at => pass[at].Slots.Contains(made)))
                .Select(phase => (At: phase.First(at => pass[at].Slots.Contains(made)), mode)))
            .ToLookup(one => one.At, one => one.mode);
        return pass.SelectMany((step, at) => missing[at].ToList() switch
        {
            { Count: 0 } => new[] { step },
            { Count: 1 } only when modes.Count > 1 => new[] { maker with { Mode = only[0], IsAgain = true }, step },
            _ => new[] { maker with { IsAgain = true }, step },
        }).ToEquatableArray();
    }
}
