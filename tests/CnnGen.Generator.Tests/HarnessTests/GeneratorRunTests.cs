using CnnGen.Generator.Tests.Harness;
using Xunit;
using Xunit.Sdk;

namespace CnnGen.Generator.Tests.HarnessTests;

/// <summary>A harness that cannot fail proves nothing: each fault of a generator is caught, and for its own reason.</summary>
public sealed class GeneratorRunTests
{
    private static readonly string Network = Source.Network("[Network(3), Dense(2)]");

    [Fact]
    public void SoundGenerator_Passes()
    {
        GeneratorRun run = GeneratorRun.Of(StandInGenerator.Options(), Network).CompilesStrictly();
        Assert.Equal("Tests.Networks.Net.g.cs", Assert.Single(run.Sources).HintName);
        Assert.Empty(run.Diagnostics);
    }

    [Theory]
    [InlineData(nameof(Fault.HoldsSymbol), "'Model' is Modified")]
    [InlineData(nameof(Fault.HoldsSyntaxDeep), "'Model' is Modified")]
    [InlineData(nameof(Fault.ComparesByReference), "'Model' is Modified")]
    [InlineData(nameof(Fault.CombinesCompilation), "'SourceOutput' is")]
    [InlineData(nameof(Fault.HoldsTreeWithoutName), "SyntaxTree")]
    [InlineData(nameof(Fault.Throws), "By design.")]
    public void FaultyGenerator_IsCaught(string fault, string reason)
    {
        var failure = Assert.ThrowsAny<XunitException>(() => GeneratorRun.Of(StandInGenerator.Options(System.Enum.Parse<Fault>(fault)), Network));
        Assert.Contains(reason, failure.Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void NamesThatNoStepHas_AreCaught()
    {
        RunOptions options = StandInGenerator.Options(Fault.NamesNoStep);
        options = options with { Generator = options.Generator with { TrackedSteps = ["Model"] } };
        var failure = Assert.ThrowsAny<XunitException>(() => GeneratorRun.Of(options, Network));
        Assert.Contains("do the names agree", failure.Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void CultureOfNumbers_BreaksCode()
    {
        GeneratorRun run = GeneratorRun.Of(StandInGenerator.Options(Fault.WritesNumbersOfCulture), Network);
        Assert.Contains("_ = 1,5;", run.Text, System.StringComparison.Ordinal);
        Assert.ThrowsAny<XunitException>(run.CompilesStrictly);
    }

    [Fact]
    public void TrackingNames_AreFoundByReflection() => Assert.NotEmpty(GeneratorUnderTest.Network.TrackedSteps);
}
