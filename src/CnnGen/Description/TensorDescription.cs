using System;
using System.Collections.Generic;

namespace CnnGen;

/// <summary>One tensor among a network's parameters or buffers.</summary>
public sealed class TensorDescription
{
    /// <summary>Describes a tensor.</summary>
    /// <param name="name">Its name: the layer's, a dot, its role.</param>
    /// <param name="offset">Its first element among the parameters (or the buffers).</param>
    /// <param name="shape">Its shape, as in PyTorch.</param>
    public TensorDescription(string name, int offset, params int[] shape)
    {
        Name = name;
        Offset = offset;
        Shape = Array.AsReadOnly(shape);
        Count = 1;
        foreach (int size in shape) Count *= size;
    }

    private TensorDescription(string name, int offset, bool isTrained, int[] shape) : this(name, offset, shape) => IsTrained = isTrained;

    /// <summary>Describes a tensor that no step changes.</summary>
    /// <param name="name">Its name: the layer's, a dot, its role.</param>
    /// <param name="offset">Its first element among the parameters.</param>
    /// <param name="shape">Its shape, as in PyTorch.</param>
    /// <returns>The description.</returns>
    public static TensorDescription Frozen(string name, int offset, params int[] shape) => new(name, offset, isTrained: false, shape);

    /// <summary>The layer's name, a dot, the tensor's role: <c>conv1.weight</c>.</summary>
    public string Name { get; }

    /// <summary>Its first element in <c>CopyParametersTo</c> and <c>SetParameters</c> (or their buffer twins).</summary>
    public int Offset { get; }

    /// <summary>Its shape, as in PyTorch: convolution weights are filters × channels/groups × rows × columns, dense ones units × inputs.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Its number of elements, the product of the shape.</summary>
    public int Count { get; }

    /// <summary>Whether a step changes it; false for a parameter that the declaration freezes. Buffers are not trained, but not frozen either.</summary>
    public bool IsTrained { get; } = true;
}
