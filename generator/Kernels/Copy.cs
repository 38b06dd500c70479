using CnnGen.Generator.Model;

namespace CnnGen.Generator.Kernels;

/// <summary>The same numbers in another place, and why.</summary>
internal sealed record Copy(Scalar Scalar, int Batch, Shape Shape, string Reason) : Kernel(Scalar, Batch)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("input"), Port.Out("output"));

    public override bool CountsSamples => false;

    public override string Name => $"Copy{Text.Number(Shape.Count)}";

    public override string Title => $"{Shape}, {Reason}";

    public override string Form => "copied";

    public override void Emit(KernelWriter writer) => writer.Line("input.CopyTo(output);");
}
