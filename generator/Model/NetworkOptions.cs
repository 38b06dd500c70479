namespace CnnGen.Generator.Model;

/// <summary>What the Network attribute says.</summary>
internal sealed record NetworkOptions(Scalar Scalar, int Batch, bool ForwardOnly, bool InputGradient, bool Reproducible = false, bool Winograd = true)
{
    /// <summary>The embedded resource that the constructor without a seed starts from; null where there is none.</summary>
    public string? Weights { get; init; }
}

/// <summary>The number type of a network; the values are those of the public enum.</summary>
internal enum Scalar
{
    Single,
    Double,
}
