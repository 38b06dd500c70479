using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Rearranging;

/// <summary>How many rows are meant above and below, and how many columns left and right.</summary>
internal sealed record Sides(int Top, int Bottom, int Left, int Right)
{
    /// <summary>How many on each side: above, left, below, right; along a line left and right.</summary>
    public Setting Option(string name, bool isLine) =>
        isLine ? Setting.Deciding(name, Left, Right) : Setting.Deciding(name, Top, Left, Bottom, Right);

    /// <summary>Reads them: a side wins over an axis, and that over all.</summary>
    /// <param name="reader">The attribute.</param>
    /// <param name="prefix">What the arguments of axes and sides begin with.</param>
    public static Sides Check(AnnotationReader reader, string prefix)
    {
        return new(Side("Top", "Height"), Side("Bottom", "Height"), Side("Left", "Width"), Side("Right", "Width"));

        int Side(string side, string axis) => reader.AtLeastOnce(0, reader.First(prefix + side, prefix + axis, "size"));
    }

    /// <summary>The same of an input that is known: along a line there are but left and right.</summary>
    public static Sides Read(LayerReader reader, string prefix)
    {
        Sides all = Check(reader, prefix);
        if (!reader.Input.Shape.IsLine) return all;
        foreach (string side in new[] { "Height", "Width", "Top", "Bottom" })
        {
            if (!reader.Has(prefix + side)) continue;
            Remedy? remedy = side == "Width" ? null : reader.Without(prefix + side);   // whether one is meant for both sides, the author knows
            reader.Report(
                Rules.OfTwoAxes, prefix + side, remedy, prefix + side, reader.Subject, reader.Input.Shape.ToString(), $"a size, {prefix}Left or {prefix}Right");
        }

        return all with { Top = 0, Bottom = 0 };
    }
}
