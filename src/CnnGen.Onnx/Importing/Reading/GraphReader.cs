using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using CnnGen.Onnx.Format;
using CnnGen.Onnx.Importing.Graphs;
using CnnGen.Onnx.Importing.Printing;
using Google.Protobuf;
using AttributeType = CnnGen.Onnx.Format.AttributeProto.Types.AttributeType;

namespace CnnGen.Onnx.Importing.Reading;

/// <summary>Bytes to a graph in which every name has one maker and comes before its readers.</summary>
internal static class GraphReader
{
    private const int MostNodes = 100_000;
    private const int MostAxes = 12;

    public static Graph Read(ModelFile file, OnnxImportOptions options)
    {
        file.CheckKind();
        ModelProto model = Parse(file);
        List<string> notes = [];
        TensorReader tensors = new(file.Folder, notes);
        GraphProto graph = model.Graph;
        if (graph.Node.Count > MostNodes) throw new RefusalException($"'{file.Name}' has {graph.Node.Count} nodes, more than {MostNodes}.");

        Dictionary<string, Constant> constants = new(StringComparer.Ordinal);
        foreach (TensorProto tensor in graph.Initializer)
        {
            if (!constants.TryAdd(tensor.Name, tensors.Read(tensor))) throw new RefusalException($"There are two initializers '{Names.Shown(tensor.Name)}'.");
        }

        GraphInput[] inputs = Inputs(graph, constants, options, notes);
        Node[] nodes = graph.Node.Select(node => ReadNode(node, tensors)).ToArray();
        string[] outputs = graph.Output.Select(output => output.Name).ToArray();
        nodes = Sorted(nodes, inputs, constants.Keys, outputs);
        string producer = $"{model.ProducerName} {model.ProducerVersion}".Trim();
        bool isOwn = model.ProducerName == "CnnGen" && model.MetadataProps.Any(entry => entry.Key == "cnngen.fingerprint");
        return new Graph(file.Name, Names.Shown(producer), Opset(model), nodes, inputs, outputs, constants, isOwn, notes);
    }

    private static ModelProto Parse(ModelFile file)
    {
        ModelProto model;
        try
        {
            model = ModelProto.Parser.ParseFrom(file.Bytes.Span);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new RefusalException($"'{file.Name}' is no ONNX file, or a damaged one: {e.Message}");
        }

        return model.Graph is not null && (model.Graph.Node.Count > 0 || model.Graph.Output.Count > 0)
            ? model
            : throw new RefusalException($"'{file.Name}' is no ONNX model: it has no graph.");
    }

    private static int Opset(ModelProto model)
    {
        long version = model.OpsetImport.Where(import => IsOnnx(import.Domain)).Select(import => import.Version).DefaultIfEmpty(1).Max();
        return version is >= 1 and <= 1000 ? (int)version : throw new RefusalException($"The model wants version {version} of ONNX's operators.");
    }

    public static bool IsOnnx(string domain) => domain is "" or "ai.onnx";

    private static GraphInput[] Inputs(GraphProto graph, Dictionary<string, Constant> constants, OnnxImportOptions options, List<string> notes)
    {
        List<GraphInput> inputs = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        bool given = false;
        foreach (ValueInfoProto input in graph.Input)
        {
            // Up to IR version 3 the weights are listed here too.
            if (constants.ContainsKey(input.Name)) continue;
            if (!names.Add(input.Name)) throw new RefusalException($"There are two inputs '{Names.Shown(input.Name)}'.");
            inputs.Add(ReadInput(input, options, notes, ref given));
        }

        if (options.Shape is not null && !given)
        {
            throw new RefusalException("A shape was given, but every size of the inputs stands in the file; leave it out.");
        }

        return inputs.ToArray();
    }

    private static GraphInput ReadInput(ValueInfoProto input, OnnxImportOptions options, List<string> notes, ref bool given)
    {
        string name = Names.Shown(input.Name);
        TensorShapeProto? shape = input.Type?.TensorType?.Shape;
        long[] sizes = shape?.Dim.Select(size => size.HasDimValue && size.DimValue > 0 ? size.DimValue : 0).ToArray() ?? [];
        if (sizes.Length > MostAxes || sizes.Any(size => size > Budget.Tensor))
        {
            throw new RefusalException($"The input '{name}' has the shape [{string.Join(",", sizes)}].");
        }

        // Of one axis a fixed size is that of the sample, and a column of numbers is one sample; otherwise the first axis is the batch.
        bool isColumn = sizes.Length == 2 && sizes[0] > 1 && sizes[1] == 1;
        bool hasBatch = (sizes.Length > 1 && !isColumn) || (sizes.Length == 1 && sizes[0] == 0) || shape is null;
        int[] sample = sizes.Skip(hasBatch ? 1 : 0).Select(size => (int)size).ToArray();
        bool isOpen = shape is null || sample.Contains(0);
        if (isOpen && options.Shape is { } wanted && !given)
        {
            given = true;
            bool fits = shape is null
                || (wanted.Count == sample.Length && wanted.Zip(sample).All(pair => pair.First > 0 && (pair.Second == 0 || pair.Second == pair.First)));
            if (!fits || wanted.Any(size => size < 1))
            {
                throw new RefusalException($"The shape {string.Join(",", wanted)} does not fit the input '{name}' {Text(sizes)}.");
            }

            sample = wanted.ToArray();
            isOpen = false;
        }

        if (isOpen)
        {
            string example = string.Join(",", shape is null ? ["3", "224", "224"]
                : sample.Select(size => size == 0 ? "224" : size.ToString(CultureInfo.InvariantCulture)));
            throw new RefusalException(
                $"The input '{name}' has the shape {(shape is null ? "of its caller" : Text(sizes))}: say which, for example --shape {example}.");
        }

        int batch = !hasBatch ? 1 : sizes.Length > 0 ? (int)sizes[0] : 0;
        if (batch > 1) notes.Add($"The file fixes a batch of {batch} for '{name}'; here it is any up to Batch.");
        int[] withBatch = hasBatch ? [1, .. sample] : sample;
        Dims.Count(withBatch);
        return new GraphInput(input.Name, withBatch, sample.Length == 0 ? [1] : isColumn ? sample[..1] : sample, batch);
    }

