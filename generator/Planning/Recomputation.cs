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
    private readonly Passes passes;
    private readonly ISet<Slot?> ends;
    private readonly List<Step> steps;   // of all passes
    private readonly IReadOnlyList<Mode> modes;
    private readonly IReadOnlyDictionary<Slot, Step> makers;

    private Recomputation(Passes passes, Slot output, IReadOnlyDictionary<Slot, Step> makers)
    {
        this.passes = passes;
        this.makers = makers;
        ends = passes.Ends(output);
        steps = passes.Steps.ToList();
        modes = Phase.ModesOf(steps);
    }

    /// <summary>Lets the passes make again what they need not keep.</summary>
    public static void Take(Passes passes, Slot output, ForcedForms forced)
    {
        List<Step> cheap = passes.Forward.Where(step => MadeBy(step) != null && forced.Of(step.Layer, "again") != "kept").ToList();
        Dictionary<Slot, Step> makers = cheap.GroupBy(step => MadeBy(step)!).ToDictionary(made => made.Key, made => made.First());
        var stage = new Recomputation(passes, output, makers);

        // From the last one: what makes another again reads it.
        foreach (Step maker in Enumerable.Reverse(cheap))
        {
            Slot made = MadeBy(maker)!;
            int last = stage.LastTouch(made);
            if (last < passes.Forward.Count || !stage.CanBeMadeUntil(made, maker, last)) continue;
            passes.ChangePasses(pass => stage.WithMakers(pass, made, maker));
            passes.Change((Slot slot) => slot == made ? made.OfOneSample : slot);
            stage = new Recomputation(passes, output, makers);
        }
    }

    /// <summary>The place that a cheap step fills for each sample; null where it does anything else.</summary>
    private static Slot? MadeBy(Step step)
    {
        Kernel kernel = step.Kernel;
        if (!kernel.IsCheap || !kernel.IsPerSample || step.Mode != Mode.Always || kernel.Ports.Count(port => port.Access != Access.Read) != 1) return null;
        Slot? made = step.Slots.Where((_, port) => kernel.Ports[port].Access == Access.Write).FirstOrDefault();
        return made is { Store: Store.Activations, PerSample: true, Whole: null } ? made : null;
    }

    /// <summary>Whether each phase that reads a place can fill it first, until a step.</summary>
    private bool CanBeMadeUntil(Slot made, Step maker, int last)
    {
        // What a loss, or the caller, may read at any time is kept; so is what a step takes of all samples at once.
        if (ends.Contains(made) || steps.Sum(step => WritesTo(step, made)) > 1 || steps.Any(step => step.Slots.Any(slot => slot.Whole == made))) return false;
        if (passes.InPhases(modes).Any(phase => !phase.IsPerSample && phase.Steps.Any(step => Touches(step, made)))) return false;
        return maker.Slots.Where((_, port) => maker.Kernel.Ports[port].Access == Access.Read).All(slot => IsThereUntil(slot, steps.IndexOf(maker), last));
    }

    /// <summary>Whether what a step reads stays as it is, until another, whether or not anything is made again.</summary>
    private bool IsThereUntil(Slot slot, int from, int last)
    {
        if (slot.Store == Store.Caller) return false;
        if (slot.Store != Store.Activations) return true;   // nobody changes these between Forward and Backward
        if (steps.Skip(from + 1).Any(step => WritesTo(step, slot.Own) > 0)) return false;
        return !slot.PerSample || LastTouch(slot) > last || (makers.TryGetValue(slot, out Step? maker) && CanBeMadeUntil(slot, maker, last));
    }

    /// <summary>A pass in which each phase that reads a place fills it first.</summary>
    private EquatableArray<Step> WithMakers(EquatableArray<Step> pass, Slot made, Step maker)
    {
        ILookup<int, Mode> missing = modes
            .SelectMany(mode => Phase.CutNumbered(pass, mode)
                .Where(phase => phase.All(at => pass[at] != maker) && phase.Any(at => Touches(pass[at], made)))
                .Select(phase => (At: phase.First(at => Touches(pass[at], made)), mode)))
            .ToLookup(one => one.At, one => one.mode);
        return pass.SelectMany((step, at) => missing[at].ToList() switch
        {
            { Count: 0 } => new[] { step },
            { Count: 1 } only when modes.Count > 1 => new[] { maker with { Mode = only[0], IsAgain = true }, step },
            _ => new[] { maker with { IsAgain = true }, step },
        }).ToEquatableArray();
    }

    private int LastTouch(Slot slot) => steps.FindLastIndex(step => Touches(step, slot));

    private static bool Touches(Step step, Slot slot) => step.Slots.Any(other => other.Own == slot.Own);

    private static int WritesTo(Step step, Slot place) =>
        step.Slots.Where((slot, port) => slot.Own == place && step.Kernel.Ports[port].Access != Access.Read).Count();
}
