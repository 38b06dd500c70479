using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Planning;

/// <summary>Gives each buffer a place in its array; buffers that are never needed at the same time may share one.</summary>
internal static class BufferAllocator
{
    /// <summary>Places every buffer of the passes: the largest first, each as low as it goes.</summary>
    public static EquatableArray<PlannedBuffer> Place(int batch, Passes passes, Slot output)
    {
        var placed = new List<PlannedBuffer>();
        IEnumerable<PlannedBuffer> buffers = new Lives(passes, output).Buffers(batch)
            .OrderByDescending(buffer => buffer.Count)
            .ThenBy(buffer => buffer.FirstStep)
            .ThenBy(buffer => buffer.Slot.Name, StringComparer.Ordinal);
        foreach (PlannedBuffer buffer in buffers) placed.Add(buffer with { Offset = LowestPlace(buffer, placed) });

        return placed.OrderBy(buffer => buffer.FirstStep).ThenBy(buffer => buffer.Slot.Name, StringComparer.Ordinal).ToEquatableArray();
    }

    /// <summary>The length of the array that holds the buffers of some elements.</summary>
    public static long Length(EquatableArray<PlannedBuffer> buffers, Element element) =>
        buffers.Where(buffer => buffer.Slot.Element == element).Select(buffer => buffer.Offset + buffer.Count).DefaultIfEmpty(0).Max();

    private static long LowestPlace(PlannedBuffer buffer, List<PlannedBuffer> placed)
    {
        long offset = 0;
        IEnumerable<PlannedBuffer> rivals = placed.Where(other =>
            other.Slot.Element == buffer.Slot.Element && other.FirstStep <= buffer.LastStep && buffer.FirstStep <= other.LastStep);
        foreach (PlannedBuffer rival in rivals.OrderBy(other => other.Offset))
        {
            if (offset + buffer.Count <= rival.Offset) break;
            offset = Math.Max(
                offset, (rival.Offset + rival.Count + ParameterPlacement.Alignment - 1) / ParameterPlacement.Alignment * ParameterPlacement.Alignment);
        }

        return offset;
    }

    /// <summary>The first and the last step that needs each buffer; steps are counted through Forward, Loss, Backward and what is left to Step.</summary>
    private sealed class Lives
    {
        private readonly Dictionary<Slot, SortedSet<int>> lives = new();

        // The phase of each step: its first and its last step.
        private readonly List<(int First, int Last)> phases = new();

        public Lives(Passes passes, Slot output)
        {
            Follow(passes.Forward);

            // Loss may come at any time after Forward, even after Backward; what it touches and what was returned lasts to the end.
            int loss = phases.Count;
            phases.Add((loss, loss));
            Follow(passes.BackwardOfOutput);
            Follow(passes.Backward);
            Follow(passes.Deferred);
            int end = phases.Count;
            phases.Add((end, end));
            Touch(output, end);
            foreach (Slot gradient in passes.Heads.SelectMany(head => new[] { head.Gradient, head.LossGradient }).OfType<Slot>())
            {
                Touch(gradient, loss);
                Touch(gradient, end);
            }

            if (passes.InputGradient != null) Touch(passes.InputGradient, end);

            // The zeros of a border are written once.
            foreach (Slot slot in lives.Keys.Where(slot => slot.HasZeroBorder).ToList())
            {
                Touch(slot, 0);
                Touch(slot, end);
            }
        }

        public IEnumerable<PlannedBuffer> Buffers(int batch)
        {
            foreach (KeyValuePair<Slot, SortedSet<int>> life in lives)
            {
                (int first, int last) = (life.Value.Min, life.Value.Max);
                bool hasSamples = life.Key.PerSample && batch > 1;
                if (batch > 1 && (hasSamples || life.Value.Any(at => phases[at] != phases[first])))
                {
                    // While one sample is at a phase's end, the next has still to go through it from the start, and to read what was there before.
                    // A step of one mode may be in a shorter phase than its neighbour of the other.
                    first = life.Value.Min(at => phases[at].First);
                    last = life.Value.Max(at => phases[at].Last);
                }

                yield return new PlannedBuffer(life.Key, 0, checked(life.Key.Layout.LongCount * (hasSamples ? batch : 1)), first, last);
            }
        }

        private void Follow(EquatableArray<Step> steps)
        {
            int start = phases.Count;
            for (int i = 0; i < steps.Count; i++)
            {
                foreach (Slot slot in steps[i].Slots) Touch(slot, start + i);
                phases.Add((start + i, start + i));
            }

            // A step may be in a phase in each mode; what counts is from the first step of both to the last.
            foreach (Mode mode in Phase.ModesOf(steps))
            {
                foreach (IReadOnlyList<int> phase in Phase.CutNumbered(steps, mode))
                {
                    int first = start + phase[0], last = start + phase[phase.Count - 1];
                    foreach (int i in phase.Select(number => start + number)) phases[i] = (Math.Min(first, phases[i].First), Math.Max(last, phases[i].Last));
                }
            }
        }

        private void Touch(Slot slot, int at)
        {
            if (slot.Store != Store.Activations) return;
            if (!lives.TryGetValue(slot.Own, out SortedSet<int>? life)) lives[slot.Own] = life = new SortedSet<int>();
            life.Add(at);
        }
    }
}
