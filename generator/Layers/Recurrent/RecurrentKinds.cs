using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Recurrent;

internal sealed class GRUKind : RecurrentKind
{
    public override string Name => "GRU";

    protected override Cell Cell => Cell.Gru;
}

internal sealed class LSTMKind : RecurrentKind
{
    public override string Name => "LSTM";

    protected override Cell Cell => Cell.Lstm;
}

internal abstract class RecurrentKind : LayerKind
{
    public override bool NeedsSpatialInput => true;

    public override string StateArgument => "State";

    protected abstract Cell Cell { get; }

    public override void Check(AnnotationReader reader)
    {
        reader.AtLeast(1, "units");
        ParameterOptions.Check(reader);
    }

    public override Layer? Read(LayerReader reader)
    {
        Shape input = reader.Input.Shape;
        if (!input.IsLine)
        {
            reader.Report(Rules.NotSoRearranged, null, reader.Name, "channels of positions along one axis", input.ToString(), "two");
            return null;
        }

        // Gate by gate, since rows of gates may not even fit an int.
        int gates = Cell.Gates.Count, units = reader.Int("units");
        string subject = "A weight of " + reader.Name;
        if (!reader.FitsArray(Shape.Of(gates, units, input.Channels), perSample: false, subject)
            || !reader.FitsArray(Shape.Of(gates, units, units), perSample: false, subject)) return null;
        var shape = new RecurrentShape(Cell, input.Channels, units, input.Width, reader.Bool("Bias", true));
        if (!reader.FitsArray(shape.Gates, perSample: true, "The gates of " + reader.Name)) return null;
        if (reader.Tapped is { } state && state.Shape != shape.Carried)
        {
            reader.Report(
                Rules.StateDoesNotFit,
                StateArgument,
                reader.Namer == null ? null : Declared(reader.Namer, shape.Carried.Count),
                reader.Name,
                Text.Plural(shape.Carried.Count, "number"),
                Cell.HasCells ? $", {Text.Plural(units, "unit")} and as many cells" : "",
                state.Name,
                state.Shape.ToString(),
                Text.Number(shape.Carried.Count));
            return null;
        }

        bool isLast = reader.Bool("Last");
        Tensor output = reader.Makes(isLast ? Shape.Of(shape.Units) : shape.States);
        return new RecurrentLayer(reader.Name, Name, reader.Input, output, shape, isLast, ParameterOptions.Read(reader))
        {
            State = reader.Tapped,
            HandsOnTo = HandsOnTo(reader),
        };
    }

    /// <summary>The remedy of an input of so many numbers.</summary>
    private static Remedy Declared(AnnotationReader input, int count)
    {
        string first = input.Sizes[0];
        IEnumerable<Edit> edits = new[] { input.Set(first, Text.Number(count)), new Edit(EditKind.Rename, input.At(first), "features: ") };
        edits = edits.Concat(input.Sizes.Skip(1).Select(size => new Edit(EditKind.Remove, input.At(size))));
        return new Remedy($"Make the input {Text.Plural(count, "number")}", edits.ToEquatableArray());
    }

    public override Shape? AlwaysMakes(AnnotationReader reader) => reader.Bool("Last") ? Shape.Of(reader.Int("units")) : null;
}
