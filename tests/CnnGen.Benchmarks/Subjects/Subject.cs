using System;
using System.Linq;

namespace CnnGen.Benchmarks.Subjects;

/// <summary>A network that is measured.</summary>
internal sealed class Subject
{
    /// <summary>Weights and inputs that no file gives follow from it.</summary>
    public const int Seed = 1;

    private Subject(string name, Func<int, INetwork<float>> create)
    {
        Name = name;
        Create = create;
    }

    /// <summary>The class's name in lower case.</summary>
    public string Name { get; }

    /// <summary>Constructs the network from a seed.</summary>
    public Func<int, INetwork<float>> Create { get; }

    public static Subject Of<T>(Func<int, T> create) where T : class, INetwork<float> => new(typeof(T).Name.ToLowerInvariant(), create);

    /// <summary>An input for a network: numbers from 0 to 1.</summary>
    public static float[] Input(int size)
    {
        var random = new Random(Seed);
        return Enumerable.Range(0, size).Select(_ => random.NextSingle()).ToArray();
    }
}
