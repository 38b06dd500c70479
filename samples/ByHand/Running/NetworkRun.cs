using CnnGen;
using WorkedExamples.Cases;

namespace WorkedExamples.Running;

/// <summary>What the whole network, one annotated class, computed. Nothing between its layers can be seen.</summary>
internal sealed record NetworkRun(double[] Output, double? Loss, double[] InputGradient, double[] Gradients, double[]? AfterOneStep)
{
    public static NetworkRun Of(ITrainableNetwork<double> network, ExpectedCase expected)
    {
        network.SetParameters(expected.ParameterValues);
        double[] output = network.Forward(expected.Input).ToArray();
        double? loss = null;
        if (expected.Labels is not null) loss = network.Loss(expected.Labels, 1);
        if (expected.Target is not null) loss = network.Loss(expected.Target, 1);
        double[] inputGradient = (loss is null ? network.Backward(expected.OutputGradient) : network.Backward()).ToArray();

        var gradients = new double[network.ParameterCount];
        network.CopyGradientsTo(gradients);
        return new NetworkRun(output, loss, inputGradient, gradients, Step(network, expected.LearningRate));
    }

    private static double[]? Step(ITrainableNetwork<double> network, double? learningRate)
    {
        if (learningRate is not double rate) return null;
        network.Step(rate);
        var parameters = new double[network.ParameterCount];
        network.CopyParametersTo(parameters);
        return parameters;
    }
}
