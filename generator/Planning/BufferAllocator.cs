using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Planning;

/// <summary>Gives each buffer a place in its array; buffers that are never needed at the same time may share one.</summary>
internal static class BufferAllocator
{
    // 64 bytes of floats: where a vector or a cache line begins.
    private const int Alignment = 16;

    /// <summary>Places every buffer of the passes: the largest first, each as low as it goes.</summary>
    public static EquatableArray<PlannedBuffer> Place(int batch, Passes passes, Slot output)
    {
        var lives = new List<PlannedBuffer>();
        foreach (KeyValuePair<Slot, (int First, int Last)> life in Lives(passes, output))
        {
            lives.Add(new PlannedBuffer(life.Key, 0, checked(life.Key.Shape.Count * batch), life.Value.First, life.Value.Last));
        }

        var placed = new List<PlannedBuffer>();
        foreach (PlannedBuffer buffer in lives.OrderByDescending(buffer => buffer.Count).ThenBy(buffer => buffer.FirstStep).ThenBy(buffer => buffer.Slot.Name, StringComparer.Ordinal))
        {
            placed.Add(buffer with { Offset = LowestPlace(buffer, placed) });
        }

        return placed.OrderBy(buffer => buffer.FirstStep).ThenBy(buffer => buffer.Slot.Name, StringComparer.Ordinal).ToEquatableArray();
    }

    /// <summary>The length of an array that holds the buffers of a store.</summary>
    public static long Length(EquatableArray<PlannedBuffer> buffers, Store store) =>
        buffers.Where(buffer => buffer.Slot.Store == store).Select(buffer => buffer.Offset + buffer.Count).DefaultIfEmpty(0).Max();

    private static long LowestPlace(PlannedBuffer buffer, List<PlannedBuffer> placed)
    {
        long offset = 0;
        IEnumerable<PlannedBuffer> rivals = placed.Where(other =>
            other.Slot.Store == buffer.Slot.Store && other.FirstStep <= buffer.LastStep && buffer.FirstStep <= other.LastStep);
        foreach (PlannedBuffer rival in rivals.OrderBy(other => other.Offset))
        {
            if (offset + buffer.Count <= rival.Offset) break;
            offset = Math.Max(offset, (rival.Offset + rival.Count + Alignment - 1) / Alignment * Alignment);
        }

        return offset;
    }

    /// <summary>The first and the last step that needs each buffer, in the order of first use.</summary>
    private static Dictionary<Slot, (int First, int Last)> Lives(Passes passes, Slot output)
    {
        var lives = new Dictionary<Slot, (int First, int Last)>();
        int time = 0;
        foreach (Step step in passes.Forward) Touch(step.Slots, time++);

        // Loss may come at any time after Forward, even after Backward; what it touches and what was returned lasts to the end.
        int loss = time++;
        foreach (Step step in passes.BackwardOfOutput.Concat(passes.Backward)) Touch(step.Slots, time++);
        int end = time;
        Touch(new[] { output }, end);
        Slot?[] lossGradients = { passes.OutputGradient, passes.Loss?.Gradient };
        foreach (Slot slot in lossGradients.Where(slot => slot != null).Select(slot => slot!))
        {
            Touch(new[] { slot }, loss);
            Touch(new[] { slot }, end);
        }

        if (passes.InputGradient != null) Touch(new[] { passes.InputGradient }, end);
        return lives;

        void Touch(IEnumerable<Slot> slots, int at)
        {
            foreach (Slot slot in slots.Where(slot => slot.Store is Store.Activations or Store.Winners))
            {
                lives[slot] = lives.TryGetValue(slot, out (int First, int Last) life) ? (Math.Min(life.First, at), Math.Max(life.Last, at)) : (at, at);
            }
        }
    }
}
