namespace CnnGen.Runtime;

/// <summary>The numbers in which the formulas for single and double differ: the layout of the format and the polynomials.</summary>
/// <remarks>
/// The polynomials are minimax fits of their own (Remez exchange in 60 digits, weighted so that the error of the whole function is
/// least), each coefficient then rounded to the format.
/// </remarks>
internal interface IFormat
{
    /// <summary>Stored bits of the significand.</summary>
    int SignificandBits { get; }

    /// <summary>The exponent of 1 as it is stored.</summary>
    double Bias { get; }

    long One { get; }

    long Sign { get; }

    /// <summary>The bits of √½.</summary>
    long RootOfHalf { get; }

    /// <summary>The smallest normal number.</summary>
    double SmallestNormal { get; }

    /// <summary>log₂ of a power of two that makes every subnormal number normal.</summary>
    int SubnormalShift { get; }

    /// <summary>The upper bits of ln 2, so few that their product with any exponent is exact.</summary>
    double Ln2High { get; }

    /// <summary>The rest of ln 2.</summary>
    double Ln2Low { get; }

    /// <summary>Here eˣ is 0 after rounding.</summary>
    double ExpIsZero { get; }

    /// <summary>Here eˣ is infinite after rounding.</summary>
    double ExpIsInfinite { get; }

    /// <summary>Here 1 + eˣ is 1 after rounding, and e⁻ˣ squared is not yet infinite.</summary>
    double ExpIsNegligible { get; }

    /// <summary>Here tanh is 1 after rounding.</summary>
    double TanhIsOne { get; }

    /// <summary>Here erf is 1 after rounding.</summary>
    double ErfIsOne { get; }

    /// <summary>Below it erf is an odd polynomial.</summary>
    double ErfIsSmall { get; }

    /// <summary>(eʳ − 1 − r) / r² for |r| ≤ ½ ln 2.</summary>
    TVector ExpTail<TVector, TArithmetic>(TVector r, TVector square) where TVector : struct where TArithmetic : struct, IArithmetic<TVector>;

    /// <summary>(2 artanh(s) / s − 2) / s² of s² for |s| ≤ (√2 − 1) / (√2 + 1).</summary>
    TVector LogTail<TVector, TArithmetic>(TVector square) where TVector : struct where TArithmetic : struct, IArithmetic<TVector>;

    /// <summary>(tanh(a) / a − 1) / a² of a² for a ≤ 0.55.</summary>
    TVector TanhTail<TVector, TArithmetic>(TVector square) where TVector : struct where TArithmetic : struct, IArithmetic<TVector>;

    /// <summary>erf(a) / a − 1 of a² for a ≤ <see cref="ErfIsSmall"/>.</summary>
    TVector ErfTail<TVector, TArithmetic>(TVector square) where TVector : struct where TArithmetic : struct, IArithmetic<TVector>;

    /// <summary>ln(1 − erf(a)) from <see cref="ErfIsSmall"/> to <see cref="ErfIsOne"/>.</summary>
    TVector LogErfc<TVector, TArithmetic>(TVector a) where TVector : struct where TArithmetic : struct, IArithmetic<TVector>;
}
