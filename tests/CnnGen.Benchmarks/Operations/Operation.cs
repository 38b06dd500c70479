using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Benchmarks.Peers.OnnxRuntime;

namespace CnnGen.Benchmarks.Operations;

/// <summary>One layer with its weights, as the peers need it: in plain loops, and as nodes of an ONNX graph.</summary>
internal abstract class Operation(LayerDescription layer)
{
    public int OutputSize { get; } = layer.OutputShape.Aggregate(1, (product, size) => product * size);

    protected IReadOnlyList<int> InputShape { get; } = layer.InputShape;

    protected IReadOnlyList<int> OutputShape { get; } = layer.OutputShape;

    public abstract void Run(ReadOnlySpan<float> input, Span<float> output);

    /// <summary>Adds the layer to the graph.</summary>
    /// <returns>The name of its output.</returns>
    public abstract string Export(OnnxGraph graph, string input);
}
