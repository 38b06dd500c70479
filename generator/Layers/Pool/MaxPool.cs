using CnnGen.Generator.Emission;
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

    public override void PlanForward(PlanBuilder plan)
    {
        bool keepsWinners = plan.IsTrainable && !AllTies && plan.WantsGradient(Input);
        var kernel = new MaxPoolForward(plan.Scalar, plan.Batch, Shape, keepsWinners);
        if (keepsWinners) plan.Add(this, "forward", kernel, plan.Value(Input), plan.MakeValue(this), Winners(plan));
        else plan.Add(this, "forward", kernel, plan.Value(Input), plan.MakeValue(this));
    }

    public override void PlanBackward(PlanBuilder plan)
    {
        if (!plan.WantsGradient(Input)) return;
        Slot outputGradient = plan.Gradient(Output);
        if (AllTies)
        {
            var kernel = new MaxPoolAllTiesInputGradient(plan.Scalar, plan.Batch, Shape);
            plan.Add(this, "input gradient", kernel, plan.Value(Input), plan.Value(Output), outputGradient, plan.MakeGradient(this));
        }
        else
        {
            plan.Add(this, "input gradient", new MaxPoolInputGradient(plan.Scalar, plan.Batch, Shape), outputGradient, Winners(plan), plan.MakeGradient(this));
        }
    }

    private Slot Winners(PlanBuilder plan) => plan.Buffer(this, "Winners", Shape.Output, Store.Winners);
}

/// <summary>The forward pass of a max pool; for a backward pass it keeps where each maximum was.</summary>
internal sealed record MaxPoolForward(Scalar Scalar, int Batch, PoolShape Shape, bool KeepsWinners) : Kernel(Scalar, Batch)
{
    public override EquatableArray<Port> Ports => KeepsWinners
        ? EquatableArray.Of(Port.In("input"), Port.Out("output"), Port.Out("winners"))
        : EquatableArray.Of(Port.In("input"), Port.Out("output"));

    public override string Name => "MaxPool" + Shape.NameSuffix + "Forward";

    public override string Title => Shape.ForwardTitle;

    public override string Form => KeepsWinners ? "the first maximum in row-major order, and where it is" : "the maximum";

    public override void Emit(KernelWriter writer) => Shape.EachOutput(writer, (plane, output, row, column) =>
    {
        if (Shape.IsWrittenOut) EmitWritten(writer, Shape.FirstCell(plane, row, column));
        else EmitLooped(writer, plane, row, column);
        writer.Line($"output[{output}] = best;");
        if (KeepsWinners) writer.Line($"winners[{output}] = winner;");
    });

    private void EmitWritten(KernelWriter writer, Index first)
    {
        writer.Line($"int cell = {first};");
        writer.Line($"{writer.Scalar} best = input[cell]{(Shape.Window.Cells > 1 ? ", x" : "")};");
        if (KeepsWinners) writer.Line("int winner = cell;");
        for (int cell = 1; cell < Shape.Window.Cells; cell++)
        {
            string at = Shape.CellText(cell);
            writer.Line($"x = input[{at}]; {Challenge(writer, "x", at)}");
        }
    }

    private void EmitLooped(KernelWriter writer, Index plane, Index row, Index column)
    {
        Shape.EmitBounds(writer, row, column);
        writer.Line($"int winner = {plane + (Index.Of("top") * Shape.Input.Width) + Index.Of("left")};");
        writer.Line($"{writer.Scalar} best = input[winner];");
        Shape.EmitCells(writer, plane, () => writer.Line(Challenge(writer, "input[cell]", "cell")));
    }

    // A NaN wins, as in PyTorch: it is not larger than anything, so it has to be asked for.
    private string Challenge(KernelWriter writer, string value, string cell) => KeepsWinners
        ? $"if ({value} > best || {writer.Scalar}.IsNaN({value})) {{ best = {value}; winner = {cell}; }}"
        : $"if ({value} > best || {writer.Scalar}.IsNaN({value})) best = {value};";
}

/// <summary>The gradient of a max pool's input: each output's gradient goes to its winner.</summary>
internal sealed record MaxPoolInputGradient(Scalar Scalar, int Batch, PoolShape Shape) : Kernel(Scalar, Batch)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("outputGradient"), Port.In("winners"), Port.Out("inputGradient"));

    public override string Name => "MaxPool" + Shape.NameSuffix + "InputGradient";

    public override string Title => Shape.InputGradientTitle;

    public override string Form => "to the winner of each window" + Shape.Overlap;

    public override void Emit(KernelWriter writer)
    {
        writer.Line("inputGradient.Clear();");
        using (writer.Block("for (int i = 0; i < outputGradient.Length; i++)")) writer.Line("inputGradient[winners[i]] += outputGradient[i];");
    }
}

/// <summary>The gradient of a max pool's input where every tied maximum receives the whole gradient.</summary>
internal sealed record MaxPoolAllTiesInputGradient(Scalar Scalar, int Batch, PoolShape Shape) : Kernel(Scalar, Batch)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("input"), Port.In("output"), Port.In("outputGradient"), Port.Out("inputGradient"));

    public override string Name => "MaxPoolAllTies" + Shape.NameSuffix + "InputGradient";

    public override string Title => Shape.InputGradientTitle;

    public override string Form => "to every maximum of each window" + Shape.Overlap;

    public override void Emit(KernelWriter writer)
    {
        writer.Line("inputGradient.Clear();");
        Shape.EachOutput(writer, (plane, output, row, column) =>
        {
            writer.Line($"{writer.Scalar} best = output[{output}], g = outputGradient[{output}];");
            if (Shape.IsWrittenOut)
            {
                writer.Line($"int cell = {Shape.FirstCell(plane, row, column)};");
                for (int cell = 0; cell < Shape.Window.Cells; cell++) Give(Shape.CellText(cell));
            }
            else
            {
                Shape.EmitBounds(writer, row, column);
                Shape.EmitCells(writer, plane, () => Give("cell"));
            }
        });

        // Only where the maximum is a NaN is there a NaN in the window, and then that is what won.
        void Give(string cell) => writer.Line($"if (input[{cell}] == best || {writer.Scalar}.IsNaN(input[{cell}])) inputGradient[{cell}] += g;");
    }
}
