using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers;

/// <summary>A checked network: a graph of layers over named tensors.</summary>
/// <param name="Type">The class.</param>
/// <param name="Options">What the Network attribute says.</param>
/// <param name="Input">The input tensor.</param>
/// <param name="Layers">Every layer in source order; each names the tensor it reads and the one it makes.</param>
/// <param name="Output">The tensor that Forward returns.</param>
/// <param name="Loss">The declared loss, if any.</param>
/// <param name="Optimizer">The declared optimizer, or plain SGD.</param>
internal sealed record NetworkModel(
    TypeIdentity Type,
    NetworkOptions Options,
    Tensor Input,
    EquatableArray<Layer> Layers,
    Tensor Output,
    Loss? Loss,
    Optimizer Optimizer)
{
    public bool IsTrainable => !Options.ForwardOnly;

    /// <summary>The layers that make something of a tensor, in order.</summary>
    public IEnumerable<Layer> ReadersOf(Tensor tensor) => Layers.Where(layer => !layer.OnlyNames && layer.Inputs.Contains(tensor));

    /// <summary>The layer that makes a tensor; null for the input.</summary>
    public Layer? MakerOf(Tensor tensor) => Layers.FirstOrDefault(layer => !layer.OnlyNames && layer.Output == tensor);

    /// <summary>The one layer that reads a tensor, which nobody else wants; null where there is none, or several.</summary>
    public Layer? SoleReaderOf(Tensor tensor) => ReadersOf(tensor).Take(2).ToList() is { Count: 1 } readers && tensor != Output ? readers[0] : null;
}
