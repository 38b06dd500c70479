using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Norms;

/// <summary>What the kernels of norms write alike.</summary>
internal static class NormText
{
    /// <summary>x − mean as a factor of a multiply-add.</summary>
    public static string Distance(Dialect dialect, string x, string mean) => dialect.Fuses ? $"{x} - {mean}" : dialect.Factor($"{x} - {mean}");

    /// <summary>Declares <c>squares</c>, the sum of the squares of the distances to <c>mean</c>.</summary>
    public static void EmitSquares(KernelWriter writer, ChannelText text)
    {
        Dialect dialect = writer.Dialect;
        text.Sum(new[] { "squares" }, (x, of, sum, term) =>
        {
            writer.Line($"{dialect.Type} {text.Local("distance")} = {term(dialect.Rounded($"{x("input")} - {of("mean")}"))};");
            writer.Line(dialect.Accumulate(sum("squares"), text.Local("distance"), text.Local("distance")));
        });
    }

    /// <summary>The values of a channel in a call.</summary>
    public static string Count(KernelWriter writer, Shape shape)
    {
        Size positions = writer.Size("positions", shape.Positions);
        return writer.Samples.RunsOnce ? positions.Text : shape.Positions == 1 ? "samples" : $"samples * {positions}";
    }

    /// <summary>From <c>variance</c> the factor of a channel, and what it is before the weight.</summary>
    public static void EmitScales(ChannelText text, bool isAffine, double epsilon, bool keepsInverses = true)
    {
        text.Declare(
            "inverse", v => text.Rounded($"{text.Constant(1)} / {text.SquareRoot(text.Rounded($"{text.Name("variance", v)} + {text.Constant(epsilon)}"))}"));
        if (!isAffine)
        {
            text.Store("scales", v => text.Name("inverse", v));
            return;
        }

        if (keepsInverses) text.Store("inverses", v => text.Name("inverse", v));
        text.Store("scales", v => text.Rounded($"{text.Element("weights", v)} * {text.Name("inverse", v)}"));
    }
}
