using CnnGen.Generator.Emission;
using CnnGen.Generator.Layers.Activations;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Layers.Pool;

internal sealed class MaxPoolKind : LayerKind
{
    public override string Name => "MaxPool";

    public override Layer? Read(LayerReader reader) => PoolReader.Read(reader) is { } shape
        ? new MaxPoolLayer(reader.Name, Name, reader.Input, reader.Makes(shape.Output), shape, reader.Bool("AllTies"))
        : null;
}

internal sealed class GlobalMaxPoolKind : LayerKind
{
    public override string Name => "GlobalMaxPool";

    public override Layer? Read(LayerReader reader) => reader.NeedsSpatialInput()
        ? new MaxPoolLayer(reader.Name, Name, reader.Input, reader.Makes(Shape.Of(reader.Input.Shape.Channels, 1, 1)), PoolShape.Global(reader.Input.Shape), AllTies: false)
        : null;
}

/// <summary>The largest value of each window.</summary>
internal sealed record MaxPoolLayer(string Name, string Kind, Tensor Input, Tensor Output, PoolShape Shape, bool AllTies) : Layer(Name, Kind, Input, Output)
{
    public override ActivationGain Gain => ActivationGain.Next;

    // Where every tie counts, the maxima are found again by comparing.
    public override bool BackwardReadsOutput => AllTies;

    /// <summary>Whether a convolution may compute it with its own outputs: windows side by side, without padding.</summary>
    public bool IsFusible => !Shape.Window.IsPadded && Shape.Window.StrideHeight == Shape.Window.Height && Shape.Window.StrideWidth == Shape.Window.Width;

    public override Layout OutputLayout(Layout input, Border border, PlanOptions planning) => PoolText.OutputLayout(Shape, input, border);

    public override void PlanForward(PlanBuilder plan)
    {
        bool keepsWinners = plan.IsTrainable && !AllTies && plan.WantsGradient(Input);
        Slot input = plan.Value(Input), output = plan.MakeValue(this);
        var kernel = new MaxPoolForward(plan.Scalar, Shape, input.Layout, output.Layout, keepsWinners);
        if (keepsWinners) plan.Add(this, "forward", kernel, input, output, Winners(plan, output.Layout));
        else plan.Add(this, "forward", kernel, input, output);
    }

    public override void PlanBackward(PlanBuilder plan)
    {
        if (!plan.WantsGradient(Input)) return;
        Slot outputGradient = plan.Gradient(Output);
        if (!AllTies)
        {
            PlanWinners(plan, outputGradient, Winners(plan, plan.Value(Output).Layout), Input, null, null);
            return;
        }

        Slot input = plan.Value(Input), output = plan.Value(Output), inputGradient = plan.MakeGradient(this);
        var kernel = new MaxPoolAllTiesInputGradient(plan.Scalar, Shape, input.Layout, output.Layout, outputGradient.Layout, inputGradient.Layout);
        plan.Add(this, "input gradient", kernel, input, output, outputGradient, inputGradient);
    }

    /// <summary>Adds the backward step of a pool that a convolution computes: straight to the gradient of its sums.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="last">The last of the fused layers.</param>
    /// <param name="sums">The tensor of the convolution's own outputs.</param>
    /// <param name="activation">The rectifier among the fused layers, if any.</param>
    public void PlanBackwardTo(PlanBuilder plan, Layer last, Tensor sums, ElementwiseLayer? activation)
    {
        Slot winners = plan.WinnersOf(sums);
        PlanWinners(plan, plan.Gradient(last.Output), winners, sums, activation?.FusedDerivative, activation == null ? null : plan.Value(last.Output));
    }

    private void PlanWinners(PlanBuilder plan, Slot outputGradient, Slot winners, Tensor input, Expression? derivative, Slot? rectified)
    {
        Slot inputGradient = plan.MakeGradient(input);
        var kernel = new MaxPoolInputGradient(plan.Scalar, Shape, outputGradient.Layout, winners.Layout, inputGradient.Layout, derivative, rectified?.Layout);
        if (rectified == null) plan.Add(this, "input gradient", kernel, outputGradient, winners, inputGradient);
        else plan.Add(this, "input gradient", kernel, outputGradient, rectified, winners, inputGradient);
    }

    private Slot Winners(PlanBuilder plan, Layout output) => plan.Buffer(this, "Winners", output with { Border = Border.None, RowPitch = 0 }, Store.Winners);
}

