namespace CnnGen;

/// <summary>The number type a network computes in.</summary>
public enum Scalar
{
    /// <summary><see cref="float"/>: IEEE 754 single precision.</summary>
    Single,

    /// <summary><see cref="double"/>: IEEE 754 double precision.</summary>
    Double,
}
