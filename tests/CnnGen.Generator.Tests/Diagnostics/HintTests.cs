using System.Collections.Generic;
using System.Threading.Tasks;
using CnnGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace CnnGen.Generator.Tests.Diagnostics;

/// <summary>CNN09xx: what is probably a mistake.</summary>
public sealed class HintTests
{
    [Theory]
    [InlineData("[Network(3, 8, 8), Conv(16, 3, {|CNN0902:2|})]", "Conv(16, 3, 2) has a kernel of 3×2; a 3×3 kernel with stride 2 is Conv(16, 3, Stride = 2)")]
    [InlineData("[Network(3, 8, 8), Conv(4, 5, {|CNN0902:kernelWidth: 2|}, Padding = 1)]", "Conv(4, 5, 2) has a kernel of 5×2; a 5×5 kernel with stride 2 is Conv(4, 5, Stride = 2)")]
    [InlineData("[Network(3, 8, 8), Conv(16, 3), ReLU, Conv(8, 3, {|CNN0902:2|}), Dense(2)]", "Conv(8, 3, 2) has a kernel of 3×2; a 3×3 kernel with stride 2 is Conv(8, 3, Stride = 2)")]
    public async Task LooksLikeStride(string attributes, string message)
    {
        Reported hint = Assert.Single(await Expect.Hints(Source.Network(attributes)));
        Assert.Equal((message, DiagnosticSeverity.Warning), (hint.Message, hint.Severity));
    }

    [Fact]
    public async Task LooksLikeStride_IsSaidOfEach() =>
        Assert.Equal(2, (await Expect.Hints(Source.Network("[Network(3, 8, 8), Conv(16, 3, {|CNN0902:2|}), Conv(16, 3, {|CNN0902:2|})]"))).Count);

    [Theory]
    [InlineData("[Network(3, 8, 8), Conv(16, 3)]")]
    [InlineData("[Network(3, 8, 8), Conv(16, 5, 3)]")]
    [InlineData("[Network(3, 8, 8), Conv(16, 1, 2)]")]
    [InlineData("[Network(3, 8, 8), Conv(16, 2, 2)]")]
    [InlineData("[Network(3, 8, 8), Conv(16, 3, 2, Stride = 1)]")]
    [InlineData("[Network(3, 8, 8), Conv(16, 3, 2, StrideWidth = 2)]")]
    [InlineData("[Network(3, 8, 2), Conv(16, 3, 2)]")] // The square kernel would not fit.
    [InlineData("[Network(3, 8, 8), MaxPool(3, 2)]")]
    public async Task LooksRight(string attributes) => Assert.Empty(await Expect.Hints(Source.Network(attributes)));

    [Theory]
    [InlineData("[Network(28, 28), Dense(2)]", "Network(28, 28)", "Network(28, 28) is a one-dimensional network of 28 channels and 28 positions; an image of 28×28 with one channel is Network(1, 28, 28)")]
    [InlineData("[Network(2, 2, Batch = 4), Dense(2)]", "Network(2, 2, Batch = 4)", "Network(2, 2) is a one-dimensional network of 2 channels and 2 positions; an image of 2×2 with one channel is Network(1, 2, 2)")]
    public async Task LooksTwoDimensional(string attributes, string underlined, string message)
    {
        // Not by Expect.Hints: one-dimensional networks are not yet supported, which is an error besides.
        string source = Source.Network(attributes);
        Diagnostic hint = Assert.Single(await HintsOf(source));
        Assert.Equal(
            ("CNN0901", underlined, message, DiagnosticSeverity.Warning),
            (hint.Id, source.Substring(hint.Location.SourceSpan.Start, hint.Location.SourceSpan.Length), hint.GetMessage(), hint.Severity));
    }

    [Theory]
    [InlineData("[Network(3, 28), Dense(2)]")]
    [InlineData("[Network(1, 1), Dense(2)]")]
    [InlineData("[Network(0, 0), Dense(2)]")]
    public async Task LooksOneDimensional(string attributes) => Assert.Empty(await HintsOf(Source.Network(attributes)));

    [Theory]
    [InlineData("CNN0902", "[Network(3, 8, 8), Conv(16, 3, 2)]")]
    [InlineData("CNN0901", "[Network(28, 28), Dense(2)]")]
    public async Task Pragma_Suppresses(string id, string attributes)
    {
        string source = Source.Network(attributes);
        Assert.Single(await HintsOf(source));
        Assert.Empty(await HintsOf($"#pragma warning disable {id}\n{source}"));
        Assert.Empty(await HintsOf($"#pragma warning disable {id}\n{source}#pragma warning restore {id}\n"));
        Assert.Single(await HintsOf($"#pragma warning disable {id}\n#pragma warning restore {id}\n{source}"));
        Assert.Single(await HintsOf($"#pragma warning disable CNN0900\n{source}"));
    }

    [Fact]
    public async Task Attribute_Suppresses() =>
        Assert.Empty(await HintsOf(Source.Network("[System.Diagnostics.CodeAnalysis.SuppressMessage(\"CnnGen\", \"CNN0902\")] [Network(3, 8, 8), Conv(16, 3, 2)]")));

    [Fact]
    public void Pragma_SuppressesNoError() =>
        Assert.Single(Expect.Errors("#pragma warning disable CNN0201\n" + Source.Network("[Network(3), Dense({|CNN0201:0|})]")));

    private static async Task<IReadOnlyList<Diagnostic>> HintsOf(string source) =>
        await GeneratorRun.Of(source).Output.WithAnalyzers([new NetworkAnalyzer()]).GetAnalyzerDiagnosticsAsync();
}
