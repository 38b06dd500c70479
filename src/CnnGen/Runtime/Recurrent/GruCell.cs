using System;
using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>n = tanh(its sum of the input + r × its sum of the state), h = n + z (h − n). K. Cho et al., 2014, with the reset behind the product.</summary>
internal readonly struct GruCell : ICell
{
    public int SumRows => 3;

    public bool HasCells => false;

    [MethodImpl(Compile.Once)]
    void ICell.Step<T, TVector, TVectors, TFormat>(
        Span<T> gates, ReadOnlySpan<T> sums, ReadOnlySpan<T> before, Span<T> cells, Span<T> hidden, int units)
    {
        TVectors o = default;
        int row = gates.Length / 4;

        // The rows of r and z.
        for (int first = 0; first < 2 * row; first += row)
        {
            for (int at = first; at < first + units; at += o.Count)
            {
                o.Store(Formulas<TVector, TVectors, TFormat>.Sigmoid(o.Add(o.Load(gates, at), o.Load(sums, at))), gates, at);
            }
        }

        for (int unit = 0; unit < units; unit += o.Count)
        {
            TVector ofState = o.Load(sums, (2 * row) + unit);
            TVector n = Formulas<TVector, TVectors, TFormat>.Tanh(o.MultiplyAdd(o.Load(gates, unit), ofState, o.Load(gates, (2 * row) + unit)));
            o.Store(n, gates, (2 * row) + unit);
            o.Store(ofState, gates, (3 * row) + unit);
            o.Store(o.MultiplyAdd(o.Load(gates, row + unit), o.Subtract(o.Load(before, unit), n), n), hidden, unit);
        }
    }
}

/// <summary>The gradients of <see cref="GruCell"/>: hidden is the gradient of the state, and becomes its share in that of the state before.</summary>
internal readonly struct GruCellGradient : ICell
{
    public int SumRows => 0;

    public bool HasCells => false;

    [MethodImpl(Compile.Once)]
    void ICell.Step<T, TVector, TVectors, TFormat>(
        Span<T> gates, ReadOnlySpan<T> sums, ReadOnlySpan<T> before, Span<T> cells, Span<T> hidden, int units)
    {
        TVectors o = default;
        int row = gates.Length / 4;
        TVector one = o.Constant(1);
        for (int unit = 0; unit < units; unit += o.Count)
        {
            TVector r = o.Load(gates, unit), z = o.Load(gates, row + unit), n = o.Load(gates, (2 * row) + unit), ofHidden = o.Load(hidden, unit);
            TVector ofN = o.Multiply(o.Multiply(ofHidden, o.Subtract(one, z)), o.Subtract(one, o.Multiply(n, n)));

            // σ' = σ (1 − σ), tanh' = 1 − tanh².
            o.Store(o.Multiply(o.Multiply(ofN, o.Load(gates, (3 * row) + unit)), o.Multiply(r, o.Subtract(one, r))), gates, unit);
            o.Store(o.Multiply(o.Multiply(ofHidden, o.Subtract(o.Load(before, unit), n)), o.Multiply(z, o.Subtract(one, z))), gates, row + unit);
            o.Store(ofN, gates, (2 * row) + unit);
            o.Store(o.Multiply(ofN, r), gates, (3 * row) + unit);
            o.Store(o.Multiply(ofHidden, z), hidden, unit);
        }
    }
}
