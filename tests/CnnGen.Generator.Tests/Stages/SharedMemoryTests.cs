using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Tests.Fuzz;
using CnnGen.Generator.Tests.Gradients;
using Xunit;

namespace CnnGen.Generator.Tests.Stages;

/// <summary>
/// Buffers share memory, and whoever reads finds what was written for him: all calls of a step are gone through in their order, sample by
/// sample where that is the order, and each cell remembers whose it is; that of a part, whose the whole is.
/// </summary>
public class SharedMemoryTests
{
    private const int Random = 120;

    public static TheoryData<string> Declarations => new(
        GradientTable.ByName.Values
            .Append("[Network(1, 12, 12, Batch = 4)] [Conv(16, 3, Padding = 1), AvgPool(6), BatchNorm, Tap(\"t\"), Dropout(0.5), Tanh, Add(\"t\")] [MeanSquaredError]")
            .Append("[Network(1, 12, 12, Batch = 4)] [Conv(16, 3, Padding = 1), AvgPool(6), BatchNorm, Tap(\"t\"), Dropout(0.5), Multiply(\"t\"), Dense(3)] [MeanSquaredError]")
            .Append("[Network(2, 6, 6, Batch = 2)] [Tanh, BatchNorm(Affine = false), Upsample(3), AvgPool(3)] [HalfSquaredError]")
            .Append("[Network(2, 6, 6, Batch = 2)] [Conv(2, 3, Padding = 1, BiasOnly = true), BatchNorm(Affine = false), Upsample(3), AvgPool(3)] [HalfSquaredError]")
            .Append("[Network(2, 7, 5, Batch = 4)] [Conv(2, 3, BiasOnly = true), BatchNorm(Frozen = true), Sigmoid, Tap(\"t\"), GlobalAvgPool, BatchNorm, Multiply(\"t\")] [HalfSquaredError]"));

    [Theory]
    [MemberData(nameof(Declarations))]
    public void WhoReads_FindsWhatWasWritten(string declaration) => GoThrough(declaration);

    [Fact]
    public void WhoReads_FindsWhatWasWritten_InRandomNetworks()
    {
        RandomNetworks networks = new(5);
        for (int i = 0; i < Random; i++) GoThrough(networks.Next());
    }

    private static void GoThrough(string declaration)
    {
        NetworkPlan plan = Plans.Of(declaration);
        foreach (Mode mode in new[] { Mode.Training, Mode.Inference })
        {
            foreach (bool isFromLoss in new[] { true, false })
            {
                Memory memory = new(plan, $"{declaration}, {mode}");
                memory.Run(plan.Forward, mode);
                memory.Read(plan.Output, "the caller");
                if (!plan.Model.IsTrainable || (isFromLoss && !plan.Model.HasLoss)) continue;
                foreach (PlannedHead head in plan.Heads) memory.Write(isFromLoss ? head.LossGradient ?? head.Gradient! : head.Gradient!);
                if (!isFromLoss) memory.Run(plan.BackwardOfOutput, mode);
                memory.Run(plan.Backward, mode);
                memory.Run(plan.Update!.Deferred, mode);
                memory.Read(plan.Output, "the caller");
                if (plan.InputGradient != null) memory.Read(plan.InputGradient, "the caller");
            }
        }
    }

    private sealed class Memory(NetworkPlan plan, string declaration)
    {
        private readonly Dictionary<Slot, PlannedBuffer> buffers = plan.Buffers.ToDictionary(buffer => buffer.Slot);
        private readonly (Slot Slot, int Sample)?[] activations = new (Slot, int)?[plan.LengthOf(Element.Number)], winners = new (Slot, int)?[plan.LengthOf(Element.Index)];
        private readonly int samples = plan.Model.Options.Batch;

        public void Run(IEnumerable<Step> steps, Mode mode)
        {
            foreach (Phase phase in Phase.Cut(steps, mode))
            {
                if (phase.IsPerSample) for (int sample = 0; sample < samples; sample++) foreach (Step step in phase.Steps) Run(step, sample);
                else foreach (Step step in phase.Steps) Run(step, null);
            }
        }

        public void Read(Slot slot, string reader)
        {
            for (int sample = 0; sample < samples; sample++) Read(slot, sample, reader);
        }

        public void Write(Slot slot)
        {
            for (int sample = 0; sample < samples; sample++) Write(slot, sample);
        }

        private void Run(Step step, int? sample)
        {
            (Port Port, Slot Slot)[] uses = [.. step.Kernel.Ports.Zip(step.Slots)];
            foreach ((Port port, Slot slot) in uses) Assert.True(port.Element == slot.Element, $"{declaration}: {step.Title}, {port.Name}");
            foreach ((Port port, Slot slot) in uses.Where(use => use.Port.Access != Access.Write)) Each(slot, at => Read(slot, at, step.Title));
            foreach ((Port port, Slot slot) in uses.Where(use => use.Port.Access != Access.Read)) Each(slot, at => Write(slot, at));

            void Each(Slot slot, Action<int> use)
            {
                foreach (int at in !slot.PerSample ? [0] : sample is { } one ? [one] : Enumerable.Range(0, samples)) use(at);
            }
        }

        private void Read(Slot slot, int sample, string reader)
        {
            foreach ((Slot Slot, int Sample)? owner in Cells(slot, sample))
            {
                Assert.True(owner == null || owner == (slot.Own, sample), $"{declaration}: {reader} finds {owner?.Slot.Name} of sample {owner?.Sample} in {slot.Name} of sample {sample}");
            }
        }

        private void Write(Slot slot, int sample) => Cells(slot, sample).Fill((slot.Own, sample));

        private Span<(Slot Slot, int Sample)?> Cells(Slot slot, int sample)
        {
            if (!buffers.TryGetValue(slot.Own, out PlannedBuffer? buffer)) return [];
            (Slot, int)?[] store = slot.Element == Element.Index ? winners : activations;
            return store.AsSpan((int)buffer.Offset + (slot.PerSample ? sample * slot.Own.Count : 0) + slot.First, slot.Count);
        }
    }
}
