using System.Collections.Generic;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Emission;

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
            if (Momentum != 0) parts.Add((IsNesterov ? "Nesterov " : "") + "momentum " + Model.Text.Number(Momentum));
            if (WeightDecay != 0) parts.Add("weight decay " + Model.Text.Number(WeightDecay));
            return string.Join(", ", parts);
        }
    }

    public override void EmitStep(KernelWriter writer)
    {
        string gradient = "gradients[i]";
        using (writer.Block("for (int i = 0; i < parameters.Length; i++)"))
        {
            if (WeightDecay != 0 || IsNesterov)
            {
                writer.Line($"{writer.Scalar} g = {gradient}{(WeightDecay == 0 ? "" : $" + {writer.Number(WeightDecay)} * parameters[i]")};");
                gradient = "g";
            }

            if (Momentum == 0)
            {
                writer.Line($"parameters[i] -= learningRate * {gradient};");
                return;
            }

            writer.Line($"{writer.Scalar} velocity = {writer.Number(Momentum)} * state[i] + {gradient};");
            writer.Line("state[i] = velocity;");
            writer.Line($"parameters[i] -= learningRate * {(IsNesterov ? $"(g + {writer.Number(Momentum)} * velocity)" : "velocity")};");
        }
    }
}
