using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>Double precision.</summary>
internal readonly struct DoubleFormat : IFormat
{
    public int SignificandBits => 52;

    public double Bias => 1023;

    public long One => 0x3FF0000000000000;

    public long Sign => long.MinValue;

    public long RootOfHalf => 0x3FE6A09E667F3BCD;

    public double SmallestNormal => 2.2250738585072014E-308;

    public int SubnormalShift => 54;

    public double Ln2High => 0.6931471805598903;

    public double Ln2Low => 5.497923018708371E-14;

    public double ExpIsZero => -746;

    public double ExpIsInfinite => 710;

    public double ExpIsNegligible => -40;

    public double TanhIsOne => 20;

    public double ErfIsOne => 5.93;

    public double ErfIsSmall => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector ExpTail<TVector, TArithmetic>(TVector r, TVector square) where TVector : struct where TArithmetic : struct, IArithmetic<TVector>
    {
        TArithmetic o = default;
        // Pairs of powers: they need not wait for each other, nor for the square.
        TVector p = o.MultiplyAdd(o.Constant(2.499908151773626E-08), r, o.Constant(2.7630295652098607E-07));
        p = o.MultiplyAdd(p, square, o.MultiplyAdd(o.Constant(2.755759008259528E-06), r, o.Constant(2.4801492990770414E-05)));
        p = o.MultiplyAdd(p, square, o.MultiplyAdd(o.Constant(0.00019841269501725663), r, o.Constant(0.0013888888943705416)));
        p = o.MultiplyAdd(p, square, o.MultiplyAdd(o.Constant(0.008333333333497003), r, o.Constant(0.04166666666653001)));
        p = o.MultiplyAdd(p, square, o.MultiplyAdd(o.Constant(0.16666666666666408), r, o.Constant(0.5000000000000011)));
        return p;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector LogTail<TVector, TArithmetic>(TVector square) where TVector : struct where TArithmetic : struct, IArithmetic<TVector>
    {
        TArithmetic o = default;
        TVector p = o.Constant(0.14796993700924488);
        p = o.MultiplyAdd(p, square, o.Constant(0.1531395940315262));
        p = o.MultiplyAdd(p, square, o.Constant(0.18183567323498173));
        p = o.MultiplyAdd(p, square, o.Constant(0.22222198527597373));
        p = o.MultiplyAdd(p, square, o.Constant(0.28571428742698124));
        p = o.MultiplyAdd(p, square, o.Constant(0.39999999999414));
        p = o.MultiplyAdd(p, square, o.Constant(0.6666666666666734));
        return p;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector TanhTail<TVector, TArithmetic>(TVector square) where TVector : struct where TArithmetic : struct, IArithmetic<TVector>
    {
        TArithmetic o = default;
        TVector p = o.Constant(5.1104525698550816E-05);
        p = o.MultiplyAdd(p, square, o.Constant(-0.00021042834967846866));
        p = o.MultiplyAdd(p, square, o.Constant(0.0005792181478865927));
        p = o.MultiplyAdd(p, square, o.Constant(-0.0014532456601270133));
        p = o.MultiplyAdd(p, square, o.Constant(0.003591725908782232));
        p = o.MultiplyAdd(p, square, o.Constant(-0.008863195327701655));
        p = o.MultiplyAdd(p, square, o.Constant(0.021869486040930024));
        p = o.MultiplyAdd(p, square, o.Constant(-0.05396825387909669));
        p = o.MultiplyAdd(p, square, o.Constant(0.13333333333175523));
        p = o.MultiplyAdd(p, square, o.Constant(-0.33333333333332366));
        return p;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector ErfTail<TVector, TArithmetic>(TVector square) where TVector : struct where TArithmetic : struct, IArithmetic<TVector>
    {
        TArithmetic o = default;
        TVector p = o.Constant(-7.801188874097751E-10);
        p = o.MultiplyAdd(p, square, o.Constant(1.3722976265924504E-08));
        p = o.MultiplyAdd(p, square, o.Constant(-1.6209175911748696E-07));
        p = o.MultiplyAdd(p, square, o.Constant(1.6447517677871873E-06));
        p = o.MultiplyAdd(p, square, o.Constant(-1.4924744663335489E-05));
        p = o.MultiplyAdd(p, square, o.Constant(0.00012055295320494294));
        p = o.MultiplyAdd(p, square, o.Constant(-0.0008548325989696758));
        p = o.MultiplyAdd(p, square, o.Constant(0.005223977607423468));
        p = o.MultiplyAdd(p, square, o.Constant(-0.02686617064327622));
        p = o.MultiplyAdd(p, square, o.Constant(0.11283791670945253));
        p = o.MultiplyAdd(p, square, o.Constant(-0.3761263890318355));
        p = o.MultiplyAdd(p, square, o.Constant(0.12837916709551256));
        return p;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector LogErfc<TVector, TArithmetic>(TVector a) where TVector : struct where TArithmetic : struct, IArithmetic<TVector>
    {
        TArithmetic o = default;
        TVector p = o.Constant(-4.864935277547491E-12);
        p = o.MultiplyAdd(p, a, o.Constant(2.0202815641629146E-10));
        p = o.MultiplyAdd(p, a, o.Constant(-3.889908175622084E-09));
        p = o.MultiplyAdd(p, a, o.Constant(4.593209878795792E-08));
        p = o.MultiplyAdd(p, a, o.Constant(-3.695572469926771E-07));
        p = o.MultiplyAdd(p, a, o.Constant(2.1147553546349957E-06));
        p = o.MultiplyAdd(p, a, o.Constant(-8.578595642190281E-06));
        p = o.MultiplyAdd(p, a, o.Constant(2.25322647022845E-05));
        p = o.MultiplyAdd(p, a, o.Constant(-1.952126069343342E-05));
        p = o.MultiplyAdd(p, a, o.Constant(-0.00013655935238324513));
        p = o.MultiplyAdd(p, a, o.Constant(0.0007730513325051971));
        p = o.MultiplyAdd(p, a, o.Constant(-0.0019189559765932574));
        p = o.MultiplyAdd(p, a, o.Constant(0.0004135466377203436));
        p = o.MultiplyAdd(p, a, o.Constant(0.01898803460244887));
        p = o.MultiplyAdd(p, a, o.Constant(-0.10270228577822231));
        p = o.MultiplyAdd(p, a, o.Constant(-0.6366440566004601));
        p = o.MultiplyAdd(p, a, o.Constant(-1.1283739913657662));
        p = o.MultiplyAdd(p, a, o.Constant(-5.132783256362609E-07));
        return p;
    }
}
