using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Layers.Joins;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Tests.Fuzz;
using CnnGen.Generator.Tests.Gradients;
using CnnGen.Generator.Tests.ReferenceCases;
using Xunit;

namespace CnnGen.Generator.Tests.Stages;

/// <summary>The arrays of a network, in which each number is what made it: the step, the sample, the element, and all that the step has read.</summary>
internal sealed class PlanMemory(NetworkPlan plan)
{
    private readonly Dictionary<Slot, PlannedBuffer> buffers = plan.Buffers.ToDictionary(buffer => buffer.Slot);
    private readonly int[] activations = new int[plan.LengthOf(Element.Number)], winners = new int[plan.LengthOf(Element.Index)];
    private readonly int samples = plan.Model.Options.Batch;
    private readonly Dictionary<string, int> reads = [];

    /// <summary>The declarations of the gradients' table and of the reference graphs, the latter also for one sample a call, and random ones.</summary>
    public static IEnumerable<string> Declarations(int seed)
    {
        RandomNetworks networks = new(seed);
        return GradientTable.ByName.Values
            .Concat(ReferenceGraph.All.Select(graph => $"[{string.Join("] [", graph.Declaration)}]").SelectMany(graph => new[] { graph, graph.Replace(", Batch = 3", "") }))
            .Concat(Enumerable.Range(0, 120).Select(_ => networks.Next()));
    }

    /// <summary>Fails where a step, or the caller, reads other numbers than in another plan of the same network.</summary>
    public static void AssertReadsTheSame(string declaration, NetworkPlan plan, NetworkPlan other)
    {
        foreach (Mode mode in new[] { Mode.Training, Mode.Inference })
        {
            foreach (bool isFromLoss in new[] { true, false })
            {
                Dictionary<string, int> read = new PlanMemory(plan).Run(mode, isFromLoss), expected = new PlanMemory(other).Run(mode, isFromLoss);
                foreach ((string reader, int numbers) in read) Assert.True(expected[reader] == numbers, $"{declaration}, {mode}: {reader}");
            }
        }
    }

    /// <summary>What each step, and the caller, has read.</summary>
    public Dictionary<string, int> Run(Mode mode, bool isFromLoss)
    {
        Run(plan.Forward, mode);
        Read(plan.Output, "the caller");
        if (!plan.Model.IsTrainable || (isFromLoss && !plan.Model.HasLoss)) return reads;
        foreach (PlannedHead head in plan.Heads)
        {
            Slot gradient = isFromLoss ? head.LossGradient ?? head.Gradient! : head.Gradient!;
            for (int sample = 0; sample < samples; sample++) Write(gradient, sample, HashCode.Combine("loss", head.First, sample));
        }

        if (!isFromLoss) Run(plan.BackwardOfOutput, mode);
        Run(plan.Backward, mode);
        Run(plan.Update!.Deferred, mode);
        Read(plan.Output, "the caller, later");
        if (plan.InputGradient != null) Read(plan.InputGradient, "the caller, of the input's gradient");
        return reads;
    }

    private void Run(IEnumerable<Step> steps, Mode mode)
    {
        foreach (Phase phase in Phase.Cut(steps, mode))
        {
            if (phase.IsPerSample) for (int sample = 0; sample < samples; sample++) foreach (Step step in phase.Steps) Run(step, [sample]);
            else foreach (Step step in phase.Steps) Run(step, [.. Enumerable.Range(0, samples)]);
        }
    }

    private void Run(Step step, int[] of)
    {
        if (step.Kernel.Copied != null || step.Kernel is ChannelCopy)
        {
            foreach (int sample in of) Copy(step, sample);
            return;
        }

        int read = step.Title.GetHashCode(StringComparison.Ordinal);
        foreach (int sample in of)
        {
            read = HashCode.Combine(read, sample);
            foreach ((Port port, Slot slot) in step.Kernel.Ports.Zip(step.Slots).Where(use => use.First.Access != Access.Write))
            {
                read = HashCode.Combine(read, Hash(slot, sample));
            }
        }

        reads[$"{step.Title}, sample {of[0]}"] = read;
        foreach (int sample in of)
        {
            int written = HashCode.Combine(read, sample);
            foreach ((Port port, Slot slot) in step.Kernel.Ports.Zip(step.Slots).Where(use => use.First.Access != Access.Read))
            {
                Write(slot, sample, HashCode.Combine(written, port.Name));
            }
        }
    }

    private void Copy(Step step, int sample)
    {
        Span<int> source = Cells(step.Slots[0], sample), target = Cells(step.Slots[1], sample);
        if (step.Kernel.Copied is { } run)
        {
            // With the border, whatever is in it.
            source.Slice(run.From, run.Count).CopyTo(target.Slice(run.To, run.Count));
            return;
        }

        ChannelCopy copy = (ChannelCopy)step.Kernel;
        for (int element = 0; element < copy.Shape.Count; element++)
        {
            target[copy.Target.AtPlain((copy.TargetFirst * copy.Shape.Positions) + element)] =
                source[copy.Source.AtPlain((copy.SourceFirst * copy.Shape.Positions) + element)];
        }
    }

    private void Read(Slot slot, string reader)
    {
        int read = 0;
        for (int sample = 0; sample < samples; sample++) read = HashCode.Combine(read, Hash(slot, sample));
        reads[reader] = read;
    }

    /// <summary>Of all elements, and of the border where it has to be zero; what lies between rows is nobody's.</summary>
    private int Hash(Slot slot, int sample)
    {
        Span<int> cells = Cells(slot, sample);
        int hash = 0, elements = 0, all = 0;
        if (cells.Length == 0) return 0;
        for (int element = 0; element < slot.Shape.Count; element++)
        {
            int number = cells[slot.Layout.AtPlain(element)];
            hash = HashCode.Combine(hash, number);
            elements += number == 0 ? 0 : 1;
        }

        if (!slot.HasZeroBorder) return hash;
        foreach (int number in cells) all += number == 0 ? 0 : 1;
        return HashCode.Combine(hash, all - elements);
    }

    private void Write(Slot slot, int sample, int written)
    {
        Span<int> cells = Cells(slot, sample);
        for (int i = 0; i < slot.Shape.Count && cells.Length > 0; i++) cells[slot.Layout.AtPlain(i)] = HashCode.Combine(written, i);
    }

    private Span<int> Cells(Slot slot, int sample)
    {
        if (slot.Store == Store.Caller) return Enumerable.Range(0, slot.Count).Select(i => HashCode.Combine(slot.Name, sample, i)).ToArray();
        if (!buffers.TryGetValue(slot.Own, out PlannedBuffer? buffer)) return [];
        int[] store = slot.Element == Element.Index ? winners : activations;
        return store.AsSpan((int)buffer.Offset + (slot.PerSample ? sample * slot.Own.Count : 0) + slot.First, slot.Count);
    }
}
