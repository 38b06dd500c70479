using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Layers.Joins;
using CnnGen.Generator.Layers.Recurrent;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Tests.Fuzz;
using CnnGen.Generator.Tests.Gradients;
using CnnGen.Generator.Tests.ReferenceCases;
using Xunit;

namespace CnnGen.Generator.Tests.Stages;

/// <summary>
/// A place that is a part of another spares a copy and changes nothing else: every step reads the same numbers, cell for cell, as in the plan that copies.
/// </summary>
public class ViewsTests
{
    private const int Random = 120;

    private static readonly ForcedForms Copies = new(EquatableArray.Of("*.view=copy"));

    [Theory]
    [InlineData("[Network(4, 8, 8)] [Tap(\"a\"), AvgPool(2), Tanh, Tap(\"b\"), From(\"a\"), MaxPool(2), Concat(\"b\"), AvgPool(2), Dense(3)] [MeanSquaredError]", 0, 1)] // for a copy of half the gradient the whole need not stay: less memory
    [InlineData("[Network(6)] [Dense(8), Tanh, Tap(\"a\"), Dense(4), Tanh, Concat(\"a\"), Dense(3)] [MeanSquaredError]", 0, 0)]
    [InlineData("[Network(6)] [Dense(8), Tanh, Slice(2, 4), Dense(3)] [MeanSquaredError]", 0, 0)]
    [InlineData("[Network(6)] [Input(\"speed\", 2)] [Dense(8), Tanh, Concat(\"speed\"), Dense(3)] [MeanSquaredError]", 1, 0)] // what the caller hands over is copied once
    [InlineData("[Network(6, Batch = 4)] [Dense(8), Tanh, Tap(\"a\"), Dense(4), Tanh, Concat(\"a\"), Dense(3)]", 2, 2)] // a dense layer takes all samples at once
    [InlineData("[Network(6)] [Dense(8), Tanh, Tap(\"a\"), Concat(\"a\"), Dense(3)]", 1, 0)] // twice the same: one is copied, and the gradients of both are added where they are
    [InlineData("[Network(3, 5)] [GRU(16), LSTM(4, Last = true), Dense(2)] [MeanSquaredError]", 0, 0)] // the states behind the first
    [InlineData("[Network(16, 8, 8)] [Conv(16, 3), Tap(\"a\"), Conv(16, 1), Concat(\"a\"), GlobalAvgPool]", 2, 2)] // channels last: no run
    public void RunsAreNotCopied(string declaration, int forward, int backward)
    {
        NetworkPlan plan = Plans.Of(declaration);
        Assert.Equal((forward, backward), (plan.Forward.Count(IsCopy), plan.Backward.Count(IsCopy)));

        static bool IsCopy(Step step) => step.Kernel is ChannelCopy or StatesCopy;
    }

    [Fact]
    public void WhatSomebodyStillReads_IsNotOverwritten()
    {
        // The rectifier works in the place of the concatenation, of which the dense layer before it still reads a part, backward.
        NetworkPlan plan = Plans.Of("[Network(6)] [Dense(8), Sigmoid, Tap(\"a\"), Dense(4), Concat(\"a\"), ReLU, Dense(3)] [MeanSquaredError]");
        Assert.Contains(plan.Forward, step => step.Kernel.Copied != null);
    }

    [Fact]
    public void EveryStepReadsWhatItReadsInAPlanThatCopies()
    {
        RandomNetworks networks = new(17);
        IEnumerable<string> declarations = GradientTable.ByName.Values
            .Concat(ReferenceGraph.All.Select(graph => $"[{string.Join("] [", graph.Declaration)}]").SelectMany(graph => new[] { graph, graph.Replace(", Batch = 3", "") }))
            .Concat(Enumerable.Range(0, Random).Select(_ => networks.Next()));
        int parts = 0;
        foreach (string declaration in declarations)
        {
            NetworkModel model = Plans.Model(declaration);
            NetworkPlan plan = Planner.Plan(model), copies = Planner.Plan(model, Copies);
            Assert.True(plan.LengthOf(Element.Number) <= copies.LengthOf(Element.Number), declaration);
            parts += plan.Forward.Concat(plan.Backward).SelectMany(step => step.Slots).Where(slot => slot.Whole != null).Distinct().Count();
            foreach (Mode mode in new[] { Mode.Training, Mode.Inference })
            {
                foreach (bool isFromLoss in new[] { true, false })
                {
                    Dictionary<string, int> read = new Memory(plan).Run(mode, isFromLoss), expected = new Memory(copies).Run(mode, isFromLoss);
                    foreach ((string reader, int numbers) in read) Assert.True(expected[reader] == numbers, $"{declaration}, {mode}: {reader}");
                }
            }
        }

        Assert.True(parts > 100, $"only {parts} parts");
    }

    /// <summary>The arrays of a network, in which each number is what made it: the step, the sample, the element, and all that the step has read.</summary>
    private sealed class Memory(NetworkPlan plan)
    {
        private readonly Dictionary<Slot, PlannedBuffer> buffers = plan.Buffers.ToDictionary(buffer => buffer.Slot);
        private readonly int[] activations = new int[plan.LengthOf(Element.Number)], winners = new int[plan.LengthOf(Element.Index)];
        private readonly int samples = plan.Model.Options.Batch;
        private readonly Dictionary<string, int> reads = [];

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
}
