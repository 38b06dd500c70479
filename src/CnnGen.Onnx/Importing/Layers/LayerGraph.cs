using System.Collections.Generic;
using CnnGen.Onnx.Importing.Graphs;

namespace CnnGen.Onnx.Importing.Layers;

/// <summary>What the network is made of: layers behind its outputs.</summary>
/// <param name="Inputs">All inputs, read or not, in order of the file.</param>
/// <param name="Outputs">The outputs in order of the file.</param>
/// <param name="Places">Where each node stands in a file that CnnGen wrote: so the layers were declared. Null: somebody else wrote it.</param>
/// <param name="Notes">What was left out or changed.</param>
internal sealed record LayerGraph(
    IReadOnlyList<LayerInput> Inputs, IReadOnlyList<LayerOutput> Outputs, IReadOnlyDictionary<string, int>? Places, List<string> Notes)
{
    /// <summary>The layers behind the outputs, each after those that it reads.</summary>
    public List<Layer> Live()
    {
        List<Layer> live = [];
        HashSet<Layer> seen = [];
        Stack<(Layer Layer, int Next)> open = new();
        foreach (LayerOutput output in Outputs)
        {
            if (seen.Add(output.Layer)) open.Push((output.Layer, 0));
            while (open.TryPop(out (Layer Layer, int Next) top))
            {
                if (top.Next == top.Layer.Inputs.Length)
                {
                    live.Add(top.Layer);
                    continue;
                }

                open.Push((top.Layer, top.Next + 1));
                Layer input = top.Layer.Inputs[top.Next];
                if (seen.Add(input)) open.Push((input, 0));
            }
        }

        return live;
    }

    /// <summary>How often each live layer is read, or is an output.</summary>
    public Dictionary<Layer, int> Readers(IEnumerable<Layer> live)
    {
        Dictionary<Layer, int> readers = [];
        foreach (Layer layer in live)
        {
            foreach (Layer input in layer.Inputs) readers[input] = readers.GetValueOrDefault(input) + 1;
        }

        foreach (LayerOutput output in Outputs) readers[output.Layer] = readers.GetValueOrDefault(output.Layer) + 1;
        return readers;
    }
}

/// <summary>An input, and how the file's tensor lies in it.</summary>
internal sealed record LayerInput(InputLayer Layer, GraphInput Tensor, int[]? Order);

/// <summary>An output of the network.</summary>
internal sealed class LayerOutput(Layer layer, string tensor, int[] fileShape, string called)
{
    /// <summary>The layer that makes it; replaced where it is rewritten.</summary>
    public Layer Layer { get; set; } = layer;

    /// <summary>The tensor of the file that it is.</summary>
    public string Tensor { get; } = tensor;

    /// <summary>The file's shape, with 1 for the batch.</summary>
    public int[] FileShape { get; } = fileShape;

    /// <summary>The output of the file that it is, or that begins at it where it is cut.</summary>
    public string Called { get; } = called;

    /// <summary>Whether it is the state that a recurrent layer hands on, which the layer itself declares.</summary>
    public bool IsMemory { get; set; }
}
