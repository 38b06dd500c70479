using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using CnnGen.Onnx;
using Microsoft.CodeAnalysis;

namespace CnnGen.Tool.Verification;

/// <summary>A declaration, compiled in memory by the generator and with its weights.</summary>
internal static class CompiledNetwork
{
    /// <summary>Compiles a source with one network and makes an instance of it.</summary>
    /// <param name="source">The C# file.</param>
    /// <param name="fullName">The class in it.</param>
    /// <param name="weights">Each parameter and buffer by its name.</param>
    public static INetwork<float> Create(string source, string fullName, IReadOnlyDictionary<string, OnnxWeight> weights)
    {
        Assembly assembly = Compile(source);

        // With a seed: without, one that has its weights inside would look for them here.
        INetwork<float> network = (INetwork<float>)Activator.CreateInstance(assembly.GetType(fullName, throwOnError: true)!, 0)!;
        float[] parameters = Collect(network.Description.Parameters, network.ParameterCount, weights);
        float[] buffers = Collect(network.Description.Buffers, network.BufferCount, weights);
        string[] superfluous = weights.Keys.Except(network.Description.Parameters.Concat(network.Description.Buffers).Select(tensor => tensor.Name)).ToArray();
        if (superfluous.Length > 0) throw new FailureException($"The network has no {string.Join(", ", superfluous)}.");
        network.SetParameters(parameters);
        network.SetBuffers(buffers);
        return network;
    }

    private static float[] Collect(IReadOnlyList<TensorDescription> tensors, int count, IReadOnlyDictionary<string, OnnxWeight> weights)
    {
        float[] numbers = new float[count];
        foreach (TensorDescription tensor in tensors)
        {
            if (!weights.TryGetValue(tensor.Name, out OnnxWeight? weight)) throw new FailureException($"There are no weights {tensor.Name}.");
            if (!weight.Shape.SequenceEqual(tensor.Shape))
            {
                throw new FailureException(
                    $"{tensor.Name} is [{string.Join(",", tensor.Shape)}] in the network and [{string.Join(",", weight.Shape)}] in the file.");
            }

            for (int i = 0; i < weight.Values.Count; i++) numbers[tensor.Offset + i] = weight.Values[i];
        }

        return numbers;
    }

    private static Assembly Compile(string source)
    {
        PlainCompilation compiled = PlainCompilation.Of("Imported", [source]);
        Diagnostic[] reported = compiled.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).ToArray();
        return reported.Length == 0
            ? Assembly.Load(compiled.Bytes)
            : throw new FailureException(
                $"What was imported does not compile: {string.Join("; ", reported.Take(5).Select(diagnostic => diagnostic.GetMessage()))}");
    }
}
