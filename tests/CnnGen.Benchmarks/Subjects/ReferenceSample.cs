using System.IO;
using System.Runtime.InteropServices;

namespace CnnGen.Benchmarks.Subjects;

/// <summary>A network's weights, an input and PyTorch's output for it.</summary>
internal sealed record ReferenceSample(float[] Weights, float[] Input, float[] Output)
{
    /// <summary>Reads NAME.weights.bin, NAME.in.bin and NAME.out.bin, little-endian floats; null when there are none.</summary>
    public static ReferenceSample? Find(string directory, INetwork<float> network, string name)
    {
        string weights = Path.Combine(directory, $"{name}.weights.bin");
        if (!File.Exists(weights)) return null;
        return new ReferenceSample(
            Read(weights, network.ParameterCount),
            Read(Path.Combine(directory, $"{name}.in.bin"), network.InputSize),
            Read(Path.Combine(directory, $"{name}.out.bin"), network.OutputSize));
    }

    private static float[] Read(string path, int count)
    {
        if (!File.Exists(path)) throw new FailureException($"there is no file '{path}'");
        float[] numbers = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray();
        if (numbers.Length != count) throw new FailureException($"'{path}' holds {numbers.Length} numbers; {count} were expected");
        return numbers;
    }
}
