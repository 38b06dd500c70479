using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Tests.Harness;
using CnnGen.Generator.Tests.Widths;
using Xunit;

namespace CnnGen.Generator.Tests.Gradients;

/// <summary>Every two kinds of layers behind each other, after a convolution: where what one keeps might be overwritten by the next.</summary>
public class SequenceTests
{
    private static readonly string[] Kinds =
    [
        "Flatten", "ReLU", "LeakyReLU(-0.5)", "Sigmoid", "Tanh", "Softmax", "MaxPool(2, Stride = 1)", "MaxPool(2, AllTies = true)", "AvgPool(2, Stride = 1)",
        "GlobalAvgPool", "Dense(3)", "Conv(2, 1)",
    ];

    internal static readonly Dictionary<string, string> Declarations = Pairs()
        .Select((pair, i) => (Name: $"Sequence{i:000}", pair))
        .ToDictionary(item => item.Name, item => item.pair);

    [Fact]
    public void GradientsOfEveryPair_AgreeWithFiniteDifferences()
    {
        List<string> wrong = Wrong(CompiledNetworks.Compile(Declarations, Width.Only(Width.Fastest)));
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.InRange(Declarations.Count, 100, 200);
    }

    /// <summary>The declarations whose gradients are wrong, with the reports.</summary>
    internal static List<string> Wrong(CompiledNetworks networks)
    {
        List<string> wrong = [];
        foreach ((string name, string declaration) in Declarations)
        {
            ITrainableNetwork<double> network = networks.Create<ITrainableNetwork<double>>(name, 1);
            RandomData.Disturb(network, 2);
            GradientCheckReport report = GradientCheck.Run(network, RandomData.Numbers(network.InputSize, 3), RandomData.Numbers(network.OutputSize, 4));
            if (!report.Passed) wrong.Add($"{declaration}\n{report}");
        }

        return wrong;
    }

    private static IEnumerable<string> Pairs() =>
        from first in Kinds
        from second in Kinds
        where !(IsFlat(first) && IsSpatial(second)) && !(first == "GlobalAvgPool" && second.Contains("Pool(2", StringComparison.Ordinal))

        // Where windows overlap, their maxima tie for good, and the whole gradient for each tie is no derivative.
        where !(first == "MaxPool(2, Stride = 1)" && second == "MaxPool(2, AllTies = true)")

        // Behind a flattening layer there is one more, since it keeps nothing itself.
        let third = first == "Flatten" || second == "Flatten" ? ", Tanh" : ""
        select $"[Network(1, 5, 5, Scalar = Scalar.Double)] [Conv(2, 2), Tanh, {first}, {second}{third}] [HalfSquaredError]";

    private static bool IsFlat(string kind) => kind is "Flatten" || kind.StartsWith("Dense", StringComparison.Ordinal);

    private static bool IsSpatial(string kind) => kind.Contains("Pool", StringComparison.Ordinal) || kind.StartsWith("Conv", StringComparison.Ordinal);
}
