using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using CnnGen.Onnx.Importing.Graphs;
using CnnGen.Onnx.Importing.Layers;

namespace CnnGen.Onnx.Importing.Printing;

/// <summary>Prints a lineup as somebody would have written it, and names the weights as the declaration does.</summary>
internal sealed class SourcePrinter
{
    private const int Widest = 110;
    private const int CommentColumn = 72;

    private readonly Lineup lineup;
    private readonly Dictionary<Layer, string> layerNames = [];
    private readonly HashSet<Layer> named = [];
    private readonly HashSet<Layer> frozen = [];
    private readonly List<(List<string> Texts, List<string> Origins)> blocks = [];
    private string prefix = "";

    private readonly bool isOwn;

    private SourcePrinter(Lineup lineup, bool isOwn)
    {
        this.lineup = lineup;
        this.isOwn = isOwn;
    }

    public static OnnxImportResult Print(Graph graph, LayerGraph layers, Lineup lineup, string className, OnnxImportOptions options)
    {
        SourcePrinter printer = new(lineup, graph.IsOwn);
        Dictionary<string, OnnxWeight> weights = printer.NameWeights();
        if (options.Freeze) printer.Freeze();
        printer.AddBlocks(className, options);
        OnnxBinding[] inputs = new[] { (Input: lineup.First, Name: "") }
            .Concat(lineup.More.Select(input => (Input: input, Name: lineup.NameOf(input.Layer))))
            .Select(pair => new OnnxBinding(pair.Name, pair.Input.Tensor.Name, pair.Input.Layer.Shape, pair.Input.Tensor.Shape, pair.Input.Order))
            .ToArray();
        OnnxBinding[] outputs = lineup.Outputs.Concat(lineup.Memories)
            .Select(pair => new OnnxBinding(pair.Name, pair.Output.Tensor, pair.Output.Layer.Shape, pair.Output.FileShape, null))
            .ToArray();
        List<string> notes = printer.Notes(graph, layers, inputs, outputs);
        return new OnnxImportResult(className, printer.Text(graph, className, notes, options), weights, notes, inputs, outputs);
    }

    /// <summary>
    /// Layers are numbered by kind over the whole declaration, joins and names of tensors too. A file of our own tells which had names of their own.
    /// </summary>
    private Dictionary<string, OnnxWeight> NameWeights()
    {
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        Dictionary<string, OnnxWeight> weights = new(StringComparer.Ordinal);
        HashSet<string> taken = new(StringComparer.Ordinal);
        long numbers = 0;
        foreach (Item item in lineup.Items.Where(item => item.IsLayer))
        {
            string kind = item.Kind.ToLowerInvariant();
            int number = counts[kind] = counts.GetValueOrDefault(kind) + 1;
            string name = char.IsAsciiDigit(kind[^1]) ? $"{kind}_{number}" : $"{kind}{number}", unit = isOwn ? Node.UnitOf(item.Layer.Origin) : name;
            if (unit != name && Names.IsIdentifier(unit) && item.Layer.Tensors.Any())
            {
                name = unit;
                named.Add(item.Layer);
            }

            if (!taken.Add(name) && item.Layer.Tensors.Any()) throw new RefusalException($"Two layers are called '{Names.Shown(name)}'.");
            layerNames[item.Layer] = name;
            foreach (LayerTensor tensor in item.Layer.Tensors)
            {
                numbers += tensor.Values.Length;
                if (numbers > Budget.Weights)
                {
                    throw new RefusalException($"The weights of all layers come to more than {Budget.Weights / 1_000_000} million numbers.");
                }

                weights.Add($"{name}.{tensor.Name}", new OnnxWeight(tensor.Shape, tensor.Values));
            }
        }

        return weights;
    }

    /// <summary>Whatever another convolution, dense or recurrent layer is made of; what only adjusts the last of these is trained along with it.</summary>
    private void Freeze()
    {
        HashSet<Layer> read = [];
        foreach (Layer layer in lineup.Items.Where(item => item.IsLayer).Select(item => item.Layer).Distinct().Reverse())
        {
            if (layer.HasParameters && read.Contains(layer)) frozen.Add(layer);
            if ((layer.HasParameters && !layer.OnlyAdjusts) || read.Contains(layer)) read.UnionWith(layer.Inputs);
        }
    }

