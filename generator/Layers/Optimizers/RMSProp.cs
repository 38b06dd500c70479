using System.Collections.Generic;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Optimizers;

internal sealed class RMSPropKind : OptimizerKind
{
    public override string Name => "RMSProp";

    protected override Optimizer ReadRule(AnnotationReader reader) =>
        new RMSProp(reader.Share("Alpha", 0.99), reader.Positive("Epsilon", 1e-8), reader.Fraction("Momentum"));
}

/// <summary>PyTorch's RMSprop, not centered: Hinton 2012, lecture 6.</summary>
internal sealed record RMSProp(double Alpha, double Epsilon, double Momentum) : Optimizer
{
    public override EquatableArray<string> States => Momentum == 0 ? EquatableArray.Of("squares") : EquatableArray.Of("squares", "velocities");

    protected override string Rule =>
        $"RMSProp, alpha {Text.Number(Alpha)}, epsilon {Text.Number(Epsilon)}{(Momentum == 0 ? "" : ", momentum " + Text.Number(Momentum))}";

    public override string Remark => $"; a mean square{(Momentum == 0 ? "" : " or velocity")}" + SubnormalsOf;

    public override void EmitNumbers(KernelWriter writer, string gradient, NumbersAt parameters, IReadOnlyList<NumbersAt> states)
    {
        Dialect dialect = writer.Dialect;
        writer.Line($"{dialect.Type} p = {parameters.Value};");
        if (WeightDecay != 0) writer.Line(dialect.Accumulate(gradient, dialect.Constant(WeightDecay), "p"));
        string term = dialect.Rounded($"{dialect.Rounded($"{dialect.Constant(1 - Alpha)} * {gradient}")} * {gradient}");
        writer.Line($"{dialect.Type} square = {dialect.MultiplyAdd(dialect.Constant(Alpha), states[0].Value, term)};");
        writer.Comment("below the smallest normal number it is 0: many processors are slow at what lies between");
        DropSubnormals(writer, "square", mayBeNegative: false);
        states[0].Store("square");
        writer.Line($"{dialect.Type} denominator = {dialect.Rounded($"{dialect.SquareRoot("square")} + {dialect.Constant(Epsilon)}")};");
        string step = "quotient";
        writer.Line($"{dialect.Type} quotient = {dialect.Rounded($"{gradient} / denominator")};");
        if (Momentum != 0)
        {
            step = "velocity";
            writer.Line($"{dialect.Type} velocity = {dialect.MultiplyAdd(dialect.Constant(Momentum), states[1].Value, "quotient")};");
            DropSubnormals(writer, "velocity");
            states[1].Store("velocity");
        }

        writer.Line(dialect.Accumulate("p", "minusRate", step));
        parameters.Store("p");
    }
}
