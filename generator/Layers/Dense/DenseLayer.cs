using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Layers.Dense;

/// <summary>A fully connected layer; a spatial input lies in memory as it is flattened.</summary>
internal sealed record DenseLayer(string Name, Tensor Input, Tensor Output, DenseShape Shape) : Layer(Name, "Dense", Input, Output)
{
    public override Shape InputShape => Shape.Input;

    public override EquatableArray<Parameter> Parameters
    {
        get
        {
            var weight = new Parameter("weight", Shape.Weights, Shape.Inputs, Shape.Units);
            return Shape.HasBias ? EquatableArray.Of(weight, new Parameter("bias", Shape.Output)) : EquatableArray.Of(weight);
        }
    }

    public override long Macs => Shape.Macs;

    public override void PlanForward(PlanBuilder plan)
    {
        Kernel kernel = StraightLine.Suits(Shape, plan.Batch) ? new StraightForward(plan.Scalar, Shape) : new DenseForward(plan.Scalar, plan.Batch, Shape);
        Slot weights = plan.Parameter(this, "weight");
        if (Shape.HasBias) plan.Add(this, "forward", kernel, plan.Value(Input), weights, plan.Parameter(this, "bias"), plan.MakeValue(this));
        else plan.Add(this, "forward", kernel, plan.Value(Input), weights, plan.MakeValue(this));
    }

    public override void PlanBackward(PlanBuilder plan)
    {
        bool isStraight = StraightLine.Suits(Shape, plan.Batch);
        Slot outputGradient = plan.Gradient(Output);
        if (Shape.HasBias)
        {
            plan.Add(this, "bias gradient", new BiasGradient(plan.Scalar, plan.Batch, Shape.Output, IsUntied: false), outputGradient, plan.ParameterGradient(this, "bias"));
        }

        Kernel ofWeights = isStraight ? new StraightWeightGradient(plan.Scalar, Shape) : new DenseWeightGradient(plan.Scalar, plan.Batch, Shape);
        plan.Add(this, "weight gradient", ofWeights, plan.Value(Input), outputGradient, plan.ParameterGradient(this, "weight"));
        if (!plan.WantsGradient(Input)) return;
        Kernel ofInput = isStraight ? new StraightInputGradient(plan.Scalar, Shape) : new DenseInputGradient(plan.Scalar, plan.Batch, Shape);
        plan.Add(this, "input gradient", ofInput, outputGradient, plan.Parameter(this, "weight"), plan.MakeGradient(this));
    }
}
