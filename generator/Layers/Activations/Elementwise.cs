using CnnGen.Generator.Emission;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Layers.Activations;

/// <summary>A function of each element.</summary>
internal abstract record ElementwiseLayer(string Name, string Kind, Tensor Input, Tensor Output) : Layer(Name, Kind, Input, Output)
{
    // Every derivative here is a function of the output, unless the layer says otherwise: so the input need not be kept.
    public override bool BackwardReadsOutput => !DerivativeReadsInput;

    /// <summary>Whether the derivative has to be taken from the input, <c>x</c>, and not from the output, <c>y</c>.</summary>
    protected virtual bool DerivativeReadsInput => false;

    /// <summary>The function of <c>x</c>.</summary>
    protected abstract Expression Function { get; }

    /// <summary>The gradient of the input, from that of the output, <c>g</c>, and <c>x</c> or <c>y</c>.</summary>
    protected abstract Expression Derivative { get; }

    public override void PlanForward(PlanBuilder plan)
    {
        bool isInPlace = plan.MayOverwriteInput(this) && !(DerivativeReadsInput && plan.IsTrainable);
        var kernel = new ElementwiseForward(plan.Scalar, plan.Batch, Kind, Input.Shape, Function, isInPlace);
        if (isInPlace) plan.Add(this, "forward", kernel, plan.ShareValue(this));
        else plan.Add(this, "forward", kernel, plan.Value(Input), plan.MakeValue(this));
    }

    public override void PlanBackward(PlanBuilder plan)
    {
        if (!plan.WantsGradient(Input)) return;
        Slot kept = DerivativeReadsInput ? plan.Value(Input) : plan.Value(Output);
        var kernel = new ElementwiseInputGradient(plan.Scalar, plan.Batch, Kind, Input.Shape, Derivative, DerivativeReadsInput);
        plan.Add(this, "input gradient", kernel, kept, plan.ShareGradient(this));
    }
}

/// <summary>A formula in C#, in which <c>{0}</c>, where it stands, is a constant of the network's number type.</summary>
internal sealed record Expression(string Format, double Constant = 0)
{
    public string Text(KernelWriter writer) => Format.Replace("{0}", writer.Number(Constant));

    /// <summary>The same for a reader who sees no number type.</summary>
    public override string ToString() => Format.Replace("{0}", Model.Text.Number(Constant)).Replace("global::CnnGen.Runtime.Elementary.", "");
}

/// <summary>The forward pass of a function of each element.</summary>
internal sealed record ElementwiseForward(Scalar Scalar, int Batch, string Kind, Shape Shape, Expression Function, bool IsInPlace) : Kernel(Scalar, Batch)
{
    public override EquatableArray<Port> Ports => IsInPlace
        ? EquatableArray.Of(Port.InOut("values"))
        : EquatableArray.Of(Port.In("input"), Port.Out("output"));

    public override string Name => $"{Kind}{Text.Number(Shape.Count)}Forward";

    public override string Title => Shape.ToString();

    public override string Form => IsInPlace ? "element by element, in place" : "element by element";

    public override void Emit(KernelWriter writer)
    {
        (string from, string to) = IsInPlace ? ("values", "values") : ("input", "output");
        using (writer.Block($"for (int i = 0; i < {to}.Length; i++)"))
        {
            writer.Line($"{writer.Scalar} x = {from}[i];");
            writer.Line($"{to}[i] = {Function.Text(writer)};");
        }
    }
}

/// <summary>The gradient of the input of a function of each element, in place of the output's gradient.</summary>
internal sealed record ElementwiseInputGradient(Scalar Scalar, int Batch, string Kind, Shape Shape, Expression Derivative, bool ReadsInput) : Kernel(Scalar, Batch)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In(ReadsInput ? "input" : "output"), Port.InOut("gradient"));

    public override string Name => $"{Kind}{Text.Number(Shape.Count)}InputGradient";

    public override string Title => Shape.ToString();

    public override string Form => "element by element, in place";

    public override void Emit(KernelWriter writer)
    {
        using (writer.Block("for (int i = 0; i < gradient.Length; i++)"))
        {
            writer.Line($"{writer.Scalar} {(ReadsInput ? "x = input[i]" : "y = output[i]")}, g = gradient[i];");
            writer.Line($"gradient[i] = {Derivative.Text(writer)};");
        }
    }
}
