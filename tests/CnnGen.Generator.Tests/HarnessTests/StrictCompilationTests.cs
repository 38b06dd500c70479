using System;
using System.Linq;
using CnnGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;
using Xunit.Sdk;

namespace CnnGen.Generator.Tests.HarnessTests;

public sealed class StrictCompilationTests
{
    private static readonly string Network = Source.Network("[Network(3), Dense(2)]");

    [Fact]
    public void Covering_HoldsEveryPairOfSettings()
    {
        Func<StrictVariant, object>[] settings =
        [
            variant => variant.Place,
            variant => variant.Options.References,
            variant => variant.Options.Nullable,
            variant => variant.Options.Checked,
            variant => variant.Options.Language,
        ];
        foreach (Func<StrictVariant, object> one in settings)
        {
            foreach (Func<StrictVariant, object> other in settings.Where(setting => setting != one))
            {
                int expected = StrictVariant.Covering.Select(one).Distinct().Count() * StrictVariant.Covering.Select(other).Distinct().Count();
                Assert.Equal(expected, StrictVariant.Covering.Select(variant => (one(variant), other(variant))).Distinct().Count());
            }
        }
    }

    [Fact]
    public void SoundCode_PassesInEveryVariant()
    {
        foreach (StrictVariant variant in StrictVariant.Covering)
        {
            RunOptions options = variant.Options with { Generator = StandInGenerator.Options().Generator };
            // The stand-in does not open the types around a class.
            if (variant.Place != Place.Nested) StrictCompilation.Check(options, [Source.Network("[Network(3), Dense(2)]", place: variant.Place)]);
        }
    }

    [Fact]
    public void SourceOfEachPlace_IsSilent()
    {
        foreach (StrictVariant variant in StrictVariant.Covering)
        {
            CSharpCompilation compilation = variant.Options.Compile(
                [Source.Network("[Network(3), Dense(2)]", "One", variant.Place), Source.Network("[Network(3), Dense(2)]", "Two", variant.Place)]);
            Assert.Null(CompilerOutput.Problems(compilation, DiagnosticSeverity.Warning));
            Assert.NotNull(compilation.GetTypeByMetadataName(Source.FullName("One", variant.Place)));
        }
    }

    [Theory]
    [InlineData(nameof(Fault.WritesWarning), "CS0219 Warning")]
    [InlineData(nameof(Fault.WritesError), "CS0029 Error")]
    [InlineData(nameof(Fault.WritesBadDocumentation), "CS1574 Warning")]
    public void Fault_IsCaughtWithItsSource(string fault, string reported)
    {
        var failure = Assert.ThrowsAny<XunitException>(() => StrictCompilation.Check(StandInGenerator.Options(Enum.Parse<Fault>(fault)), [Network]));
        Assert.Contains(reported, failure.Message, StringComparison.Ordinal);
        Assert.Contains("Net.g.cs", failure.Message, StringComparison.Ordinal);
        Assert.Contains("      9 |     public static void Do()", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("class A { void B() { int c = 1; } }", "CS0219")]
    [InlineData("class A { public string B() { return null; } }", "CS8603")]
    [InlineData("class A { const int B = int.MaxValue; int C() { unchecked { return B + 1; } } int D() => B + 1; }", "CS0220")]
    [InlineData("class A { unsafe void B() { } }", "CS0227")]
    [InlineData("namespace A; class B { }", "CS8773")]
    [InlineData("/// <summary>A</summ>\npublic class A { }", "CS1570")]
    [InlineData("/// <summary>A</summary>\npublic class A { public void B() { } }", "CS1591")]
    [InlineData("/// <summary>A</summary>\npublic class A { /// <summary>B</summary>\n/// <param name=\"d\">D</param>\npublic void B(int c) { } }", "CS1572")]
    public void Compiler_SaysAllItCan(string source, string id)
    {
        RunOptions options = RunOptions.Default with { Nullable = NullableContextOptions.Enable, Checked = true };
        string? problems = CompilerOutput.Problems(options.Compile([source]), DiagnosticSeverity.Warning);
        Assert.Contains(id, problems, StringComparison.Ordinal);
    }
}
