using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers;

/// <summary>A checked network: a graph of layers over named tensors.</summary>
/// <param name="Type">The class.</param>
/// <param name="Options">What the Network attribute says.</param>
/// <param name="Inputs">The input tensors, in order of declaration; the first is Network's own.</param>
/// <param name="Layers">Every layer in source order; each names the tensor it reads and the one it makes.</param>
/// <param name="Heads">The outputs: those that are declared, in order; where none is, the last layer's; then those that layers make besides.</param>
/// <param name="Optimizer">The declared optimizer, or plain SGD.</param>
internal sealed record NetworkModel(
    TypeIdentity Type,
    NetworkOptions Options,
    EquatableArray<Tensor> Inputs,
    EquatableArray<Layer> Layers,
    EquatableArray<Head> Heads,
    Optimizer Optimizer)
{
    public bool IsTrainable => !Options.ForwardOnly;

    /// <summary>Whether there is a loss: every head has one then, but for those that layers make besides.</summary>
    public bool HasLoss => Heads[0].Loss != null;

    /// <summary>Whether Forward takes several spans.</summary>
    public bool HasSeveralInputs => Inputs.Count > 1;

    /// <summary>Whether there are several outputs.</summary>
    public bool HasSeveralHeads => Heads.Count > 1;

    /// <summary>The outputs that have a loss, which come first.</summary>
    public IEnumerable<Head> Judged => Heads.Where(head => head.Loss != null);

    /// <summary>Numbers of one sample of all inputs, at most those of an int. What does not fit is reported before any text is written.</summary>
    public int InputSize => Sum(Inputs);

    /// <summary>Numbers of one sample of all outputs, likewise.</summary>
    public int OutputSize => Sum(Heads.Select(head => head.Tensor));

    /// <summary>Numbers of one sample of all tensors, at most those of an int.</summary>
    private static int Sum(IEnumerable<Tensor> tensors) => (int)System.Math.Min(tensors.Sum(tensor => tensor.Shape.LongCount), int.MaxValue);

    /// <summary>The layers that make something of a tensor, in order.</summary>
    public IEnumerable<Layer> ReadersOf(Tensor tensor) => Layers.Where(layer => !layer.OnlyNames && layer.Inputs.Contains(tensor));

    /// <summary>The layer that makes a tensor; null for an input.</summary>
    public Layer? MakerOf(Tensor tensor) => Layers.FirstOrDefault(layer => !layer.OnlyNames && layer.Outputs.Contains(tensor));

    /// <summary>The one layer that reads a tensor, which nobody else wants; null where there is none, or several.</summary>
    public Layer? SoleReaderOf(Tensor tensor) => ReadersOf(tensor).Take(2).ToList() is { Count: 1 } readers && !IsOutput(tensor) ? readers[0] : null;

    /// <summary>Whether the caller gets a tensor.</summary>
    public bool IsOutput(Tensor tensor) => Heads.Any(head => head.Tensor == tensor);
}

/// <summary>An output of a network.</summary>
/// <param name="Name">Its name; null where none is declared and it is the only one.</param>
/// <param name="Tensor">What Forward returns of it.</param>
/// <param name="Weight">A factor of its loss.</param>
/// <param name="Loss">Its loss, if the network declares any, and for this one.</param>
internal sealed record Head(string? Name, Tensor Tensor, double Weight, Loss? Loss)
{
    /// <summary>The name of what is not declared, where layers make further outputs.</summary>
    public const string Undeclared = "output";
}
