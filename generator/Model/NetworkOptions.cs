namespace CnnGen.Generator.Model;

/// <summary>What the Network attribute says.</summary>
internal sealed record NetworkOptions(Scalar Scalar, int Batch, bool ForwardOnly, bool InputGradient, bool Reproducible = false, bool Winograd = true);

/// <summary>The number type of a network; the values are those of the public enum.</summary>
internal enum Scalar
{
    Single,
    Double,
}
