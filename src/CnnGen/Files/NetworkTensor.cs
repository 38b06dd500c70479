using System;
using System.Collections.Generic;

namespace CnnGen.Files;

/// <summary>A tensor of a network, as files know it, and a copy of its numbers.</summary>
internal sealed class NetworkTensor<T> where T : unmanaged
{
    public NetworkTensor(string name, IReadOnlyList<int> shape, Memory<T> values)
    {
        Name = name;
        Shape = shape;
        Values = values;
    }

    public string Name { get; }

    public IReadOnlyList<int> Shape { get; }

    public Memory<T> Values { get; }
}
