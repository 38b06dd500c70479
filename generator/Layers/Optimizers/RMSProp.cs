using System.Collections.Generic;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Optimizers;

internal sealed class RMSPropKind : OptimizerKind
{
    public override string Name => "RMSProp";

    public override Optimizer? Read(AnnotationReader reader)
    {
        double alpha = reader.Share("Alpha", 0.99), epsilon = reader.Positive("Epsilon", 1e-8);
        double momentum = reader.Fraction("Momentum"), decay = reader.Fraction("WeightDecay");
        return reader.IsSound ? new RMSProp(alpha, epsilon, momentum, decay) : null;
    }
}

/// <summary>PyTorch's RMSprop, not centered: Hinton 2012, lecture 6.</summary>
internal sealed record RMSProp(double Alpha, double Epsilon, double Momentum, double WeightDecay) : Optimizer
{
    public override EquatableArray<string> States => Momentum == 0 ? EquatableArray.Of("squares") : EquatableArray.Of("squares", "velocities");

    public override string Formula
    {
        get
        {
            var parts = new List<string> { "RMSProp", "alpha " + Text.Number(Alpha), "epsilon " + Text.Number(Epsilon) };
            if (Momentum != 0) parts.Add("momentum " + Text.Number(Momentum));
            if (WeightDecay != 0) parts.Add("weight decay " + Text.Number(WeightDecay));
            return string.Join(", ", parts);
        }
    }

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
