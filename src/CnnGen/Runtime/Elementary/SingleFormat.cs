using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>Single precision.</summary>
internal readonly struct SingleFormat : IFormat
{
    public int SignificandBits => 23;

    public double Bias => 127;

    public long One => 0x3F800000;

    public long Sign => 0x80000000;

    public long RootOfHalf => 0x3F3504F3;

    public double SmallestNormal => 1.17549435E-38;

    public int SubnormalShift => 24;

    public double Ln2High => 0.693145751953125;

    public double Ln2Low => 1.4286068E-06;

    public double ExpIsZero => -105;

    public double ExpIsInfinite => 89;

    public double ExpIsNegligible => -20;

    public double TanhIsOne => 10;

    public double ErfIsOne => 3.93;

    public double ErfIsSmall => 0.875;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector ExpTail<TVector, TArithmetic>(TVector r, TVector square) where TVector : struct where TArithmetic : struct, IArithmetic<TVector>
    {
        TArithmetic o = default;
        // Pairs of powers: they need not wait for each other, nor for the square.
        TVector p = o.Constant(0.0013814544);
        p = o.MultiplyAdd(p, square, o.MultiplyAdd(o.Constant(0.008368745), r, o.Constant(0.04166839)));
        p = o.MultiplyAdd(p, square, o.MultiplyAdd(o.Constant(0.16666521), r, o.Constant(0.49999994)));
        return p;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector LogTail<TVector, TArithmetic>(TVector square) where TVector : struct where TArithmetic : struct, IArithmetic<TVector>
    {
        TArithmetic o = default;
        TVector p = o.Constant(0.29872847);
        p = o.MultiplyAdd(p, square, o.Constant(0.39977506));
        p = o.MultiplyAdd(p, square, o.Constant(0.66666776));
        return p;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector TanhTail<TVector, TArithmetic>(TVector square) where TVector : struct where TArithmetic : struct, IArithmetic<TVector>
    {
        TArithmetic o = default;
        TVector p = o.Constant(-0.006283119);
        p = o.MultiplyAdd(p, square, o.Constant(0.021078302));
        p = o.MultiplyAdd(p, square, o.Constant(-0.05385402));
        p = o.MultiplyAdd(p, square, o.Constant(0.13332604));
        p = o.MultiplyAdd(p, square, o.Constant(-0.3333332));
        return p;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector ErfTail<TVector, TArithmetic>(TVector square) where TVector : struct where TArithmetic : struct, IArithmetic<TVector>
    {
        TArithmetic o = default;
        TVector p = o.Constant(-0.0006222421);
        p = o.MultiplyAdd(p, square, o.Constant(0.0050358735));
        p = o.MultiplyAdd(p, square, o.Constant(-0.026793957));
        p = o.MultiplyAdd(p, square, o.Constant(0.112825245));
        p = o.MultiplyAdd(p, square, o.Constant(-0.37612557));
        p = o.MultiplyAdd(p, square, o.Constant(0.12837915));
        return p;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector LogErfc<TVector, TArithmetic>(TVector a) where TVector : struct where TArithmetic : struct, IArithmetic<TVector>
    {
        TArithmetic o = default;
        TVector p = o.Constant(0.00019990005);
        p = o.MultiplyAdd(p, a, o.Constant(-0.0030819844));
        p = o.MultiplyAdd(p, a, o.Constant(0.022380989));
        p = o.MultiplyAdd(p, a, o.Constant(-0.104250126));
        p = o.MultiplyAdd(p, a, o.Constant(-0.63682073));
        p = o.MultiplyAdd(p, a, o.Constant(-1.1278894));
        p = o.MultiplyAdd(p, a, o.Constant(-0.00014421911));
        return p;
    }
}
