namespace CnnGen;

/// <summary>A part of a network's memory, and from when to when its numbers are needed.</summary>
public sealed class MemoryDescription
{
    /// <summary>Describes a part that is needed always; called by generated code.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="bytes">Its size.</param>
    /// <param name="isShared">Whether replicas share it.</param>
    public MemoryDescription(string name, long bytes, bool isShared)
    {
        Name = name;
        Bytes = bytes;
        IsShared = isShared;
    }

    /// <summary>Describes a part that belongs to each instance; called by generated code.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="bytes">Its size.</param>
    /// <param name="firstUse">The first step that uses it.</param>
    /// <param name="lastUse">The last one; null where its numbers are there until the next Forward.</param>
    public MemoryDescription(string name, long bytes, string firstUse, string? lastUse) : this(name, bytes, isShared: false)
    {
        FirstUse = firstUse;
        LastUse = lastUse;
    }

    /// <summary>What it is: <c>parameters</c>, or as the generated code calls it, <c>Conv1Output</c>.</summary>
    public string Name { get; }

    /// <summary>Its bytes, for a whole batch.</summary>
    public long Bytes { get; }

    /// <summary>Whether replicas share it; if not, each has its own.</summary>
    public bool IsShared { get; }

    /// <summary>The first step that uses it, as the table of forms calls it: <c>conv1 forward</c>; null where it is needed always.</summary>
    public string? FirstUse { get; }

    /// <summary>The last one; null where its numbers are there until the next Forward, or it is needed always.</summary>
    public string? LastUse { get; }
}