    private void AddBlocks(string className, OnnxImportOptions options)
    {
        IEnumerable<string> network = lineup.First.Layer.Shape.Select(Literals.Of);
        if (!options.Train) network = network.Append("ForwardOnly = true");
        if (options.Embed) network = network.Append($"Weights = \"{className}.safetensors\"");
        blocks.Add(([$"Network({string.Join(", ", network)})"], isOwn ? [] : [Names.Shown(lineup.First.Tensor.Name)]));
        prefix = CommonFolder(lineup.Items.Where(item => IsNamed(item.Layer)).Select(item => item.Layer.Origin).Distinct().ToArray());
        bool begins = true;
        List<Item> items = lineup.Items.ToList();
        for (int i = 0; i < items.Count; i++)
        {
            Item item = items[i];
            if (item.Kind == "Input")
            {
                string shape = string.Join(", ", item.Layer.Shape.Select(Literals.Of));
                blocks.Add(([$"Input(\"{item.Name}\", {shape})"], isOwn ? [] : [Names.Shown(((InputLayer)item.Layer).Tensor)]));
                continue;
            }

            // A name that is given right before a block belongs to it.
            bool isBlock = item.Kind == "From" || (item.IsLayer && item.Layer.BeginsBlock);
            bool tapsBlock = item.Kind == "Tap" && i + 1 < items.Count && items[i + 1].IsLayer && items[i + 1].Layer.BeginsBlock;
            bool follows = i > 0 && (items[i - 1].Kind == "From" || (items[i - 1].Kind == "Tap" && blocks[^1].Texts.Count == 1));
            if (begins || tapsBlock || (isBlock && !(follows && !begins))) blocks.Add(([], []));
            begins = item.Kind == "Output";
            (List<string> texts, List<string> origins) = blocks[^1];
            texts.Add(Attribute(item));
            if (item.IsLayer && IsNamed(item.Layer)) origins.Add($"{layerNames[item.Layer]}: {item.Layer.Origin[prefix.Length..]}");
        }
    }

    /// <summary>Whether a comment says what the file calls a layer; in our own it is what it is called here.</summary>
    private bool IsNamed(Layer layer) => !isOwn && layer.Origin.Length > 0 && layer.Tensors.Any();

    /// <summary>What all names begin with, up to a slash: some exporters put every node into the same two functions.</summary>
    private static string CommonFolder(string[] names)
    {
        if (names.Length < 2) return "";
        int length = 0;
        while (length < names[0].Length && Array.TrueForAll(names, name => name.Length > length && name[length] == names[0][length])) length++;
        int slash = length == 0 ? -1 : names[0].LastIndexOf('/', length - 1);
        return slash > 0 ? names[0][..(slash + 1)] : "";
    }

    private string Attribute(Item item)
    {
        if (item.Name is not null) return $"{item.Kind}(\"{item.Name}\")";
        IEnumerable<string> all = item.Layer.Arguments;
        if (frozen.Contains(item.Layer)) all = all.Append("Frozen = true");
        if (named.Contains(item.Layer)) all = all.Append($"Name = \"{layerNames[item.Layer]}\"");
        if (item.Layer is RecurrentLayer { State: { } state }) all = all.Append($"State = \"{lineup.NameOf(state)}\"");
        string arguments = string.Join(", ", all);
        return arguments.Length == 0 ? item.Kind : $"{item.Kind}({arguments})";
    }

