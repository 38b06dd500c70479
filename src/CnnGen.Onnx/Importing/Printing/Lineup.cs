using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Onnx.Importing.Layers;
using CnnGen.Onnx.Importing.Rewriting;

namespace CnnGen.Onnx.Importing.Printing;

/// <summary>What stands in a declaration, in order: a layer, or that a tensor gets a name, is taken up again, or is an output.</summary>
/// <param name="Layer">The layer; of the others the one whose tensor it is.</param>
/// <param name="Kind">The attribute.</param>
/// <param name="Name">The tensor's name: of Tap, From, Output, Input and joins.</param>
internal sealed record Item(Layer Layer, string Kind, string? Name = null)
{
    /// <summary>Whether it is a layer, and not only a word about one.</summary>
    public bool IsLayer => Kind is not ("Tap" or "From" or "Output" or "Input");
}

/// <summary>Puts a graph of layers into one line.</summary>
internal sealed class Lineup
{
    private readonly Dictionary<Layer, string> names = [];
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);
    private readonly List<Item> items = [];
    private readonly List<(LayerOutput Output, string Name)> outputs = [];
    private readonly List<(LayerOutput Output, string Name)> memories = [];

    private Lineup(LayerInput first, IReadOnlyList<LayerInput> more)
    {
        First = first;
        More = more;
    }

    /// <summary>The input that <c>Network</c> declares.</summary>
    public LayerInput First { get; }

    /// <summary>All others that are read.</summary>
    public IReadOnlyList<LayerInput> More { get; }

    public IReadOnlyList<Item> Items => items;

    /// <summary>The outputs in order of declaration; an only one has no name.</summary>
    public IReadOnlyList<(LayerOutput Output, string Name)> Outputs => outputs;

    /// <summary>Behind them those that states are handed on to, which no attribute but the layer's declares.</summary>
    public IReadOnlyList<(LayerOutput Output, string Name)> Memories => memories;

    public string NameOf(Layer layer) => names[layer];

    /// <param name="graph">The layers.</param>
    /// <param name="className">What the class is called: no member can be.</param>
    public static Lineup Of(LayerGraph graph, string className)
    {
        HashSet<Layer> live = graph.Live().ToHashSet();
        LayerInput[] read = graph.Inputs.Where(input => live.Contains(input.Layer)).ToArray();
        foreach (LayerInput input in graph.Inputs.Except(read)) graph.Notes.Add($"The input '{Names.Shown(input.Tensor.Name)}' is not read.");

        // An input that a state comes from has a name, which that of Network has not.
        HashSet<Layer> states = live.OfType<RecurrentLayer>().Select(recurrent => recurrent.State).OfType<Layer>().ToHashSet();
        LayerInput first = read.FirstOrDefault(input => !states.Contains(input.Layer)) ?? throw new RefusalException("No input of the file reaches an output.");
        Lineup lineup = new(first, read.Where(input => input != first).ToArray());
        lineup.taken.Add(Names.Key(className));
        lineup.Arrange(graph);
        return lineup;
    }

    private void Arrange(LayerGraph graph)
    {
        foreach (LayerInput input in More)
        {
            string name = Names.Identifier(input.Tensor.Name, "input", taken);
            names[input.Layer] = name;
            taken.Add(Names.Key(name + "Gradient"));
            items.Add(new Item(input.Layer, "Input", name));
        }

        List<Layer> order = graph.Places is { } places ? AsDeclared(graph, places) : Order(graph);
        foreach (RecurrentLayer recurrent in order.OfType<RecurrentLayer>().Where(recurrent => recurrent.State is not null))
        {
            string name = names[recurrent.State!] + "Out";
            if (!taken.Add(Names.Key(name))) throw new RefusalException($"{recurrent} hands on to '{name}', which something else is called.");
            names[recurrent.Memory!] = name;
        }

        Dictionary<Layer, Layer> primary = Primaries(order, graph.Places is not null, out Dictionary<Layer, string> named);
        Name(order, named);
        Dictionary<Layer, LayerOutput> ends = graph.Outputs.Where(output => !output.IsMemory).ToDictionary(output => output.Layer);
        Layer running = First.Layer;
        Begin(running);
        foreach (Layer layer in order.Where(layer => primary.ContainsKey(layer)))
        {
            Layer from = primary[layer];
            if (from != running) items.Add(new Item(from, "From", names[from]));
            if (layer is JoinLayer join) AddJoin(join, from);
            else items.Add(new Item(layer, layer.Kind));
            running = layer;
            Begin(layer);
            if (!ends.TryGetValue(layer, out LayerOutput? output)) continue;

            // An only output needs no name; in a file of our own it has one that was declared, or this.
            bool isNamed = ends.Count > 1 || (graph.Places is not null && output.Called != "output");
            string name = isNamed ? Names.Identifier(output.Called, "output", taken) : "";
            outputs.Add((output, name));
            if (isNamed) items.Add(new Item(layer, "Output", name));
        }

        Dictionary<Layer, LayerOutput> handedOn = graph.Outputs.Where(output => output.IsMemory).ToDictionary<LayerOutput, Layer>(RecurrentPatterns.MakerOf);
        foreach (RecurrentLayer recurrent in order.OfType<RecurrentLayer>().Where(handedOn.ContainsKey))
        {
            memories.Add((handedOn[recurrent], names[recurrent.Memory!]));
        }
    }

    private void Begin(Layer layer)
    {
        if (names.TryGetValue(layer, out string? name) && (layer is not InputLayer || layer == First.Layer)) items.Add(new Item(layer, "Tap", name));
    }

    private void AddJoin(JoinLayer join, Layer from)
    {
        bool isRunning = true;
        foreach (Layer input in join.Inputs)
        {
            // The running tensor once; what else is read, a second time too, by its name.
            if (input == from && isRunning) isRunning = false;
            else items.Add(new Item(join, join.Kind, names[input]));
        }
    }

    /// <summary>Which tensor runs into each layer, and which need a name because somebody reads them later.</summary>
    private Dictionary<Layer, Layer> Primaries(List<Layer> order, bool isAsDeclared, out Dictionary<Layer, string> named)
    {
        Dictionary<Layer, Layer> primary = [];
        named = [];
        Layer running = First.Layer;
        foreach (Layer layer in order.Where(layer => layer is not (InputLayer or MemoryLayer)))
        {
            // A sum is the same from either side; of a Concat the first part runs in.
            bool isEither = layer.Kind is "Add" or "Multiply" && layer.Inputs.Contains(running) && !isAsDeclared;
            Layer from = isEither ? running : layer.Inputs[layer is JoinLayer { IsSwapped: true } && isAsDeclared ? 1 : 0];
            primary[layer] = from;
            if (from != running) named.TryAdd(from, "trunk");
            bool isRunning = true;
            foreach (Layer input in layer.Inputs)
            {
                if (input == from && isRunning) isRunning = false;
                else named.TryAdd(input, Purpose(layer, input));
            }

            running = layer;
        }

        return primary;
    }

    private static string Purpose(Layer join, Layer input) => join.Kind switch
    {
        "Add" => "skip",
        "Concat" => "part",
        _ => input.Shape.SequenceEqual(join.Shape) ? "gated" : "gate",
    };

    private void Name(List<Layer> order, Dictionary<Layer, string> named)
    {
        foreach (IGrouping<string, Layer> group in order.Where(layer => named.ContainsKey(layer) && !names.ContainsKey(layer)).GroupBy(layer => named[layer]))
        {
            bool isOnly = group.Count() == 1;
            int number = 0;
            foreach (Layer layer in group) names[layer] = Names.Identifier(isOnly ? group.Key : group.Key + Literals.Of(++number), group.Key, taken);
        }
    }

    /// <summary>Each layer after those that it reads, and the longest way to a layer last, so that most tensors run into their reader.</summary>
    private static List<Layer> Order(LayerGraph graph)
    {
        Dictionary<Layer, int> depths = [];
        foreach (Layer layer in graph.Live()) depths[layer] = layer.Inputs.Select(input => depths[input] + 1).DefaultIfEmpty(0).Max();
        List<Layer> order = [];
        HashSet<Layer> seen = [];
        Stack<(Layer Layer, Queue<Layer> Left)> open = new();
        foreach (LayerOutput output in graph.Outputs)
        {
            if (seen.Add(output.Layer)) open.Push((output.Layer, Ways(output.Layer, depths)));
            while (open.TryPeek(out (Layer Layer, Queue<Layer> Left) top))
            {
                if (!top.Left.TryDequeue(out Layer? input))
                {
                    order.Add(open.Pop().Layer);
                }
                else if (seen.Add(input))
                {
                    open.Push((input, Ways(input, depths)));
                }
            }
        }

        return order;
    }

    /// <summary>The order of the file, which is that of its declaration.</summary>
    private static List<Layer> AsDeclared(LayerGraph graph, IReadOnlyDictionary<string, int> places)
    {
        Dictionary<Layer, int> found = [];
        List<Layer> live = graph.Live();
        foreach (Layer layer in live)
        {
            // What no node is called after stands behind what it reads.
            int behind = layer.Inputs.Select(input => found[input]).DefaultIfEmpty(-1).Max();
            found[layer] = places.TryGetValue(layer.Origin, out int place) ? place : behind;
            if (found[layer] < behind) throw new RefusalException($"{layer} is called after a node before what it reads: not as CnnGen calls it.");
        }

        return live.OrderBy(layer => found[layer]).ToList();
    }

    private static Queue<Layer> Ways(Layer layer, Dictionary<Layer, int> depths) =>
        new(layer.Kind == "Concat" ? Enumerable.Reverse(layer.Inputs) : layer.Inputs.OrderBy(input => depths[input]));
}
