using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Planning;

/// <summary>A copy of a parameter in the order in which a kernel reads it.</summary>
/// <param name="Source">The parameter.</param>
/// <param name="Target">Its copy.</param>
/// <param name="Method">The method of the runtime library that makes it.</param>
/// <param name="Arguments">The method's arguments after the two spans.</param>
internal sealed record Packing(Slot Source, Slot Target, string Method, EquatableArray<int> Arguments)
{
    private bool IsWinograd => Method == "Winograd";

    /// <summary>The arguments as a call names them.</summary>
    public string NamedArguments => string.Join(", ", (IsWinograd ? new[] { "channels", "block", "tile", "cellsApart" } : new[] { "taps", "filters", "block", "cellsApart" })
        .Zip(Arguments, (name, value) => $"{name}: {Text.Number(value)}"));

    /// <summary>The order of the copy, in a comment: <c>150 taps × 16 filters</c>.</summary>
    public string Order
    {
        get
        {
            int block = IsWinograd ? Arguments[1] : Arguments[2];
            int frequencies = IsWinograd ? (Arguments[2] + 2) * (Arguments[2] + 2) : 1, inner = IsWinograd ? Arguments[0] : Arguments[0];
            int blocks = Target.Count / (frequencies * inner * block);
            string rows = IsWinograd ? $"{Text.Number(inner)} channels" : $"{Text.Number(inner)} taps";
            string order = $"{(blocks == 1 ? "" : $"{Text.Number(blocks)} blocks × ")}{rows} × {Text.Plural(block, "filter")}";
            return IsWinograd ? $"{Text.Number(frequencies)} frequencies × {order}" : order;
        }
    }
}
