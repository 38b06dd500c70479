using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers;

namespace CnnGen.Generator.Planning;

/// <summary>
/// Buffers that live within one phase of a pass, in which one sample goes through all steps before the next: they need room for one
/// sample, and stay in the caches.
/// </summary>
internal static class SampleScratch
{
    /// <summary>Makes such buffers of the passes scratch of one sample.</summary>
    public static void Share(Passes passes, Slot output)
    {
        IReadOnlyList<Mode> modes = Phase.ModesOf(passes.Steps);
        ISet<Slot?> ends = passes.Ends(output);
        List<Dictionary<Slot, Phase?>> phases = modes.Select(mode => SolePhases(passes.InPhases(new[] { mode }))).ToList();
        var shared = new HashSet<Slot>(
            phases.SelectMany(of => of.Keys)
                .Where(slot => slot.PerSample && slot.Store == Store.Activations && !ends.Contains(slot))
                .Where(slot => phases.All(of => !of.TryGetValue(slot, out Phase? sole) || sole is { IsPerSample: true })));
        passes.Change((Slot slot) => shared.Contains(slot.Own) ? slot.OfOneSample : slot);
    }

    /// <summary>The phase that each place is in; null where it is in several.</summary>
    private static Dictionary<Slot, Phase?> SolePhases(IEnumerable<Phase> phases)
    {
        var sole = new Dictionary<Slot, Phase?>();
        foreach (Phase phase in phases)
        {
            foreach (Slot slot in phase.Steps.SelectMany(step => step.Slots).Select(slot => slot.Own))
            {
                sole[slot] = sole.TryGetValue(slot, out Phase? other) && other != phase ? null : phase;
            }
        }

        return sole;
    }
}
