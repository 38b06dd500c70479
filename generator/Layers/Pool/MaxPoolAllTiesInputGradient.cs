using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Pool;

/// <summary>The gradient of a max pool's input where every tied maximum receives the whole gradient.</summary>
internal sealed record MaxPoolAllTiesInputGradient(Scalar Scalar, PoolShape Shape, Layout Source, Layout Output, Layout OutputGradient, Layout InputGradient)
    : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("input"), Port.In("output"), Port.In("outputGradient"), Port.Out("inputGradient"));

    public override bool IsPerSample => true;

    public override string Name => "MaxPoolAllTies" + Shape.NameSuffix + Source.NameSuffix + "From" + Output.NameSuffix + "InputGradient";

    public override string Title => Shape.InputGradientTitle;

    public override string Form => "to every maximum of each window" + Shape.Overlap;

    public override bool HasText(Dialect dialect) =>
        dialect.IsPlainScalar || (dialect.IsFor(Shape.Input.Channels) && Source == InputGradient && PoolText.HasLanes(Shape, Source, Output, OutputGradient));

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
            writer.Line($"{writer.Scalar} best = output[{Output.At(channel, row, column)}], g = outputGradient[{OutputGradient.At(channel, row, column)}];");
            if (Shape.IsWrittenOut)
            {
                writer.Line($"int cell = {Shape.FirstCell(Source, channel, row, column)};");
                if (Source != InputGradient) writer.Line($"int place = {Shape.FirstCell(InputGradient, channel, row, column)};");
                for (int cell = 0; cell < Shape.Window.Cells; cell++)
                {
                    Give(
                        Shape.CellText(Source, cell),
                        Source == InputGradient ? Shape.CellText(Source, cell) : Shape.CellText(InputGradient, cell).Replace("cell", "place"));
                }
            }
            else
            {
                Shape.EmitBounds(writer, row, column);
                Shape.EmitCells(
                    writer,
                    Source,
                    channel,
                    () => Give("cell", Source == InputGradient ? "cell" : InputGradient.At(channel, Index.Of("y"), Index.Of("x")).ToString()));
            }
        });

        // Only where the maximum is a NaN is there a NaN in the window, and then that is what won.
        void Give(string cell, string place) => writer.Line($"if (input[{cell}] == best || {writer.Scalar}.IsNaN(input[{cell}])) inputGradient[{place}] += g;");
    }

    private void EmitLanes(KernelWriter writer)
    {
        Dialect dialect = writer.Dialect;
        writer.DeclareVectors(new[] { "best", "g", "value" });
        RestLanes.Declare(writer, Shape.Input.Channels, "behind the last channel lies the next position");
        writer.Clear("inputGradient", InputGradient.Count);
        PoolText.EachVector(writer, Shape, window =>
        {
            writer.Line($"best = {window.Point("maxima", "output", Output).Load(0)};");
            writer.Line($"g = {RestLanes.Select(window.Point("gradient", "outputGradient", OutputGradient).Load(0), "Lanes.Zero", window.Channels, dialect)};");
            Pointer cells = Shape.IsWrittenOut ? writer.Point("cells", "input", window.FirstCell(Source), 0) : writer.Argument("input");
            window.AddToEachCell(InputGradient, at =>
            {
                writer.Line($"value = {(Shape.IsWrittenOut ? cells.Load(at.Constant) : $"LoadUnsafe({KernelWriter.Reference("input", at)})")};");
                return $"ConditionalSelect({dialect.Class}.Equals(value, best) | ~{dialect.Class}.Equals(value, value), g, Lanes.Zero)";
            });
        });
    }
}
