using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers;

/// <summary>Numbers of groups.</summary>
internal static class Groups
{
    /// <summary>The remedy of as many groups as divide all of these counts, and are next to as many as are written.</summary>
    public static Remedy Dividing(AnnotationReader reader, string argument, params int[] counts)
    {
        int written = reader.Int(argument), groups = Divisors(counts.Aggregate(CommonDivisor)).OrderBy(groups => Math.Abs((long)groups - written)).First();
        return new Remedy($"Make it {Text.Plural(groups, "group")}", reader.Set(argument, Text.Number(groups)));
    }

    private static int CommonDivisor(int left, int right) => right == 0 ? left : CommonDivisor(right, left % right);

    private static IEnumerable<int> Divisors(int number)
    {
        for (int divisor = 1; (long)divisor * divisor <= number; divisor++)
        {
            if (number % divisor != 0) continue;
            yield return divisor;
            yield return number / divisor;
        }
    }
}
