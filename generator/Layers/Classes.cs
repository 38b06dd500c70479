using System;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers;

/// <summary>A tensor as classes at positions: features at one position, or channels at each.</summary>
internal static class Classes
{
    /// <summary>Loops over samples and positions; the body gets the place of the first class, and the number of the position.</summary>
    public static void EachPosition(KernelWriter writer, Shape shape, Action<Index, Index> body) =>
        writer.Nest(
            new[] { writer.Samples, new Loop("position", shape.Positions) },
            at => body((at[0] * shape.Count) + at[1], (at[0] * shape.Positions) + at[1]));

    /// <summary>The place of a class, by its number's name, from the place of the first.</summary>
    public static string Cell(Shape shape, Index first, string number) => (first + (Index.Of(number) * shape.Positions)).ToString();

    /// <summary>The header of a loop over the classes, <c>k</c>.</summary>
    public static string Loop(Shape shape) => $"for (int k = 0; k < {Text.Number(shape.Channels)}; k++)";

    /// <summary>Reports a loss over a single class, whose label is always the same.</summary>
    public static void HintOne(AnnotationReader reader, Shape output)
    {
        if (output.Channels == 1) reader.Report(Rules.OneClass, null, reader.Subject, output.ToString());
    }
}
