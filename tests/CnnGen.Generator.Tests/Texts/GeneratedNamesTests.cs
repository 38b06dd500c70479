using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Emission;
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
        .Append("[Network(8, Batch = 2)] [Dense(8), Tanh, Dense(8), Tanh]")
        .Append(
            "[Network(4, Batch = 2)] [Input(\"v_w\", 4)] [Add(\"v_w\"), Dense(3), Output(\"one\"), SoftmaxCrossEntropy, Dense(2), Output(\"two\"), MeanSquaredError]")
        .Append("[Network(4, Batch = 2, ForwardOnly = true)] [Input(\"v\", 4)] [Add(\"v\"), Output(\"one\"), Dense(2), Output(\"two\")]"));

    // The clash check speaks of names before any text is written, and before it is known which dialects there will be: the texts with all
    // of them and with none must have these members, and no others.
    [Theory]
    [MemberData(nameof(Declarations))]
    public void Names_AreThoseOfTheEmittedMembers(string declaration)
    {
        GeneratorRun run = GeneratorRun.Of(Source.Network(declaration));
        GeneratorRun plain = GeneratorRun.Of(RunOptions.Default with { References = ReferenceSet.NetStandard21 }, Source.Network(declaration));
        Assert.Equal(Ordered(MembersOf(run).Concat(MembersOf(plain))), Ordered(MemberNames.Of(Plans.Of(declaration))));
    }

    [Fact]
    public void NamesThatDifferInCaseOnly_GetFilesOfTheirOwn()
    {
        GeneratorRun run = GeneratorRun.Of(
            "[CnnGen.Network(2), CnnGen.Dense(3)] partial class Net { }\n[CnnGen.Network(2), CnnGen.Dense(3)] partial class NET { }\nnamespace Net2 { class C { [CnnGen.Network(2), CnnGen.Dense(3)] partial class Net { } } }".Replace(
                "class C", "partial class C", StringComparison.Ordinal));
        string[] suffixes = ["-128.g.cs", "-256.g.cs", "-512.g.cs", "-Fused.g.cs", "-Plain.g.cs", "-Steps.g.cs", ".g.cs"];
        string[] names = run.Sources
            .Select(source => source.HintName)
            .Where(name => name.EndsWith("-Steps.g.cs", StringComparison.Ordinal))
            .Select(name => name[..^"-Steps.g.cs".Length])
            .ToArray();
        Assert.Collection(
            names,
            name => Assert.Matches("^NET-[0-9a-f]{16}$", name),
            name => Assert.Matches("^Net-[0-9a-f]{16}$", name),
            name => Assert.Equal("Net2.C_Net", name));
        Assert.Equal(
            (from name in names from suffix in suffixes select name + suffix).Order(StringComparer.Ordinal), run.Sources.Select(source => source.HintName));
        Assert.DoesNotContain(run.Output.GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }

    // Kernels use Unsafe, Math and MemoryMarshal; a namespace of the user's may be called so.
    [Fact]
    public void NamespacesCalledAsTheFrameworksClasses_HideNothing()
    {
        string network =
            "[CnnGen.Network(3, 9, 9), CnnGen.Conv(16, 3, Padding = 1), CnnGen.ReLU, CnnGen.MaxPool(2), CnnGen.Dense(20), CnnGen.Tanh, CnnGen.SoftmaxCrossEntropy, CnnGen.Sgd] partial class Net { }";
        string others = string.Concat(
            ((string[])["Unsafe", "Math", "MemoryMarshal", "Vector512", "Fma", "System", "CnnGen2"])
                .Select(name => $"namespace Game.{name} {{ class C {{ }} }}\n"));
        GeneratorRun run = GeneratorRun.Of($"namespace Game {{ {network} }}\n{others}");
        Assert.DoesNotContain(run.Output.GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }

    [Fact]
    public void NestedClasses_ShareNoKernelsWithOthers()
    {
        const string Attributes = "[CnnGen.Network(20), CnnGen.Dense(20)]";
        GeneratorRun run = GeneratorRun.Of(
            $"partial class A {{ {Attributes} partial class B {{ }} }} {Attributes} partial class A_B {{ }} namespace A_ {{ {Attributes} partial class B {{ }} }} {Attributes} partial class A__B {{ }}");
        Assert.DoesNotContain(run.Output.GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }

    // 4 million columns: what Winograd's transforms would take is no int.
    [Theory]
    [InlineData("[Network(16, 2, 4194304)] [Conv(16, 3, Padding = 1)]")]
    [InlineData("[Network(16, 4194304, 2)] [Conv(16, 3, Padding = 1), ReLU, MaxPool(2)]")]
    [InlineData("[Network(1, 1, 100000000)] [Conv(1, 1, 1000000)]")]
    [InlineData("[Network(8, 1, 5000)] [Conv(8, 1, 3, Groups = 8, Dilation = 1000)]")]
    public void HugeShapes_AreEmitted(string declaration) =>
        Assert.InRange(GeneratorRun.Of(Source.Network(declaration)).CompilesStrictly().Text.Length, 1, 1_000_000);

    [Fact]
    public void EqualLayers_ShareAKernel()
    {
        string text = GeneratorRun.Of(Source.Network("[Network(20, Batch = 2)] [Dense(20), Tanh, Dense(20), Tanh] [MeanSquaredError]")).Text;
        Assert.Equal(4, Count(text, "internal static void Dense20To20Forward("));
        Assert.Equal(1, Count(text, "private void Dense1Forward("));
        Assert.Equal(2, Count(text, "CnnGenKernels::Plain.Dense20To20Forward("));

        // And in each dialect.
        Assert.Equal(3, Count(text, "internal static void Dense20To20Forward(ref float input"));
        Assert.Equal(2, Count(text, "CnnGenKernels::Vectors512.Dense20To20Forward(ref input, ref weights, ref bias, ref output, samples);"));
    }

    [Fact]
    public void Text_IsTheSameFromAnyCulture()
    {
        // GeneratorRun always runs in a comma culture; here is the other.
        string here = GeneratorRun.Of(Source.Network("[Network(70000)] [Dense(3), LeakyReLU(0.123), Dense(1)] [MeanSquaredError] [Sgd(Momentum = 0.95)]")).Text;
        Assert.Contains("0.123f * y", here, StringComparison.Ordinal);
        Assert.Contains("0.95f * velocities[i]", here, StringComparison.Ordinal);
        Assert.Contains("210,000", here, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', here);
    }

    private static IEnumerable<string> Ordered(IEnumerable<string> names) => names.Distinct().Order(StringComparer.Ordinal);

    private static IEnumerable<string> MembersOf(GeneratorRun run) => run.Output.GetTypeByMetadataName(Source.FullName("Net"))!.GetMembers()
        .Where(member => !member.IsImplicitlyDeclared && member.CanBeReferencedByName && member is not IMethodSymbol { MethodKind: not MethodKind.Ordinary })
        .Where(member => !member.Name.Contains('.', StringComparison.Ordinal))
        .Select(member => member.Name);

    private static int Count(string text, string part) => (text.Length - text.Replace(part, "", StringComparison.Ordinal).Length) / part.Length;
}
