using CnnGen.Generator.Model;

namespace CnnGen.Generator.Kernels;

/// <summary>
/// What one step computes, specialised for its shapes. Two equal kernels have the same text, so that layers of equal shape share one.
/// </summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Batch">The most samples of a call; at 1 no text loops over samples.</param>
internal abstract record Kernel(Scalar Scalar, int Batch)
{
    /// <summary>What it reads and writes, in the order of its arguments.</summary>
    public abstract EquatableArray<Port> Ports { get; }

    /// <summary>Whether it computes one sample, and the step runs it for each.</summary>
    public virtual bool IsPerSample => false;

    /// <summary>Whether its text is so short that a call would cost more than it does.</summary>
    public virtual bool IsTiny => false;

    /// <summary>Whether its texts ask how many samples a call has, and do not go by the lengths of what they are given.</summary>
    public virtual bool CountsSamples => !IsPerSample;

    /// <summary>The names of the numbers that it is told besides where its own are, of the network's type.</summary>
    public virtual EquatableArray<string> Numbers => default;

    /// <summary>Whether it is told the key of a random mask: a different one for each call in training, layer and sample.</summary>
    public virtual bool DrawsMask => false;

    /// <summary>Whether it computes a range of elements, and the call says which.</summary>
    public virtual bool TakesRange => false;

    /// <summary>A name for the shared text: kind, step and shapes.</summary>
    public abstract string Name { get; }

    /// <summary>Shapes and sizes, for the sentence over the method: <c>6×14×14 → 16×10×10, 5×5 kernels</c>.</summary>
    public abstract string Title { get; }

    /// <summary>The algorithm and the order in which the terms of a sum are added.</summary>
    public abstract string Form { get; }

    /// <summary>What is computed together in the scalar text; null where there is nothing to say.</summary>
    public virtual string? Tile => null;

    /// <summary>Why this form was chosen; null where there was no choice.</summary>
    public string? Why { get; init; }

    /// <summary>Whether there is a text for vectors, or for scalars on hardware with fused multiply-adds; the scalar text is always there.</summary>
    public virtual bool HasText(Dialect dialect) => dialect.IsPlainScalar;

    /// <summary>What is computed together in a dialect.</summary>
    public virtual string? TileIn(Dialect dialect) => Tile;

    /// <summary>The run of numbers that it copies, where it does nothing else: no step is needed where one place can be a part of the other.</summary>
    public virtual CopiedRun? Copied => null;

    /// <summary>Whether it takes little longer than to read and write its numbers: what it makes is then rather made again than kept.</summary>
    public virtual bool IsCheap => false;

    /// <summary>Multiply-adds of one sample.</summary>
    public virtual long Macs => 0;

    /// <summary>Whether it leaves out products with gradients that are zero, so that these are the most it may do.</summary>
    public virtual bool SkipsZeros => false;

    /// <summary>Writes the body, for arguments called as the ports are.</summary>
    public abstract void Emit(KernelWriter writer);
}

/// <summary>An argument of a kernel.</summary>
/// <param name="Name">Its name in the text.</param>
/// <param name="Access">What the kernel does with it.</param>
/// <param name="Element">What it consists of.</param>
internal sealed record Port(string Name, Access Access, Element Element)
{
    public static Port In(string name) => In(name, Element.Number);

    public static Port In(string name, Element element) => new(name, Access.Read, element);

    public static Port Out(string name) => Out(name, Element.Number);

    public static Port Out(string name, Element element) => new(name, Access.Write, element);

    public static Port InOut(string name) => new(name, Access.Update, Element.Number);
}

/// <summary>Numbers that lie one behind the other, in two places.</summary>
/// <param name="From">The first one where they are read, a kernel's first port.</param>
/// <param name="To">The first one where they are written, its second port.</param>
/// <param name="Count">How many.</param>
internal sealed record CopiedRun(int From, int To, int Count);

internal enum Access
{
    Read,
    Write,
    Update,
}
