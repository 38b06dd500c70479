using System.Collections.Generic;
using System.Linq;

namespace Playground.Compiling;

/// <summary>A planned network, as the page shows it.</summary>
/// <param name="Name">The class.</param>
/// <param name="Inputs">Its inputs, with their shapes.</param>
/// <param name="Layers">Its layers, in order of declaration.</param>
/// <param name="Heads">Its outputs.</param>
/// <param name="Optimizer">The optimizer's formula; null where nothing is trained.</param>
/// <param name="InstanceBytes">What an instance takes.</param>
/// <param name="SharedBytes">What replicas share.</param>
public sealed record NetworkView(
    string Name,
    IReadOnlyList<TensorView> Inputs,
    IReadOnlyList<LayerView> Layers,
    IReadOnlyList<HeadView> Heads,
    string? Optimizer,
    long InstanceBytes,
    long SharedBytes)
{
    public long Parameters => Layers.Sum(layer => layer.Parameters);

    public long Macs => Layers.Sum(layer => layer.Macs);

    /// <summary>The layer whose attribute stands at a place of a text; else the one before it in its line, or behind.</summary>
    public LayerView? LayerAt(int place, string text)
    {
        place = System.Math.Clamp(place, 0, text.Length);
        int start = place == 0 ? 0 : text.LastIndexOf('\n', place - 1) + 1, end = text.IndexOf('\n', place);
        List<LayerView> line = [.. Layers.Where(layer => layer.End > start && (end < 0 || layer.Start < end))];
        return line.LastOrDefault(layer => layer.Start <= place) ?? line.FirstOrDefault();
    }
}

/// <summary>A tensor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">The shape of one sample.</param>
public sealed record TensorView(string Name, IReadOnlyList<int> Shape);

/// <summary>A layer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its attribute.</param>
/// <param name="Sources">What it reads: of each, the number of the layer that makes it, or −1, −2, … for the inputs.</param>
/// <param name="Input">The shape of one sample of what it reads first.</param>
/// <param name="Output">The shape of one sample of what it makes.</param>
/// <param name="OnlyNames">Whether it makes no tensor, but names one or takes one up.</param>
/// <param name="Parameters">Numbers that it trains or keeps frozen.</param>
/// <param name="Macs">Multiply-adds a sample.</param>
/// <param name="Bytes">What its steps are the first to need, and its parameters with gradients and optimizer state.</param>
/// <param name="Forms">How each of its steps is computed.</param>
/// <param name="Methods">The emitted methods of its steps, which call what computes it.</param>
/// <param name="Start">Where its attribute begins.</param>
/// <param name="End">Where it ends.</param>
public sealed record LayerView(
    string Name,
    string Kind,
    IReadOnlyList<int> Sources,
    IReadOnlyList<int> Input,
    IReadOnlyList<int> Output,
    bool OnlyNames,
    long Parameters,
    long Macs,
    long Bytes,
    IReadOnlyList<string> Forms,
    IReadOnlyList<string> Methods,
    int Start,
    int End);

/// <summary>An output.</summary>
/// <param name="Name">Its name; null where it is the only one and has none.</param>
/// <param name="Source">The number of the layer that makes it, or −1, −2, … for the inputs.</param>
/// <param name="Loss">The kind of its loss.</param>
public sealed record HeadView(string? Name, int Source, string? Loss);
