using System.Linq;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;
using CnnGen.Generator.Parsing;

namespace CnnGen.Generator.Checking;

/// <summary>The constants that a network is given, from its declaration: other networks may be declared with them.</summary>
internal static class NetworkSizes
{
    private const string
        InputSize = "InputSize", OutputSize = "OutputSize", Batch = "Batch", ParameterCount = "ParameterCount", BufferCount = "BufferCount",
        OptimizerStateCount = "OptimizerStateCount";

    /// <summary>What the parser needs to know of them.</summary>
    public static NetworkConstants Constants { get; } = new(
        new[] { InputSize, OutputSize, Batch, ParameterCount, BufferCount, OptimizerStateCount }, Needs, Of);

    /// <summary>Whether the value of one depends on attributes of a kind: some follow from the first ones, whatever the layers are.</summary>
    private static bool Needs(string name, string kind) => kind == Catalogue.Network || (name == InputSize ? kind == Catalogue.Input : !FollowsFromHead(name));

    private static bool FollowsFromHead(string name) => name is InputSize or Batch or BufferCount;

    /// <summary>The value of one; null where the declaration is at fault, as far as it is needed.</summary>
    private static int? Of(Declaration declaration, string name)
    {
        CheckedNetwork network = NetworkChecker.Check(declaration);
        if (FollowsFromHead(name))
        {
            if (!network.Head.IsSound) return null;
            if (name != InputSize) return name == Batch ? network.Head.Options.Batch : 0;
            long size = network.InputTensors.Sum(input => input.Shape.LongCount);
            return network.InputTensors.Count == declaration.Annotations.Count && size <= int.MaxValue ? (int)size : null;
        }

        if (network.Model is not { } model) return null;
        long parameters = model.Layers.Sum(layer => layer.Parameters.Sum(parameter => (long)parameter.Shape.Count));
        long trained = model.Layers.Sum(layer => layer.Parameters.Where(parameter => parameter.IsTrained).Sum(parameter => (long)parameter.Shape.Count));
        long value = name switch
        {
            OutputSize => model.OutputSize,
            ParameterCount => parameters,
            _ => model.IsTrainable ? trained * model.Optimizer.StatesPerParameter : -1,
        };
        return value is >= 0 and <= int.MaxValue ? (int)value : null;
    }
}
