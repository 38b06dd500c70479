namespace CnnGen.Generator.Layers;

/// <summary>What a kind has to do with named tensors.</summary>
internal enum TapUse
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It names the running tensor.</summary>
    Names,

    /// <summary>It names the running tensor as an output of the network.</summary>
    Ends,

    /// <summary>It reads a named tensor besides the running one.</summary>
    Joins,

    /// <summary>It leaves the running tensor and goes on from a named one.</summary>
    TakesUp,
}
