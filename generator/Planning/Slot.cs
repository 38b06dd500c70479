using CnnGen.Generator.Model;

namespace CnnGen.Generator.Planning;

/// <summary>A place for numbers: a named range of one of the network's arrays.</summary>
/// <param name="Name">Its name among the generated offsets, or the argument's name for the caller's input.</param>
/// <param name="Store">The array.</param>
/// <param name="Shape">The shape of one sample, or of the whole.</param>
/// <param name="PerSample">Whether it holds one such shape for each sample of a batch.</param>
internal sealed record Slot(string Name, Store Store, Shape Shape, bool PerSample)
{
    /// <summary>The input as the caller hands it over.</summary>
    public static Slot CallerInput(Shape shape) => new("input", Store.Caller, shape, true);
}

/// <summary>The arrays of a network.</summary>
internal enum Store
{
    /// <summary>The caller's input span: read in Forward only.</summary>
    Caller,

    /// <summary>Activations, their gradients and scratch; shared by lives.</summary>
    Activations,

    /// <summary>Positions of maxima; integers.</summary>
    Winners,

    /// <summary>Parameters; shared with replicas.</summary>
    Parameters,

    /// <summary>Gradients of the parameters, at the parameters' offsets.</summary>
    Gradients,
}
