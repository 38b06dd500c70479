using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Onnx.Importing.Folding;
using CnnGen.Onnx.Importing.Graphs;
using CnnGen.Onnx.Importing.Layers;
using CnnGen.Onnx.Importing.Printing;
using CnnGen.Onnx.Importing.Rewriting;

namespace CnnGen.Onnx.Importing.Operators;

/// <summary>
/// Walks a graph from its inputs to its outputs. What depends on constants and shapes alone is computed on the way; of everything else each
/// operator's room makes layers. What cannot be declared is remembered as refused, and matters only if an output is made of it.
/// </summary>
internal sealed class Translator
{
    private readonly Graph graph;
    private readonly OnnxImportOptions options;
    private readonly Dictionary<string, Value> values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Node> makers = new(StringComparer.Ordinal);
    private readonly List<string> notes;
    private readonly List<LayerInput> inputs = [];
    private readonly HashSet<string> handedOn;

    private Translator(Graph graph, OnnxImportOptions options)
    {
        this.graph = graph;
        this.options = options;
        notes = [.. graph.Notes];

        // In a file of our own: what one layer makes and another reads.
        handedOn = new(graph.IsOwn ? graph.Outputs : [], StringComparer.Ordinal);
        if (graph.IsOwn)
        {
            Dictionary<string, string> units = graph.Nodes
                .SelectMany(node => node.Outputs.Where(output => output.Length > 0).Select(output => (output, node.Unit)))
                .ToDictionary(pair => pair.output, pair => pair.Unit, StringComparer.Ordinal);
            handedOn.UnionWith(graph.Nodes.SelectMany(node => node.Inputs.Where(input => units.GetValueOrDefault(input, node.Unit) != node.Unit)));
        }
    }

    /// <summary>The layers of a graph.</summary>
    public static LayerGraph Translate(Graph graph, OnnxImportOptions options) =>
        Walk(graph, options, (walked, arranger) => new LayerGraph(walked.inputs, walked.Outputs(arranger), walked.Places(), walked.notes));

    /// <summary>What each name of a graph stands for, also where no output is made of it, or none can be declared.</summary>
    public static IReadOnlyDictionary<string, Value> Values(Graph graph, OnnxImportOptions options) => Walk(graph, options, (walked, _) => walked.values);

    private static TResult Walk<TResult>(Graph graph, OnnxImportOptions options, Func<Translator, Arranger, TResult> end)
    {
        // Each input is declared as its first reader needs it; finding that out begins the walk again, once an input at most.
        Dictionary<string, LayoutException> layouts = new(StringComparer.Ordinal);
        while (true)
        {
            try
            {
                Translator translator = new(graph, options);
                Arranger arranger = new((graph.IsOwn ? graph.Inputs.Select(input => input.Name) : layouts.Keys).ToHashSet(StringComparer.Ordinal));
                translator.Walk(layouts, arranger);
                return end(translator, arranger);
            }
            catch (LayoutException layout)
            {
                layouts.Add(layout.Input, layout);
            }
        }
    }

    private void Walk(Dictionary<string, LayoutException> layouts, Arranger arranger)
    {
        Budget budget = new();
        foreach ((string name, Constant constant) in graph.Constants) values[name] = constant;
        foreach (GraphInput input in graph.Inputs) AddInput(input, layouts.GetValueOrDefault(input.Name));
        foreach (Node node in graph.Nodes)
        {
            foreach (string output in node.Outputs) makers[output] = node;
            Translate(node, arranger, budget);
        }
    }

    /// <summary>Where each node stands in a file of our own.</summary>
    private Dictionary<string, int>? Places()
    {
        if (!graph.IsOwn) return null;
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        for (int i = 0; i < graph.Nodes.Count; i++) places.TryAdd(graph.Nodes[i].Name, i);
        return places;
    }

    private void AddInput(GraphInput input, LayoutException? layout)
    {
        int[] shape = layout?.Shape ?? (input.Sample.Length <= 3 ? input.Sample : [Dims.Count(input.Sample)]);
        InputLayer layer = new(input.Name, shape);
        int[]? order = null;
        if (layout is not null)
        {
            order = new int[layout.FileIndexes.Length];
            for (int i = 0; i < order.Length; i++) order[layout.FileIndexes[i]] = i;
        }

        View view = new(layer, input.Shape, order, $"the file's order of '{Names.Shown(input.Name)}'");
        inputs.Add(new LayerInput(layer, input, view.Order));
        values[input.Name] = view;
    }

