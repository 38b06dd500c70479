using System.Collections.Generic;
using System.IO;
using System.Linq;
using CnnGen.Files;

namespace CnnGen.Onnx;

/// <summary>An imported model: the declaration, and what its parameters and buffers hold.</summary>
public sealed class OnnxImportResult
{
    internal OnnxImportResult(
        string className,
        string source,
        IReadOnlyDictionary<string, OnnxWeight> weights,
        IReadOnlyList<string> notes,
        IReadOnlyList<OnnxBinding> inputs,
        IReadOnlyList<OnnxBinding> outputs)
    {
        ClassName = className;
        Source = source;
        Weights = weights;
        Notes = notes;
        Inputs = inputs;
        Outputs = outputs;
    }

    /// <summary>The name of the declared class.</summary>
    public string ClassName { get; }

    /// <summary>A C# file with the declaration.</summary>
    public string Source { get; }

    /// <summary>The numbers of each parameter and buffer, by its name in the network's description: <c>conv1.weight</c>.</summary>
    public IReadOnlyDictionary<string, OnnxWeight> Weights { get; }

    /// <summary>What was left out or changed, a sentence each; they stand in <see cref="Source"/> too.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The inputs in order of declaration.</summary>
    public IReadOnlyList<OnnxBinding> Inputs { get; }

    /// <summary>The outputs in order of declaration.</summary>
    public IReadOnlyList<OnnxBinding> Outputs { get; }

    /// <summary>Writes the weights as safetensors, in order of declaration.</summary>
    /// <param name="stream">What they are written to.</param>
    public void WriteWeights(Stream stream)
    {
        List<NamedTensor<float>> tensors = Weights.Select(pair => new NamedTensor<float>(pair.Key, pair.Value.Shape, Numbers(pair.Value))).ToList();
        TensorWriter.Write(stream, TensorWriter.Header([("format", "pt")], tensors), tensors);
        static float[] Numbers(OnnxWeight weight) => weight.Values as float[] ?? weight.Values.ToArray();
    }
}

/// <summary>One tensor of weights.</summary>
/// <param name="Shape">Its shape, PyTorch's.</param>
/// <param name="Values">Its numbers, row-major.</param>
public sealed record OnnxWeight(IReadOnlyList<int> Shape, IReadOnlyList<float> Values);

/// <summary>An input or output of the network and the tensor of the file that it is.</summary>
/// <param name="Name">What the declaration calls it; empty for the input of <c>Network</c>, and for an only output.</param>
/// <param name="Tensor">What the file calls it.</param>
/// <param name="Shape">The shape of one sample in the declaration.</param>
/// <param name="FileShape">The shape in the file, with 1 for the batch.</param>
/// <param name="Order">For each number of a sample in the file where it stands in the network's; null: the same order.</param>
public sealed record OnnxBinding(
    string Name, string Tensor, IReadOnlyList<int> Shape, IReadOnlyList<int> FileShape, IReadOnlyList<int>? Order);
