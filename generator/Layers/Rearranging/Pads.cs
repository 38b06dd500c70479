using System.Collections.Generic;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Rearranging;

internal sealed class PadChannelsKind : LayerKind
{
    public override string Name => "PadChannels";

    public override void Check(AnnotationReader reader)
    {
        reader.AtLeast(0, "before");
        reader.AtLeast(0, "after");
    }

    public override Layer Read(LayerReader reader)
    {
        Shape input = reader.Input.Shape;
        int before = reader.Int("before"), channels = LayerReader.Size((decimal)input.Channels + before + reader.Int("after"));
        return new PadChannelsLayer(reader.Name, reader.Input, reader.Makes(input.With(channels, input.Height, input.Width)), before);
    }
}

/// <summary>Channels, or features, of zeros before and behind those of the input.</summary>
internal sealed record PadChannelsLayer(string Name, Tensor Input, Tensor Output, int Before) : RearrangingLayer(Name, "PadChannels", Input, Output)
{
    public override EquatableArray<Setting> Settings => EquatableArray.Of(
        Setting.Deciding("before", Before), Setting.Told("after", Output.Shape.Channels - Before - Input.Shape.Channels));

    protected override bool LeavesZeros => Output.Shape != Input.Shape;

    protected override IEnumerable<Piece> Pieces
    {
        get { yield return Piece.Block(Input.Shape, Cell.Zero, Cell.Channels(Before)); }
    }
}

internal sealed class PadKind : LayerKind
{
    private const string Prefix = "Padding";

    public override string Name => "Pad";

    public override bool NeedsSpatialInput => true;

    public override void Check(AnnotationReader reader)
    {
        Sides.Check(reader, Prefix);
        reader.OneOf<PadMode>("Mode");
    }

    public override Layer? Read(LayerReader reader)
    {
        Shape input = reader.Input.Shape;
        Sides sides = Sides.Read(reader, Prefix);
        var mode = (PadMode)reader.Int("Mode");
        bool fits = Fits(System.Math.Max(sides.Top, sides.Bottom), input.Height, "rows")
            & Fits(System.Math.Max(sides.Left, sides.Right), input.Width, input.IsLine ? "positions" : "columns");
        if (!fits || !reader.IsSound) return null;
        Shape output = input.With(input.Channels, Larger(input.Height, sides.Top, sides.Bottom), Larger(input.Width, sides.Left, sides.Right));
        return new PadLayer(reader.Name, reader.Input, reader.Makes(output), sides, mode);

        int Larger(int size, int before, int after) => LayerReader.Size((decimal)size + before + after);

        // A reflection leaves the edge out; what goes round takes each position once.
        bool Fits(int padding, int there, string what)
        {
            int most = mode == PadMode.Reflect ? there - 1 : mode == PadMode.Circular ? there : int.MaxValue;
            if (padding <= most) return true;
            string cells = $"the {Text.Number(padding)} {what} that it";
            string needed = mode == PadMode.Reflect ? $"more than {cells} reflects" : $"{cells} takes round";
            reader.Report(Rules.NotSoRearranged, null, reader.Name, needed, input.ToString(), Text.Number(there));
            return false;
        }
    }
}

/// <summary>Rows and columns around an image: zeros, or copies of its own.</summary>
internal sealed record PadLayer(string Name, Tensor Input, Tensor Output, Sides Sides, PadMode Mode) : RearrangingLayer(Name, "Pad", Input, Output)
{
    public override EquatableArray<Setting> Settings => EquatableArray.Of(Sides.Option("padding", Input.Shape.IsLine), Setting.Deciding("mode", Mode));

    protected override bool LeavesZeros => Mode == PadMode.Zero && Output.Shape != Input.Shape;

    protected override bool Repeats => Mode != PadMode.Zero && Output.Shape != Input.Shape;

    protected override IEnumerable<Piece> Pieces
    {
        get
        {
            foreach (Stretch row in StretchesOf(Input.Shape.Height, Sides.Top, Sides.Bottom))
            {
                foreach (Stretch column in StretchesOf(Input.Shape.Width, Sides.Left, Sides.Right))
                {
                    yield return new Piece(
                        new Cell(0, row.From, column.From),
                        new Cell(0, row.To, column.To),
                        EquatableArray.Of(
                            Walk.Along("channel", Input.Shape.Channels, Cell.Channels(1)),
                            new Walk("row", row.Count, Cell.Rows(row.Step), Cell.Rows(1)),
                            new Walk("column", column.Count, Cell.Columns(column.Step), Cell.Columns(1))));
                }
            }
        }
    }

    /// <summary>Along an axis: what is there, first, since what is around it was made of it.</summary>
    private IEnumerable<Stretch> StretchesOf(int size, int before, int after)
    {
        yield return new Stretch(0, before, size, 1);
        if (Mode == PadMode.Zero) yield break;
        if (before > 0)
        {
            yield return Mode switch
            {
                PadMode.Reflect => new Stretch(before, 0, before, -1),
                PadMode.Circular => new Stretch(size - before, 0, before, 1),
                _ => new Stretch(0, 0, before, 0),
            };
        }

        if (after > 0)
        {
            yield return Mode switch
            {
                PadMode.Reflect => new Stretch(size - 2, before + size, after, -1),
                PadMode.Circular => new Stretch(0, before + size, after, 1),
                _ => new Stretch(size - 1, before + size, after, 0),
            };
        }
    }

    private sealed record Stretch(int From, int To, int Count, int Step);
}

/// <summary>What is around an image, as the attribute calls it.</summary>
internal enum PadMode
{
    Zero,
    Reflect,
    Replicate,
    Circular,
}