    private void Translate(Node node, Arranger arranger, Budget budget)
    {
        node = WrittenNorms.Find(node, makers, values) ?? node;
        Value?[] read = node.Inputs.Select(input => input.Length == 0 ? null : values[input]).ToArray();
        Value?[] made;
        if (read.OfType<Refused>().FirstOrDefault() is { } refused)
        {
            made = [refused];
        }
        else
        {
            Call call = new(node, read, graph, options, arranger, budget, notes);
            try
            {
                made = Make(call, read);
                Settle(call, made);
            }
            catch (RefusalException refusal)
            {
                made = [new Refused(Describe(node, read, refusal.Message))];
            }
            catch (Exception e) when (
                e is IndexOutOfRangeException or ArgumentException or OverflowException or DivideByZeroException or InvalidOperationException)
            {
                // A node that breaks the rules of its own operator: too few numbers in a list, a size of 0.
                made = [new Refused(Describe(node, read, "is malformed: its attributes and inputs do not fit together"))];
            }
        }

        for (int i = 0; i < node.Outputs.Count; i++)
        {
            if (node.Outputs[i].Length == 0) continue;
            Value? value = i < made.Length ? made[i] : made[0] as Refused;
            values[node.Outputs[i]] = value ?? new Refused(Describe(node, read, $"has an output '{Names.Shown(node.Outputs[i])}' that cannot be declared"));
        }
    }

    /// <summary>Where a layer of our own file ends, its numbers lie as it was declared to make them.</summary>
    private void Settle(Call call, Value?[] made)
    {
        for (int i = 0; i < made.Length && i < call.Node.Outputs.Count; i++)
        {
            if (made[i] is not View view || !handedOn.Contains(call.Node.Outputs[i])) continue;
            Layer layer = call.Arranged(view);
            if (layer.Origin.Length == 0 && layer is not InputLayer) call.Named(layer);
            made[i] = Call.Batched(layer);
        }
    }

    private Value?[] Make(Call call, Value?[] read)
    {
        Node node = call.Node;
        if (node.Domain.Length > 0) throw new RefusalException($"is an operator of '{node.Domain}', not of ONNX; {Advice.ForDomain(node.Domain)}");
        if (read.All(value => value is null or Constant) && Folder.TryFold(call, out Constant?[]? folded)) return folded;
        if (Catalogue.Find(node.Operator) is { } room) return room(call);
        throw new RefusalException(Advice.For(node.Operator));
    }

    private static string Describe(Node node, Value?[] read, string reason)
    {
        IEnumerable<string> shapes = read.Where(value => value is not null).Take(6).Select(value => value switch
        {
            View view => Dims.Text(view.Shape),
            Constant constant => Dims.Text(constant.Shape),
            _ => "[?]",
        });
        return $"{node} {string.Join(" × ", shapes)} {reason}".Replace("  ", " ", StringComparison.Ordinal);
    }

    private List<LayerOutput> Outputs(Arranger arranger)
    {
        List<LayerOutput> outputs = [];
        foreach (string name in options.Outputs.Count > 0 ? options.Outputs.Select(Find) : graph.Outputs)
        {
            switch (values[name])
            {
                case Constant constant:
                    notes.Add($"The output '{Names.Shown(name)}' is constant: {Shown(constant)}.");
                    break;
                case View { Source: InputLayer input, Order: null }:
                    notes.Add($"The output '{Names.Shown(name)}' is the input '{Names.Shown(input.Tensor)}' as it comes.");
                    break;
                case View view when Problem(view, arranger, out Layer? layer) is not { } problem:
                    Add(outputs, layer!, name, view.Shape, name);
                    break;
                case { } value:
                    string reason = value is Refused refused ? refused.Reason : Problem((View)value, arranger, out _)!;
                    Cut(outputs, name, reason, arranger);
                    break;
            }
        }

        if (outputs.Count == 0) throw new RefusalException($"'{graph.File}' computes nothing that can be declared: no layer stands behind its outputs.");
        return Memories(outputs);
    }

    /// <summary>Which outputs are states that are handed on. A state that also is what the network is asked for comes as another output before.</summary>
    private List<LayerOutput> Memories(List<LayerOutput> outputs)
    {
        List<LayerOutput> heads = outputs.Where(output => output.Layer is not MemoryLayer).ToList();
        HashSet<Layer> behind = [];
        foreach (LayerOutput head in heads) Reach(head.Layer);
        foreach (IGrouping<Layer, LayerOutput> group in outputs.Except(heads).GroupBy(output => output.Layer).OrderByDescending(group => group.Count()))
        {
            group.Last().IsMemory = group.Count() > 1 || behind.Contains(group.Key.Input);
            if (!group.First().IsMemory)
            {
                heads.Add(group.First());
                Reach(group.Key);
            }

            foreach (LayerOutput same in group.Skip(1).SkipLast(1))
            {
                notes.Add($"The output '{Names.Shown(same.Tensor)}' is the same as '{Names.Shown(group.First().Tensor)}'.");
            }
        }

        HashSet<LayerOutput> kept = heads.ToHashSet();
        return outputs.Where(output => output.IsMemory || kept.Contains(output)).ToList();

        void Reach(Layer layer)
        {
            Stack<Layer> open = new([layer]);
            while (open.TryPop(out Layer? next))
            {
                if (!behind.Add(next)) continue;
                foreach (Layer input in next.Inputs) open.Push(input);
            }
        }
    }

