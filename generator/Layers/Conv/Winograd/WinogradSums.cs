using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers.Conv.Patches;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Conv.Winograd;

/// <summary>
/// Where Winograd's gradients of the weights are summed, sample after sample: at each frequency the channels of each filter, in whole vectors; and
/// behind them the biases.
/// </summary>
internal sealed record WinogradSums(ConvShape Shape) : GradientSums(Shape)
{
    // Of tiles of 4×4 outputs.
    public const int Frequencies = 36;

    public int FilterStride => Whole(Shape.Channels);

    public int FrequencyStride => Shape.Filters * FilterStride;

    protected override string WeightOrder =>
        $"{Text.Number(Frequencies)} frequencies × {Text.Plural(Shape.Filters, "filter")} × {Text.Number(FilterStride)} channels";

    protected override long BiasPlace => (long)Frequencies * FrequencyStride;

    public Index At(Index frequency, Index filter, Index channel) => (frequency * FrequencyStride) + (filter * FilterStride) + channel;
}

/// <summary>Adds what a call has summed at each frequency to the gradients.</summary>
internal sealed record AddWinogradSums(Scalar Scalar, WinogradSums AtFrequencies, WeightLayout Weights) : AddGradientSums(Scalar, AtFrequencies)
{
    public override string Name => $"AddWinogradSums{Shape.NameSuffix}" + (Sums.HasBias ? "" : "NoBias");

    public override string Form => "out of Winograd's domain, Gᵀ S G, and added once";

    public override bool HasText(Dialect dialect) => dialect.IsPlainScalar || dialect.IsVector;

    protected override void EmitWeights(KernelWriter writer)
    {
        var transforms = new TransformText(writer, outputs: 4);
        transforms.Declare(TransformText.OfWeights);
        if (writer.Dialect.IsVector && Shape.Channels % writer.Dialect.Lanes != 0)
        {
            writer.Comment(
                "the sums of a filter fill whole vectors, its gradients do not: their last vector reads on, and of what lies there nothing is stored");
        }

        writer.Comment("24 Gᵀ of the columns, then of the rows: whole factors, whose 24 × 24 the scale takes away");
        writer.Nest(new[] { new Loop("filter", Shape.Filters) }, at =>
            writer.Tiles("channel", "channel", Shape.Channels, writer.Dialect.Lanes, (channel, count) =>
            {
                int reach = ((WinogradSums.Frequencies - 1) * AtFrequencies.FrequencyStride) + 1;
                Pointer s = writer.Point("s", "sums", AtFrequencies.At(0, at[0], channel), reach);
                Pointer w = writer.Point("w", "weightGradient", Weights.At(at[0], channel, 0, 0), Weights.At(0, count - 1, 2, 2).Constant + 1, isWritten: true);
                transforms.EmitWeights(s, AtFrequencies.FrequencyStride, w, (row, column) => Weights.At(0, 0, row, column).Constant, count);
            }));
    }
}
