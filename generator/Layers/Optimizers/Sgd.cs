using System.Collections.Generic;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Emission;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Optimizers;

internal sealed class SgdKind : OptimizerKind
{
    public override string Name => "Sgd";

    public override Optimizer? Read(AnnotationReader reader)
    {
        double momentum = reader.Fraction("Momentum"), decay = reader.Fraction("WeightDecay");
        bool isNesterov = reader.Bool("Nesterov");
        if (isNesterov && momentum == 0) reader.Report(Rules.NesterovWithoutMomentum, "Nesterov");
        return reader.IsSound ? new Sgd(momentum, isNesterov, decay) : null;
    }
}

/// <summary>PyTorch's SGD without dampening: the first step's velocity is the gradient, which is what a velocity of zero gives.</summary>
internal sealed record Sgd(double Momentum, bool IsNesterov, double WeightDecay) : Optimizer
{
    public override int StatesPerParameter => Momentum == 0 ? 0 : 1;

    public override string Formula
    {
        get
        {
            var parts = new List<string> { "stochastic gradient descent" };
            if (Momentum != 0) parts.Add((IsNesterov ? "Nesterov " : "") + "momentum " + Text.Number(Momentum));
            if (WeightDecay != 0) parts.Add("weight decay " + Text.Number(WeightDecay));
            return string.Join(", ", parts);
        }
    }

    public override void EmitStep(KernelWriter writer, long length)
    {
        Dialect dialect = writer.Dialect;
        if (writer.HasReferences) writer.Line($"Lanes minusRate = Create(-learningRate);");
        else writer.Line($"{writer.Scalar} minusRate = -learningRate;");
        using (writer.Block(writer.Header(new Loop("i", checked((int)length), dialect.Lanes))))
        {
            writer.Line($"{dialect.Type} p = {writer.Element("parameters", "i")}, g = {writer.Element("gradients", "i")};");
            if (WeightDecay != 0) writer.Line(dialect.Accumulate("g", dialect.Constant(WeightDecay), "p"));
            string step = "g";
            if (Momentum != 0)
            {
                writer.Line($"{dialect.Type} velocity = {dialect.MultiplyAdd(dialect.Constant(Momentum), writer.Element("state", "i"), "g")};");
                writer.Comment("where a gradient stays zero, the velocity would end among the subnormals, which many processors are slow at");
                string smallest = dialect.Scalar == Scalar.Single ? "1.17549435E-38f" : "2.2250738585072014E-308";
                writer.Line(dialect.IsVector ? $"velocity = ConditionalSelect(LessThan(Abs(velocity), Create({smallest})), Lanes.Zero, velocity);" : $"if (velocity < {smallest} && velocity > -{smallest}) velocity = 0;");
                writer.StoreElement("state", "i", "velocity");
                step = "velocity";
                if (IsNesterov)
                {
                    writer.Line(dialect.Accumulate("g", dialect.Constant(Momentum), "velocity"));
                    step = "g";
                }
            }

            writer.Line(dialect.Accumulate("p", "minusRate", step));
            writer.StoreElement("parameters", "i", "p");
            writer.StoreElement("gradients", "i", dialect.Zero);
        }
    }
}
