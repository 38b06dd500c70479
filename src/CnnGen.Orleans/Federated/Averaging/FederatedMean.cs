using System;
using System.Collections.Generic;

namespace CnnGen.Orleans;

/// <summary>A mean of updates on its way, of a network of any number type.</summary>
internal abstract class FederatedMean
{
    /// <summary>In how many parts it is computed, each by one thread; what comes out does not depend on it.</summary>
    public abstract int Parts { get; }

    /// <summary>Adds updates to one part of the numbers, in their order.</summary>
    public abstract void Add(IReadOnlyList<(Numbers Numbers, double Weight)> updates, int part);

    /// <summary>Finishes one part.</summary>
    /// <param name="samples">What the weights are parts of.</param>
    /// <param name="noise">Noise of deviation 1; null for none.</param>
    /// <param name="deviation">Of the noise that is added.</param>
    /// <param name="part">The part.</param>
    public abstract void Finish(double samples, FederatedNoise? noise, double deviation, int part);

    /// <summary>The numbers, when all parts are finished.</summary>
    public abstract Numbers Numbers { get; }

    /// <summary>The L2 norm of the mean change, before noise.</summary>
    public abstract double Change { get; }
}

/// <inheritdoc/>
internal sealed class FederatedMean<T> : FederatedMean where T : unmanaged
{
    private const int PartSize = 1 << 14;   // even: noise comes in pairs

    private readonly Numbers before, after;
    private readonly AveragedRange[] ranges;
    private readonly double[] sums;

    /// <param name="before">What the updates began with.</param>
    /// <param name="ranges">Which numbers are averaged; the others stay.</param>
    public FederatedMean(Numbers before, AveragedRange[] ranges)
    {
        this.before = before;
        this.ranges = ranges;
        after = Numbers.Of<T>(before.As<T>());
        sums = new double[before.As<T>().Length];
    }

    public override int Parts => (sums.Length + PartSize - 1) / PartSize;

    public override Numbers Numbers => after;

    public override double Change
    {
        get
        {
            double squares = 0;
            foreach (double sum in sums) squares += sum * sum;
            return Math.Sqrt(squares);
        }
    }

    public override void Add(IReadOnlyList<(Numbers Numbers, double Weight)> updates, int part)
    {
        ReadOnlySpan<T> begun = before.As<T>();
        foreach ((int first, int end) in In(part))
        {
            foreach ((Numbers numbers, double weight) in updates)
            {
                ReadOnlySpan<T> values = numbers.As<T>();
                for (int i = first; i < end; i++) sums[i] += weight * (Scalars.Wide(values[i]) - Scalars.Wide(begun[i]));
            }
        }
    }

    public override void Finish(double samples, FederatedNoise? noise, double deviation, int part)
    {
        ReadOnlySpan<T> begun = before.As<T>();
        Span<T> next = after.As<T>();
        double[] drawn = noise == null ? [] : new double[PartSize];
        noise?.Fill(part * PartSize, drawn);
        foreach ((int first, int end) in In(part))
        {
            for (int i = first; i < end; i++)
            {
                double change = sums[i] /= samples;
                if (noise != null) change += deviation * drawn[i % PartSize];
                next[i] = Scalars.Round<T>(Scalars.Wide(begun[i]) + change);
            }
        }
    }

    private IEnumerable<(int First, int End)> In(int part)
    {
        int begin = part * PartSize, behind = Math.Min(begin + PartSize, sums.Length);
        foreach (AveragedRange range in ranges)
        {
            int first = Math.Max(range.First, begin), end = Math.Min(range.End, behind);
            if (first < end) yield return (first, end);
        }
    }
}

/// <summary>Begins a mean of a network of any number type.</summary>
internal sealed class MeanMaker(Numbers before, AveragedRange[] ranges) : INetworkVisitor<FederatedMean>
{
    public FederatedMean Visit<T>(NetworkEntry<T> network) where T : unmanaged => new FederatedMean<T>(before, ranges);
}

/// <summary>How far an update is from where it began.</summary>
/// <param name="before">Where.</param>
/// <param name="update">The update.</param>
/// <param name="ranges">Which numbers are averaged, and so are measured.</param>
internal sealed class ChangeMeasure(Numbers before, Numbers update, AveragedRange[] ranges) : INetworkVisitor<double?>
{
    /// <summary>The L2 norm of the change; null where a number of the update, averaged or not, is not finite.</summary>
    public double? Visit<T>(NetworkEntry<T> network) where T : unmanaged
    {
        ReadOnlySpan<T> begun = before.As<T>(), values = update.As<T>();
        foreach (T value in values)
        {
            if (!double.IsFinite(Scalars.Wide(value))) return null;
        }

        double squares = 0;
        foreach ((int first, int end) in ranges)
        {
            for (int i = first; i < end; i++)
            {
                double change = Scalars.Wide(values[i]) - Scalars.Wide(begun[i]);
                squares += change * change;
            }
        }

        return Math.Sqrt(squares);
    }
}
