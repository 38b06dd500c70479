using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Recurrent;

/// <summary>
/// A recurrent layer. Forward it multiplies the input of all steps by its weights, and then goes from step to step; backward it goes from the last step
/// to the first, which leaves the gradients of all sums, and then makes of these the gradients of parameters and input.
/// </summary>
internal sealed record RecurrentLayer(
    string Name, string Kind, Tensor Input, Tensor Output, RecurrentShape Shape, bool IsLast, ParameterOptions Options)
    : Layer(Name, Kind, Input, Output)
{
    /// <summary>The input that the state before the first step comes from; null where it is zeros.</summary>
    public Tensor? State { get; init; }

    /// <summary>The output that the state behind the last step goes to, if it comes from an input.</summary>
    public string? HandsOnTo { get; init; }

    private const string OfInput = "weight_ih_l0", OfState = "weight_hh_l0", BiasOfInput = "bias_ih_l0", BiasOfState = "bias_hh_l0";

    public override EquatableArray<Parameter> Parameters
    {
        get
        {
            IEnumerable<Parameter> weights = new[] { Weight(OfInput, Shape.InputWeights, Shape.Inputs), Weight(OfState, Shape.StateWeights, Shape.Units) };
            if (Shape.HasBias) weights = weights.Concat(new[] { BiasOfInput, BiasOfState }.Select(role => Options.Bias(Shape.Bias) with { Role = role }));
            return weights.ToEquatableArray();
        }
    }

    public override EquatableArray<Tensor> Inputs => State == null ? base.Inputs : EquatableArray.Of(Input, State);

    public override EquatableArray<Head> Heads => State == null ? default : EquatableArray.Of(new Head(HandsOnTo, Memory, 1, null));

    public override EquatableArray<Setting> Settings => EquatableArray.Of(
        Setting.Told("units", Shape.Units), Setting.Told("bias", Shape.HasBias), Setting.Told("last", IsLast));

    private Tensor Memory => new(Name, Shape.Carried) { Role = "Memory" };

    public override long Macs => Shape.MacsOfInput + Shape.MacsOfState;

    // The states are what its backward steps read, and the output may be a part of them.
    public override bool BackwardReadsOutput => true;

    public override Layout OutputLayout(Layout input, Border border, LayerForm? form, PlanOptions planning) =>
        IsLast ? Layout.Plain(Output.Shape) : new Layout(Output.Shape, ChannelsLast: true, border);

    public override void PlanForward(ILayerPlan plan)
    {
        Slot input = plan.Value(Input), gates = plan.Buffer(this, "Gates", Layout.Plain(Shape.Gates));
        Slot hidden = plan.Buffer(this, "States", Layout.Plain(Shape.Hidden));
        List<Slot> slots = new() { input, Packed(plan, OfInput, Shape.Inputs) };
        if (Shape.HasBias) slots.Add(plan.Parameter(this, BiasOfInput));
        plan.Add(this, "input sums", new InputSums(plan.Scalar, Shape, input.Layout), slots.Append(gates).ToArray());

        slots = new() { Packed(plan, OfState, Shape.Units) };
        if (Shape.HasBias) slots.Add(plan.Parameter(this, BiasOfState));
        if (State != null) slots.Add(plan.Value(State));
        slots.AddRange(new[] { gates, hidden });
        if (Shape.Cell.HasCells) slots.Add(plan.Buffer(this, "Cells", Layout.Plain(Shape.Cells)));
        slots.Add(plan.Scratch(this, "Sums", Shape.Cell.Gates.Count * Shape.Pitch));
        plan.Add(this, "forward", new RecurrentForward(plan.Scalar, Shape, TakesState: State != null), slots.ToArray());

        Slot output = plan.MakeValue(this);
        plan.Add(this, "output", new StatesCopy(plan.Scalar, Shape, IsLast, hidden.Count, output.Layout), hidden, output);
        if (State == null) return;
        slots = new() { hidden };
        if (Shape.Cell.HasCells) slots.Add(plan.BufferOf(this, "Cells")!);
        plan.Add(this, "memory", new MemoryCopy(plan.Scalar, Shape), slots.Append(plan.MakeValue(Memory)).ToArray());
    }

    public override void PlanBackward(ILayerPlan plan)
    {
        bool ofInput = plan.WantsGradient(Input), ofState = State != null && plan.WantsGradient(State);
        if (!ofInput && !ofState && !Parameters.Any(parameter => parameter.IsTrained)) return;
        Slot gates = plan.BufferOf(this, "Gates")!, hidden = plan.BufferOf(this, "States")!;
        Slot outputGradient = TogetherOf(plan, plan.Gradient(Output), "OrderedGradient", "reorder gradient");
        List<Slot> slots = new() { outputGradient };
        if (State != null) slots.Add(plan.Gradient(Memory));
        slots.AddRange(new[]
        {
            plan.Parameter(this, OfState), Shape.Cell.HasCells ? plan.BufferOf(this, "Cells")! : hidden, gates,
            plan.Scratch(this, "StateGradient", Shape.Cell.HasCells ? 2 * Shape.Pitch : Shape.Pitch),
        });
        if (ofState) slots.Add(plan.MakeGradient(State!));
        var kernel = new GateGradients(plan.Scalar, Shape, IsLast, Rows.Of(outputGradient.Layout), HandsOn: State != null, ofState);
        plan.Add(this, "gate gradients", kernel, slots.ToArray());

        AddBias(BiasOfInput, isOfState: false);
        AddBias(BiasOfState, isOfState: true);
        if (Trains(OfState)) AddWeight(OfState, isOfState: true, Shape.Units, hidden, new Rows(0, Shape.Units, hidden.Count));
        if (Trains(OfInput))
        {
            Slot input = TogetherOf(plan, plan.Value(Input), "OrderedInput", "reorder input");
            AddWeight(OfInput, isOfState: false, Shape.Inputs, input, Rows.Of(input.Layout));
        }

        if (ofInput) PlanInputGradient(plan, gates);

        void AddBias(string role, bool isOfState)
        {
            if (!Trains(role)) return;
            plan.Add(this, Words(role), new GateBiasGradient(plan.Scalar, plan.Batch, Shape, isOfState), gates, plan.ParameterGradient(this, role));
        }

        void AddWeight(string role, bool isOfState, int columns, Slot factors, Rows rows) => plan.Add(
            this,
            Words(role),
            new GateWeightGradient(plan.Scalar, plan.Batch, Shape, isOfState, columns, rows),
            gates,
            factors,
            plan.ParameterGradient(this, role));
    }

    private void PlanInputGradient(ILayerPlan plan, Slot gates)
    {
        Layout together = new(Input.Shape, ChannelsLast: true, Border.None);
        Slot inputGradient = plan.MakeGradient(Input, together);
        Slot written = inputGradient.Layout.IsPlainAs(channelsLast: true) ? inputGradient : plan.GradientBuffer(this, "OrderedInputGradient", together);
        plan.Add(
            this,
            "input gradient",
            new RecurrentInputGradient(plan.Scalar, Shape, Rows.Of(written.Layout)),
            gates,
            plan.Parameter(this, OfInput),
            written);
        if (written != inputGradient)
        {
            plan.Add(
                this, "reorder input gradient", new Reorder(plan.Scalar, written.Layout, inputGradient.Layout), written, inputGradient);
        }
    }

    /// <summary>A line whose channels lie together: itself, or a copy.</summary>
    private Slot TogetherOf(ILayerPlan plan, Slot slot, string role, string pass)
    {
        if (!slot.Shape.IsLine || slot.Layout.IsPlainAs(channelsLast: true)) return slot;
        Layout together = new(slot.Shape, ChannelsLast: true, Border.None);
        Slot ordered = slot.IsGradient ? plan.GradientBuffer(this, role, together) : plan.Buffer(this, role, together);
        plan.Add(this, pass, new Reorder(plan.Scalar, slot.Layout, together), slot, ordered);
        return ordered;
    }

    /// <summary>Each gate's weights with its units innermost: a vector of them for each number that they are multiplied by.</summary>
    private Slot Packed(ILayerPlan plan, string role, int columns) =>
        plan.Packed(this, role, "Packed", (long)Shape.Cell.Gates.Count * columns * Shape.Pitch, "Filters", columns, Shape.Units, Shape.Pitch, 1);

    // Its activations are bounded whatever comes behind.
    private Parameter Weight(string role, Shape shape, int inputs) =>
        Options.Weight(shape, inputs, Shape.Units) with { Role = role, Initial = new FanScaled(Options.Init, inputs, Shape.Units) { KnowsNext = false } };

    private static string Words(string role) => role.Replace("_l0", "").Replace('_', ' ') + " gradient";
}
