using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using CnnGen.Files;

namespace CnnGen.Tool.Inspecting;

/// <summary>A safetensors file: what is in it, whatever network it is of.</summary>
/// <param name="Path">Its name.</param>
/// <param name="Tensors">Its tensors, in the order in which they lie.</param>
/// <param name="Metadata">What CnnGen has written of it.</param>
internal sealed record WeightFile(string Path, IReadOnlyList<WeightTensor> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    private const int MostTensors = 100_000;

    /// <summary>Reads a file.</summary>
    /// <exception cref="FailureException">There is none, or it is no safetensors file.</exception>
    public static WeightFile Read(string path)
    {
        try
        {
            return NamedFile.Read(path, stream => Read(path, stream));
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new FailureException(e.Message);
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

    private static WeightFile Read(string path, Stream stream)
    {
        TensorReader reader = new(stream, MostTensors);
        List<WeightTensor> tensors = reader.Tensors.Select(stored => new WeightTensor(stored, Numbers(reader, stored))).ToList();
        reader.End();
        return new WeightFile(path, tensors, reader.Metadata);
    }

    private static double[]? Numbers(TensorReader reader, StoredTensor stored)
    {
        // The bytes are there: the file's length was compared with what the header says.
        int size = StoredNumbers.SizeOf(stored.Type);
        if (size == 0) return null;
        long count = (stored.End - stored.Begin) / size;
        if (count > Array.MaxLength) throw new InvalidDataException($"'{stored.Name}' has {count} numbers; at most {Array.MaxLength} are read.");
        double[] numbers = new double[count];
        reader.Read<double>(stored, numbers);
        return numbers;
    }
}

/// <summary>A tensor of a file.</summary>
/// <param name="Stored">What the header says of it.</param>
/// <param name="Numbers">Its numbers, widened exactly; null for integers and whatever else is no floating-point number that is read.</param>
internal sealed record WeightTensor(StoredTensor Stored, double[]? Numbers)
{
    public string Name => Stored.Name;

    public string Shape => FileText.Shown(Stored.ShapeText);

    /// <summary>How many numbers it has.</summary>
    public long Count => Stored.Shape.Aggregate(1L, (product, axis) => product * axis);
}