    private static string Text(long[] sizes) => $"[{string.Join(",", sizes.Select(size => size == 0 ? "?" : size.ToString(CultureInfo.InvariantCulture)))}]";

    private static Node ReadNode(NodeProto node, TensorReader tensors)
    {
        string name = Names.Shown(node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault() ?? "");
        Dictionary<string, NodeAttribute> attributes = new(StringComparer.Ordinal);
        foreach (AttributeProto attribute in node.Attribute)
        {
            if (!attributes.TryAdd(attribute.Name, ReadAttribute(attribute, tensors, name)))
            {
                throw new RefusalException($"{Names.Shown(node.OpType)} '{name}' has two attributes '{Names.Shown(attribute.Name)}'.");
            }
        }

        string domain = IsOnnx(node.Domain) ? "" : Names.Shown(node.Domain);
        return new Node(Names.Shown(node.OpType), domain, name, node.Input.ToArray(), node.Output.ToArray(), attributes);
    }

    private static NodeAttribute ReadAttribute(AttributeProto attribute, TensorReader tensors, string node) => attribute.Type switch
    {
        AttributeType.Float => new NodeAttribute(Number: attribute.F),
        AttributeType.Int => new NodeAttribute(Integer: attribute.I),
        AttributeType.String => new NodeAttribute(Text: Names.Shown(attribute.S.ToStringUtf8())),
        AttributeType.Ints => new NodeAttribute(Integers: attribute.Ints.ToArray()),
        AttributeType.Floats => new NodeAttribute(Numbers: attribute.Floats.ToArray()),
        AttributeType.Tensor when attribute.T is not null => new NodeAttribute(Tensor: tensors.Read(attribute.T)),
        AttributeType.Undefined or AttributeType.Tensor =>
            throw new RefusalException($"The attribute '{Names.Shown(attribute.Name)}' of '{node}' has no type or value."),

        // Graphs and the like: whoever has them is refused by its operator.
        _ => new NodeAttribute(),
    };

    /// <summary>Each node behind those that it reads; refused where names are missing, made twice, or made of themselves.</summary>
    private static Node[] Sorted(Node[] nodes, GraphInput[] inputs, IEnumerable<string> constants, string[] outputs)
    {
        HashSet<string> known = new(constants, StringComparer.Ordinal);
        known.UnionWith(inputs.Select(input => input.Name));
        Dictionary<string, int> makers = new(StringComparer.Ordinal);
        for (int i = 0; i < nodes.Length; i++)
        {
            foreach (string output in nodes[i].Outputs.Where(output => output.Length > 0))
            {
                if (known.Contains(output) || !makers.TryAdd(output, i))
                {
                    throw new RefusalException($"{nodes[i]} makes '{Names.Shown(output)}', which there is already: the file is damaged.");
                }
            }
        }

        int[] waits = new int[nodes.Length];
        List<int>[] readers = new List<int>[nodes.Length];
        for (int i = 0; i < nodes.Length; i++)
        {
            foreach (string input in nodes[i].Inputs.Where(input => input.Length > 0 && !known.Contains(input)))
            {
                if (!makers.TryGetValue(input, out int maker))
                {
                    throw new RefusalException($"{nodes[i]} reads '{Names.Shown(input)}', which nothing makes: the file is damaged.");
                }

                waits[i]++;
                (readers[maker] ??= []).Add(i);
            }
        }

        foreach (string output in outputs)
        {
            if (!known.Contains(output) && !makers.ContainsKey(output))
            {
                throw new RefusalException($"The output '{Names.Shown(output)}' is made by nothing: the file is damaged.");
            }
        }

        // The order of the file, wherever that is one: those that wait for nothing are taken by their number.
        PriorityQueue<int, int> ready = new(Enumerable.Range(0, nodes.Length).Where(i => waits[i] == 0).Select(i => (i, i)));
        List<Node> sorted = new(nodes.Length);
        while (ready.TryDequeue(out int next, out _))
        {
            sorted.Add(nodes[next]);
            foreach (int reader in readers[next] ?? [])
            {
                if (--waits[reader] == 0) ready.Enqueue(reader, reader);
            }
        }

        if (sorted.Count < nodes.Length)
        {
            Node stuck = nodes[Array.FindIndex(waits, count => count > 0)];
            throw new RefusalException($"{stuck} reads what is made of its own output: the graph has a cycle.");
        }

        return sorted.ToArray();
    }
}
