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
    public const int Middle = 190, Right = 300, Width = 560;

    private const int Gap = 16, Widest = 150, Narrowest = 14, Highest = 54, Lowest = 7, Track = 13, Top = 12;

    private GraphLayout(IReadOnlyList<Box> boxes, IReadOnlyList<Arrow> arrows, int height)
    {
        Boxes = boxes;
        Arrows = arrows;
        Height = height;
    }

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

        double widest = nodes.Max(node => Math.Sqrt(Across(node.Shape))), highest = nodes.Max(node => Math.Sqrt(node.Shape[0]));
        List<Box> boxes = [];
        int top = Top;
        foreach (Node node in nodes)
        {
            int width = (int)Math.Max(Narrowest, Widest * Math.Sqrt(Across(node.Shape)) / widest);
            int height = (int)Math.Max(Lowest, Highest * Math.Sqrt(node.Shape[0]) / highest);
            string[] heads = [.. network.Heads.Where(head => places[head.Source] == boxes.Count).Select(Describe)];
            boxes.Add(new Box(node.Name, node.Kind, node.Shape, Middle - (width / 2), top, width, height, node.Sources.Length > 1, heads, node.Layer));
            top += Math.Max(height, Gap) + Gap;
        }

        return new GraphLayout(boxes, ArrowsOf(nodes, boxes), top);

        static string Describe(HeadView head) => $"{head.Name ?? "output"}{(head.Loss == null ? "" : $": {head.Loss}")}";
    }

    // Features are channels of one position.
    private static int Across(IReadOnlyList<int> shape) => shape.Count == 1 ? 1 : shape[^1];

    private static List<Arrow> ArrowsOf(List<Node> nodes, List<Box> boxes)
    {
        List<Arrow> arrows = [];
        List<int> ends = [];   // of each track, the box where what lies on it ends
        for (int to = 0; to < nodes.Count; to++)
        {
            foreach (int from in nodes[to].Sources.Distinct())
            {
                Box upper = boxes[from], lower = boxes[to];
                if (from == to - 1)
                {
                    arrows.Add(new Arrow($"M{Middle} {upper.Top + upper.Height} V{lower.Top - 4}", IsAround: false));
                    continue;
                }

                int track = ends.FindIndex(end => end <= from);
                if (track < 0)
                {
                    track = ends.Count;
                    ends.Add(to);
                }

                ends[track] = to;
                int left = Middle - (Widest / 2) - (Track * (track + 1)), start = upper.Top + (upper.Height / 2), end = lower.Top + (lower.Height / 2);
                const int round = 8;
                arrows.Add(new Arrow(
                    $"M{upper.Left} {start} H{left + round} Q{left} {start} {left} {start + round} V{end - round} Q{left} {end} {left + round} {end} H{lower.Left - 4}",
                    IsAround: true));
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
}

/// <summary>An arrow from a tensor to what reads it.</summary>
internal sealed record Arrow(string Path, bool IsAround);
