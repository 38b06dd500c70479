using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Onnx.Exporting.Operators;
using CnnGen.Onnx.Format;

namespace CnnGen.Onnx.Exporting;

/// <summary>Writes a network's description and numbers as a model.</summary>
internal sealed class ModelWriter
{
    // What all operators here need: LayerNormalization is the youngest. Runtimes read the versions before their own.
    private const int OperatorVersion = 17, FormatVersion = 8;

    private const string Batch = "N";

    private readonly NetworkDescription network;
    private readonly Numbers numbers;
    private readonly GraphProto graph;
    private readonly Dictionary<string, Value> values = new();   // by what Sources call them
    private readonly List<Value> memories = new();
    private readonly List<Value> declared = new();

    private ModelWriter(NetworkDescription network, Numbers numbers)
    {
        this.network = network;
        this.numbers = numbers;
        graph = new GraphProto { Name = network.Name };
    }

    /// <summary>The model.</summary>
    /// <exception cref="NotSupportedException">A layer's kind is not known here.</exception>
    public static ModelProto Write(NetworkDescription network, Numbers numbers)
    {
        var model = new ModelProto { IrVersion = FormatVersion, ProducerName = "CnnGen", Graph = new ModelWriter(network, numbers).Write() };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = OperatorVersion });
        model.MetadataProps.Add(new StringStringEntryProto { Key = "cnngen.fingerprint", Value = network.Fingerprint });
        return model;
    }

    private GraphProto Write()
    {
        foreach (InputDescription input in network.Inputs)
        {
            graph.Input.Add(InfoOf(input.Name, input.Shape));
            bool isLayerToo = network.Layers.Any(layer => layer.Name == input.Name);
            values[isLayerToo ? "input " + input.Name : input.Name] = new Value(input.Name, input.Shape);
        }

        Value last = values.Values.First();
        foreach (LayerDescription layer in network.Layers)
        {
            if (!Catalogue.Writers.TryGetValue(layer.Kind, out Func<LayerWriter, string>? write))
            {
                throw new NotSupportedException($"{layer.Name} is of the kind {layer.Kind}, which this version of CnnGen.Onnx does not know.");
            }

            var writer = new LayerWriter(graph, numbers, layer, layer.Sources.Select(source => values[source]).ToList());
            last = new Value(write(writer), layer.OutputShape);

            // What only names a tensor has none of its own.
            if (writer.MakesTensor) values[layer.Name] = last;
            if (writer.IsHead) declared.Add(last);
            if (writer.Memory is not { } memory) continue;
            values[layer.Name + " memory"] = memory;
            memories.Add(memory);
        }

        if (declared.Count == 0) declared.Add(last);
        WriteOutputs(declared.Concat(memories).ToList());
        return graph;
    }

    /// <summary>Gives the tensors that are outputs their names; one that is an input, or an output already, is copied.</summary>
    private void WriteOutputs(IReadOnlyList<Value> heads)
    {
        HashSet<string> taken = network.Inputs.Select(input => input.Name).ToHashSet();
        var renamed = new Dictionary<string, string>();
        var copies = new List<NodeProto>();
        for (int i = 0; i < heads.Count; i++)
        {
            // Inputs and outputs of ONNX share their names.
            string name = network.Outputs[i].Name;
            while (!taken.Add(name)) name += "_";
            string made = heads[i].Name;
            bool isCopy = renamed.ContainsKey(made) || graph.Input.Any(input => input.Name == made);
            if (isCopy) copies.Add(LayerWriter.NodeOf("Identity", "copy/" + name, new[] { made }, new[] { name }));
            else renamed.Add(made, name);
            graph.Output.Add(InfoOf(name, heads[i].Shape));
        }

        graph.Node.AddRange(copies);
        foreach (NodeProto node in graph.Node)
        {
            for (int i = 0; i < node.Input.Count; i++) node.Input[i] = renamed.GetValueOrDefault(node.Input[i], node.Input[i]);
            for (int i = 0; i < node.Output.Count; i++) node.Output[i] = renamed.GetValueOrDefault(node.Output[i], node.Output[i]);
        }
    }

    private ValueInfoProto InfoOf(string name, IEnumerable<int> shape)
    {
        var dimensions = new TensorShapeProto();
        dimensions.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = Batch });
        dimensions.Dim.AddRange(shape.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)numbers.Type, Shape = dimensions } },
        };
    }
}

/// <summary>A tensor of the graph.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Shape">The shape of one sample.</param>
internal sealed record Value(string Name, IReadOnlyList<int> Shape);
