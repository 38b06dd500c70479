using System.Collections.Generic;

namespace CnnGen.Orleans;

/// <summary>Numbers, one behind the other, that are averaged: those of all tensors but the frozen ones.</summary>
/// <param name="First">The first of them.</param>
/// <param name="End">Behind the last.</param>
internal readonly record struct AveragedRange(int First, int End)
{
    /// <summary>All of a network, in their order.</summary>
    public static AveragedRange[] Of(NetworkDescription description, int parameterCount)
    {
        var ranges = new List<AveragedRange>();
        foreach (TensorDescription tensor in description.Parameters)
        {
            if (tensor.IsTrained) Add(tensor.Offset, tensor.Count);
        }

        foreach (TensorDescription tensor in description.Buffers) Add(parameterCount + tensor.Offset, tensor.Count);
        return ranges.ToArray();

        void Add(int first, int count)
        {
            if (ranges.Count > 0 && ranges[^1].End == first) ranges[^1] = new AveragedRange(ranges[^1].First, first + count);
            else ranges.Add(new AveragedRange(first, first + count));
        }
    }
}
