using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Onnx;
using CnnGen.Onnx.Format;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace CnnGen.Tool.Verification;

/// <summary>What ONNX Runtime makes of a model. Nobody touches this class where the native library is not there.</summary>
internal sealed class Reference : IDisposable
{
    private readonly InferenceSession session;
    private readonly OnnxImportResult imported;

    public Reference(byte[] model, OnnxImportResult imported)
    {
        this.imported = imported;
        using SessionOptions options = new() { GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL, IntraOpNumThreads = 1 };
        session = new InferenceSession(ModelOutputs.Expose(model, imported.Outputs.Select(output => output.Tensor)), options);
    }

    /// <summary>How many samples the file takes at once.</summary>
    public int Batch
    {
        get
        {
            int[] sizes = session.InputMetadata[imported.Inputs[0].Tensor].Dimensions;
            bool isFixed = sizes.Length > 1 && sizes[0] > 1 && imported.Inputs[0].FileShape[0] == 1;
            return isFixed ? sizes[0] : 1;
        }
    }

    /// <summary>The outputs for inputs in the file's order, each for all samples of the batch.</summary>
    /// <param name="inputs">By input of the declaration: its numbers.</param>
    /// <returns>By output of the declaration: its numbers.</returns>
    public float[][] Run(float[][] inputs)
    {
        List<NamedOnnxValue> values = [];
        int batch = Batch;
        foreach ((string name, NodeMetadata metadata) in session.InputMetadata)
        {
            int index = imported.Inputs.ToList().FindIndex(input => input.Tensor == name);
            IReadOnlyList<int> known = index < 0 ? metadata.Dimensions : imported.Inputs[index].FileShape;
            int[] shape = metadata.Dimensions.Select((size, axis) => size > 0 ? size : Math.Max(1, known[axis])).ToArray();
            if (shape.Length == 0 && known.Count > 0) shape = known.ToArray();
            int count = shape.Aggregate(1, (product, size) => product * size);
            values.Add(
                NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(index < 0 ? new float[count] : inputs[index].AsSpan(0, count).ToArray(), shape)));
        }

        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run(values);
        return results.Select(result => result.AsEnumerable<float>().ToArray()).ToArray();
    }

    public void Dispose() => session.Dispose();
}
