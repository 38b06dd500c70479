using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Activations;

/// <summary>A function of each element.</summary>
internal abstract record ElementwiseLayer(string Name, string Kind, Tensor Input, Tensor Output) : Layer(Name, Kind, Input, Output), IActivating
{
    // Every derivative here is a function of the output, unless the layer says otherwise: so the input need not be kept.
    public override bool BackwardReadsOutput => !DerivativeReadsInput;

    /// <summary>Whether the derivative has to be taken from the input, <c>x</c>, and not from the output, <c>y</c>.</summary>
    protected virtual bool DerivativeReadsInput => false;

    /// <summary>The function of <c>x</c>.</summary>
    protected abstract Expression Function { get; }

    /// <summary>The gradient of the input, from that of the output, <c>g</c>, and <c>x</c> or <c>y</c>.</summary>
    public abstract Expression Derivative { get; }

    public override bool KeepsLayout => true;

    public virtual Activation? Activation => null;

    // The sums that the layer before makes are then never stored: a derivative that reads them has to have a step of its own.
    public Epilogue? AsEpilogue(ILayerPlan plan, Layer head) =>
        Activation == null || (DerivativeReadsInput && plan.IsTrainable && plan.WantsGradient(Input)) ? null : new Epilogue(Activation: Activation);

    public override void PlanForward(ILayerPlan plan)
    {
        if (plan.MayOverwriteInput(this) && !(DerivativeReadsInput && plan.IsTrainable) && plan.Value(Input).Layout == plan.LayoutOf(Output))
        {
            Slot values = plan.ShareValue(this);
            plan.Add(
                this,
                "forward",
                new ElementwiseForward(plan.Scalar, plan.Batch, Kind, values.Layout, values.Layout, Function, IsInPlace: true),
                values);
            return;
        }

        Slot input = plan.Value(Input), output = plan.MakeValue(this);
        plan.Add(
            this,
            "forward",
            new ElementwiseForward(plan.Scalar, plan.Batch, Kind, input.Layout, output.Layout, Function, IsInPlace: false),
            input,
            output);
    }

    public override void PlanBackward(ILayerPlan plan)
    {
        if (!plan.WantsGradient(Input)) return;
        Slot outputGradient = plan.Gradient(Output), kept = plan.ValueLike(DerivativeReadsInput ? Input : Output, outputGradient.Layout);
        bool isInPlace = outputGradient.Layout == plan.LayoutOf(Input) || plan.TakesAnyGradient(Input);
        Slot inputGradient = isInPlace ? plan.ShareGradient(this) : plan.MakeGradient(this);
        var kernel = new ElementwiseInputGradient(
            plan.Scalar,
            plan.Batch,
            Kind,
            kept.Layout,
            outputGradient.Layout,
            inputGradient.Layout,
            Derivative,
            DerivativeReadsInput,
            isInPlace);
        if (isInPlace) plan.Add(this, "input gradient", kernel, kept, inputGradient);
        else plan.Add(this, "input gradient", kernel, kept, outputGradient, inputGradient);
    }

    public void PlanDerivative(ILayerPlan plan, Tensor tensor)
    {
        Slot gradient = plan.Gradient(tensor), kept = plan.ValueLike(tensor, gradient.Layout);
        plan.Add(
            this,
            "input gradient",
            new ElementwiseInputGradient(
                plan.Scalar,
                plan.Batch,
                Kind,
                kept.Layout,
                gradient.Layout,
                gradient.Layout,
                Derivative,
                DerivativeReadsInput,
                IsInPlace: true),
            kept,
            gradient);
    }
}