    private void Add(List<LayerOutput> outputs, Layer layer, string name, int[] shape, string called)
    {
        while (ShapePatterns.IsShape(layer) && layer.Input is MemoryLayer) layer = layer.Input;
        LayerOutput? same = layer is MemoryLayer ? null : outputs.Find(output => output.Layer == layer);
        if (same is null) outputs.Add(new LayerOutput(layer, name, shape, called));
        else if (same.Tensor != name) notes.Add($"The output '{Names.Shown(name)}' is the same as '{Names.Shown(same.Tensor)}'.");
    }

    /// <summary>Why a view cannot be an output; null: it is what the layer makes.</summary>
    private static string? Problem(View view, Arranger arranger, out Layer? layer)
    {
        layer = null;
        try
        {
            layer = view.Order is null ? view.Source : arranger.Arrange(view);
            return null;
        }
        catch (RefusalException)
        {
            return $"{view.MovedBy ?? "A node"} {Dims.Text(view.Shape)} puts the numbers of an output in another order than {Dims.Text(view.Source.Shape)}";
        }
    }

    /// <summary>An output ends at the last layers with weights before it.</summary>
    private void Cut(List<LayerOutput> outputs, string name, string reason, Arranger arranger)
    {
        List<string> ends = [], dropped = [];
        HashSet<string> seen = new(StringComparer.Ordinal) { name };
        Stack<string> open = new();
        open.Push(name);
        while (open.TryPop(out string? value))
        {
            if (!makers.TryGetValue(value, out Node? node)) continue;
            if (value != name && IsEnd(values[value], arranger))
            {
                ends.Add(value);
                continue;
            }

            dropped.Add(node.Operator);
            foreach (string input in node.Inputs.Reverse())
            {
                if (input.Length > 0 && values[input] is not Constant && seen.Add(input)) open.Push(input);
            }
        }

        if (!options.Cut)
        {
            string where = ends.Count == 0 ? "" : ends.Count == 1
                ? $" --cut ends the network at '{Names.Shown(ends[0])}', the last layer with weights."
                : $" --cut ends the network at the {ends.Count} last layers with weights, '{Names.Shown(ends[0])}' among them.";
            throw new RefusalException($"{reason}.{where}");
        }

        if (ends.Count == 0) throw new RefusalException($"{reason}. Nothing with weights stands before it at which --cut could end the network.");
        string kinds = string.Join(", ", dropped.Distinct(StringComparer.Ordinal));
        string instead = string.Join(", ", ends.Select(end => $"'{Names.Shown(end)}'"));
        notes.Add($"Cut off before the output '{Names.Shown(name)}': {dropped.Count} nodes ({kinds}); it ends at {instead}.");
        foreach (string end in ends)
        {
            View view = (View)values[end];
            bool isOnly = ends.Count == 1 && !outputs.Exists(output => output.Layer == view.Source);
            Add(outputs, arranger.Arrange(view), end, view.Shape, isOnly ? name : end);
        }
    }

    /// <summary>Whether a value is what a layer with weights makes, with what will go into these weights.</summary>
    private static bool IsEnd(Value value, Arranger arranger)
    {
        if (value is not View view || Problem(view, arranger, out Layer? layer) is not null) return false;
        while (layer is ScaleLayer or ConstantLayer) layer = layer.Input;
        return layer!.Tensors.Any() && layer is not PReLULayer;
    }

    private string Find(string name)
    {
        if (values.ContainsKey(name)) return name;
        Node? node = graph.Nodes.FirstOrDefault(node => node.Name == name && node.Outputs.Count > 0);
        return node?.Outputs[0] ?? throw new RefusalException($"There is no tensor or node '{Names.Shown(name)}' at which the network could end.");
    }

    private static string Shown(Constant constant) => constant.Count > 8
        ? $"{constant.Count} numbers"
        : string.Join(", ", constant.AsFloats().Select(number => Literals.Any(Literals.Shortest(number))));
}
