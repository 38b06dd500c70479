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

    /// <summary>The operations whose outputs it reads, by number, the running one first; the network's input is -1.</summary>
    public required int[] Sources { get; init; }

    /// <summary>Computes the layer; one that joins two tensors overrides the other.</summary>
    public virtual void Run(ReadOnlySpan<float> input, Span<float> output) => throw new NotSupportedException();

    public virtual void Run(ReadOnlySpan<float> input, ReadOnlySpan<float> tapped, Span<float> output) => Run(input, output);

    /// <summary>Adds the layer to the graph; one that joins two tensors overrides the other.</summary>
    /// <returns>The name of its output.</returns>
    public virtual string Export(OnnxGraph graph, string input) => throw new NotSupportedException();

    public virtual string Export(OnnxGraph graph, string input, string tapped) => Export(graph, input);
}