/// <summary>The forward pass of a max pool; for a backward pass it keeps where each maximum was.</summary>
internal sealed record MaxPoolForward(Scalar Scalar, PoolShape Shape, Layout Source, Layout Target, bool KeepsWinners) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => KeepsWinners
        ? EquatableArray.Of(Port.In("input"), Port.Out("output"), Port.Out("winners"))
        : EquatableArray.Of(Port.In("input"), Port.Out("output"));

    public override bool IsPerSample => true;

    public override bool IsTiny => Shape.IsWrittenOut && Shape.Output.LongCount * Shape.Window.Cells <= 16;

    public override string Name => "MaxPool" + Shape.NameSuffix + Layout.NameSuffixOf(Source, Target) + "Forward";

    public override string Title => Shape.ForwardTitle;

    public override string Form => KeepsWinners ? "the first maximum in row-major order, and where it is" : "the maximum";

    public override bool HasText(Dialect dialect) => dialect.IsPlainScalar || (dialect.IsVector && !KeepsWinners && PoolText.HasLanes(Source, Target));

    public override void Emit(KernelWriter writer)
    {
        if (writer.Dialect.IsVector)
        {
            PoolText.EmitLanes(writer, Shape, Source, Target, x => $"sum = ConditionalSelect({writer.Dialect.Class}.Equals(sum, sum), {writer.Dialect.NativeMax("sum", x)}, sum);", _ => null);
            return;
        }

        Layout winners = Target with { Border = Border.None, RowPitch = 0 };
        Shape.EachOutput(writer, (channel, row, column) =>
        {
            if (Shape.IsWrittenOut) EmitWritten(writer, Shape.FirstCell(Source, channel, row, column));
            else EmitLooped(writer, channel, row, column);
            writer.Line($"output[{Target.At(channel, row, column)}] = best;");
            if (KeepsWinners) writer.Line($"winners[{winners.At(channel, row, column)}] = winner;");
        });
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

    // A NaN wins, as in PyTorch: it is not larger than anything, so it has to be asked for.
    private string Challenge(KernelWriter writer, string value, string cell) => KeepsWinners
        ? $"if ({value} > best || {writer.Scalar}.IsNaN({value})) {{ best = {value}; winner = {cell}; }}"
        : $"if ({value} > best || {writer.Scalar}.IsNaN({value})) best = {value};";
}

/// <summary>The gradient of a max pool's input: each output's gradient goes to its winner.</summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Shape">The pool.</param>
/// <param name="Output">How the output's gradient lies.</param>
/// <param name="Winners">How the winners lie: places in the input's gradient.</param>
/// <param name="Input">How the input's gradient lies.</param>
/// <param name="Derivative">The derivative of a rectifier that was computed with the pool; null for none.</param>
/// <param name="Rectified">How the rectified output lies.</param>
internal sealed record MaxPoolInputGradient(Scalar Scalar, PoolShape Shape, Layout Output, Layout Winners, Layout Input, Expression? Derivative, Layout? Rectified) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => Derivative == null
        ? EquatableArray.Of(Port.In("outputGradient"), Port.In("winners"), Port.Out("inputGradient"))
        : EquatableArray.Of(Port.In("outputGradient"), Port.In("output"), Port.In("winners"), Port.Out("inputGradient"));

    public override bool IsPerSample => true;

    public override string Name => "MaxPool" + Shape.NameSuffix + Layout.NameSuffixOf(Output, Input) + (Derivative == null ? "" : "Rectified") + "InputGradient";

    public override string Title => Shape.InputGradientTitle;

    public override string Form => (Derivative == null ? "to the winner of each window" : "to the winner of each window, where the rectifier lets it through") + Shape.Overlap;

    public override void Emit(KernelWriter writer)
    {
        writer.Line("inputGradient.Clear();");
        Shape.EachOutput(writer, (channel, row, column) =>
        {
            string winner = $"inputGradient[winners[{Winners.At(channel, row, column)}]]", gradient = $"outputGradient[{Output.At(channel, row, column)}]";
            if (Derivative == null)
            {
                writer.Line($"{winner} += {gradient};");
                return;
            }

            writer.Line($"{writer.Scalar} y = output[{Rectified!.At(channel, row, column)}], g = {gradient};");
            writer.Line($"{winner} += {Derivative.Text(writer)};");
        });
    }
}

/// <summary>The gradient of a max pool's input where every tied maximum receives the whole gradient.</summary>
internal sealed record MaxPoolAllTiesInputGradient(Scalar Scalar, PoolShape Shape, Layout Source, Layout Output, Layout OutputGradient, Layout InputGradient) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("input"), Port.In("output"), Port.In("outputGradient"), Port.Out("inputGradient"));

    public override bool IsPerSample => true;

    public override string Name => "MaxPoolAllTies" + Shape.NameSuffix + Source.NameSuffix + "From" + Output.NameSuffix + "InputGradient";

    public override string Title => Shape.InputGradientTitle;

    public override string Form => "to every maximum of each window" + Shape.Overlap;

    public override void Emit(KernelWriter writer)
    {
        writer.Line("inputGradient.Clear();");
        Shape.EachOutput(writer, (channel, row, column) =>
        {
            writer.Line($"{writer.Scalar} best = output[{Output.At(channel, row, column)}], g = outputGradient[{OutputGradient.At(channel, row, column)}];");
            if (Shape.IsWrittenOut)
            {
                writer.Line($"int cell = {Shape.FirstCell(Source, channel, row, column)};");
                if (Source != InputGradient) writer.Line($"int place = {Shape.FirstCell(InputGradient, channel, row, column)};");
                for (int cell = 0; cell < Shape.Window.Cells; cell++) Give(Shape.CellText(Source, cell), Source == InputGradient ? Shape.CellText(Source, cell) : Shape.CellText(InputGradient, cell).Replace("cell", "place"));
            }
            else
            {
                Shape.EmitBounds(writer, row, column);
                Shape.EmitCells(writer, Source, channel, () => Give("cell", Source == InputGradient ? "cell" : InputGradient.At(channel, Index.Of("y"), Index.Of("x")).ToString()));
            }
        });

        // Only where the maximum is a NaN is there a NaN in the window, and then that is what won.
        void Give(string cell, string place) => writer.Line($"if (input[{cell}] == best || {writer.Scalar}.IsNaN(input[{cell}])) inputGradient[{place}] += g;");
    }
}
