using System.Collections.Generic;
using System.Linq;
using CnnGen;
using WorkedExamples.Cases;

namespace WorkedExamples.Running;

/// <summary>The same network as one small network for each layer, so that every number between the layers can be read.</summary>
internal static class Chain
{
    public static LayerRun[] Run(Example example, NetworkDescription whole, ExpectedCase expected)
    {
        ITrainableNetwork<double>[] layers = (example.Layers.Length == 0 ? [example.Create] : example.Layers).Select(create => create()).ToArray();
        SetParameters(layers, expected.ParameterValues);

        // Forward: the output of one layer is the input of the next.
        var flow = new List<double[]> { expected.Input };
        foreach (ITrainableNetwork<double> layer in layers) flow.Add(layer.Forward(flow[^1]).ToArray());

        // Backward: the gradient at the input of one layer is the gradient at the output of the layer before.
        var runs = new LayerRun[layers.Length];
        double[] gradient = LossGradient.AtOutput(expected, flow[^1]);
        int last = whole.Parameters.Count;
        for (int i = layers.Length - 1; i >= 0; i--)
        {
            double[] inputGradient = layers[i].Backward(gradient).ToArray();
            int first = last - layers[i].Description.Parameters.Count;
            ParameterRun[] parameters = Parameters(layers[i], whole.Parameters.Skip(first).Take(last - first));
            runs[i] = new LayerRun(whole.Layers[i], flow[i], flow[i + 1], gradient, inputGradient, parameters);
            gradient = inputGradient;
            last = first;
        }

        return runs;
    }

    private static void SetParameters(ITrainableNetwork<double>[] layers, double[] values)
    {
        int start = 0;
        foreach (ITrainableNetwork<double> layer in layers)
        {
            layer.SetParameters(values[start..(start + layer.ParameterCount)]);
            start += layer.ParameterCount;
        }
    }

    // The tensors are those of the whole network: a layer of its own would call its dense2 dense1.
    private static ParameterRun[] Parameters(ITrainableNetwork<double> layer, IEnumerable<TensorDescription> tensors)
    {
        double[] values = new double[layer.ParameterCount], gradients = new double[layer.ParameterCount];
        layer.CopyParametersTo(values);
        layer.CopyGradientsTo(gradients);
        return layer.Description.Parameters
            .Zip(tensors, (own, tensor) => new ParameterRun(tensor, Part(values, own), Part(gradients, own)))
            .ToArray();

        static double[] Part(double[] all, TensorDescription tensor) => all[tensor.Offset..(tensor.Offset + tensor.Count)];
    }
}
