using System;

namespace CnnGen.Orleans;

/// <summary>Candidates in the order of their fitness. Whatever is not finite is as bad as all else that is not, and worse than all that is.</summary>
internal static class Ranks
{
    /// <summary>The candidates' numbers, the best first, of equal ones that with the lower number.</summary>
    public static int[] BestFirst(ReadOnlySpan<double> fitness)
    {
        double[] keys = Keys(fitness);
        int[] order = Numbered(fitness.Length);
        Array.Sort(order, (a, b) => keys[a] == keys[b] ? a.CompareTo(b) : keys[b].CompareTo(keys[a]));
        return order;
    }

    /// <summary>Twice the rank of each, from 0 for the worst; equal ones share the mean of their ranks, so that no difference counts nothing.</summary>
    public static int[] Doubled(ReadOnlySpan<double> fitness)
    {
        double[] keys = Keys(fitness);
        int[] order = Numbered(fitness.Length), ranks = new int[fitness.Length];
        Array.Sort((double[])keys.Clone(), order);
        for (int first = 0, end; first < order.Length; first = end)
        {
            end = first + 1;
            while (end < order.Length && keys[order[end]] == keys[order[first]]) end++;
            for (int i = first; i < end; i++) ranks[order[i]] = first + end - 1;
        }

        return ranks;
    }

    private static double[] Keys(ReadOnlySpan<double> fitness)
    {
        double[] keys = fitness.ToArray();
        foreach (ref double key in keys.AsSpan())
        {
            if (!double.IsFinite(key)) key = double.NegativeInfinity;
        }

        return keys;
    }

    private static int[] Numbered(int count)
    {
        var numbers = new int[count];
        for (int i = 0; i < count; i++) numbers[i] = i;
        return numbers;
    }
}
