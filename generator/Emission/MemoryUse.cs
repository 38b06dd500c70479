using System.Linq;
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

    private static long SharedBytes(NetworkPlan plan)
    {
        long[] lengths = { plan.ParameterLength, plan.PackedLength, plan.BufferCount, plan.StateLength };
        int factors = plan.Model.IsTrainable ? plan.Model.Optimizer.Factors.Count : 0;

        // The factors, and their powers.
        return Heap.SharedState + lengths.Sum(length => Heap.Memory(length, plan.ScalarBytes)) + (factors > 0 ? 2 * Heap.Array(factors, sizeof(double)) : 0);
    }
}
