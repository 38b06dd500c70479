using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers;

/// <summary>The gradient of a bias: the sum of the output's gradients that it was added to.</summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Batch">The most samples of a call.</param>
/// <param name="Layout">How the output's gradient lies.</param>
/// <param name="IsUntied">One bias for each element instead of one for each channel.</param>
/// <param name="IsPermuted">Whether the biases are kept channels last.</param>
internal sealed record BiasGradient(Scalar Scalar, int Batch, Layout Layout, bool IsUntied, bool IsPermuted = false) : Kernel(Scalar, Batch)
{
    // Fewer sums are not worth another text.
    private const int FewestInLanes = 256;

    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("outputGradient"), Port.InOut("biasGradient"));

    public override string Name => (IsUntied ? "Untied" : "") + $"BiasGradient{Output}{Layout.NameSuffix}" + (IsPermuted ? "Last" : "");

    public override string Title => $"{Output}, a sum for each {Noun}";

    public override string Form => IsUntied || Output.Positions == 1 ? "sequential: sample" : "sequential: sample, row, column";

    private string Noun => IsUntied ? "element" : Output.IsSpatial ? "channel" : "unit";

    private Shape Output => Layout.Shape;

    /// <summary>Whether neighbouring sums take neighbouring gradients.</summary>
    private bool HasLanes => Layout.IsCompact && (IsUntied ? Layout.IsPlainAs(IsPermuted) : Output.Positions == 1);

    public override bool HasText(Dialect dialect) => dialect.IsPlainScalar || (dialect.IsVector && HasLanes && Output.Count >= FewestInLanes);

    public override void Emit(KernelWriter writer)
    {
        if (writer.Dialect.IsVector) EmitLanes(writer);
        else EmitSums(writer);
    }

    private void EmitLanes(KernelWriter writer)
    {
        string bias = Output.IsSpatial ? "element" : "unit";
        writer.DeclareVectors(new[] { "sum" });
        writer.Tiles(bias, bias, Output.Count, writer.Dialect.Lanes, (first, count) =>
        {
            writer.Line("sum = Lanes.Zero;");
            writer.Nest(
                new[] { writer.Samples }, at => writer.Line($"sum += LoadUnsafe({KernelWriter.Reference("outputGradient", first + (at[0] * Layout.Count))});"));
            Pointer total = writer.Point("total", "biasGradient", first, count, isWritten: true);
            writer.Line($"sum = {total.Load(0)} + sum;");
            writer.StoreFirst("sum", total, 0, count);
        });
    }

    private void EmitSums(KernelWriter writer)
    {
        Layout biases = new(Output, IsPermuted, Border.None);
        Loop[] outer =
        {
            new(Output.IsSpatial ? "channel" : "unit", Output.Channels),
            new("row", IsUntied ? Output.Height : 1),
            new("column", IsUntied ? Output.Width : 1),
        };
        writer.Nest(outer, at =>
        {
            string bias = $"biasGradient[{(IsUntied ? biases.At(at[0], at[1], at[2]) : at[0])}]";
            if (Batch == 1 && (IsUntied || Output.Positions == 1))
            {
                writer.Line(writer.Dialect.Add(bias, $"outputGradient[{Layout.At(at[0], at[1], at[2])}]"));
                return;
            }

            writer.Line($"{writer.Scalar} sum = 0;");
            Loop[] inner = IsUntied ? new[] { writer.Samples } : new[] { writer.Samples, new Loop("row", Output.Height), new Loop("column", Output.Width) };
            writer.Nest(
                inner,
                cell => writer.Line(
                    writer.Dialect.Add(
                        "sum",
                        $"outputGradient[{(cell[0] * Layout.Count) + (IsUntied ? Layout.At(at[0], at[1], at[2]) : Layout.At(at[0], cell[1], cell[2]))}]")));
            writer.Line(writer.Dialect.Add(bias, "sum"));
        });
    }
}
