using CnnGen.Generator.Emission;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Planning;

/// <summary>The same numbers in another order.</summary>
internal sealed record Reorder(Scalar Scalar, Layout Source, Layout Target) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("input"), Port.Out("output"));

    public override bool IsPerSample => true;

    public override string Name => $"Reorder{Source.Shape}{Source.NameSuffix}To{Target.NameSuffix}";

    public override string Title => Source.ToString();

    public override string Form => $"copied to {Target}";

    public override void Emit(KernelWriter writer)
    {
        Loop[] loops = { new("channel", Source.Shape.Channels), new("row", Source.Shape.Height), new("column", Source.Shape.Width) };
        writer.Nest(loops, at => writer.Line($"output[{Target.At(at[0], at[1], at[2])}] = input[{Source.At(at[0], at[1], at[2])}];"));
    }
}
