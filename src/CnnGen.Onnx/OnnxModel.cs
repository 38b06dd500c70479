using System;
using System.IO;
using CnnGen.Files;
using CnnGen.Onnx.Exporting;
using Google.Protobuf;

namespace CnnGen.Onnx;

/// <summary>Networks as ONNX models, which other runtimes load.</summary>
/// <remarks>
/// <code>
/// OnnxModel.Save(network, "digits.onnx");
/// </code>
/// A model computes what <see cref="INetwork{T}.Forward"/> computes out of training: <c>Dropout</c> is left out, and norms use their running averages. Its
/// inputs and outputs have the names and shapes of the description, each with a batch of any size before, <c>N</c>; its initializers the names of
/// <see cref="NetworkDescription.Parameters"/> and <see cref="NetworkDescription.Buffers"/>, in the network's number type. It is written for version 17 of
/// ONNX's operators, and the same network makes the same bytes. Nobody else uses the network, or a replica of it, meanwhile.
/// </remarks>
public static class OnnxModel
{
    /// <summary>
    /// Saves a network as a model. The file is written beside its place and moved there: at any time the old one or the new one is there.
    /// </summary>
    /// <typeparam name="T">The network's number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="network">The network.</param>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <exception cref="ArgumentNullException">There is no network, or no path.</exception>
    /// <exception cref="ArgumentException">The path is none.</exception>
    /// <exception cref="NotSupportedException">
    /// The numbers are of another type, take more than the two gigabytes of a model, or a layer's kind is newer than this library. What was there is there
    /// still.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written. What was there is there still.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written. What was there is there still.</exception>
    public static void Save<T>(INetwork<T> network, string path) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(path);
        AtomicFile.Write(path, stream => Save(network, stream));
    }

    /// <summary>Writes a network as a model.</summary>
    /// <typeparam name="T">The network's number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="network">The network.</param>
    /// <param name="stream">Where to; it stays open, and need not be able to seek.</param>
    /// <exception cref="ArgumentNullException">There is no network, or no stream.</exception>
    /// <exception cref="NotSupportedException">
    /// The numbers are of another type, take more than the two gigabytes of a model, or a layer's kind is newer than this library. Nothing is written.
    /// </exception>
    public static void Save<T>(INetwork<T> network, Stream stream) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(stream);
        ModelWriter.Write(network.Description, Numbers.Of(network)).WriteTo(stream);
    }
}
