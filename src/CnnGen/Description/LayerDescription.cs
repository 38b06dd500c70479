using System;
using System.Collections.Generic;

namespace CnnGen;

/// <summary>One layer of a network.</summary>
public sealed class LayerDescription
{
    /// <summary>Describes a layer.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="kind">Its attribute's name.</param>
    /// <param name="inputShape">The shape of one input sample.</param>
    /// <param name="outputShape">The shape of one output sample.</param>
    /// <param name="macs">Multiply-adds per sample.</param>
    /// <param name="parameterCount">Numbers of its parameters.</param>
    /// <param name="forms">The chosen form of each of its steps.</param>
    public LayerDescription(string name, string kind, int[] inputShape, int[] outputShape, long macs, int parameterCount, params string[] forms)
    {
        Name = name;
        Kind = kind;
        InputShape = Array.AsReadOnly(inputShape);
        OutputShape = Array.AsReadOnly(outputShape);
        Macs = macs;
        ParameterCount = parameterCount;
        Forms = Array.AsReadOnly(forms);
    }

    /// <summary>The declared name, or the kind in lower case and a number: <c>conv1</c>.</summary>
    public string Name { get; }

    /// <summary>The attribute's name: <c>Conv</c>.</summary>
    public string Kind { get; }

    /// <summary>The shape of one input sample, [F] or [C, H, W]. A dense layer's input is [F].</summary>
    public IReadOnlyList<int> InputShape { get; }

    /// <summary>The shape of one output sample, [F] or [C, H, W].</summary>
    public IReadOnlyList<int> OutputShape { get; }

    /// <summary>Multiply-adds per sample of the direct algorithm: padding cells and outputs that a pool drops included, bias excluded.</summary>
    public long Macs { get; }

    /// <summary>Numbers of its parameters, frozen ones included.</summary>
    public int ParameterCount { get; }

    /// <summary>How each of its steps is computed: "forward: direct, sequential; …".</summary>
    public IReadOnlyList<string> Forms { get; }
}
