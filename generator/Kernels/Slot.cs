using CnnGen.Generator.Model;

namespace CnnGen.Generator.Kernels;

/// <summary>A place for numbers: a named range of one of the network's arrays.</summary>
/// <param name="Name">Its name among the generated offsets; the argument's name for the caller's input; nothing for a range from the start of the
/// array.</param>
/// <param name="Store">The array.</param>
/// <param name="Layout">Where in the range the numbers of one sample lie, or of the whole.</param>
/// <param name="PerSample">Whether it holds one such range for each sample of a batch.</param>
internal sealed record Slot(string Name, Store Store, Layout Layout, bool PerSample)
{
    /// <summary>What it consists of; anything but numbers lies in another array.</summary>
    public Element Element { get; init; }

    /// <summary>Whether it holds gradients: what kernels leave in the border is nobody's.</summary>
    public bool IsGradient { get; init; }

    /// <summary>Whether its border has to be zero, always.</summary>
    public bool HasZeroBorder => Layout.Border != Border.None && !IsGradient;

    /// <summary>Which of the optimizer's states; each is as long as the parameters' array, and they lie one behind the other.</summary>
    public int State { get; init; }

    /// <summary>The place that it is a part of; null where it has one of its own.</summary>
    public Slot? Whole { get; init; }

    /// <summary>Its first number in the place that it is a part of.</summary>
    public int First { get; init; }

    /// <summary>The place that has a range of the array to itself: the one that this is a part of, or this.</summary>
    public Slot Own => Whole ?? this;

    /// <summary>What it holds of one sample, or in all.</summary>
    public Shape Shape => Layout.Shape;

    /// <summary>The length of one sample's range, or of the whole.</summary>
    public int Count => Layout.Count;

    /// <summary>The same for a single sample: the next one overwrites it.</summary>
    public Slot OfOneSample => this with { PerSample = false, Whole = Whole?.OfOneSample };

    /// <summary>The same as a part of another, which may itself be one.</summary>
    public Slot AsPartOf(Slot other, int first) => this with { Whole = other.Own, First = other.First + first };

    /// <summary>An input as the caller hands it over.</summary>
    public static Slot CallerInput(Tensor input) => new(input.Name, Store.Caller, Layout.Plain(input.Shape), true);
}

/// <summary>The arrays of a network.</summary>
internal enum Store
{
    /// <summary>The caller's spans of inputs: read in Forward only.</summary>
    Caller,

    /// <summary>Activations, their gradients and scratch; shared by lives.</summary>
    Activations,

    /// <summary>Parameters; shared with replicas.</summary>
    Parameters,

    /// <summary>Gradients of the parameters, at the parameters' offsets.</summary>
    Gradients,

    /// <summary>What the optimizer keeps, each state at the parameters' offsets; shared with replicas.</summary>
    OptimizerState,

    /// <summary>What is kept and not trained, in the description's order; shared with replicas.</summary>
    Buffers,

    /// <summary>What the last call in training has left for the buffers, at the buffers' offsets.</summary>
    Statistics,

    /// <summary>Numbers that the declaration says; the same for all instances.</summary>
    Constants,

    /// <summary>Copies of parameters in an order that a kernel reads faster; shared with replicas.</summary>
    Packed,
}
