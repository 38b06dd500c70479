using System;
using System.Linq;
using CnnGen.Runtime;
using Xunit;

namespace CnnGen.Tests.ElementaryFunctions;

/// <summary>Cells of recurrent layers: against their formulas, and with the same bits at every width.</summary>
public sealed class RecurrentCellTests
{
    private const int Row = 48;

    public static TheoryData<string> All { get; } = new("Lstm", "LstmGradient", "Gru", "GruGradient");

    [Fact]
    public void Lstm_IsItsFormula()
    {
        Numbers<double> numbers = new(3);
        double[] gates = [.. numbers.Gates];
        RecurrentCells.Lstm<double>(numbers.Gates, numbers.Sums, numbers.Before, numbers.Cells, numbers.Hidden, 33);
        for (int unit = 0; unit < 33; unit++)
        {
            double Sum(int gate) => gates[(gate * Row) + unit] + numbers.Sums[(gate * Row) + unit];
            double cell = (Sigmoid(Sum(1)) * numbers.Before[unit]) + (Sigmoid(Sum(0)) * Math.Tanh(Sum(2)));
            Assert.Equal(cell, numbers.Cells[unit], 1e-13);
            Assert.Equal(Sigmoid(Sum(3)) * Math.Tanh(cell), numbers.Hidden[unit], 1e-13);
        }
    }

    [Fact]
    public void Gru_IsItsFormula()
    {
        Numbers<double> numbers = new(3);
        double[] gates = [.. numbers.Gates];
        RecurrentCells.Gru<double>(numbers.Gates, numbers.Sums, numbers.Before, numbers.Hidden, 33);
        for (int unit = 0; unit < 33; unit++)
        {
            double Input(int gate) => gates[(gate * Row) + unit];
            double State(int gate) => numbers.Sums[(gate * Row) + unit];
            double r = Sigmoid(Input(0) + State(0)), z = Sigmoid(Input(1) + State(1)), n = Math.Tanh(Input(2) + (r * State(2)));
            Assert.Equal(((1 - z) * n) + (z * numbers.Before[unit]), numbers.Hidden[unit], 1e-13);
        }
    }

    // What a row has behind the units is nobody's.
    [Theory]
    [MemberData(nameof(All))]
    public void EveryWidth_HasTheSameBits(string name)
    {
        foreach (int units in (int[])[1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 33, 48])
        {
            foreach (bool reproducible in (bool[])[false, true])
            {
                float[] widest = Run<float>(name, reproducible, units, 512);
                double[] widestInDouble = Run<double>(name, reproducible, units, 512);

                // Without vectors there are no fused multiply-adds.
                foreach (int bits in reproducible ? (int[])[256, 128, 0] : [256, 128])
                {
                    Assert.Equal(widest, Run<float>(name, reproducible, units, bits));
                    Assert.Equal(widestInDouble, Run<double>(name, reproducible, units, bits));
                }
            }
        }
    }

    [Fact]
    public void RowsWithoutRoom_AreRefused()
    {
        Numbers<float> numbers = new(1);
        Assert.Throws<ArgumentException>(() => RecurrentCells.Gru<float>(numbers.Gates, numbers.Sums, numbers.Before, numbers.Hidden, Row + 1));
        Assert.Throws<ArgumentException>(() => RecurrentCells.Gru<float>(numbers.Gates, numbers.Sums, numbers.Before, numbers.Hidden.AsSpan(1), 3));
        Assert.Throws<ArgumentException>(() => RecurrentCells.Gru<float>(numbers.Gates.AsSpan(4), numbers.Sums, numbers.Before, numbers.Hidden, 3));
        Assert.Throws<ArgumentException>(() => RecurrentCells.Lstm<float>(numbers.Gates, numbers.Sums.AsSpan(1), numbers.Before, numbers.Cells, numbers.Hidden, 3));
        Assert.Throws<ArgumentException>(() => RecurrentCells.Lstm<float>(numbers.Gates, numbers.Sums, numbers.Before, default, numbers.Hidden, 3));
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>All that a cell leaves of the units.</summary>
    private static T[] Run<T>(string name, bool reproducible, int units, int widest) where T : unmanaged
    {
        Numbers<T> n = new(units);
        switch (name, reproducible)
        {
            case ("Lstm", false): RecurrentCell<LstmCell, Fused>.Apply<T>(n.Gates, n.Sums, n.Before, n.Cells, n.Hidden, units, widest); break;
            case ("Lstm", true): RecurrentCell<LstmCell, Unfused>.Apply<T>(n.Gates, n.Sums, n.Before, n.Cells, n.Hidden, units, widest); break;
            case ("LstmGradient", false): RecurrentCell<LstmCellGradient, Fused>.Apply<T>(n.Gates, n.Sums, n.Before, n.Cells, n.Hidden, units, widest); break;
            case ("LstmGradient", true): RecurrentCell<LstmCellGradient, Unfused>.Apply<T>(n.Gates, n.Sums, n.Before, n.Cells, n.Hidden, units, widest); break;
            case ("Gru", false): RecurrentCell<GruCell, Fused>.Apply<T>(n.Gates, n.Sums, n.Before, default, n.Hidden, units, widest); break;
            case ("Gru", true): RecurrentCell<GruCell, Unfused>.Apply<T>(n.Gates, n.Sums, n.Before, default, n.Hidden, units, widest); break;
            case ("GruGradient", false): RecurrentCell<GruCellGradient, Fused>.Apply<T>(n.Gates, default, n.Before, default, n.Hidden, units, widest); break;
            default: RecurrentCell<GruCellGradient, Unfused>.Apply<T>(n.Gates, default, n.Before, default, n.Hidden, units, widest); break;
        }

        return Enumerable.Range(0, 4).SelectMany(gate => n.Gates.Skip(gate * Row).Take(units)).Concat(n.Cells.Take(units)).Concat(n.Hidden.Take(units)).ToArray();
    }

    /// <summary>The same numbers each time, of the size that sums have.</summary>
    private sealed class Numbers<T> where T : unmanaged
    {
        private readonly Random random;

        public Numbers(int seed)
        {
            random = new Random(seed);
            (Gates, Sums, Before, Cells, Hidden) = (Next(4 * Row), Next(4 * Row), Next(Row), Next(Row), Next(Row));
        }

        public T[] Gates { get; }

        public T[] Sums { get; }

        public T[] Before { get; }

        public T[] Cells { get; }

        public T[] Hidden { get; }

        private T[] Next(int count)
        {
            T[] numbers = new T[count];
            for (int i = 0; i < count; i++)
            {
                double number = (random.NextDouble() - 0.5) * 4;
                numbers[i] = typeof(T) == typeof(float) ? (T)(object)(float)number : (T)(object)number;
            }

            return numbers;
        }
    }
}
