using System;

namespace CnnGen.Generator.Kernels;

/// <summary>Something in the text that constant offsets are added to.</summary>
internal sealed class Pointer
{
    private readonly KernelWriter writer;
    private readonly Func<Index, string>? element;

    public Pointer(KernelWriter writer, string name, Func<Index, string>? element)
    {
        this.writer = writer;
        this.element = element;
        Name = name;
    }

    public string Name { get; }

    /// <summary>One element.</summary>
    public string this[Index offset] => element != null ? element(offset) : offset.IsZero ? Name : $"Unsafe.Add(ref {Name}, {offset})";

    /// <summary>One element, by an index that may have variables.</summary>
    public string At(Index index) => writer.HasReferences ? index.IsZero ? Name : $"Unsafe.Add(ref {Name}, {index})" : $"{Name}[{index}]";

    /// <summary>A reference to one element.</summary>
    public string Reference(Index offset) => "ref " + this[offset];

    /// <summary>A vector from there on; in a scalar dialect one element.</summary>
    public string Load(Index offset)
    {
        if (!writer.Dialect.IsVector) return this[offset];
        if (offset.IsZero) return $"LoadUnsafe(ref {Name})";
        return offset is { IsConstant: true, Constant: > 0 } ? $"LoadUnsafe(ref {Name}, {offset})" : $"LoadUnsafe(ref Unsafe.Add(ref {Name}, {offset}))";
    }

    /// <summary>One element in every lane.</summary>
    public string Broadcast(Index offset) => writer.Dialect.IsVector ? $"Create({this[offset]})" : this[offset];

    /// <summary>The statement that stores a whole vector.</summary>
    public string Store(Index offset, string value)
    {
        if (!writer.Dialect.IsVector) return $"{this[offset]} = {value};";
        string receiver = KernelWriter.Receiver(value);
        if (offset.IsZero) return $"{receiver}.StoreUnsafe(ref {Name});";
        return offset.IsConstant ? $"{receiver}.StoreUnsafe(ref {Name}, {offset});" : $"{receiver}.StoreUnsafe({Reference(offset)});";
    }
}

/// <summary>A loop that moves two pointers.</summary>
internal sealed record WalkLoop(string Variable, Size Count, Size StrideX, Size StrideW);

/// <summary>A pointer that walks: its name, the argument that it points into, where it starts, and the largest offset and one.</summary>
internal sealed record WalkPointer(string Name, string Argument, Index Start, Index Length);
