using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Pool;

/// <summary>The forward pass of a max pool; for a backward pass it keeps where each maximum was.</summary>
internal sealed record MaxPoolForward(Scalar Scalar, PoolShape Shape, Layout Source, Layout Target, bool KeepsWinners) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => KeepsWinners
        ? EquatableArray.Of(Port.In("input"), Port.Out("output"), Port.Out("winners", Element.Index))
        : EquatableArray.Of(Port.In("input"), Port.Out("output"));

    public override bool IsPerSample => true;

    public override bool IsTiny => Shape.IsWrittenOut && Shape.Output.LongCount * Shape.Window.Cells <= 16;

    public override string Name => "MaxPool" + Shape.NameSuffix + Layout.NameSuffixOf(Source, Target) + "Forward";

    public override string Title => Shape.ForwardTitle;

    public override string Form => KeepsWinners ? "the first maximum in row-major order, and where it is" : "the maximum";

    // Winners are integers beside the numbers: vectors of doubles have no room for them.
    public override bool HasText(Dialect dialect) =>
        dialect.IsPlainScalar
            || (dialect.IsFor(Shape.Input.Channels) && PoolText.HasLanes(Shape, Source, Target) && !(KeepsWinners && Scalar == Scalar.Double));

    private Layout Winners => Target with { Border = Border.None, RowPitch = 0 };

    public override void Emit(KernelWriter writer)
    {
        if (writer.Dialect.IsVector)
        {
            EmitLanes(writer);
            return;
        }

        Shape.EachOutput(writer, (channel, row, column) =>
        {
            if (Shape.IsWrittenOut) EmitWritten(writer, Shape.FirstCell(Source, channel, row, column));
            else EmitLooped(writer, channel, row, column);
            writer.Line($"output[{Target.At(channel, row, column)}] = best;");
            if (KeepsWinners) writer.Line($"winners[{Winners.At(channel, row, column)}] = winner;");
        });
    }

    private void EmitLanes(KernelWriter writer)
    {
        Dialect dialect = writer.Dialect;
        writer.DeclareVectors(KeepsWinners && Shape.Window.Cells > 1 ? new[] { "best", "value", "isLarger" } : new[] { "best" });
        if (KeepsWinners) writer.Line($"Integers winner, lane = {WinnerLanes.Numbers(dialect)};");
        PoolText.EachVector(writer, Shape, window =>
        {
            Index first = window.FirstCell(Source);
            Pointer cells = writer.Point("cells", "input", first, 0);
            writer.Line($"best = {cells.Load(0)};");
            if (KeepsWinners) writer.Line($"winner = {(Shape.IsWrittenOut ? "Integers.Zero" : WinnerLanes.At(first))};");
            window.EachCell(
                Source,
                (cell, distance) => Challenge(cell == 0 ? null : cells.Load(distance), distance),
                place => Challenge($"LoadUnsafe({KernelWriter.Reference("input", place)})", place));
            writer.StoreFirst("best", window.Point("to", "output", Target, isWritten: true), 0, window.Channels);
            if (!KeepsWinners) return;
            writer.Line($"winner += lane{(Shape.IsWrittenOut ? " + " + WinnerLanes.At(first) : "")};");
            writer.StoreFirst("winner", window.PointToIntegers("places", "winners", Winners), 0, window.Channels);
        });

        void Challenge(string? x, Index place)
        {
            if (x == null) return;
            if (KeepsWinners) writer.Line($"value = {x};");
            Maximum.ChallengeLanes(writer, "best", KeepsWinners ? "value" : x, KeepsWinners ? WinnerLanes.At(place) : null);
        }
    }

    private void EmitWritten(KernelWriter writer, Index first)
    {
        writer.Line($"int cell = {first};");
        writer.Line($"{writer.Scalar} best = input[cell]{(Shape.Window.Cells > 1 ? ", x" : "")};");
        if (KeepsWinners) writer.Line("int winner = cell;");
        for (int cell = 1; cell < Shape.Window.Cells; cell++)
        {
            string at = Shape.CellText(Source, cell);
            writer.Line($"x = input[{at}]; {Challenge(writer, "x", at)}");
        }
    }

    private void EmitLooped(KernelWriter writer, Index channel, Index row, Index column)
    {
        Shape.EmitBounds(writer, row, column);
        writer.Line($"int winner = {Source.At(channel, Index.Of("top"), Index.Of("left"))};");
        writer.Line($"{writer.Scalar} best = input[winner];");
        Shape.EmitCells(writer, Source, channel, () => writer.Line(Challenge(writer, "input[cell]", "cell")));
    }

    private string Challenge(KernelWriter writer, string value, string cell) => Maximum.Challenge(writer, "best", value, KeepsWinners ? cell : null);
}
