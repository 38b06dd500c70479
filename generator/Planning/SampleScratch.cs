using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

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
        EquatableArray<Step>[] all = { passes.Forward, passes.BackwardOfOutput, passes.Backward, passes.Deferred };
        List<List<Phase>> modes = Phase.ModesOf(all.SelectMany(pass => pass)).Select(mode => all.SelectMany(pass => Phase.Cut(pass, mode)).ToList()).ToList();
        ISet<Slot?> ends = passes.Ends(output);
        var shared = new HashSet<Slot>(
            from phase in modes.SelectMany(phases => phases)
            where phase.IsPerSample
            from slot in Slots(phase)
            where slot.PerSample && slot.Store == Store.Activations && !ends.Contains(slot) && modes.All(phases => IsInOne(phases, slot))
            select slot);
        passes.Change((Slot slot) => shared.Contains(slot.Own) ? slot.OfOneSample : slot);
    }

    /// <summary>Whether a buffer is in one phase of a sample's at most.</summary>
    private static bool IsInOne(IEnumerable<Phase> phases, Slot slot)
    {
        List<Phase> users = phases.Where(phase => Slots(phase).Contains(slot)).Take(2).ToList();
        return users.Count == 0 || (users.Count == 1 && users[0].IsPerSample);
    }

    private static HashSet<Slot> Slots(Phase phase) => new(phase.Steps.SelectMany(step => step.Slots).Select(slot => slot.Own));
}
