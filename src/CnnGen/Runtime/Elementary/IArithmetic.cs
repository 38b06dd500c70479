using System;

namespace CnnGen.Runtime;

/// <summary>What a formula may do with a vector of numbers, whatever its width; a single number is a vector of one.</summary>
/// <remarks>
/// Every operation is exact or correctly rounded, so that one formula gives one result at every width. Formulas are generic over a
/// struct that implements this: the JIT compiles them for each struct and inlines it all.
/// </remarks>
/// <typeparam name="TVector">The vector.</typeparam>
internal interface IArithmetic<TVector> where TVector : struct
{
    /// <summary>The number everywhere, rounded to the vector's type.</summary>
    TVector Constant(double value);

    /// <summary>The number with these bits everywhere; a single takes the lower half.</summary>
    TVector Bits(long value);

    TVector Add(TVector a, TVector b);

    TVector Subtract(TVector a, TVector b);

    TVector Multiply(TVector a, TVector b);

    TVector Divide(TVector a, TVector b);

    /// <summary>a · b + c, rounded once or twice: the one operation in which the flavours differ.</summary>
    TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>a &lt; b ? then : otherwise. A NaN is not less.</summary>
    TVector Less(TVector a, TVector b, TVector then, TVector otherwise);

    TVector And(TVector a, TVector b);

    TVector Or(TVector a, TVector b);

    /// <summary>The sum of the bits as integers.</summary>
    TVector AddBits(TVector a, TVector b);

    /// <summary>The difference of the bits as integers.</summary>
    TVector SubtractBits(TVector a, TVector b);

    TVector ShiftLeft(TVector a, int count);

    /// <summary>Zeros come in from the left.</summary>
    TVector ShiftRight(TVector a, int count);
}

/// <summary>Vectors in memory.</summary>
/// <typeparam name="T">The number.</typeparam>
/// <typeparam name="TVector">The vector.</typeparam>
internal interface IVectors<T, TVector> : IArithmetic<TVector> where T : unmanaged where TVector : struct
{
    /// <summary>Numbers in a vector.</summary>
    int Count { get; }

    TVector Load(ReadOnlySpan<T> source, int index);

    void Store(TVector vector, Span<T> destination, int index);

    TVector Broadcast(T value);

    /// <summary>The largest number of a vector; a NaN or another number when there is a NaN.</summary>
    T Largest(TVector vector);
}

/// <summary>How a · b + c is rounded.</summary>
internal interface IFlavour
{
    /// <summary>Once, where the hardware does that.</summary>
    bool Fused { get; }
}

/// <summary>Multiply and add with one rounding where the hardware has it.</summary>
internal readonly struct Fused : IFlavour
{
    bool IFlavour.Fused => true;
}

/// <summary>Multiply, round, add, round: the same bits on every machine.</summary>
internal readonly struct Unfused : IFlavour
{
    bool IFlavour.Fused => false;
}
