using System;
using System.IO;
using CnnGen.Files;

namespace CnnGen;

/// <summary>Parameters and buffers of networks in safetensors files, which PyTorch's library reads and writes too.</summary>
/// <remarks>
/// <code>
/// network.Save("digits.safetensors");
/// network.Load("digits.safetensors");
/// network.Load("backbone.safetensors", name => "backbone." + name);   // the tensors have other names there
/// </code>
/// A file holds each tensor of <see cref="NetworkDescription.Parameters"/> and <see cref="NetworkDescription.Buffers"/> under its name, in its shape, in the
/// network's number type. They are found by their names, wherever they lie; F32, F64, F16 and BF16 are read, widened exactly or rounded once. Files of CnnGen
/// also tell the <see cref="NetworkDescription.Fingerprint"/>; others are judged by names and shapes. A network that is <c>ForwardOnly</c>, one that is not,
/// and those of other batches or number types read each other's files. Nobody else uses the network, or a replica of it, meanwhile.
/// </remarks>
public static class NetworkFiles
{
    /// <summary>
    /// Saves the parameters and buffers. The file is written beside its place and moved there: at any time the old one or the new one is there.
    /// </summary>
    /// <typeparam name="T">The network's number type.</typeparam>
    /// <param name="network">The network.</param>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <exception cref="ArgumentNullException">There is no network, or no path.</exception>
    /// <exception cref="ArgumentException">The path is none.</exception>
    /// <exception cref="IOException">The file cannot be written. What was there is there still.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written. What was there is there still.</exception>
    public static void Save<T>(this INetwork<T> network, string path) where T : unmanaged
    {
        if (network == null) throw new ArgumentNullException(nameof(network));
        if (path == null) throw new ArgumentNullException(nameof(path));
        AtomicFile.Write(path, new NetworkCopy<T>(network, isCheckpoint: false).Saved());
    }

    /// <summary>Writes the parameters and buffers.</summary>
    /// <typeparam name="T">The network's number type.</typeparam>
    /// <param name="network">The network.</param>
    /// <param name="stream">Where to; it stays open, and need not be able to seek.</param>
    /// <exception cref="ArgumentNullException">There is no network, or no stream.</exception>
    public static void Save<T>(this INetwork<T> network, Stream stream) where T : unmanaged
    {
        if (network == null) throw new ArgumentNullException(nameof(network));
        if (stream == null) throw new ArgumentNullException(nameof(stream));
        new NetworkCopy<T>(network, isCheckpoint: false).Saved()(stream);
    }

    /// <summary>Replaces the parameters and buffers by those of a file. A checkpoint gives its own.</summary>
    /// <typeparam name="T">The network's number type.</typeparam>
    /// <param name="network">The network.</param>
    /// <param name="path">The file.</param>
    /// <param name="nameMap">Gives each tensor of the network its name in the file; null where it is the same.</param>
    /// <exception cref="ArgumentNullException">There is no network, or no path.</exception>
    /// <exception cref="ArgumentException">The path is none, or the map gives no name, or one name twice. Nothing has changed.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is no safetensors file, or does not fit the network; the message says how. Nothing has changed.
    /// </exception>
    /// <exception cref="IOException">There is no such file, or it cannot be read. Nothing has changed.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read. Nothing has changed.</exception>
    public static void Load<T>(this INetwork<T> network, string path, Func<string, string>? nameMap = null) where T : unmanaged
    {
        if (network == null) throw new ArgumentNullException(nameof(network));
        if (path == null) throw new ArgumentNullException(nameof(path));
        NamedFile.Read(path, new NetworkCopy<T>(network, isCheckpoint: false, nameMap).Load);
    }

    /// <summary>Replaces the parameters and buffers by those that a stream holds, from where it is to its end.</summary>
    /// <typeparam name="T">The network's number type.</typeparam>
    /// <param name="network">The network.</param>
    /// <param name="stream">The stream; it stays open, need not be able to seek, and may come in pieces.</param>
    /// <param name="nameMap">Gives each tensor of the network its name in the stream; null where it is the same.</param>
    /// <exception cref="ArgumentNullException">There is no network, or no stream.</exception>
    /// <exception cref="ArgumentException">The map gives no name, or one name twice. Nothing has changed.</exception>
    /// <exception cref="InvalidDataException">
    /// The stream holds no safetensors file, or one that does not fit the network; the message says how. Nothing has changed.
    /// </exception>
    public static void Load<T>(this INetwork<T> network, Stream stream, Func<string, string>? nameMap = null) where T : unmanaged
    {
        if (network == null) throw new ArgumentNullException(nameof(network));
        if (stream == null) throw new ArgumentNullException(nameof(stream));
        new NetworkCopy<T>(network, isCheckpoint: false, nameMap).Load(stream);
    }
}
