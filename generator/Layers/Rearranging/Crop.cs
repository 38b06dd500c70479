using System.Collections.Generic;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Rearranging;

internal sealed class CropKind : LayerKind
{
    private const string Prefix = "";

    public override string Name => "Crop";

    public override bool NeedsSpatialInput => true;

    public override void Check(AnnotationReader reader) => Sides.Check(reader, Prefix);

    public override Layer? Read(LayerReader reader)
    {
        Shape input = reader.Input.Shape;
        Sides sides = Sides.Read(reader, Prefix);
        bool fits = Fits((long)sides.Top + sides.Bottom, input.Height, "rows")
            & Fits((long)sides.Left + sides.Right, input.Width, input.IsLine ? "positions" : "columns");
        if (!fits || !reader.IsSound) return null;
        Shape output = input.With(input.Channels, input.Height - sides.Top - sides.Bottom, input.Width - sides.Left - sides.Right);
        return new CropLayer(reader.Name, reader.Input, reader.Makes(output), sides);

        bool Fits(long taken, int there, string what)
        {
            if (taken < there) return true;
            reader.Report(
                Rules.NotSoRearranged, null, reader.Name, $"more than the {Text.Number(taken)} {what} that it takes off", input.ToString(), Text.Number(there));
            return false;
        }
    }
}

/// <summary>What is left of an image without rows and columns at its sides.</summary>
internal sealed record CropLayer(string Name, Tensor Input, Tensor Output, Sides Sides) : RearrangingLayer(Name, "Crop", Input, Output)
{
    public override EquatableArray<Setting> Settings => EquatableArray.Of(Sides.Option("size", Input.Shape.IsLine));

    protected override bool LeavesOut => Output.Shape != Input.Shape;

    protected override IEnumerable<Piece> Pieces
    {
        get { yield return Piece.Block(Output.Shape, new Cell(0, Sides.Top, Sides.Left), Cell.Zero); }
    }
}
