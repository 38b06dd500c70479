using System;
using CnnGen.Generator.Model;
using CnnGen.Generator.Writing;

namespace CnnGen.Generator.Kernels;

/// <summary>What a place holds, and a port takes. Activations of each have an array of their own.</summary>
internal enum Element
{
    /// <summary>The network's numbers.</summary>
    Number,

    /// <summary>32-bit integers: where maxima were, and lists of places.</summary>
    Index,
}

/// <summary>What is to be known of elements; one of another size is a line in each.</summary>
internal static class ElementTypes
{
    /// <summary>All there are.</summary>
    public static Element[] All { get; } = { Element.Number, Element.Index };

    /// <summary>Its type in C#.</summary>
    public static string TypeOf(Element element, Scalar scalar) => element switch
    {
        Element.Number => Literals.TypeOf(scalar),
        Element.Index => "int",
        _ => throw new ArgumentOutOfRangeException(nameof(element)),
    };

    /// <summary>Its bytes.</summary>
    public static int BytesOf(Element element, Scalar scalar) => element switch
    {
        Element.Number => scalar == Scalar.Single ? 4 : 8,
        Element.Index => 4,
        _ => throw new ArgumentOutOfRangeException(nameof(element)),
    };
}
