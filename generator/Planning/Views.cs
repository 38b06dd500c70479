using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers;

namespace CnnGen.Generator.Planning;

/// <summary>
/// The stage that spares copies: where a step would only copy a run of numbers, as <c>Concat</c> and <c>Slice</c> do where channels lie one behind the
/// other, the one place becomes a part of the other.
/// </summary>
internal static class Views
{
    /// <summary>Takes every view that changes nothing of what anybody reads, and costs no memory.</summary>
    public static void Take(Passes passes, int batch, Slot output, ForcedForms forced)
    {
        IEnumerable<Step> copies = passes.Steps.Where(step => step.Kernel.Copied != null && forced.Of(step.Layer, "view") != "copy");
        foreach (string method in copies.Select(step => step.Method).ToList())
        {
            List<Step> steps = passes.Steps.ToList();
            int at = steps.FindIndex(step => step.Method == method);
            if (!Suits(steps, at, batch, passes.Ends(output))) continue;
            (Slot part, Slot whole, int first) = Ends(steps[at]);
            Passes tried = passes.Copy();
            tried.Change(step => step == steps[at] ? null : step);
            tried.Change(slot => slot.Own == part ? slot.AsPartOf(whole, first + slot.First) : slot);
            if (tried.Cost(batch, output) <= passes.Cost(batch, output)) passes.Set(tried);
        }
    }

    /// <summary>The place that would be a part, the place that it would be a part of, and from which of its numbers on.</summary>
    private static (Slot Part, Slot Whole, int First) Ends(Step copy)
    {
        (Slot source, Slot target, CopiedRun run) = (copy.Slots[0], copy.Slots[1], copy.Kernel.Copied!);
        return run.Count == source.Count ? (source, target, run.To) : (target, source, run.From);
    }

    private static bool Suits(IReadOnlyList<Step> steps, int at, int batch, ISet<Slot?> ends)
    {
        Step copy = steps[at];
        (Slot part, Slot whole, int first) = Ends(copy);
        CopiedRun run = copy.Kernel.Copied!;
        if (copy.Mode != Mode.Always || part.Whole != null || part.Own == whole.Own || run.Count != part.Count) return false;
        foreach (Slot slot in new[] { part, whole.Own })
        {
            // What the caller or a loss may touch at any time, or may keep, stays apart.
            if (slot.Store != Store.Activations || slot.Element != Element.Number || ends.Contains(slot)) return false;
        }

        bool isTarget = copy.Slots[1] == part;
        int start = whole.First + first;
        List<Touch> touches = Touches(steps).ToList();
        List<Touch> ofPart = touches.Where(touch => touch.Slot.Own == part).ToList();
        List<Touch> ofWhole = touches.Where(touch => touch.Slot.Own == whole.Own && touch.Overlaps(start, part.Count)).ToList();

        // From one sample's range to the next it is farther than such kernels know.
        if (batch > 1 && ofPart.Concat(touches.Where(touch => touch.Slot.Own == whole.Own)).Any(touch => !touch.Step.Kernel.IsPerSample)) return false;

        // Before the copy nobody uses its target, and from then on the numbers of both stay the same for as long as the other is read.
        return !(isTarget ? ofPart : ofWhole).Any(touch => touch.At < at) && !IsSpoiled(ofPart, ofWhole) && !IsSpoiled(ofWhole, ofPart);

        bool IsSpoiled(List<Touch> one, List<Touch> other) =>
            one.Any(write => write.Writes && write.At > at && other.Any(read => read.Reads && read.At >= write.At));
    }

    private static IEnumerable<Touch> Touches(IReadOnlyList<Step> steps)
    {
        for (int at = 0; at < steps.Count; at++)
        {
            Step step = steps[at];
            for (int port = 0; port < step.Slots.Count; port++)
            {
                yield return new Touch(at, step, step.Slots[port], step.Kernel.Ports[port].Access, port == 1 ? step.Kernel.Copied : null);
            }
        }
    }

    /// <summary>What a step does with a place, or with a run of it.</summary>
    private sealed record Touch(int At, Step Step, Slot Slot, Access Access, CopiedRun? Written)
    {
        public bool Reads => Access != Access.Write;

        public bool Writes => Access != Access.Read;

        /// <summary>Whether it is about a number of a range of the place that its slot is in.</summary>
        public bool Overlaps(int start, int count)
        {
            int first = Slot.First + (Written?.To ?? 0), length = Written?.Count ?? Slot.Count;
            return first < start + count && start < first + length;
        }
    }
}
