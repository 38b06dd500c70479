using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Layers.Conv;

/// <summary>A convolution.</summary>
internal sealed record ConvLayer(string Name, Tensor Input, Tensor Output, ConvShape Shape) : Layer(Name, "Conv", Input, Output)
{
    public override EquatableArray<Parameter> Parameters
    {
        get
        {
            long cells = Shape.Window.Cells;
            var weight = new Parameter("weight", Shape.Weights, Shape.GroupChannels * cells, Shape.GroupFilters * cells);
            return Shape.Bias switch
            {
                ConvBias.None => EquatableArray.Of(weight),
                ConvBias.PerFilter => EquatableArray.Of(weight, new Parameter("bias", Model.Shape.Of(Shape.Filters))),
                _ => EquatableArray.Of(weight, new Parameter("bias", Shape.Output)),
            };
        }
    }

    public override long Macs => Shape.Macs;

    public override void PlanForward(PlanBuilder plan)
    {
        Slot weights = plan.Parameter(this, "weight");
        if (StraightLine.Suits(Shape, plan.Batch))
        {
            Add(new StraightForward(plan.Scalar, Shape), plan.Value(Input));
            return;
        }

        Slot input = plan.Value(Input);
        if (Shape.Window.IsPadded)
        {
            input = Frame(plan);
            plan.Add(this, "frame", new Frame(plan.Scalar, plan.Batch, Shape), plan.Value(Input), input);
        }

        Add(new ConvForward(plan.Scalar, plan.Batch, Shape.Framed), input);

        void Add(Kernel kernel, Slot source)
        {
            if (Shape.Bias == ConvBias.None) plan.Add(this, "forward", kernel, source, weights, plan.MakeValue(this));
            else plan.Add(this, "forward", kernel, source, weights, plan.Parameter(this, "bias"), plan.MakeValue(this));
        }
    }

    public override void PlanBackward(PlanBuilder plan)
    {
        Slot outputGradient = plan.Gradient(Output), weightGradient = plan.ParameterGradient(this, "weight");
        bool isStraight = StraightLine.Suits(Shape, plan.Batch);
        if (Shape.Bias != ConvBias.None)
        {
            plan.Add(this, "bias gradient", new BiasGradient(plan.Scalar, plan.Batch, Shape.Output, Shape.Bias == ConvBias.Untied), outputGradient, plan.ParameterGradient(this, "bias"));
        }

        if (isStraight) plan.Add(this, "weight gradient", new StraightWeightGradient(plan.Scalar, Shape), plan.Value(Input), outputGradient, weightGradient);
        else plan.Add(this, "weight gradient", new ConvWeightGradient(plan.Scalar, plan.Batch, Shape.Framed), Shape.Window.IsPadded ? Frame(plan) : plan.Value(Input), outputGradient, weightGradient);

        if (!plan.WantsGradient(Input)) return;
        Slot weights = plan.Parameter(this, "weight");
        if (isStraight)
        {
            plan.Add(this, "input gradient", new StraightInputGradient(plan.Scalar, Shape), outputGradient, weights, plan.MakeGradient(this));
            return;
        }

        Slot gradient = Shape.Window.IsPadded ? plan.Buffer(this, "FrameGradient", Shape.Frame) : plan.MakeGradient(this);
        plan.Add(this, "input gradient", new ConvInputGradient(plan.Scalar, plan.Batch, Shape.Framed), outputGradient, weights, gradient);
        if (Shape.Window.IsPadded) plan.Add(this, "unframe", new Unframe(plan.Scalar, plan.Batch, Shape), gradient, plan.MakeGradient(this));
    }

    private Slot Frame(PlanBuilder plan) => plan.Buffer(this, "Frame", Shape.Frame);
}
