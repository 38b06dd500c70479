using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Planning;

/// <summary>A copy of a parameter as a kernel reads it: in another order, or with something of the layer behind in it.</summary>
/// <param name="Source">The parameter; null where there is none, and the copy stands for zeros.</param>
/// <param name="Target">Its copy.</param>
/// <param name="Method">The method of the runtime library that makes it.</param>
internal abstract record Packing(Slot? Source, Slot Target, string Method)
{
    /// <summary>What it is made of, each by the name of the method's argument.</summary>
    public abstract EquatableArray<(string Name, Slot? Slot)> Sources { get; }

    /// <summary>The method's other arguments, as a call names them.</summary>
    public abstract string NamedArguments { get; }

    /// <summary>The order of the copy, in a comment: <c>150 taps × 16 filters</c>.</summary>
    public abstract string Order { get; }

    /// <summary>What the copy is, in a comment.</summary>
    public abstract string Title { get; }
}

/// <summary>A copy in the order in which a kernel reads it.</summary>
/// <param name="Source">The parameter.</param>
/// <param name="Target">Its copy.</param>
/// <param name="Method">The method of the runtime library that makes it.</param>
/// <param name="Arguments">The method's arguments after the two spans.</param>
internal sealed record ReorderedCopy(Slot Source, Slot Target, string Method, EquatableArray<int> Arguments) : Packing(Source, Target, Method)
{
    private bool IsTurned => Method == "WinogradTurned";

    private bool IsWinograd => Method == "Winograd" || IsTurned;

    private string Inner => IsTurned ? "filters" : IsWinograd ? "channels" : "taps";

    public override EquatableArray<(string Name, Slot? Slot)> Sources => EquatableArray.Of<(string, Slot?)>(("weights", Source));

    public override string NamedArguments =>
        string.Join(", ", (IsWinograd ? new[] { Inner, "block", "tile", "cellsApart" } : new[] { Inner, "filters", "block", "cellsApart" })
        .Zip(Arguments, (name, value) => $"{name}: {Text.Number(value)}"));

    public override string Order
    {
        get
        {
            int block = IsWinograd ? Arguments[1] : Arguments[2];
            int frequencies = IsWinograd ? (Arguments[2] + 2) * (Arguments[2] + 2) : 1, inner = Arguments[0];
            int blocks = Target.Count / (frequencies * inner * block);
            string columns = Text.Plural(block, IsTurned ? "channel" : "filter");
            string order = $"{(blocks == 1 ? "" : $"{Text.Number(blocks)} blocks × ")}{Text.Number(inner)} {Inner} × {columns}";
            return IsWinograd ? $"{Text.Number(frequencies)} frequencies × {order}" : order;
        }
    }

    public override string Title => $"{Order}: a {(IsTurned ? "turned " : "")}copy of {Source!.Name} in the order of its kernel";
}

/// <summary>A copy with a scale and a shift of each channel in it.</summary>
/// <param name="Source">The parameter; null for a bias of zeros.</param>
/// <param name="Target">Its copy.</param>
/// <param name="Method">The method of the runtime library that makes it.</param>
/// <param name="Operands">What it is made of.</param>
/// <param name="Arguments">The method's other arguments.</param>
/// <param name="Layer">The name of the layer that scales and shifts.</param>
internal sealed record FoldedCopy(Slot? Source, Slot Target, string Method, EquatableArray<(string Name, Slot? Slot)> Operands, string Arguments, string Layer)
    : Packing(Source, Target, Method)
{
    public override EquatableArray<(string Name, Slot? Slot)> Sources => Operands;

    public override string NamedArguments => Arguments;

    public override string Order => Target.Layout.ToString();

    public override string Title => $"{Order}: {Source?.Name ?? "zeros"} with {Layer} in them";
}
