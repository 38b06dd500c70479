using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Conv.Winograd;

/// <summary>
/// One sample's part of the gradient of a 3×3 convolution's weights and biases by Winograd's algorithm: 3×3 results of a tile of 6×6 inputs and
/// its 4×4 gradients. Both are transformed, and at each frequency their products are added to sums that go through all samples.
/// </summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Shape">The convolution.</param>
/// <param name="Input">How its framed input lies, channels last.</param>
/// <param name="Gradient">How the output's gradient lies, channels last.</param>
internal sealed record WinogradWeightGradient(Scalar Scalar, ConvShape Shape, Layout Input, Layout Gradient) : Kernel(Scalar, 1)
{
    private const int Outputs = 4;

    // Each sample goes through all sums, four times as many as there are weights: for fewer tiles the direct sum is faster.
    private const int FewestTiles = 4;

    public override EquatableArray<Port> Ports =>
        EquatableArray.Of(Port.In("input"), Port.In("outputGradient"), Port.InOut("sums"), Port.Out("scratch"));

    public override bool IsPerSample => true;

    public override string Name => $"ConvWinogradWeightGradient{Shape.NameSuffix}{Layout.NameSuffixOf(Input, Gradient)}";

    public override string Title => Shape.WeightGradientTitle();

    public override string Form => "Winograd F(3×3, 4×4), each frequency sequential: sample, tile row, tile column";

    public override long Macs => (long)Blocks.Frequencies * Blocks.TileRows * Blocks.TileColumns * Shape.Channels * Shape.Filters;

    public override bool HasText(Dialect dialect) => dialect.IsVector || dialect.IsPlainScalar;

    public override string TileIn(Dialect dialect)
    {
        (int vectors, int filters) = ProductTile(dialect);
        return $"{Text.Plural(Blocks.Tiles, "tile")} at a time; products of " +
            $"{(dialect.IsVector ? Text.Plural(vectors, "vector") + " of channels" : Text.Plural(vectors, "channel"))} × {Text.Plural(filters, "filter")}";
    }

    /// <summary>The tiles, of which some rows are transformed together.</summary>
    public TileBlocks Blocks =>
        new(Scalar, Outputs, Whole(Shape.Output.Height) / Outputs, Whole(Shape.Output.Width) / Outputs, Shape.Channels, Shape.Filters);

    /// <summary>Whether it is there for a form of the forward pass, and pays; or a test asks for it.</summary>
    public static bool Suits(ConvShape shape, ConvForm form, bool isForced) =>
        form.WinogradTile == Outputs && (isForced || Whole(shape.Output.Height) / Outputs * (Whole(shape.Output.Width) / Outputs) >= FewestTiles);

    /// <summary>The zeros around the gradient that the last tiles reach past its end.</summary>
    public static Border BorderOf(ConvShape shape) =>
        new(0, Whole(shape.Output.Height) - shape.Output.Height, 0, Whole(shape.Output.Width) - shape.Output.Width);

    /// <summary>Where its sums are.</summary>
    public WinogradSums Sums => new(Shape);

    /// <summary>Vectors of channels and filters of a matrix product that stay in registers.</summary>
    public (int Vectors, int Filters) ProductTile(Dialect dialect) => ProductText.TileOf(dialect, Shape.Channels, Blocks.PaddedChannels, Shape.Filters);

    public override void Emit(KernelWriter writer)
    {
        var transforms = new TransformText(writer, Outputs);
        transforms.Declare(TransformText.OfInput, TransformText.OfGradient);
        writer.Line();
        writer.Nest(new[] { new Loop("block", Blocks.TileRows, Blocks.Rows) }, at =>
        {
            using (writer.Braces()) transforms.EmitInput(Blocks, "input", Input, Shape.Window, at[0]);
            writer.Line();
            using (writer.Braces()) transforms.EmitGradient(Blocks, "outputGradient", Gradient, at[0], Sums);
            writer.Line();
            using (writer.Braces()) EmitProducts(writer);
        });
    }

    /// <summary>At each frequency a product of matrices: filters × tiles times tiles × channels.</summary>
    private void EmitProducts(KernelWriter writer)
    {
        TileBlocks blocks = Blocks;
        int lanes = writer.Dialect.Lanes;
        (int vectors, int filters) = ProductTile(writer.Dialect);
        writer.Comment("at each frequency: filters × tiles times tiles × channels; sumF_V: filter F, vector V of channels");
        Product(vectors, filters).Declare(writer);
        writer.Nest(new[] { new Loop("frequency", blocks.Frequencies) }, at =>
            writer.Tiles("channel", "channel", Shape.Channels, vectors * lanes, (channel, some) =>
                writer.Tiles("filter", "filter", Shape.Filters, filters, (filter, few) =>
                {
                    ProductText product = Product((some + lanes - 1) / lanes, few);
                    Pointer s = writer.Point(
                        "s", "sums", Sums.At(at[0], filter, channel), ((few - 1) * Sums.FilterStride) + (product.Vectors * lanes), isWritten: true);
                    product.Load(writer, s, Sums.FilterStride);
                    product.Add(
                        writer,
                        new MatrixOperand(
                            "u", "scratch", (at[0] * blocks.FilterStride) + blocks.FirstFilter + filter, Stride: 1, TermStride: blocks.PaddedFilters),
                        new MatrixOperand("v", "scratch", (at[0] * blocks.ChannelStride) + channel, Stride: lanes, TermStride: blocks.PaddedChannels));
                    product.Store(writer, s, Sums.FilterStride);
                })));

        ProductText Product(int columns, int rows) => new(rows, columns, blocks.Tiles, "tile");
    }

    /// <summary>Outputs in whole tiles.</summary>
    private static int Whole(int outputs) => (outputs + Outputs - 1) / Outputs * Outputs;
}
