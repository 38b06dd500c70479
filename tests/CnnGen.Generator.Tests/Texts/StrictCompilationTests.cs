using System.Linq;
using CnnGen.Generator.Tests.Gradients;
using CnnGen.Generator.Tests.Harness;
using Xunit;

namespace CnnGen.Generator.Tests.Texts;

/// <summary>Emitted code compiles without a warning in any kind of project.</summary>
public class StrictCompilationTests
{
#if OLDEST_ROSLYN
    // Each framework once, and each network: the text is the same, and what this compiler says of it does not depend on the rest.
    public static TheoryData<int> Variants => [0, 4, 8];
#else
    public static TheoryData<int> Variants => new(Enumerable.Range(0, StrictVariant.Covering.Length));
#endif

    // The variants go framework by framework, three of each: a network meets every framework once, and its neighbours the other variants. For the newest
    // framework all other tests compile; there it is a third of the networks.
    [Theory]
    [MemberData(nameof(Variants))]
    public void EveryNetworkOfTheTable_CompilesWithoutWarnings(int variant)
    {
        StrictVariant tried = StrictVariant.Covering[variant];
        int every = tried.Options.References == ReferenceSet.Net10 ? 9 : 3;
        StrictCompilation.Check(
            tried, GradientTable.ByName.Values.Concat(GradientTable.InDouble.Values.Take(12)).Where((_, i) => (i + variant) % every == 0).ToArray());
    }

    [Fact]
    public void ForwardOnlyAndLossless_CompileWithoutWarnings() => StrictCompilation.Check(
        "[Network(2, 6, 6, ForwardOnly = true)] [Conv(3, 3, Padding = 1), ReLU, MaxPool(2)] [Dense(4), Softmax]",
        "[Network(2, 6, 6, ForwardOnly = true, Batch = 4)] [Conv(3, 3), Tanh, MaxPool(2, Padding = 1)] [Dense(4)] [SoftmaxCrossEntropy] [Sgd(Momentum = 0.9)]",
        "[Network(3)] [Dense(4)]",
        "[Network(3, InputGradient = false)] [ReLU]",
        "[Network(3, ForwardOnly = true)] [Flatten]");
}
