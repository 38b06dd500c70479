using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CnnGen.Onnx;

namespace CnnGen.Tool.Verification;

/// <summary>Runs an imported network beside the file that it comes from.</summary>
internal static class Verifier
{
    private const float Tolerance = 1e-5f;

    /// <summary>Compiles and runs the network on random numbers, and compares its outputs with ONNX Runtime's.</summary>
    /// <returns>What was found, in a sentence.</returns>
    public static string Compare(string path, OnnxImportResult imported, string? nameSpace)
    {
        string fullName = nameSpace is null ? imported.ClassName : $"{nameSpace}.{imported.ClassName}";
        INetwork<float> network = CompiledNetwork.Create(imported.Source, fullName, imported.Weights);
        if (!NativeLibrary.TryLoad("onnxruntime", typeof(Verifier).Assembly, null, out _))
        {
            float[][] alone = Run(network, imported, RandomInputs(imported, 1), 0);
            bool isFinite = alone.All(output => Array.TrueForAll(output, float.IsFinite));
            return $"It compiles and runs{(isFinite ? "" : ", with outputs that are not finite")}. "
                + "Not compared: the native library of ONNX Runtime, onnxruntime, is not installed here.";
        }

        return Compare(File.ReadAllBytes(path), imported, network).ToString();
    }

    /// <summary>The largest difference between the network and the file.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Difference Compare(byte[] model, OnnxImportResult imported, INetwork<float> network)
    {
        using Reference reference = new(model, imported);
        int batch = reference.Batch;
        float[][] inputs = RandomInputs(imported, batch);
        float[][] expected = reference.Run(inputs);
        float largest = 0, difference = 0;
        for (int sample = 0; sample < batch; sample++)
        {
            float[][] outputs = Run(network, imported, inputs, sample);
            for (int i = 0; i < outputs.Length; i++)
            {
                if (expected[i].Length != outputs[i].Length * batch)
                {
                    throw new FailureException(
                        $"The output '{imported.Outputs[i].Tensor}' has {expected[i].Length / batch} numbers in the file, and {outputs[i].Length} here.");
                }

                for (int k = 0; k < outputs[i].Length; k++)
                {
                    float wanted = expected[i][sample * outputs[i].Length + k];
                    largest = Math.Max(largest, Math.Abs(wanted));
                    float distance = Math.Abs(wanted - outputs[i][k]);
                    difference = float.IsNaN(distance) ? float.PositiveInfinity : Math.Max(difference, distance);
                }
            }
        }

        Difference found = new(difference, largest);
        return found.IsSmall ? found : throw new FailureException($"It does not agree with ONNX Runtime. {found}");
    }

    /// <summary>The outputs for one sample of a batch in the file's order.</summary>
    public static float[][] Run(INetwork<float> network, OnnxImportResult imported, float[][] inputs, int sample)
    {
        List<float> all = [];
        for (int i = 0; i < inputs.Length; i++)
        {
            OnnxBinding binding = imported.Inputs[i];
            int count = Count(binding.Shape);
            float[] arranged = new float[count];
            for (int k = 0; k < count; k++) arranged[binding.Order is null ? k : binding.Order[k]] = inputs[i][sample * count + k];
            all.AddRange(arranged);
        }

        float[] outputs = network.Forward(all.ToArray()).ToArray();
        List<float[]> parts = [];
        int start = 0;
        foreach (OnnxBinding output in imported.Outputs)
        {
            parts.Add(outputs[start..(start + Count(output.Shape))]);
            start += parts[^1].Length;
        }

        return parts.ToArray();
    }

    /// <summary>The same numbers each time, between −1 and 1.</summary>
    private static float[][] RandomInputs(OnnxImportResult imported, int batch)
    {
        Random random = new(1);
        return imported.Inputs.Select(input => Enumerable.Range(0, batch * Count(input.Shape)).Select(_ => 2 * random.NextSingle() - 1).ToArray()).ToArray();
    }

    private static int Count(IReadOnlyList<int> shape) => shape.Aggregate(1, (product, size) => product * size);

    /// <summary>How far two runs are apart.</summary>
    internal sealed record Difference(float Largest, float LargestOutput)
    {
        public bool IsSmall => Largest <= Tolerance * Math.Max(LargestOutput, 1e-3f);

        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"The largest difference from ONNX Runtime is {Largest:G3}, beside outputs up to {LargestOutput:G3}.");
    }
}
