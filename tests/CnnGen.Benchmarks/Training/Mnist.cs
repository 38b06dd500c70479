using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;

namespace CnnGen.Benchmarks.Training;

/// <summary>MNIST's four files, gzipped or not.</summary>
internal static class Mnist
{
    private const int Side = 28;

    // Magic numbers: 08 says bytes, the last digit counts the dimensions.
    private const uint Images = 0x0803, Labels = 0x0801;

    public static Samples Training(string directory) => Read(directory, "train");

    public static Samples Test(string directory) => Read(directory, "t10k");

    private static Samples Read(string directory, string part)
    {
        // Behind the magic number the size of each dimension, in four bytes.
        byte[] pixels = ReadFile(directory, $"{part}-images-idx3-ubyte", Images)[16..];
        byte[] labels = ReadFile(directory, $"{part}-labels-idx1-ubyte", Labels)[8..];
        if (labels.Length == 0 || pixels.Length != labels.Length * Side * Side)
        {
            throw new FailureException($"'{directory}': {pixels.Length} pixels and {labels.Length} labels of {part} do not make images of {Side}×{Side}");
        }

        return new Samples(part, [1, Side, Side], Array.ConvertAll(pixels, pixel => pixel / 255f), Array.ConvertAll(labels, label => (int)label));
    }

    private static byte[] ReadFile(string directory, string name, uint magic)
    {
        string path = Path.Combine(directory, name);
        if (!File.Exists(path)) path += ".gz";
        if (!File.Exists(path)) throw new FailureException($"there is no file '{name}' in '{directory}', nor '{name}.gz'");

        byte[] bytes = File.ReadAllBytes(path);
        if (bytes is [0x1f, 0x8b, ..]) bytes = Unpack(bytes);
        if (bytes.Length < 16 || BinaryPrimitives.ReadUInt32BigEndian(bytes) != magic) throw new FailureException($"'{path}' is not what its name says");
        return bytes;
    }

    private static byte[] Unpack(byte[] bytes)
    {
        using var content = new MemoryStream();
        using var unpacked = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        unpacked.CopyTo(content);
        return content.ToArray();
    }
}
