using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>One of the <see cref="Formulas{TVector, TArithmetic, TFormat}"/>, as a type that a loop can be compiled for.</summary>
internal interface IFunction
{
    TVector Of<TVector, TArithmetic, TFormat>(TVector x)
        where TVector : struct
        where TArithmetic : struct, IArithmetic<TVector>
        where TFormat : struct, IFormat;
}

internal readonly struct ExpFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    TVector IFunction.Of<TVector, TArithmetic, TFormat>(TVector x) => Formulas<TVector, TArithmetic, TFormat>.Exp(x);
}

internal readonly struct LogFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    TVector IFunction.Of<TVector, TArithmetic, TFormat>(TVector x) => Formulas<TVector, TArithmetic, TFormat>.Log(x);
}

internal readonly struct TanhFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    TVector IFunction.Of<TVector, TArithmetic, TFormat>(TVector x) => Formulas<TVector, TArithmetic, TFormat>.Tanh(x);
}

internal readonly struct SigmoidFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    TVector IFunction.Of<TVector, TArithmetic, TFormat>(TVector x) => Formulas<TVector, TArithmetic, TFormat>.Sigmoid(x);
}

internal readonly struct ErfFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    TVector IFunction.Of<TVector, TArithmetic, TFormat>(TVector x) => Formulas<TVector, TArithmetic, TFormat>.Erf(x);
}
