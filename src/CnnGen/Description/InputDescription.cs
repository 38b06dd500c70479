using System;
using System.Collections.Generic;

namespace CnnGen;

/// <summary>An input of a network.</summary>
public sealed class InputDescription
{
    /// <summary>Describes an input.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">The shape of one sample.</param>
    public InputDescription(string name, int[] shape)
    {
        Name = name;
        Shape = Array.AsReadOnly(shape);
        Count = Counted(shape);
    }

    /// <summary>The name in the declaration; <c>input</c> for the one that Network declares.</summary>
    public string Name { get; }

    /// <summary>The shape of one sample, [F] or [C, H, W].</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The numbers of one sample.</summary>
    public int Count { get; }

    /// <summary>The product of the sizes from one on.</summary>
    internal static int Counted(int[] shape, int first = 0)
    {
        int count = 1;
        for (int i = first; i < shape.Length; i++) count *= shape[i];
        return count;
    }
}
