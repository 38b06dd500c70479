using System;
using CnnGen;
using WorkedExamples.Notes;

namespace WorkedExamples.Running;

/// <summary>One of the examples: its network and what there is to say about it.</summary>
/// <param name="Name">Its name in by-hand.json.</param>
/// <param name="Create">The annotated class.</param>
internal sealed record Example(string Name, Func<ITrainableNetwork<double>> Create)
{
    /// <summary>For a network of several layers: each layer as a network of its own.</summary>
    public Func<ITrainableNetwork<double>>[] Layers { get; init; } = [];

    /// <summary>The max pool, if there is one: to show which cell of each window won.</summary>
    public PoolWindow? Pool { get; init; }

    /// <summary>Writes arithmetic out, once everything is computed.</summary>
    public Action<NoteContext>? Notes { get; init; }
}

/// <summary>The square or rectangular window of a max pool.</summary>
internal sealed record PoolWindow(int Height, int Width, int Stride, bool AllTies = false);
