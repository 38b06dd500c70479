using System;
using System.Collections.Generic;

namespace CnnGen.Files;

/// <summary>A tensor, as files know it, and its numbers.</summary>
internal sealed class NamedTensor<T> where T : unmanaged
{
    public NamedTensor(string name, IReadOnlyList<int> shape, Memory<T> values)
    {
        Name = name;
        Shape = shape;
        Values = values;
    }

    public string Name { get; }

    public IReadOnlyList<int> Shape { get; }

    public Memory<T> Values { get; }
}
