using System;
using System.Runtime.CompilerServices;
#if NET8_0_OR_GREATER
using System.Runtime.Intrinsics;
#endif

namespace CnnGen.Runtime;

/// <summary>
/// The softmax of one distribution at the width of the hardware; every width gives the same bits, as in <see cref="Elementwise{TFunction, TFlavour}"/>.
/// </summary>
/// <typeparam name="TFlavour">How it rounds.</typeparam>
internal static class SoftmaxRows<TFlavour> where TFlavour : struct, IFlavour
{
    public static void Forward(ReadOnlySpan<float> x, Span<float> y, int widest = 512) =>
        Forward<float, ScalarSingle, SingleFormat>(x, y, float.NegativeInfinity, widest);

    public static void Forward(ReadOnlySpan<double> x, Span<double> y, int widest = 512) =>
        Forward<double, ScalarDouble, DoubleFormat>(x, y, double.NegativeInfinity, widest);

    private static void Forward<T, TScalar, TFormat>(ReadOnlySpan<T> x, Span<T> y, T nothing, int widest)
        where T : unmanaged
        where TScalar : struct, IVectors<T, T>
        where TFormat : struct, IFormat
    {
        if (x.Length != y.Length) throw new ArgumentException($"x has {x.Length} numbers and y {y.Length}; the lengths must be the same.", nameof(y));
        if (x.Length == 0) throw new ArgumentException("A distribution has at least one number; none came.", nameof(x));
#if NET8_0_OR_GREATER
        if (Vector512.IsHardwareAccelerated && widest >= 512)
        {
            SoftmaxRows<T, TScalar, Vector512<T>, Wide512<T, TFlavour>, TFormat>.Forward(x, y, nothing);
            return;
        }

        if (Vector256.IsHardwareAccelerated && widest >= 256)
        {
            SoftmaxRows<T, TScalar, Vector256<T>, Wide256<T, TFlavour>, TFormat>.Forward(x, y, nothing);
            return;
        }

        if (Vector128.IsHardwareAccelerated && widest >= 128)
        {
            SoftmaxRows<T, TScalar, Vector128<T>, Wide128<T, TFlavour>, TFormat>.Forward(x, y, nothing);
            return;
        }
#endif
        SoftmaxRows<T, TScalar, T, TScalar, TFormat>.Forward(x, y, nothing);
    }
}

/// <summary>The same at one width, in rows of sixteen: the sum has a lane for each column.</summary>
internal static class SoftmaxRows<T, TScalar, TVector, TVectors, TFormat>
    where T : unmanaged
    where TScalar : struct, IVectors<T, T>
    where TVector : struct
    where TVectors : struct, IVectors<T, TVector>
    where TFormat : struct, IFormat
{
    private const int Lanes = 16;

    /// <summary>Writes the softmax.</summary>
    /// <param name="x">At least one number.</param>
    /// <param name="y">As many; may be x.</param>
    /// <param name="nothing">Minus infinity: its exponential adds nothing.</param>
    [MethodImpl(Compile.Once)]
    public static void Forward(ReadOnlySpan<T> x, Span<T> y, T nothing)
    {
        TVectors o = default;
        TVector vector = o.Broadcast(nothing);
        Span<T> row = stackalloc T[Lanes], lanes = stackalloc T[Lanes];

        // What is no whole row fills up to one with nothing: it stands at the end of its row, but alone at the beginning.
        int rest = x.Length % Lanes, whole = x.Length - rest, start = whole == 0 ? 0 : Lanes - rest, rows = rest == 0 ? whole : whole + Lanes;
        // (No Fill or CopyTo: a call into precompiled code while the upper halves of vectors are in use takes hundreds of cycles.)
        for (int lane = 0; lane < Lanes; lane += o.Count) o.Store(vector, row, lane);
        for (int i = 0; i < rest; i++) row[start + i] = x[whole + i];

        TVector largest = vector;
        for (int i = 0; i < rows; i += o.Count)
        {
            vector = i < whole ? o.Load(x, i) : o.Load(row, i - whole);
            largest = o.Less(largest, vector, vector, largest);
        }

        largest = o.Broadcast(o.Largest(largest));
        for (int lane = 0; lane < Lanes; lane += o.Count)
        {
            TVector sum = o.Constant(0);
            for (int i = lane; i < rows; i += Lanes)
            {
                vector = i < whole ? o.Load(x, i) : o.Load(row, lane);
                vector = Formulas<TVector, TVectors, TFormat>.Exp(o.Subtract(vector, largest));
                sum = o.Add(sum, vector);
                if (i < whole) o.Store(vector, y, i);
                else o.Store(vector, row, lane);
            }

            o.Store(sum, lanes, lane);
        }

        TScalar scalar = default;
        TVector divisor = o.Broadcast(scalar.Add(scalar.Add(Quarter(lanes, 0), Quarter(lanes, 4)), scalar.Add(Quarter(lanes, 8), Quarter(lanes, 12))));
        for (int i = 0; i < whole; i += o.Count) o.Store(o.Divide(o.Load(y, i), divisor), y, i);
        if (rest == 0) return;
        for (int lane = 0; lane < Lanes; lane += o.Count) o.Store(o.Divide(o.Load(row, lane), divisor), row, lane);
        for (int i = 0; i < rest; i++) y[whole + i] = row[start + i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Quarter(ReadOnlySpan<T> lanes, int first)
    {
        TScalar o = default;
        return o.Add(o.Add(lanes[first], lanes[first + 2]), o.Add(lanes[first + 1], lanes[first + 3]));
    }
}
