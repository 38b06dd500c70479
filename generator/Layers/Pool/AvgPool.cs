using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Pool;

internal sealed class AvgPoolKind : LayerKind
{
    public override string Name => "AvgPool";

    public override bool NeedsSpatialInput => true;

    public override void Check(AnnotationReader reader) => PoolReader.Check(reader);

    public override Layer? Read(LayerReader reader) => PoolReader.Read(reader) is { } shape
        ? new AvgPoolLayer(reader.Name, Name, reader.Input, reader.Makes(shape.Output), shape, reader.Bool("CountPadding", true))
        : null;
}

internal sealed class GlobalAvgPoolKind : LayerKind
{
    public override string Name => "GlobalAvgPool";

    public override bool NeedsSpatialInput => true;

    public override Layer Read(LayerReader reader) =>
        new AvgPoolLayer(
            reader.Name,
            Name,
            reader.Input,
            reader.Makes(PoolShape.Global(reader.Input.Shape).Output),
            PoolShape.Global(reader.Input.Shape),
            CountPadding: true);
}

/// <summary>The mean of each window.</summary>
internal sealed record AvgPoolLayer(string Name, string Kind, Tensor Input, Tensor Output, PoolShape Shape, bool CountPadding)
    : Layer(Name, Kind, Input, Output)
{
    public override EquatableArray<Setting> Settings =>
        Shape.Window.Options
            .Append(Setting.Told("countPadding", CountPadding) with { Decides = Shape.Window.IsPadded && !CountPadding })
            .ToEquatableArray();

    public override ActivationGain Gain => ActivationGain.Next;

    public override Layout OutputLayout(Layout input, Border border, LayerForm? form, PlanOptions planning) => PoolText.OutputLayout(Shape, input, border);

    public override void PlanForward(ILayerPlan plan)
    {
        Slot input = plan.Value(Input), output = plan.MakeValue(this);
        plan.Add(this, "forward", new AvgPoolForward(plan.Scalar, Shape, input.Layout, output.Layout, CountPadding), input, output);
    }

    public override void PlanBackward(ILayerPlan plan)
    {
        if (!plan.WantsGradient(Input)) return;
        Slot outputGradient = plan.Gradient(Output), inputGradient = plan.MakeGradient(this);
        plan.Add(
            this,
            "input gradient",
            new AvgPoolInputGradient(plan.Scalar, Shape, outputGradient.Layout, inputGradient.Layout, CountPadding),
            outputGradient,
            inputGradient);
    }
}

/// <summary>The forward pass of an average pool; or the sums alone.</summary>
internal sealed record AvgPoolForward(Scalar Scalar, PoolShape Shape, Layout Source, Layout Target, bool CountPadding, bool IsSum = false)
    : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("input"), Port.Out("output"));

    public override bool IsPerSample => true;

    public override string Name => $"{(IsSum ? "Sum" : "")}{AvgPoolText.Name(Shape, CountPadding)}{Layout.NameSuffixOf(Source, Target)}Forward";

    public override string Title => Shape.ForwardTitle;

    public override string Form => "sequential: row, column" + (IsSum ? "" : "; then divided");

    public override bool HasText(Dialect dialect) => dialect.IsPlainScalar || (dialect.IsFor(Shape.Input.Channels) && PoolText.HasLanes(Shape, Source, Target));

    public override void Emit(KernelWriter writer)
    {
        if (writer.Dialect.IsVector)
        {
            EmitLanes(writer);
            return;
        }

        Shape.EachOutput(writer, (channel, row, column) =>
        {
            string output = $"output[{Target.At(channel, row, column)}]";
            if (Shape.IsWrittenOut)
            {
                writer.Line($"int cell = {Shape.FirstCell(Source, channel, row, column)};");
                string sum = Enumerable.Range(0, Shape.Window.Cells)
                    .Select(cell => $"input[{Shape.CellText(Source, cell)}]")
                    .Aggregate((left, right) => writer.Dialect.Rounded($"{left} + {right}"));
                writer.Line(IsSum ? $"{output} = {sum};" : $"{output} = ({sum}) / {Text.Number(Shape.Window.Cells)};");
                return;
            }

            Shape.EmitBounds(writer, row, column);
            writer.Line($"{writer.Scalar} sum = 0;");
            Shape.EmitCells(writer, Source, channel, () => writer.Line(writer.Dialect.Add("sum", "input[cell]")));
            writer.Line($"{output} = sum{(IsSum ? "" : " / " + AvgPoolText.Divisor(Shape, CountPadding))};");
        });
    }

    private void EmitLanes(KernelWriter writer)
    {
        writer.DeclareVectors(new[] { "sum" });
        PoolText.EachVector(writer, Shape, window =>
        {
            Pointer cells = Shape.IsWrittenOut ? writer.Point("cells", "input", window.FirstCell(Source), 0) : writer.Argument("input");
            if (!Shape.IsWrittenOut) writer.Line("sum = Lanes.Zero;");
            window.EachCell(
                Source,
                (cell, distance) => writer.Line(cell == 0 ? $"sum = {cells.Load(0)};" : $"sum += {cells.Load(distance)};"),
                place => writer.Line($"sum += LoadUnsafe({KernelWriter.Reference("input", place)});"));
            if (!IsSum) writer.Line($"sum /= {AvgPoolText.DivisorLanes(window, CountPadding)};");
            writer.StoreFirst("sum", window.Point("to", "output", Target, isWritten: true), 0, window.Channels);
        });
    }
}

