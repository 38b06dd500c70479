using System;
using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>c = f c + i g and h = o tanh(c). S. Hochreiter and J. Schmidhuber, Long short-term memory, 1997; with forget gates, F. Gers et al., 2000.</summary>
internal readonly struct LstmCell : ICell
{
    public int SumRows => 4;

    public bool HasCells => true;

    [MethodImpl(Compile.Once)]
    void ICell.Step<T, TVector, TVectors, TFormat>(
        Span<T> gates, ReadOnlySpan<T> sums, ReadOnlySpan<T> before, Span<T> cells, Span<T> hidden, int units)
    {
        TVectors o = default;
        int row = gates.Length / 4;

        // The rows of i, f and o; each formula stands once, since the JIT inlines only so much.
        for (int first = 0; first < gates.Length; first += first == row ? 2 * row : row)
        {
            for (int at = first; at < first + units; at += o.Count)
            {
                o.Store(Formulas<TVector, TVectors, TFormat>.Sigmoid(o.Add(o.Load(gates, at), o.Load(sums, at))), gates, at);
            }
        }

        for (int unit = 0; unit < units; unit += o.Count)
        {
            TVector g = Formulas<TVector, TVectors, TFormat>.Tanh(o.Add(o.Load(gates, (2 * row) + unit), o.Load(sums, (2 * row) + unit)));
            o.Store(g, gates, (2 * row) + unit);
            o.Store(o.MultiplyAdd(o.Load(gates, row + unit), o.Load(before, unit), o.Multiply(o.Load(gates, unit), g)), cells, unit);
        }

        for (int unit = 0; unit < units; unit += o.Count)
        {
            o.Store(o.Multiply(o.Load(gates, (3 * row) + unit), Formulas<TVector, TVectors, TFormat>.Tanh(o.Load(cells, unit))), hidden, unit);
        }
    }
}

/// <summary>The gradients of <see cref="LstmCell"/>: sums are the cells behind the step, cells the gradient of these, hidden that of the state.</summary>
internal readonly struct LstmCellGradient : ICell
{
    public int SumRows => 1;

    public bool HasCells => true;

    [MethodImpl(Compile.Once)]
    void ICell.Step<T, TVector, TVectors, TFormat>(
        Span<T> gates, ReadOnlySpan<T> sums, ReadOnlySpan<T> before, Span<T> cells, Span<T> hidden, int units)
    {
        TVectors o = default;
        int row = gates.Length / 4;
        TVector one = o.Constant(1);
        for (int unit = 0; unit < units; unit += o.Count)
        {
            TVector i = o.Load(gates, unit), f = o.Load(gates, row + unit), g = o.Load(gates, (2 * row) + unit), output = o.Load(gates, (3 * row) + unit);
            TVector tanh = Formulas<TVector, TVectors, TFormat>.Tanh(o.Load(sums, unit)), ofHidden = o.Load(hidden, unit);
            TVector ofCells = o.MultiplyAdd(o.Multiply(ofHidden, output), o.Subtract(one, o.Multiply(tanh, tanh)), o.Load(cells, unit));

            // σ' = σ (1 − σ), tanh' = 1 − tanh².
            o.Store(o.Multiply(o.Multiply(ofCells, g), o.Multiply(i, o.Subtract(one, i))), gates, unit);
            o.Store(o.Multiply(o.Multiply(ofCells, o.Load(before, unit)), o.Multiply(f, o.Subtract(one, f))), gates, row + unit);
            o.Store(o.Multiply(o.Multiply(ofCells, i), o.Subtract(one, o.Multiply(g, g))), gates, (2 * row) + unit);
            o.Store(o.Multiply(o.Multiply(ofHidden, tanh), o.Multiply(output, o.Subtract(one, output))), gates, (3 * row) + unit);
            o.Store(o.Multiply(ofCells, f), cells, unit);
        }
    }
}
