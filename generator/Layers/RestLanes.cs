using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers;

/// <summary>The last vector of a run that is no multiple of a vector: behind the run lies something else, which has to stay as it is.</summary>
internal static class RestLanes
{
    /// <summary>Declares <c>rest</c>, the lanes that belong to the run, where not all of them do.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="run">Numbers of the run.</param>
    /// <param name="reason">What lies behind it.</param>
    public static void Declare(KernelWriter writer, int run, string reason)
    {
        int count = writer.Dialect.Lanes, rest = run % count;
        if (rest == 0) return;
        writer.Comment(reason);
        IEnumerable<string> lanes = Enumerable.Range(0, count).Select(lane => lane < rest ? "-1" : "0");
        writer.Line(writer.Dialect.Scalar == Scalar.Single
            ? $"Lanes rest = Create({string.Join(", ", lanes)}).AsSingle();"
            : $"Lanes rest = Create({string.Join(", ", lanes.Select(lane => lane + "L"))}).AsDouble();");
    }

    /// <summary>A vector, or as many lanes of it as belong to the run and the others from elsewhere.</summary>
    public static string Select(string vector, string others, int count, Dialect dialect) =>
        count < dialect.Lanes ? $"ConditionalSelect(rest, {vector}, {others})" : vector;

    /// <summary>The vector to store at a place where only its first lanes are computed.</summary>
    public static string Keep(string vector, Pointer target, Index offset, int count, Dialect dialect) => Select(vector, target.Load(offset), count, dialect);
}
