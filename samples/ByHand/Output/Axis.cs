using System.Collections.Generic;
using System.Linq;

namespace WorkedExamples.Output;

/// <summary>One direction of a tensor.</summary>
internal sealed record Axis(string Name, int Size)
{
    /// <summary>The axes of what flows between layers: samples of [F] or [C, H, W].</summary>
    public static Axis[] OfActivation(int samples, IReadOnlyList<int> shape)
    {
        string[] names = shape.Count == 3 ? ["sample", "channel", "row", "column"] : ["sample", "unit"];
        return Join(names, [samples, .. shape]);
    }

    /// <summary>The axes of a weight or a bias, told apart by their number.</summary>
    public static Axis[] OfParameter(IReadOnlyList<int> shape) => shape.Count switch
    {
        4 => Join(["filter", "channel", "row", "column"], shape),    // convolution
        3 => Join(["filter", "row", "column"], shape),               // untied bias
        2 => Join(["unit", "input"], shape),                         // dense
        _ => Join(["unit"], shape),                                  // bias
    };

    private static Axis[] Join(string[] names, IReadOnlyList<int> sizes) => names.Zip(sizes, (name, size) => new Axis(name, size)).ToArray();
}
