using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using CnnGen.Files;

namespace CnnGen.Tool.Inspecting;

/// <summary>A safetensors file: what is in it, whatever network it is of.</summary>
/// <typeparam name="TTensor">What is kept of each tensor.</typeparam>
/// <param name="Path">Its name.</param>
/// <param name="Tensors">Its tensors, in the order in which they lie.</param>
/// <param name="Metadata">What CnnGen has written of it.</param>
internal sealed record WeightFile<TTensor>(string Path, IReadOnlyList<TTensor> Tensors, IReadOnlyDictionary<string, string> Metadata);

/// <summary>Reads safetensors files.</summary>
internal static class WeightFile
{
    private const int MostTensors = 100_000;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="keep">What is kept of a tensor: one after the other is in memory as a whole.</param>
    /// <exception cref="FailureException">There is none, or it is no safetensors file.</exception>
    public static WeightFile<TTensor> Read<TTensor>(string path, Func<WeightTensor, TTensor> keep)
    {
        try
        {
            return NamedFile.Read(path, stream => Read(path, stream, keep));
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new FailureException(e.Message);
        }
        catch (OutOfMemoryException)
        {
            throw new FailureException($"{path}: There is not enough memory for its numbers.");
        }
    }

    /// <summary>Whether a file begins as a safetensors file: a length below 4 GB in eight bytes, and a brace.</summary>
    public static bool IsOne(string path)
    {
        if (path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase)) return true;
        try
        {
            using FileStream stream = File.OpenRead(path);
            Span<byte> start = stackalloc byte[9];
            return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length
                && start[4..8].IndexOfAnyExcept((byte)0) < 0 && start[8] == '{';
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;   // whoever opens it next says why
        }
    }

    private static WeightFile<TTensor> Read<TTensor>(string path, Stream stream, Func<WeightTensor, TTensor> keep)
    {
        TensorReader reader = new(stream, MostTensors);
        List<TTensor> tensors = [];
        foreach (StoredTensor stored in reader.Tensors)
        {
            // The bytes are there: the file's length was compared with what the header says.
            int size = StoredNumbers.SizeOf(stored.Type);
            long bytes = stored.End - stored.Begin;
            if (bytes > Array.MaxLength)
            {
                throw new InvalidDataException($"'{FileText.Shown(stored.Name)}' has {bytes} bytes; at most {Array.MaxLength} are read.");
            }

            double[]? numbers = size == 0 ? null : new double[bytes / size];
            byte[] raw = size == 0 ? new byte[bytes] : [];
            if (numbers is null) reader.ReadRaw(stored, raw);
            else reader.Read<double>(stored, numbers);
            tensors.Add(keep(new WeightTensor(stored, numbers, raw)));
        }

        reader.End();
        return new WeightFile<TTensor>(path, tensors, reader.Metadata);
    }
}

/// <summary>A tensor of a file.</summary>
/// <param name="Stored">What the header says of it.</param>
/// <param name="Numbers">Its numbers, widened exactly; null for integers and whatever else is no floating-point number that is read.</param>
/// <param name="Raw">Its bytes, where there are no numbers.</param>
internal sealed record WeightTensor(StoredTensor Stored, double[]? Numbers, byte[] Raw)
{
    /// <summary>Its name, as it is in the file.</summary>
    public string Name => Stored.Name;

    public string Shape => FileText.Shown(Stored.ShapeText);

    /// <summary>How many numbers it has.</summary>
    public long Count => Stored.Shape.Aggregate(1L, (product, axis) => product * axis);
}
