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
        return network.Description.Layers.Zip(arguments, (layer, written) => Create(layer, written, tensors)).ToArray();
    }

    private static Dictionary<string, Tensor> ReadTensors(INetwork<float> network)
    {
        var parameters = new float[network.ParameterCount];
        network.CopyParametersTo(parameters);
        return network.Description.Parameters.ToDictionary(
            tensor => tensor.Name,
            tensor => new Tensor(tensor.Shape, parameters[tensor.Offset..(tensor.Offset + tensor.Count)]));
    }

    private static Operation Create(LayerDescription layer, LayerArguments arguments, Dictionary<string, Tensor> tensors)
    {
        Tensor? bias = tensors.GetValueOrDefault($"{layer.Name}.bias");
        return arguments.Kind switch
        {
            "Conv" => new Convolution(layer, arguments, tensors[$"{layer.Name}.weight"], bias),
            "Dense" => new Dense(layer, tensors[$"{layer.Name}.weight"], bias),
            "GlobalAvgPool" => new GlobalAvgPool(layer),
            "MaxPool" => new MaxPool(layer, arguments),
            "ReLU" => new ReLU(layer),
            "Sigmoid" => new Sigmoid(layer),
            "Softmax" => new Softmax(layer),
            _ => throw new FailureException($"{layer.Name}: no peer has a {arguments.Kind} layer yet"),
        };
    }
}
