using System.Collections.Generic;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Optimizers;

internal sealed class SgdKind : OptimizerKind
{
    public override string Name => "Sgd";

    protected override Optimizer ReadRule(AnnotationReader reader)
    {
        double momentum = reader.Fraction("Momentum");
        bool isNesterov = reader.Bool("Nesterov");
        if (isNesterov && momentum == 0 && reader.Knows("Momentum"))
        {
            reader.Report(Rules.NesterovWithoutMomentum, "Nesterov", new Remedy("Write Momentum = 0.9", reader.Set("Momentum", "0.9")));
        }

        return new Sgd(momentum, isNesterov);
    }
}

/// <summary>PyTorch's SGD without dampening: the first step's velocity is the gradient, which is what a velocity of zero gives.</summary>
internal sealed record Sgd(double Momentum, bool IsNesterov) : Optimizer
{
    public override EquatableArray<string> States => Momentum == 0 ? default : EquatableArray.Of("velocities");

    protected override string Rule =>
        "stochastic gradient descent" + (Momentum == 0 ? "" : $", {(IsNesterov ? "Nesterov " : "")}momentum {Text.Number(Momentum)}");

    public override string Remark => Momentum == 0 ? "" : "; a velocity" + SubnormalsOf;

    public override void EmitNumbers(KernelWriter writer, string gradient, NumbersAt parameters, IReadOnlyList<NumbersAt> states)
    {
        Dialect dialect = writer.Dialect;
        string step = gradient;
        writer.Line($"{dialect.Type} p = {parameters.Value};");
        if (WeightDecay != 0) writer.Line(dialect.Accumulate(gradient, dialect.Constant(WeightDecay), "p"));
        if (Momentum != 0)
        {
            writer.Line($"{dialect.Type} velocity = {dialect.MultiplyAdd(dialect.Constant(Momentum), states[0].Value, gradient)};");
            writer.Comment("below the smallest normal number it is 0: many processors are slow at what lies between");
            DropSubnormals(writer, "velocity");
            states[0].Store("velocity");
            step = "velocity";
            if (IsNesterov)
            {
                writer.Line(dialect.Accumulate(gradient, dialect.Constant(Momentum), "velocity"));
                step = gradient;
            }
        }

        writer.Line(dialect.Accumulate("p", "minusRate", step));
        parameters.Store("p");
    }
}
