using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers.Conv.Patches;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Conv.Transposed;

/// <summary>The forward pass of a transposed convolution: each number of the input times a kernel, added to the patch of the output under it.</summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Shape">The convolution whose gradient this is: from the output to the input.</param>
/// <param name="Bias">The biases that the sums begin with.</param>
/// <param name="Source">How the input lies.</param>
/// <param name="Target">How the output lies, channels last, in a border that covers the padding.</param>
/// <param name="Weights">How the weights lie.</param>
internal sealed record ConvTransposeForward(Scalar Scalar, ConvShape Shape, ConvBias Bias, Layout Source, Layout Target, WeightLayout Weights)
    : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => new[] { "input", "weights", "bias" }
        .Where(name => name != "bias" || Bias != ConvBias.None)
        .Select(Port.In)
        .Append(Port.Out("output"))
        .ToEquatableArray();

    public override bool IsPerSample => true;

    public override string Name =>
        "ConvTranspose" + Shape.NameSuffix + Layout.NameSuffixOf(Source, Target) + (Bias == ConvBias.PerFilter ? "" : Bias + "Bias");

    public override string Title => $"{Source.Shape} → {Target.Shape}{Shape.Details}";

    public override string Form => $"direct, sequential: {(Bias == ConvBias.None ? "" : "bias, ")}input row, input column, channel";

    public override long Macs => (long)Shape.Weights.Count * Source.Shape.Positions;

    public override bool HasText(Dialect dialect) => dialect.IsFor(new KernelRow(Shape).Run) || dialect.IsPlainScalar;

    public override string TileIn(Dialect dialect) => PatchTile.OfInput(Shape, dialect).Describe("one position of the input after the other");

    public override void Emit(KernelWriter writer)
    {
        PatchTile tile = PatchTile.OfInput(Shape, writer.Dialect);
        var scatter = new PatchScatter(writer, Shape, Target, Weights, "output");
        scatter.Declare(tile);
        if (Bias == ConvBias.None || Target.Border != Border.None) writer.Clear("output", Target.Count);
        if (Bias != ConvBias.None) EmitBias(writer);
        Loop[] loops =
        {
            new("group", Shape.Groups), new("slice", tile.Slices), new("row", Source.Shape.Height), new("column", Source.Shape.Width),
        };
        writer.Nest(loops, at =>
        {
            (Index first, Index row, Index column) = (at[0] * Shape.GroupFilters, at[2], at[3]);
            scatter.Place(row, column);
            Index slice = at[1] * (Shape.Channels / tile.Slices), target = (at[0] * Shape.GroupChannels) + slice;
            PatchText.EachPart(writer, tile, (firstRow, rows, part) => scatter.EmitPart(target, slice, firstRow, rows, part, add =>
                writer.Nest(new[] { new Loop("channel", Shape.GroupFilters) }, of =>
                {
                    Index channel = first + of[0];
                    string number = writer.Argument("input").At(Source.At(channel, row, column));
                    writer.Line($"value = {writer.Dialect.Broadcast(number)};");
                    add(channel);
                })));
        });
    }

    /// <summary>What every sum begins with.</summary>
    private void EmitBias(KernelWriter writer)
    {
        Shape output = Target.Shape;
        writer.Nest(new[] { new Loop("row", output.Height), new Loop("column", output.Width) }, at =>
        {
            Index start = Target.At(0, at[0], at[1]), bias = Bias == ConvBias.Untied ? ((at[0] * output.Width) + at[1]) * output.Channels : 0;
            if (!writer.Dialect.IsVector && Bias == ConvBias.PerFilter)
            {
                writer.Line($"bias.CopyTo(output.Slice({start}, {Text.Number(output.Channels)}));");
                return;
            }

            writer.Tiles("filter", "filter", output.Channels, writer.Dialect.Lanes, (filter, count) =>
            {
                Pointer target = writer.Point("y", "output", start + filter, count, isWritten: true);
                writer.StoreFirst(writer.Load("bias", bias + filter), target, 0, count);
            });
        });
    }
}
