using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Emission;

/// <summary>What a network takes, in bytes: all that its constructor leaves, but for members that users add. What the class has once is not counted.</summary>
/// <param name="Instance">Of an instance alone: what a replica takes.</param>
/// <param name="Shared">Of what replicas share.</param>
internal sealed record MemoryUse(long Instance, long Shared)
{
    public long Total => Instance + Shared;

    public static MemoryUse Of(NetworkPlan plan) => new(Fields.BytesOf(plan), SharedBytes(plan));

    /// <summary>Of the same network without a backward pass.</summary>
    public static MemoryUse OfInference(NetworkPlan plan)
    {
        NetworkModel model = plan.Model;
        return Of(model.IsTrainable ? Planner.Plan(model with { Options = model.Options with { ForwardOnly = true } }) : plan);
    }

    /// <summary>What replicas share, then what each instance has: for always, then the buffers, in the order of their lives.</summary>
    public static IEnumerable<MemoryPart> PartsOf(NetworkPlan plan)
    {
        var lives = new Lives(plan);
        IEnumerable<MemoryPart> whole = new[]
        {
            Always("parameters", plan.ParameterLength, isShared: true),
            Always("copies of parameters", plan.PackedLength, isShared: true),
            Always("buffers", plan.BufferCount, isShared: true),
            Always("optimizer state", plan.StateLength, isShared: true),
            Always("gradients", plan.Model.IsTrainable ? plan.TrainedLength : 0, isShared: false),
            Always("statistics", plan.HasStatistics ? plan.BufferCount : 0, isShared: false),
        };
        return whole.Where(part => part.Bytes > 0).Concat(plan.Buffers.Select(buffer => new MemoryPart(
            buffer.Slot.Name,
            buffer.Count * ElementTypes.BytesOf(buffer.Slot.Element, plan.Model.Options.Scalar),
            IsShared: false,
            lives.IsAlways(buffer) ? null : lives.First(buffer),
            lives.IsAlways(buffer) ? null : lives.Last(buffer))));

        MemoryPart Always(string name, long length, bool isShared) => new(name, length * plan.ScalarBytes, isShared, null, null);
    }

    private static long SharedBytes(NetworkPlan plan)
    {
        long[] lengths = { plan.ParameterLength, plan.PackedLength, plan.BufferCount, plan.StateLength };
        int factors = plan.Model.IsTrainable ? plan.Model.Optimizer.Factors.Count : 0;

        // The factors, and their powers.
        return Heap.SharedState + lengths.Sum(length => Heap.Memory(length, plan.ScalarBytes)) + (factors > 0 ? 2 * Heap.Array(factors, sizeof(double)) : 0);
    }
}

/// <summary>A part of a network's memory.</summary>
/// <param name="Name">What it is, or as the text calls it.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="IsShared">Whether replicas share it.</param>
/// <param name="First">The first step that needs it; null where it is needed always.</param>
/// <param name="Last">The last one; null where calls may follow that use it.</param>
internal sealed record MemoryPart(string Name, long Bytes, bool IsShared, string? First, string? Last);
