using System;

namespace CnnGen;

/// <summary>Declares that the partial class is a network, and the shape of one input sample.</summary>
/// <remarks>
/// The attributes after it, read in source order, are its layers, its loss and its optimizer. The generator completes the class as
/// an <see cref="ITrainableNetwork{T}"/>, or as an <see cref="INetwork{T}"/> when <see cref="ForwardOnly"/> is set.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NetworkAttribute : Attribute
{
    /// <summary>A network whose input is a plain list of numbers, shape [F].</summary>
    /// <param name="features">How many numbers one sample has; at least 1.</param>
    public NetworkAttribute(int features) => InputShape = new[] { features };

    /// <summary>A one-dimensional network, input shape [C, L].</summary>
    /// <param name="channels">Channels of one sample; at least 1.</param>
    /// <param name="length">Positions of one sample; at least 1.</param>
    /// <remarks>
    /// Kernels and windows have one size; stride, padding and dilation have their general forms, padding also those of left and right. An image with one
    /// channel is <c>Network(1, height, width)</c>.
    /// </remarks>
    public NetworkAttribute(int channels, int length) => InputShape = new[] { channels, length };

    /// <summary>A two-dimensional network, input shape [C, H, W], row-major.</summary>
    /// <param name="channels">Channels of one sample; at least 1.</param>
    /// <param name="height">Rows of one sample; at least 1.</param>
    /// <param name="width">Columns of one sample; at least 1.</param>
    public NetworkAttribute(int channels, int height, int width) => InputShape = new[] { channels, height, width };

    /// <summary>The shape of one input sample: [F], [C, L] or [C, H, W].</summary>
    public int[] InputShape { get; }

    /// <summary>The most samples that one call may carry; at least 1.</summary>
    public int Batch { get; set; } = 1;

    /// <summary>The number type of inputs, parameters and outputs.</summary>
    public Scalar Scalar { get; set; } = Scalar.Single;

    /// <summary>True: no backward pass, no loss, no optimizer, the smallest memory.</summary>
    public bool ForwardOnly { get; set; }

    /// <summary>False: the gradient of the input is not computed and <c>Backward</c> returns an empty span.</summary>
    public bool InputGradient { get; set; } = true;

    /// <summary>
    /// True: every product is rounded before it is added, so that the results have the same bits on every machine, with and without
    /// fused multiply-adds, at up to twice the time. False: fused wherever the hardware has it, and the same bits wherever it has.
    /// </summary>
    public bool Reproducible { get; set; }

    /// <summary>
    /// False: convolutions are summed directly only. True: where it is faster, kernels of 3×3 at stride 1 use Winograd's algorithm,
    /// whose rounding differs (Lavin and Gray 2016, "Fast Algorithms for Convolutional Neural Networks").
    /// </summary>
    public bool Winograd { get; set; } = true;

    /// <summary>
    /// The embedded resource, a safetensors file, that the constructor without a seed starts from: <c>digits.safetensors</c>. The package makes one of
    /// every <c>CnnGenWeights</c> item of a project, called as the file is. Where there is none, or it is of another network, that constructor throws.
    /// </summary>
    public string? Weights { get; set; }

    /// <summary>
    /// The most bytes that the network may take, 0 for any: more than that of <c>TrainingBytes</c>, or where it is <see cref="ForwardOnly"/> of
    /// <c>InferenceBytes</c>, is an error that names the largest buffers.
    /// </summary>
    public long MaxBytes { get; set; }
}
