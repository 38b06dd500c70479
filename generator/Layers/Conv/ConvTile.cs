using System;

namespace CnnGen.Generator.Layers.Conv;

/// <summary>What a convolution's text computes together.</summary>
/// <param name="Outer">Filters (forward, weight gradient) or channels (input gradient).</param>
/// <param name="Columns">Output columns.</param>
/// <param name="Taps">Kernel columns that are written out.</param>
internal sealed record ConvTile(int Outer, int Columns, int Taps)
{
    // Sums that stay in registers beside their operands, on a machine with sixteen.
    private const int MostSums = 10;

    // Multiply-adds in one block of text.
    private const int MostStatements = 100;

    // A rest is a second text: it has to save more than this.
    private const double RestPenalty = 1.06;

    // Kernel columns that are written out; wider kernels loop over them.
    private const int MostTaps = 12;

    /// <summary>The forward tile: filters × columns of sums, a kernel row of taps.</summary>
    public static ConvTile Forward(ConvShape shape)
    {
        int taps = TapsOf(shape), width = shape.Output.Width;
        ConvTile best = new(1, 1, taps);
        double least = double.MaxValue;
        for (int filters = 1; filters <= Math.Min(4, shape.GroupFilters); filters++)
        {
            if (shape.GroupFilters % filters != 0) continue;
            for (int columns = 1; columns <= Math.Min(width, MostSums / filters); columns++)
            {
                double cost = width / columns * Cost(columns) / filters;
                if (width % columns > 0) cost = (cost + (Cost(width % columns) / filters)) * RestPenalty;
                if (cost >= least) continue;
                least = cost;
                best = new ConvTile(filters, columns, taps);
            }

            // Cycles of one kernel row: two multiply-adds or two loads a cycle, a sum waits three cycles for itself, a slice costs about two.
            double Cost(int columns)
            {
                int inputs = ((columns - 1) * shape.Window.StrideWidth) + ((taps - 1) * shape.Window.DilationWidth) + 1;
                double work = Math.Max(filters * columns * taps / 2.0, (Math.Min(inputs, columns * taps) + (filters * taps)) / 2.0);
                return Math.Max(work, 3.0 * taps) + (2 * (1 + filters));
            }
        }

        return best;
    }

    /// <summary>The input gradient's tile: channels × taps of sums at one output position.</summary>
    public static ConvTile InputGradient(ConvShape shape)
    {
        int taps = TapsOf(shape);
        return new ConvTile(LargestDivisor(shape.GroupChannels, Math.Max(1, MostSums / taps)), 1, taps);
    }

    /// <summary>The weight gradient's tile: filters × taps of sums, several columns between two tests of the loop.</summary>
    public static ConvTile WeightGradient(ConvShape shape)
    {
        int taps = TapsOf(shape);
        int filters = LargestDivisor(shape.GroupFilters, Math.Max(1, MostSums / taps));
        int most = Math.Max(1, Math.Min(8, MostStatements / (filters * taps)));
        int divisor = LargestDivisor(shape.Output.Width, most);
        return new ConvTile(filters, divisor * 2 >= Math.Min(most, shape.Output.Width) ? divisor : Math.Min(most, shape.Output.Width), taps);
    }

    private static int TapsOf(ConvShape shape) => LargestDivisor(shape.Window.Width, MostTaps);

    private static int LargestDivisor(int number, int most)
    {
        for (int divisor = Math.Min(number, most); divisor > 1; divisor--)
        {
            if (number % divisor == 0) return divisor;
        }

        return 1;
    }
}
