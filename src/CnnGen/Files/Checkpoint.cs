using System;
using System.IO;
using CnnGen.Files;
using CnnGen.Fitting;

namespace CnnGen;

/// <summary>All that training needs to go on as if it had never been interrupted.</summary>
/// <remarks>
/// <code>
/// if (File.Exists("digits.checkpoint")) Checkpoint.Load(network, "digits.checkpoint");
/// …
/// Checkpoint.Save(network, "digits.checkpoint");   // after a step
/// </code>
/// A checkpoint is a safetensors file with parameters, buffers, the optimizer's state, the number of steps and the seed of dropout masks. What goes on from it
/// has the bits of what was not interrupted, on a machine that computes the same bits: <see cref="Trainer{T}"/> keeps nothing else from batch to batch. Which
/// samples come next, and at what learning rate, is the caller's to know; a note of the caller's own is saved and moved into place with the rest. Gradients
/// are not in it: save after a step.
/// </remarks>
public static class Checkpoint
{
    /// <summary>Saves a checkpoint. The file is written beside its place and moved there: at any time the old one or the new one is there.</summary>
    /// <typeparam name="T">The network's number type.</typeparam>
    /// <param name="network">The network.</param>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="note">A text that <see cref="Load"/> gives back: the epoch, say. It is to fit into the header's 16 MiB.</param>
    /// <exception cref="ArgumentNullException">There is no network, or no path.</exception>
    /// <exception cref="ArgumentException">
    /// The path is none; or the note is too long, or holds half of a surrogate pair. What was there is there still.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written. What was there is there still.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written. What was there is there still.</exception>
    public static void Save<T>(ITrainableNetwork<T> network, string path, string? note = null) where T : unmanaged
    {
        if (network == null) throw new ArgumentNullException(nameof(network));
        if (path == null) throw new ArgumentNullException(nameof(path));
        SaveWithBest(network, path, note, null);
    }

    /// <summary>Takes the network to where a checkpoint was saved; its gradients are then zero.</summary>
    /// <typeparam name="T">The network's number type.</typeparam>
    /// <param name="network">The network, of the same declaration.</param>
    /// <param name="path">The file.</param>
    /// <returns>The note; null where there is none.</returns>
    /// <exception cref="ArgumentNullException">There is no network, or no path.</exception>
    /// <exception cref="ArgumentException">The path is none.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is no checkpoint, or not one of this network, its number type and its optimizer; the message says how. Nothing has changed.
    /// </exception>
    /// <exception cref="IOException">There is no such file, or it cannot be read. Nothing has changed.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read. Nothing has changed.</exception>
    public static string? Load<T>(ITrainableNetwork<T> network, string path) where T : unmanaged
    {
        if (network == null) throw new ArgumentNullException(nameof(network));
        if (path == null) throw new ArgumentNullException(nameof(path));
        return LoadWithBest(network, path, null);
    }

    /// <summary>Saves also what the network was at its best.</summary>
    internal static void SaveWithBest<T>(ITrainableNetwork<T> network, string path, string? note, NetworkNumbers<T>? best) where T : unmanaged =>
        AtomicFile.Write(path, new NetworkCopy<T>(network, isCheckpoint: true, best: best).Saved(note));

    /// <summary>Loads also what the network was at its best, which must then be in the file.</summary>
    internal static string? LoadWithBest<T>(ITrainableNetwork<T> network, string path, NetworkNumbers<T>? best) where T : unmanaged =>
        NamedFile.Read(path, new NetworkCopy<T>(network, isCheckpoint: true, best: best).Load);

    /// <summary>The note of a checkpoint, which is not loaded.</summary>
    internal static string? NoteOf(string path) => NamedFile.Read(path, NetworkCopy<float>.NoteOf);
}
