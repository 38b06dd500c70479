using System;
using System.Collections.Generic;

namespace CnnGen;

/// <summary>An output of a network.</summary>
public sealed class OutputDescription
{
    /// <summary>Describes an output.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">The shape of one sample.</param>
    /// <param name="loss">The kind of its loss, if there is one.</param>
    /// <param name="weight">A factor of its loss.</param>
    /// <param name="labelCount">The labels of one sample that its loss takes; 0 where it takes none.</param>
    public OutputDescription(string name, int[] shape, string? loss, double weight, int labelCount)
    {
        Name = name;
        Shape = Array.AsReadOnly(shape);
        Count = InputDescription.Counted(shape);
        Loss = loss;
        Weight = weight;
        LabelCount = labelCount;
    }

    /// <summary>The name in the declaration; <c>output</c> where there is none.</summary>
    public string Name { get; }

    /// <summary>The shape of one sample, [F] or [C, H, W].</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The numbers of one sample.</summary>
    public int Count { get; }

    /// <summary>The attribute's name of its loss: <c>MeanSquaredError</c>; null where it has none.</summary>
    public string? Loss { get; }

    /// <summary>A factor of its loss.</summary>
    public double Weight { get; }

    /// <summary>
    /// Labels of one sample that its loss takes: one, on a spatial output one for each position; 0 where it takes numbers. Of an output that is not declared,
    /// what a loss would take.
    /// </summary>
    public int LabelCount { get; }

    /// <summary>The one output of a network that declares none.</summary>
    /// <param name="shape">The shape of one sample.</param>
    /// <param name="loss">Its loss and the formula, if there is one.</param>
    internal static OutputDescription Undeclared(int[] shape, string? loss) =>
        new("output", shape, loss?.Split(',')[0], 1, InputDescription.Counted(shape, first: 1));
}
