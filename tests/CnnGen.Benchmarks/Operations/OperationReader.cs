using System.Collections.Generic;
using System.Linq;

namespace CnnGen.Benchmarks.Operations;

/// <summary>Reads a compiled network back from its description, its attributes and its parameters.</summary>
internal static class OperationReader
{
    public static Operation[] Read(INetwork<float> network)
    {
        Dictionary<string, Tensor> tensors = ReadTensors(network);
        // The runtime lists attributes in the order of the metadata, which is that of the source.
        IEnumerable<LayerArguments> arguments = network.GetType().GetCustomAttributesData()
            .Where(attribute => attribute.AttributeType.IsAssignableTo(typeof(LayerAttribute)))
            .Select(attribute => new LayerArguments(attribute));
        List<Operation> operations = [];
        Dictionary<string, int> taps = [];
        int running = -1;
        foreach ((LayerDescription layer, LayerArguments written) in network.Description.Layers.Zip(arguments))
        {
            switch (written.Kind)
            {
                case "Tap":
                    taps[written.Text] = running;
                    break;
                case "From":
                    running = taps[written.Text];
                    break;
                default:
                    operations.Add(Create(layer, written, tensors, written.Kind is "Add" ? [running, taps[written.Text]] : [running]));
                    running = operations.Count - 1;
                    break;
            }
        }

        return operations.ToArray();
    }

    private static Dictionary<string, Tensor> ReadTensors(INetwork<float> network)
    {
        var parameters = new float[network.ParameterCount];
        network.CopyParametersTo(parameters);
        return network.Description.Parameters.ToDictionary(
            tensor => tensor.Name,
            tensor => new Tensor(tensor.Shape, parameters[tensor.Offset..(tensor.Offset + tensor.Count)]));
    }

    private static Operation Create(LayerDescription layer, LayerArguments arguments, Dictionary<string, Tensor> tensors, int[] sources)
    {
        Tensor? bias = tensors.GetValueOrDefault($"{layer.Name}.bias");
        return arguments.Kind switch
        {
            "Add" => new Add(layer) { Sources = sources },
            "Conv" => new Convolution(layer, arguments, tensors[$"{layer.Name}.weight"], bias) { Sources = sources },
            "Dense" => new Dense(layer, tensors[$"{layer.Name}.weight"], bias) { Sources = sources },
            "GlobalAvgPool" => new GlobalAvgPool(layer) { Sources = sources },
            "MaxPool" => new MaxPool(layer, arguments) { Sources = sources },
            "ReLU" => new ReLU(layer) { Sources = sources },
            "Sigmoid" => new Sigmoid(layer) { Sources = sources },
            "Softmax" => new Softmax(layer) { Sources = sources },
            _ => throw new FailureException($"{layer.Name}: no peer has a {arguments.Kind} layer yet"),
        };
    }
}
