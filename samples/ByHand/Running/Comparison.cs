using System;
using System.Linq;
using CnnGen;
using WorkedExamples.Cases;

namespace WorkedExamples.Running;

/// <summary>Compares what the networks computed with by-hand.json, and the chain of layers with the whole network.</summary>
internal static class Comparison
{
    /// <summary>The declaration must give the parameters that the file has values for.</summary>
    public static bool OfDeclaration(ExpectedCase expected, NetworkDescription network, Agreement agreement) => agreement.Text(
        expected.Name,
        "parameters",
        string.Join(", ", expected.Parameters.Select(parameter => $"{parameter.Name} [{string.Join(", ", parameter.Shape)}]")),
        string.Join(", ", network.Parameters.Select(parameter => $"{parameter.Name} [{string.Join(", ", parameter.Shape)}]")));

    public static void WithFile(ExpectedCase expected, NetworkDescription network, NetworkRun run, Agreement agreement)
    {
        agreement.WithFile(expected.Name, "output", expected.Output, run.Output);
        if (expected.Loss is double loss) agreement.WithFile(expected.Name, "loss", [loss], [run.Loss ?? double.NaN]);
        agreement.WithFile(expected.Name, "inputGradient", expected.InputGradient, run.InputGradient);
        foreach ((ExpectedParameter parameter, TensorDescription tensor) in expected.Parameters.Zip(network.Parameters))
        {
            agreement.WithFile(expected.Name, $"{tensor.Name} gradient", parameter.Gradient, run.Gradients.AsSpan(tensor.Offset, tensor.Count));
        }

        if (expected.AfterOneStep is not null) agreement.WithFile(expected.Name, "afterOneStep", expected.AfterOneStep, run.AfterOneStep);
    }

    /// <summary>The whole network against its layers one by one.</summary>
    /// <returns>The largest difference of all numbers.</returns>
    public static double OfBothWays(ExpectedCase expected, NetworkRun whole, LayerRun[] layers, Agreement agreement)
    {
        double output = agreement.BothWays(expected.Name, "output, layer by layer", whole.Output, layers[^1].Output);
        double input = agreement.BothWays(expected.Name, "input gradient, layer by layer", whole.InputGradient, layers[0].InputGradient);
        double[] gradients = layers.SelectMany(layer => layer.Parameters).SelectMany(parameter => parameter.Gradient).ToArray();
        double parameters = agreement.BothWays(expected.Name, "parameter gradients, layer by layer", whole.Gradients, gradients);
        return Math.Max(output, Math.Max(input, parameters));
    }
}
