using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Rearranging;

/// <summary>Copies pieces, or adds them where several numbers go to one place.</summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Kind">What the layer is called in names.</param>
/// <param name="Pieces">The pieces.</param>
/// <param name="Source">How what they come from lies.</param>
/// <param name="Target">How what they go to lies.</param>
/// <param name="IsBack">Whether gradients go.</param>
/// <param name="Clears">Whether zeros come first: where no piece goes, or several do.</param>
/// <param name="Adds">Whether several pieces go to one place.</param>
internal sealed record Rearrange(Scalar Scalar, string Kind, EquatableArray<Piece> Pieces, Layout Source, Layout Target, bool IsBack, bool Clears, bool Adds)
    : Kernel(Scalar, 1)
{
    // Runs shorter than this are copied number by number.
    private const int ShortestCopy = 4;

    public override EquatableArray<Port> Ports =>
        IsBack ? EquatableArray.Of(Port.In("outputGradient"), Port.Out("inputGradient")) : EquatableArray.Of(Port.In("input"), Port.Out("output"));

    public override bool IsPerSample => true;

    public override string Name =>
        $"{Kind}{Source.Shape}To{Target.Shape}".Replace("×", "x") + Layout.NameSuffixOf(Source, Target) + (IsBack ? "Back" : "");

    public override string Title => IsBack ? $"{Target.Shape} ← {Source.Shape}" : $"{Source.Shape} → {Target.Shape}";

    public override string Form => (Adds ? "sequential: piece, channel, row, column" : "copied") + (Clears && !Adds ? ", zeros elsewhere" : "");

    public override void Emit(KernelWriter writer)
    {
        (string from, string to) = IsBack ? ("outputGradient", "inputGradient") : ("input", "output");
        if (Clears) writer.Line($"{to}.Clear();");
        foreach (Piece piece in Pieces)
        {
            var walks = Joined(piece);
            Index source = FirstOf(Source) + piece.From.In(Source), target = FirstOf(Target) + piece.To.In(Target);
            Stride last = walks[walks.Count - 1];
            bool isRun = !Adds && last is { From: 1, To: 1 } && last.Count >= ShortestCopy;
            List<Stride> loops = isRun ? walks.Take(walks.Count - 1).ToList() : walks;
            writer.Nest(loops.Select(loop => new Loop(loop.Name, loop.Count)).ToArray(), at =>
            {
                Index here = source, there = target;
                for (int i = 0; i < loops.Count; i++) (here, there) = (here + (at[i] * loops[i].From), there + (at[i] * loops[i].To));
                string length = Text.Number(last.Count);
                if (isRun) writer.Line($"{from}.Slice({here}, {length}).CopyTo({to}.Slice({there}, {length}));");
                else if (Adds) writer.Line(writer.Dialect.Add($"{to}[{there}]", $"{from}[{here}]"));
                else writer.Line($"{to}[{there}] = {from}[{here}];");
            });
        }
    }

    private static Index FirstOf(Layout layout) => layout.At(0, 0, 0);

    /// <summary>The loops in the order of the target's memory; two that go on where the other ends are one.</summary>
    private List<Stride> Joined(Piece piece)
    {
        var joined = new List<Stride>();
        IEnumerable<Stride> strides = piece.Walks
            .Where(walk => walk.Count > 1)
            .Select(walk => new Stride(walk.Name, walk.Count, walk.From.In(Source), walk.To.In(Target)));
        foreach (Stride inner in strides.OrderByDescending(stride => stride.To))
        {
            if (joined.Count > 0 && joined[joined.Count - 1] is { } outer && outer.From == inner.Count * inner.From && outer.To == inner.Count * inner.To)
            {
                joined[joined.Count - 1] = inner with { Count = outer.Count * inner.Count };
            }
            else joined.Add(inner);
        }

        return joined.Count > 0 ? joined : new List<Stride> { new("i", 1, 1, 1) };
    }

    private sealed record Stride(string Name, int Count, int From, int To);
}