/// <summary>The gradient of an average pool's input: each cell of a window receives its share.</summary>
internal sealed record AvgPoolInputGradient(Scalar Scalar, PoolShape Shape, Layout Output, Layout Input, bool CountPadding) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("outputGradient"), Port.Out("inputGradient"));

    public override bool IsPerSample => true;

    public override string Name => AvgPoolText.Name(Shape, CountPadding) + Layout.NameSuffixOf(Output, Input) + "InputGradient";

    public override string Title => Shape.InputGradientTitle;

    public override string Form => "a share to each cell of a window" + Shape.Overlap;

    public override bool HasText(Dialect dialect) => dialect.IsPlainScalar || (dialect.IsFor(Shape.Input.Channels) && PoolText.HasLanes(Shape, Input, Output));

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
            string gradient = $"outputGradient[{Output.At(channel, row, column)}]";
            if (Shape.IsWrittenOut)
            {
                writer.Line($"int cell = {Shape.FirstCell(Input, channel, row, column)};");
                writer.Line($"{writer.Scalar} share = {gradient} / {Text.Number(Shape.Window.Cells)};");
                for (int cell = 0; cell < Shape.Window.Cells; cell++) writer.Line($"inputGradient[{Shape.CellText(Input, cell)}] += share;");
                return;
            }

            Shape.EmitBounds(writer, row, column);
            writer.Line($"{writer.Scalar} share = {gradient} / {AvgPoolText.Divisor(Shape, CountPadding)};");
            Shape.EmitCells(writer, Input, channel, () => writer.Line("inputGradient[cell] += share;"));
        });
    }

    private void EmitLanes(KernelWriter writer)
    {
        writer.DeclareVectors(new[] { "share" });
        RestLanes.Declare(writer, Shape.Input.Channels, "behind the last channel lies the next position");
        writer.Clear("inputGradient", Input.Count);
        PoolText.EachVector(writer, Shape, window =>
        {
            string gradient = RestLanes.Select(window.Point("gradient", "outputGradient", Output).Load(0), "Lanes.Zero", window.Channels, writer.Dialect);
            writer.Line($"share = {gradient} / {AvgPoolText.DivisorLanes(window, CountPadding)};");
            window.AddToEachCell(Input, _ => "share");
        });
    }
}

/// <summary>What both passes of an average pool write alike.</summary>
internal static class AvgPoolText
{
    public static string Name(PoolShape shape, bool countPadding) => "AvgPool" + shape.NameSuffix + (countPadding || !shape.Window.IsPadded ? "" : "RealCells");

    public static string Divisor(PoolShape shape, bool countPadding) =>
        countPadding || !shape.Window.IsPadded ? Text.Number(shape.Window.Cells) : "((bottom - top) * (right - left))";

    public static string DivisorLanes(PoolVector window, bool countPadding) =>
        $"Create(({window.Writer.Scalar}){(countPadding ? Text.Number(window.Shape.Window.Cells) : window.Cells)})";
}
