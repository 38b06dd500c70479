using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Layers;

namespace CnnGen.Generator.Model;

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

/// <summary>What the Network attribute says.</summary>
internal sealed record NetworkOptions(Scalar Scalar, int Batch, bool ForwardOnly, bool InputGradient, bool Reproducible = false, bool Winograd = true);

/// <summary>The number type of a network; the values are those of the public enum.</summary>
internal enum Scalar
{
    Single,
    Double,
}

/// <summary>An activation tensor: the input, or what a layer makes.</summary>
/// <param name="Name">The layer's name, or <c>input</c>.</param>
/// <param name="Shape">The shape of one sample.</param>
/// <param name="IsInput">Whether it is the network's input, and not what a layer of that name makes.</param>
internal sealed record Tensor(string Name, Shape Shape, bool IsInput = false)
{
    public static Tensor NetworkInput(Shape shape) => new("input", shape, IsInput: true);
}
