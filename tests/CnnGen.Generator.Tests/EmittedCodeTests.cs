using System.Linq;
using CnnGen.Generator.Tests.Harness;
using Xunit;

namespace CnnGen.Generator.Tests;

/// <summary>Emitted code compiles in any project from C# 9 up, without a warning.</summary>
public sealed class EmittedCodeTests
{
    // Between them, every layer, every loss and every option of a network.
    private static readonly string[] Networks =
    [
        "[Network(1, 12, 10, Batch = 3)] [Conv(4, 3, Padding = 1), ReLU, MaxPool(2)] [Conv(6, 3, 2, Groups = 2, Bias = false), LeakyReLU, AvgPool(2, Stride = 1, Padding = 1)] [Dense(5), Tanh, Dense(3)] [SoftmaxCrossEntropy] [Sgd(Momentum = 0.9, Nesterov = true, WeightDecay = 0.1)]",
        "[Network(2, 5, 5, Scalar = Scalar.Double)] [Conv(3, 3, UntiedBias = true, Name = \"stem\"), Sigmoid, GlobalMaxPool, Flatten, Dense(2, Bias = false), Softmax, CrossEntropy]",
        "[Network(7, InputGradient = false)] [Dense(20), ReLU, Dense(4), MeanSquaredError]",
        "[Network(3, 6, 6, Batch = 2, ForwardOnly = true)] [MaxPool(3, Stride = 1, Padding = 1, AllTies = true), Conv(17, 1, Dilation = 2), GlobalAvgPool]",
        "[Network(1, 4, 4, Scalar = Scalar.Double, Batch = 17)] [AvgPool(2, CountPadding = false, Padding = 1), Dense(1), HalfSquaredError]",
    ];

    public static TheoryData<string> Variants => new(StrictVariant.Covering.Select(variant => variant.ToString()));

    [Theory]
    [MemberData(nameof(Variants))]
    public void Code_CompilesWithoutWarning(string variant) =>
        StrictCompilation.Check(StrictVariant.Covering.Single(one => one.ToString() == variant), Networks);
}
