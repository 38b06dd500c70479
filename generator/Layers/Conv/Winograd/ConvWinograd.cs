using System;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Conv.Winograd;

/// <summary>
/// The forward pass of a 3×3 convolution by Winograd's algorithm (Lavin and Gray 2016): tiles of the input and the kernels are
/// transformed, multiplied frequency by frequency, which is a small matrix product each, and transformed back.
/// </summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Shape">The convolution.</param>
/// <param name="Source">How the input lies, channels last, in a border that covers the last tiles.</param>
/// <param name="Target">How the output lies, channels last.</param>
/// <param name="Places">By which numbers winners are named.</param>
/// <param name="Epilogue">What happens to a sum.</param>
/// <param name="Outputs">Outputs of a tile along an axis: 2 or 4.</param>
/// <param name="Block">Filters that lie together in the packed weights.</param>
internal record ConvWinograd(Scalar Scalar, ConvShape Shape, Layout Source, Layout Target, Places Places, Epilogue Epilogue, int Outputs, int Block)
    : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => ConvText.Ports(Shape, Epilogue, From, To).Append(Port.Out("scratch")).ToEquatableArray();

    /// <summary>What the argument that it convolves is called.</summary>
    public virtual string From => "input";

    /// <summary>What the argument that it writes is called.</summary>
    public virtual string To => "output";

    public override bool IsPerSample => true;

    public override string Name => ConvText.Name($"Winograd{Text.Number(Outputs)}", Shape, Source, Target, Epilogue);

    public override string Title => ConvText.Title(Shape, Epilogue);

    public override string Form => $"Winograd F({Text.Number(Outputs)}×{Text.Number(Outputs)}, 3×3), each frequency sequential: channel; the bias last";

    public override string Tile => "Winograd";

    public override long Macs => (long)Blocks.Frequencies * TileRows * TileColumns * Shape.Channels * Shape.Filters;

    public override bool HasText(Dialect dialect) => dialect.IsVector || dialect.IsPlainScalar;

    public override string TileIn(Dialect dialect)
    {
        (int vectors, int tiles) = ProductTile(dialect);
        return $"{Text.Plural(BlockTiles, "tile")} at a time; products of " +
            $"{(dialect.IsVector ? Text.Plural(vectors, "vector") + " of filters" : Text.Plural(vectors, "filter"))} × {Text.Plural(tiles, "tile")}";
    }

    /// <summary>Numbers of scratch: the transformed inputs of a block of tiles, and their products.</summary>
    public long ScratchCount => Blocks.ScratchCount;

    private int TileRows => (Epilogue.Kept(Shape.Output).Height + Outputs - 1) / Outputs;

    private int TileColumns => (Epilogue.Kept(Shape.Output).Width + Outputs - 1) / Outputs;

    /// <summary>The tiles, of which some rows are transformed together.</summary>
    public TileBlocks Blocks => new(Scalar, Outputs, TileRows, TileColumns, Shape.Channels, Shape.Filters);

    public int BlockTiles => Blocks.Tiles;

    /// <summary>The zeros around the input: its padding, and what the last tiles may reach past the last outputs.</summary>
    public static Border BorderOf(ConvShape shape, int tile)
    {
        Border padding = shape.Padding;
        int rows = (shape.Output.Height + tile - 1) / tile * tile, columns = (shape.Output.Width + tile - 1) / tile * tile;
        return padding with
        {
            Bottom = Math.Max(0, padding.Bottom + rows - shape.Output.Height),
            Right = Math.Max(0, padding.Right + columns - shape.Output.Width),
        };
    }

    /// <summary>Filters that lie together: what every width's product tile divides.</summary>
    public static int BlockOf(ConvShape shape, PlanOptions planning)
    {
        int lanes = planning.WidestVector, vectors = (shape.Filters + lanes - 1) / lanes;
        if (vectors <= 4) return vectors * lanes;
        return Enumerable.Range(1, 4).Last(count => vectors % count == 0 || count == 1) * lanes;
    }

    /// <summary>Vectors of filters and tiles of a matrix product that stay in registers.</summary>
    public (int Vectors, int Tiles) ProductTile(Dialect dialect) => ProductText.TileOf(dialect, Math.Min(Shape.Filters, Block), Block, BlockTiles);

    public override void Emit(KernelWriter writer) => new WinogradText(this, writer).Emit();
}