    private List<string> Notes(Graph graph, LayerGraph layers, OnnxBinding[] inputs, OnnxBinding[] outputs)
    {
        List<string> notes = layers.Notes.Distinct(StringComparer.Ordinal).ToList();
        foreach (OnnxBinding input in inputs.Where(input => input.Order is not null))
        {
            string order = input.Shape.Count == 3 && input.FileShape.Count == 4 && input.FileShape[3] == input.Shape[0] ? "as height, width, channels"
                : "in another order";
            notes.Add(
                $"The file takes '{Names.Shown(input.Tensor)}' {order} {Dims.Text(input.FileShape.ToArray())}; "
                + $"this takes {Dims.Text(input.Shape.ToArray())}, row-major.");
        }

        foreach ((LayerOutput output, string name) in lineup.Outputs.Where(pair => pair.Name.Length > 0 && pair.Name != pair.Output.Called))
        {
            notes.Add($"The output {name} is '{Names.Shown(output.Called)}'.");
        }

        if (prefix.Length > 0) notes.Add($"The names of layers in the file begin with '{prefix}'.");
        foreach ((LayerOutput output, string name) in lineup.Memories.Where(pair => pair.Name != pair.Output.Called))
        {
            notes.Add($"The output {name}, the last state, is '{Names.Shown(output.Called)}'.");
        }

        IEnumerable<string> ours = outputs.Select(output => output.Tensor), theirs = layers.Outputs.Select(output => output.Tensor);
        if (!ours.SequenceEqual(theirs)) notes.Add("The outputs stand in another order than in the file.");
        return notes;
    }

    private string Text(Graph graph, string className, List<string> notes, OnnxImportOptions options)
    {
        StringBuilder text = new();
        string producer = graph.Producer.Length == 0 ? "" : $", made by {graph.Producer}";
        Line(text, $"// Imported from {Names.Shown(graph.File)} (opset {graph.Opset}{producer}). The weights are in {className}.safetensors.");
        if (options.Embed) Line(text, $"// The project file puts them into the program: <CnnGenWeights Include=\"{className}.safetensors\" />");
        foreach (string note in notes) Wrapped(text, note);
        Line(text, "using CnnGen;");
        Line(text, "");
        string indent = options.Namespace is null ? "" : "    ";
        if (options.Namespace is { } name)
        {
            Line(text, $"namespace {name}");
            Line(text, "{");
        }

        Line(text, $"{indent}/// <summary>The network of {Xml(Names.Shown(graph.File))}.</summary>");
        foreach ((List<string> texts, List<string> origins) in blocks) Block(text, indent, texts, origins);
        if (options.Train) Line(text, $"{indent}// A loss and an optimizer, if it is to be trained: {Training()}");
        Line(text, $"{indent}public sealed partial class {className} {{ }}");
        if (options.Namespace is not null) Line(text, "}");
        return text.ToString();
    }

    private string Training() => lineup.Outputs.Count > 1
        ? "a loss right behind each Output, then [Sgd(Momentum = 0.9)]"
        : lineup.Outputs[0].Output.Layer.Kind == "Softmax" ? "[CrossEntropy, Sgd(Momentum = 0.9)]"
            : "[SoftmaxCrossEntropy, Sgd(Momentum = 0.9)] or [MeanSquaredError, Sgd(Momentum = 0.9)]";

    private static void Block(StringBuilder text, string indent, List<string> texts, List<string> origins)
    {
        StringBuilder line = new(indent + "[");
        for (int i = 0; i < texts.Count; i++)
        {
            string piece = texts[i] + (i + 1 < texts.Count ? ", " : "]");
            if (line.Length + piece.Length > Widest && line.Length > indent.Length + 4)
            {
                Line(text, line.ToString().TrimEnd());
                line.Clear().Append(indent).Append("    ");
            }

            line.Append(piece);
        }

        string comment = string.Join("; ", origins);
        if (comment.Length == 0) Line(text, line.ToString());
        else if (line.Length + comment.Length + 5 <= 160) Line(text, $"{line.ToString().PadRight(CommentColumn)} // {comment}");
        else
        {
            foreach (string origin in origins) Line(text, $"{indent}// {origin}");
            Line(text, line.ToString());
        }
    }

    private static void Wrapped(StringBuilder text, string note)
    {
        StringBuilder line = new("// *");
        foreach (string word in note.Split(' '))
        {
            if (line.Length + word.Length > 150)
            {
                Line(text, line.ToString());
                line.Clear().Append("//  ");
            }

            line.Append(' ').Append(word);
        }

        Line(text, line.ToString());
    }

    private static string Xml(string name) => name.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    private static void Line(StringBuilder text, string line) => text.Append(CultureInfo.InvariantCulture, $"{line}\n");
}
