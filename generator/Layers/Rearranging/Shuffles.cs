using System.Collections.Generic;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Rearranging;

internal sealed class ChannelShuffleKind : LayerKind
{
    public override string Name => "ChannelShuffle";

    public override bool NeedsSpatialInput => true;

    public override void Check(AnnotationReader reader) => reader.AtLeast(1, "groups");

    public override Layer? Read(LayerReader reader)
    {
        int groups = reader.Int("groups");
        return Shuffles.Divides(reader, "groups", groups) ? new ChannelShuffleLayer(reader.Name, reader.Input, reader.Makes(reader.Input.Shape), groups) : null;
    }
}

/// <summary>Of each group of channels the first, then of each the second, ….</summary>
internal sealed record ChannelShuffleLayer(string Name, Tensor Input, Tensor Output, int Groups) : RearrangingLayer(Name, "ChannelShuffle", Input, Output)
{
    public override EquatableArray<Setting> Settings => EquatableArray.Of(Setting.Deciding("groups", Groups));

    protected override IEnumerable<Piece> Pieces
    {
        get
        {
            int members = Input.Shape.Channels / Groups;
            yield return new Piece(
                Cell.Zero,
                Cell.Zero,
                EquatableArray.Of(
                    new Walk("member", members, Cell.Channels(1), Cell.Channels(Groups)),
                    new Walk("group", Groups, Cell.Channels(members), Cell.Channels(1)),
                    Walk.Along("row", Input.Shape.Height, Cell.Rows(1)),
                    Walk.Along("column", Input.Shape.Width, Cell.Columns(1))));
        }
    }
}

internal sealed class PixelShuffleKind : LayerKind
{
    public override string Name => "PixelShuffle";

    public override bool NeedsSpatialInput => true;

    public override void Check(AnnotationReader reader) => reader.AtLeast(1, "factor");

    public override Layer? Read(LayerReader reader)
    {
        Shape input = reader.Input.Shape;
        int factor = reader.Int("factor");
        long cells = input.IsLine ? factor : (long)factor * factor;
        if (!Shuffles.Divides(reader, "factor", cells)) return null;
        int rows = input.IsLine ? 1 : factor;
        decimal height = (decimal)input.Height * rows, width = (decimal)input.Width * factor;
        Shape output = input.With((int)(input.Channels / cells), LayerReader.Size(height), LayerReader.Size(width));
        return new PixelShuffleLayer(reader.Name, reader.Input, reader.Makes(output), rows, factor);
    }
}

/// <summary>
/// Of each group of channels a number for each cell of a square, row after row. W. Shi et al., Real-time single image super-resolution, 2016.
/// </summary>
internal sealed record PixelShuffleLayer(string Name, Tensor Input, Tensor Output, int Rows, int Columns)
    : RearrangingLayer(Name, "PixelShuffle", Input, Output)
{
    public override EquatableArray<Setting> Settings => EquatableArray.Of(Setting.Told("factor", Columns));

    protected override IEnumerable<Piece> Pieces
    {
        get
        {
            yield return new Piece(
                Cell.Zero,
                Cell.Zero,
                EquatableArray.Of(
                    new Walk("channel", Output.Shape.Channels, Cell.Channels(Rows * Columns), Cell.Channels(1)),
                    new Walk("row", Input.Shape.Height, Cell.Rows(1), Cell.Rows(Rows)),
                    new Walk("cellRow", Rows, Cell.Channels(Columns), Cell.Rows(1)),
                    new Walk("column", Input.Shape.Width, Cell.Columns(1), Cell.Columns(Columns)),
                    new Walk("cellColumn", Columns, Cell.Channels(1), Cell.Columns(1))));
        }
    }
}

internal static class Shuffles
{
    /// <summary>Whether a number divides the channels; reports it where not.</summary>
    public static bool Divides(LayerReader reader, string argument, long divisor)
    {
        Shape input = reader.Input.Shape;
        if (input.Channels % divisor == 0) return true;
        Remedy? remedy = divisor == reader.Int(argument) ? Groups.Dividing(reader, argument, input.Channels) : null;
        string needed = $"channels that {Text.Number(divisor)} divides";
        reader.Report(Rules.NotSoRearranged, argument, remedy, reader.Name, needed, input.ToString(), Text.Number(input.Channels));
        return false;
    }
}
