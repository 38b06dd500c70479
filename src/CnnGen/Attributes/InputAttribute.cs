using System;

namespace CnnGen;

/// <summary>One more input of the network, right after Network or another Input. Layers read it by its name, as they read a Tap.</summary>
/// <remarks>
/// <c>Forward</c> then takes a span for each input, all of as many samples, and the property <c>VectorGradient</c> of an input "vector" is the part of
/// the gradient that is its own. The first input, that of Network, is called <c>input</c>.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class InputAttribute : Attribute
{
    /// <summary>An input that is a plain list of numbers, shape [F].</summary>
    /// <param name="name">Its name among the tensors: a unique identifier.</param>
    /// <param name="features">How many numbers one sample has; at least 1.</param>
    public InputAttribute(string name, int features)
    {
        Tensor = name;
        InputShape = new[] { features };
    }

    /// <summary>A one-dimensional input, shape [C, L].</summary>
    /// <param name="name">Its name among the tensors: a unique identifier.</param>
    /// <param name="channels">Channels of one sample; at least 1.</param>
    /// <param name="length">Positions of one sample; at least 1.</param>
    /// <remarks>Not yet supported: the generator reports it.</remarks>
    public InputAttribute(string name, int channels, int length)
    {
        Tensor = name;
        InputShape = new[] { channels, length };
    }

    /// <summary>An image, shape [C, H, W], row-major.</summary>
    /// <param name="name">Its name among the tensors: a unique identifier.</param>
    /// <param name="channels">Channels of one sample; at least 1.</param>
    /// <param name="height">Rows of one sample; at least 1.</param>
    /// <param name="width">Columns of one sample; at least 1.</param>
    public InputAttribute(string name, int channels, int height, int width)
    {
        Tensor = name;
        InputShape = new[] { channels, height, width };
    }

    /// <summary>The tensor's name.</summary>
    public string Tensor { get; }

    /// <summary>The shape of one sample: [F], [C, L] or [C, H, W].</summary>
    public int[] InputShape { get; }
}
