using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Emission;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Tests.Gradients;
using CnnGen.Generator.Tests.Harness;
using CnnGen.Generator.Tests.Stages;
using Microsoft.CodeAnalysis;
using Xunit;

namespace CnnGen.Generator.Tests.Texts;

public class GeneratedNamesTests
{
    public static TheoryData<string> Declarations => new(GradientTable.ByName.Values.Where((_, i) => i % 7 == 0)
        .Append("[Network(1, 6, 6, ForwardOnly = true)] [Conv(2, 3, Padding = 1), ReLU, MaxPool(2), Dense(2)]")
        .Append("[Network(8, Batch = 2)] [Dense(8), Tanh, Dense(8), Tanh]"));

    // The clash check speaks of names before any text is written; the text must have these members and no others.
    [Theory]
    [MemberData(nameof(Declarations))]
    public void Names_AreThoseOfTheEmittedMembers(string declaration)
    {
        GeneratorRun run = GeneratorRun.Of(Source.Network(declaration));
        INamedTypeSymbol type = run.Output.GetTypeByMetadataName(Source.FullName("Net"))!;
        IEnumerable<string> members = type.GetMembers().Where(member => !member.IsImplicitlyDeclared && member.CanBeReferencedByName && member is not IMethodSymbol { MethodKind: not MethodKind.Ordinary })
            .Where(member => !member.Name.Contains('.', StringComparison.Ordinal))
            .Select(member => member.Name).Distinct().Order(StringComparer.Ordinal);
        NetworkPlan plan = Plans.Of(declaration);
        Assert.Equal(members, MemberNames.Of(plan).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void NamesThatDifferInCaseOnly_GetFilesOfTheirOwn()
    {
        GeneratorRun run = GeneratorRun.Of("[CnnGen.Network(2), CnnGen.Dense(3)] partial class Net { }\n[CnnGen.Network(2), CnnGen.Dense(3)] partial class NET { }\nnamespace Net2 { class C { [CnnGen.Network(2), CnnGen.Dense(3)] partial class Net { } } }".Replace("class C", "partial class C", StringComparison.Ordinal));
        Assert.Equal(["NET-1-Steps.g.cs", "NET-1.g.cs", "Net-2-Steps.g.cs", "Net-2.g.cs", "Net2.C.Net-Steps.g.cs", "Net2.C.Net.g.cs"], run.Sources.Select(source => source.HintName));
        Assert.DoesNotContain(run.Output.GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }

    [Fact]
    public void EqualLayers_ShareAKernel()
    {
        string text = GeneratorRun.Of(Source.Network("[Network(8, Batch = 2)] [Dense(8), Tanh, Dense(8), Tanh] [MeanSquaredError]")).Text;
        Assert.Equal(1, Count(text, "private static void Dense8To8Forward("));
        Assert.Equal(1, Count(text, "private void Dense1Forward("));
        Assert.Equal(2, Count(text, " Dense8To8Forward(input, weights, bias, output, samples);"));
    }

    [Fact]
    public void Text_IsTheSameFromAnyCulture()
    {
        // GeneratorRun always runs in a comma culture; here is the other.
        string here = GeneratorRun.Of(Source.Network("[Network(70000)] [Dense(3), LeakyReLU(0.123), Dense(1)] [MeanSquaredError] [Sgd(Momentum = 0.95)]")).Text;
        Assert.Contains("0.123f * x", here, StringComparison.Ordinal);
        Assert.Contains("0.95f * state[i]", here, StringComparison.Ordinal);
        Assert.Contains("210,000", here, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', here);
    }

    private static int Count(string text, string part) => (text.Length - text.Replace(part, "", StringComparison.Ordinal).Length) / part.Length;
}
