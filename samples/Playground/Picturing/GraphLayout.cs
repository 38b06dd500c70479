using System;
using System.Collections.Generic;
using System.Linq;
using Playground.Compiling;

namespace Playground.Picturing;

/// <summary>
/// Where a network's picture has its boxes and arrows. Boxes stand one below the other in order of declaration, as wide as the tensor's rows and as high as it
/// has channels, on scales of square roots. What is read further down goes around on the left, on as few tracks as it takes.
/// </summary>
internal sealed class GraphLayout
{
    private const int Gap = 15, Line = 16, Widest = 120, Narrowest = 14, Highest = 48, Lowest = 8, Track = 13, Edge = 8, TextWidth = 240, Indent = 20;

    private GraphLayout(IReadOnlyList<Box> boxes, IReadOnlyList<Arrow> arrows, int middle, int height)
    {
        Boxes = boxes;
        Arrows = arrows;
        Middle = middle;
        Height = height;
    }

    /// <summary>Where the middle of each box is.</summary>
    public int Middle { get; }

    /// <summary>Where the names begin.</summary>
    public int Right => Middle + (Widest / 2) + Indent;

    public int Width => Right + TextWidth;

    public IReadOnlyList<Box> Boxes { get; }

    public IReadOnlyList<Arrow> Arrows { get; }

    public int Height { get; }

    public static GraphLayout Of(NetworkView network)
    {
        List<Node> nodes = [];
        Dictionary<int, int> places = [];   // by a layer's number, or an input's
        for (int i = 0; i < network.Inputs.Count; i++)
        {
            places[-1 - i] = nodes.Count;
            nodes.Add(new Node(network.Inputs[i].Name, "input", network.Inputs[i].Shape, [], null));
        }

        for (int i = 0; i < network.Layers.Count; i++)
        {
            LayerView layer = network.Layers[i];
            if (layer.OnlyNames) continue;
            places[i] = nodes.Count;
            nodes.Add(new Node(layer.Name, layer.Kind, layer.Output, [.. layer.Sources.Select(source => places[source])], layer));
        }

        List<(int From, int To, int Track)> around = Around(nodes);
        int middle = Edge + (Widest / 2) + (around.Count == 0 ? 0 : Track * (1 + around.Max(arrow => arrow.Track)));
        double widest = nodes.Max(node => Math.Sqrt(Across(node.Shape))), highest = nodes.Max(node => Math.Sqrt(node.Shape[0]));
        List<Box> boxes = [];
        int top = Edge;
        foreach (Node node in nodes)
        {
            int width = (int)Math.Max(Narrowest, Widest * Math.Sqrt(Across(node.Shape)) / widest);
            int height = (int)Math.Max(Lowest, Highest * Math.Sqrt(node.Shape[0]) / highest);
            string[] heads = [.. network.Heads.Where(head => places[head.Source] == boxes.Count).Select(Describe)];
            boxes.Add(new Box(node.Name, node.Kind, node.Shape, middle - (width / 2), top, width, height, node.Sources.Length > 1, heads, node.Layer));
            top += Math.Max(height, Line * (1 + heads.Length)) + Gap;
        }

        IEnumerable<Arrow> straight = nodes
            .Select((node, to) => (Node: node, To: to))
            .Where(item => item.Node.Sources.Contains(item.To - 1))
            .Select(item => new Arrow(FormattableString.Invariant($"M{middle} {boxes[item.To - 1].Bottom} V{boxes[item.To].Top - 4}"), IsAround: false));
        return new GraphLayout(boxes, [.. straight, .. around.Select(Curve)], middle, top);

        Arrow Curve((int From, int To, int Track) arrow)
        {
            const int round = 8;
            Box upper = boxes[arrow.From], lower = boxes[arrow.To];
            int left = middle - (Widest / 2) - (Track * (arrow.Track + 1)), start = upper.Centre, end = lower.Centre;
            return new Arrow(
                $"M{upper.Left} {start} H{left + round} Q{left} {start} {left} {start + round} V{end - round} Q{left} {end} {left + round} {end} H{lower.Left - 4}",
                IsAround: true);
        }

        static string Describe(HeadView head) => $"{head.Name ?? "output"}{(head.Loss == null ? "" : $": {head.Loss}")}";
    }

    // Features are channels of one position.
    private static int Across(IReadOnlyList<int> shape) => shape.Count == 1 ? 1 : shape[^1];

    /// <summary>What a box reads that does not stand right above it, and on which track the arrow goes around.</summary>
    private static List<(int From, int To, int Track)> Around(List<Node> nodes)
    {
        List<(int From, int To, int Track)> arrows = [];
        for (int to = 0; to < nodes.Count; to++)
        {
            foreach (int from in nodes[to].Sources.Where(source => source != to - 1).Distinct())
            {
                int track = 0;
                while (arrows.Any(other => other.Track == track && other.To > from)) track++;
                arrows.Add((from, to, track));
            }
        }

        return arrows;
    }

    private sealed record Node(string Name, string Kind, IReadOnlyList<int> Shape, int[] Sources, LayerView? Layer);
}

/// <summary>The box of a tensor.</summary>
internal sealed record Box(
    string Name, string Kind, IReadOnlyList<int> Shape, int Left, int Top, int Width, int Height, bool IsJoin, IReadOnlyList<string> Heads, LayerView? Layer)
{
    public int Centre => Top + (Height / 2);

    public int Bottom => Top + Height;
}

/// <summary>An arrow from a tensor to what reads it.</summary>
internal sealed record Arrow(string Path, bool IsAround);
