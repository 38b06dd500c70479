using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers.Activations;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Pool;

/// <summary>The gradient of a max pool's input: each output's gradient goes to its winner.</summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Shape">The pool.</param>
/// <param name="Output">How the output's gradient lies.</param>
/// <param name="Winners">How the winners lie: places in the input's gradient.</param>
/// <param name="Input">How the input's gradient lies.</param>
/// <param name="Derivative">The derivative of an activation that was computed with the pool; null for none.</param>
/// <param name="Activated">How what it made lies.</param>
internal sealed record MaxPoolInputGradient(
    Scalar Scalar, PoolShape Shape, Layout Output, Layout Winners, Layout Input, Expression? Derivative, Layout? Activated)
    : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => Derivative == null
        ? EquatableArray.Of(Port.In("outputGradient"), Port.In("winners", Element.Index), Port.Out("inputGradient"))
        : EquatableArray.Of(Port.In("outputGradient"), Port.In("output"), Port.In("winners", Element.Index), Port.Out("inputGradient"));

    public override bool IsPerSample => true;

    public override string Name =>
        "MaxPool" + Shape.NameSuffix + Layout.NameSuffixOf(Output, Input) + (Derivative == null ? "" : "Activated") + "InputGradient";

    public override string Title => Shape.InputGradientTitle;

    public override string Form =>
        (Derivative == null ? "to the winner of each window" : "to the winner of each window, times the activation's slope") + Shape.Overlap;

    public override bool HasText(Dialect dialect) =>
        dialect.IsPlainScalar || (HasVectors && dialect.IsFor(Shape.Input.Channels) && PoolText.HasLanes(Shape, Input, Output, Winners, Activated ?? Output));

    private bool HasVectors => Scalar == Scalar.Single && (Derivative == null || Derivative.Lanes != null);

    public override void Emit(KernelWriter writer)
    {
        if (writer.Dialect.IsVector)
        {
            EmitLanes(writer);
            return;
        }

        writer.Line("inputGradient.Clear();");
        Shape.EachOutput(writer, (channel, row, column) =>
        {
            string winner = $"inputGradient[winners[{Winners.At(channel, row, column)}]]", gradient = $"outputGradient[{Output.At(channel, row, column)}]";
            if (Derivative == null)
            {
                writer.Line($"{winner} += {gradient};");
                return;
            }

            writer.Line($"{writer.Scalar} y = output[{Activated!.At(channel, row, column)}], g = {gradient};");
            writer.Line($"{winner} += {Derivative.Text(writer)};");
        });
    }

    private void EmitLanes(KernelWriter writer)
    {
        Dialect dialect = writer.Dialect;
        writer.Line($"Integers winner, lane = {WinnerLanes.Numbers(dialect)};");
        RestLanes.Declare(writer, Shape.Input.Channels, "behind the last channel lies the next position");
        writer.Clear("inputGradient", Input.Count);
        PoolText.EachVector(writer, Shape, window =>
        {
            string passed = window.Point("gradient", "outputGradient", Output).Load(0);
            if (Derivative != null) passed = Derivative.OfLanes(writer, ("y", window.Point("activated", "output", Activated!).Load(0)), ("g", passed));
            writer.Line($"Lanes g = {RestLanes.Select(passed, "Lanes.Zero", window.Channels, dialect)};");
            string first = Shape.IsWrittenOut ? " - " + WinnerLanes.At(window.FirstCell(Input)) : "";
            writer.Line($"winner = {window.PointToIntegers("places", "winners", Winners).Load(0)} - lane{first};");
            window.AddToEachCell(Input, at => $"ConditionalSelect({dialect.Class}.Equals(winner, {WinnerLanes.At(at)}).AsSingle(), g, Lanes.Zero)");
        });
    }
}
