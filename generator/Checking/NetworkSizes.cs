using System.Linq;
using CnnGen.Generator.Model;
using CnnGen.Generator.Parsing;

namespace CnnGen.Generator.Checking;

/// <summary>The constants that a network is given, from its declaration: other networks may be declared with them.</summary>
internal static class NetworkSizes
{
    private const string InputSize = "InputSize", OutputSize = "OutputSize", Batch = "Batch", ParameterCount = "ParameterCount", BufferCount = "BufferCount", OptimizerStateCount = "OptimizerStateCount";

    /// <summary>What the parser needs to know of them.</summary>
    public static NetworkConstants Constants { get; } = new(new[] { InputSize, OutputSize, Batch, ParameterCount, BufferCount, OptimizerStateCount }, FollowsFromNetwork, Of);

    /// <summary>Whether the Network attribute alone says it, whatever the layers are.</summary>
    private static bool FollowsFromNetwork(string name) => name is InputSize or Batch or BufferCount;

    /// <summary>The value of one; null where the declaration is at fault. Of one that follows from Network, no other annotation is read.</summary>
    private static int? Of(Declaration declaration, string name)
    {
        CheckedNetwork network = NetworkChecker.Check(declaration);
        if (FollowsFromNetwork(name)) return network.Head is { Input: { } input, IsSound: true } head ? name == InputSize ? input.Count : name == Batch ? head.Options.Batch : 0 : null;
        if (network.Model is not { } model) return null;
        long parameters = model.Layers.Sum(layer => layer.Parameters.Sum(parameter => (long)parameter.Shape.Count));
        long value = name switch
        {
            OutputSize => model.Output.Shape.Count,
            ParameterCount => parameters,
            _ => model.IsTrainable ? parameters * model.Optimizer.StatesPerParameter : -1,
        };
        return value is >= 0 and <= int.MaxValue ? (int)value : null;
    }
}
