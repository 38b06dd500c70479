using System;

namespace CnnGen.Generator.Layers.Conv;

/// <summary>What the scalar text of a convolution's gradients computes together.</summary>
/// <param name="Outer">Filters (weight gradient) or channels (input gradient).</param>
/// <param name="Columns">Output columns.</param>
/// <param name="Taps">Kernel columns that are written out.</param>
internal sealed record ConvTile(int Outer, int Columns, int Taps)
{
    // Sums that stay in registers beside their operands, on a machine with sixteen.
    private const int MostSums = 10;

    // Multiply-adds in one block of text.
    private const int MostStatements = 100;

    // Kernel columns that are written out; wider kernels loop over them.
    private const int MostTaps = 12;

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
