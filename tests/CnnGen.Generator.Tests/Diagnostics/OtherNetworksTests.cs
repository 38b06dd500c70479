using System;
using System.Linq;
using System.Reflection;
using CnnGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Xunit;

namespace CnnGen.Generator.Tests.Diagnostics;

/// <summary>
/// Constants that another network is given simply work, though they are not there when the generator runs; CNN0208: unless they depend on themselves.
/// </summary>
public sealed class OtherNetworksTests
{
    private const string Encoder = "[CnnGen.Network(6, Batch = 4), CnnGen.Dense(5), CnnGen.Sgd(Momentum = 0.9)] public sealed partial class Encoder { }";

    [Theory]
    [InlineData("[Network(Encoder.OutputSize), Dense(2)]", 5, 2)]
    [InlineData("[Network(features: Encoder.OutputSize), Dense(units: 2)]", 5, 2)]
    [InlineData("[Network(Encoder.InputSize), Dense(Encoder.Batch)]", 6, 4)]
    [InlineData("[Network(Encoder.ParameterCount), Dense(Encoder.OptimizerStateCount)]", 35, 35)]
    [InlineData("[Network(Encoder.BufferCount + 1), Dense(2)]", 1, 2)]
    [InlineData("[Network(Encoder.OutputSize * 2 - 1), Dense((Encoder.OutputSize + 1) / 2)]", 9, 3)]
    [InlineData("[Network(checked(Encoder.OutputSize << 1)), Dense((int)(long)Encoder.OutputSize % 3)]", 10, 2)]
    [InlineData("[Network(Encoder.OutputSize > 4 ? 7 : 8), Dense(-(-Encoder.OutputSize))]", 7, 5)]
    [InlineData("[Network(1, Encoder.OutputSize, Encoder.OutputSize), Conv(2, Encoder.OutputSize, Padding = Encoder.OutputSize / 2), Dense(3)]", 25, 3)]
    [InlineData("[Network(global::Encoder.OutputSize), Dense(2)]", 5, 2)]
    [InlineData("[Network(3, Batch = Encoder.OutputSize), Dense(2), LeakyReLU(Encoder.OutputSize)]", 3, 2)]
    [InlineData("[Network(3), Dense(Encoder.OutputSize, Bias = Encoder.OutputSize != 5), Sgd(Momentum = Encoder.OutputSize / 10.0)]", 3, 5)]
    [InlineData("[Network(Alias.OutputSize), Dense(2)]", 5, 2)]
    [InlineData("[Network(Code), Dense(Twice)]", 5, 10)] // By using static.
    [InlineData("[Network(Shapes.Code), Dense(Shapes.Twice)]", 5, 10)]
    [InlineData("[Network(Shapes.Wide > 4.5 ? 3 : 4), Dense(Shapes.Twice)]", 3, 10)]
    [InlineData("[Network(Middle.OutputSize), Dense(2)]", 3, 2)] // Middle is declared with the encoder.
    [InlineData("[Network(Deep.Space.Holder.Inner.OutputSize), Dense(2)]", 4, 2)]
    [InlineData("[Network(8), Dense(4), ReLU, Dense(Net.InputSize)]", 8, 8)]
    [InlineData("[Network(8), Dense(4), ReLU, Dense(InputSize)]", 8, 8)] // Its own members are in reach.
    [InlineData("[Network(8, Batch = 3), Dense(Net.Batch)]", 8, 3)]
    [InlineData("[Network(Derived.OutputSize), Dense(2)]", 5, 2)]
    [InlineData("[Network((int)Codes.Code), Dense((int)Codes.Next)]", 5, 6)]
    [InlineData("[Network((int)Codes.Both), Dense((int)Codes.AfterBoth)]", 13, 14)]
    [InlineData("[Network(6, Scalar = Shapes.Precision), Dense(2)]", 6, 2)]
    [InlineData("[Network(Shapes.Chosen == Size.Big ? 8 : 4), Dense((int)Shapes.Chosen)]", 8, 3)]
    [InlineData("[Network(Shapes.Wrapped == Distance.Far ? 8 : 4), Dense(2)]", 8, 2)]
    [InlineData("[Network(3), Dense(2, Name = Shapes.Nameless)]", 3, 2)]
    [InlineData("[Network(3), Dense(2, Name = Shapes.Named)]", 3, 2)]
    public void Constants_OfOthers(string attributes, int inputs, int outputs)
    {
        string source = $$"""
            using CnnGen;
            using Alias = Encoder;
            using static Shapes;
            {{attributes}} public sealed partial class Net { }
            {{Encoder.Replace("sealed ", "", StringComparison.Ordinal)}}
            public static class Shapes { public const int Code = Encoder.OutputSize, Twice = Code * 2; public const double Wide = Code;
                public const Scalar Precision = Encoder.OutputSize > 4 ? Scalar.Double : Scalar.Single;
                public const Size Chosen = Encoder.OutputSize > 4 ? Size.Big : Size.Small;
                public const Distance Wrapped = Encoder.OutputSize > 4 ? Distance.Far : 0;
                public const string? Nameless = Encoder.OutputSize > 4 ? null : "nobody", Named = Encoder.OutputSize > 4 ? "somebody" : null; }
            public enum Codes { None, Code = Encoder.OutputSize, Next, Both = Code | 8, AfterBoth }
            public enum Size { Small = 1, Big = 3 }
            public enum Distance : ulong { Near, Far = 1UL << 40 }
            [Network(Encoder.OutputSize), Dense(3)] public sealed partial class Middle { }
            public sealed class Derived : Encoder { public Derived() : base(1) { } }
            namespace Deep.Space { public static partial class Holder { [Network(Encoder.OutputSize), Dense(4)] public sealed partial class Inner { } } }
            """;
        Assembly assembly = Compile(source);
        Assert.True(Running.All(assembly, source) >= 3);
        Type net = assembly.GetType("Net")!;
        Assert.Equal((inputs, outputs), ((int)net.GetField("InputSize")!.GetRawConstantValue()!, (int)net.GetField("OutputSize")!.GetRawConstantValue()!));
    }

    /// <summary>A value may have its type's name.</summary>
    [Theory]
    [InlineData("public Encoder Encoder { get; } = new(1);")]
    [InlineData("public Encoder Encoder = new(1);")]
    [InlineData("public static Encoder Encoder => new(1);")]
    public void Constants_OfOthers_BesideAValueOfTheSameName(string member)
    {
        string source =
            $"using CnnGen; {Encoder} public partial class App {{ {member} [Network(Encoder.OutputSize), Dense(2)] public sealed partial class Net {{ }} }}";
        Assembly assembly = Compile(source);
        Assert.Equal(2, Running.All(assembly, source));
        Assert.Equal(5, assembly.GetType("App+Net")!.GetField("InputSize")!.GetRawConstantValue());
    }

    /// <summary>A bare name is the network's own member, as the compiler will see it, whatever it means before that is there.</summary>
    [Theory]
    [InlineData("public partial class App { public const int OutputSize = 9; [Network({|CNN0208:OutputSize|}), Dense(2)] public sealed partial class Net { } }")]
    [InlineData("public static class Config { public const int OutputSize = 9; } [Network({|CNN0208:OutputSize|}), Dense(2)] public sealed partial class Net { }")]
    public void Circles_ThatHideOtherConstants(string source) =>
        Assert.Equal(
            "features of Network depends on itself: Net.OutputSize → Net.OutputSize",
            Expect.Message($"using CnnGen; {(source.Contains("Config") ? "using static Config; " : "")}{source}"));

    [Theory]
    [InlineData("public partial class App { public const int InputSize = 9; [Network(8), Dense(InputSize)] public sealed partial class Net { } }", 8)]
    [InlineData("public partial class App { public const int InputSize = 9; [Network(8), Dense(App.InputSize)] public sealed partial class Net { } }", 9)]
    public void BareNames_AreItsOwn(string source, int outputs) =>
        Assert.Equal(outputs, Compile("using CnnGen; " + source).GetType("App+Net")!.GetField("OutputSize")!.GetRawConstantValue());

    [Fact]
    public void Constants_OfOthers_InOtherFiles_AndByGlobalUsing()
    {
        RunOptions latest = RunOptions.Default with { Language = Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp10 };
        GeneratorRun run = GeneratorRun.Of(
            latest,
            "using CnnGen; [Network(Code), Dense(2)] public sealed partial class Net { }",
            "global using static Shapes;",
            "public static class Shapes { public const int Code = Encoder.OutputSize; }",
            Encoder);
        Assert.Empty(run.Diagnostics);
        Assert.Contains("public const int InputSize = 5", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Constants_OfReferencedProjects()
    {
        // As an editor sees them: with what was generated there, and before it.
        GeneratorRun library = GeneratorRun.Of(Encoder + " public static class Shapes { public const int Code = Encoder.OutputSize; }");
        Assert.Equal([], Reported(library.Output));
        Assert.Equal(["CNN0207", "CNN0207", "CS0117", "CS0182"], Reported(library.Input));

        static string[] Reported(Compilation library)
        {
            Compilation project = RunOptions.Default.Compile(
                ["using CnnGen; [Network(Encoder.OutputSize), Dense(Shapes.Code)] public sealed partial class Net { }"])
                .AddReferences(library.ToMetadataReference())
                .WithAssemblyName("Project");
            GeneratorDriver driver = Microsoft.CodeAnalysis.CSharp.CSharpGeneratorDriver.Create(
                [new NetworkGenerator().AsSourceGenerator()], parseOptions: RunOptions.Default.ParseOptions);
            driver.RunGeneratorsAndUpdateCompilation(project, out Compilation output, out var reported);
            return reported
                .Concat(output.GetDiagnostics())
                .Where(one => one.Severity == DiagnosticSeverity.Error)
                .Select(one => one.Id)
                .Order(StringComparer.Ordinal)
                .ToArray();
        }
    }

    [Fact]
    public void Chains_OfManyNetworks()
    {
        string source = "using CnnGen; [Network(2), Dense(3)] public sealed partial class Net0 { } " + string.Concat(Enumerable.Range(1, 30).Select(i =>
            $"[Network(Net{i - 1}.OutputSize), Dense(Net{i - 1}.OutputSize), Dense(Net{i - 1}.OutputSize + Net{i - 1}.InputSize - Net{i - 1}.InputSize)] public sealed partial class Net{i} {{ }} "));
        Assert.Equal(31, Running.All(Compile(source), source));
    }

    [Theory]
    [InlineData("[Network(6), Dense({|CNN0208:Net.OutputSize|})]", "units of Dense depends on itself: Net.OutputSize → Net.OutputSize")]
    // Its own comes before Other's.
    [InlineData("[Network({|CNN0208:OutputSize|}), Dense(2)]", "features of Network depends on itself: Net.OutputSize → Net.OutputSize")]
    [InlineData("[Network(6), Dense({|CNN0208:Net.ParameterCount|})]", "units of Dense depends on itself: Net.ParameterCount → Net.ParameterCount")]
    [InlineData("[Network({|CNN0208:Net.InputSize|}), Dense(2)]", "features of Network depends on itself: Net.InputSize → Net.InputSize")]
    [InlineData("[Network(6), Dense({|CNN0208:Net.Size|})]", "units of Dense depends on itself: Net.Size → Net.OutputSize → Net.Size")]
    [InlineData("[Network(6), Dense({|CNN0208:Size|} + 1)]", "units of Dense depends on itself: Net.Size → Net.OutputSize → Net.Size")]
    public void Circles(string attributes, string message)
    {
        string marked = attributes.Replace("{|CNN0208:Size|} + 1", "{|CNN0208:Size + 1|}", StringComparison.Ordinal);
        Assert.Equal(
            message,
            Expect.Message(
                $"using CnnGen; using static Other; {marked} public sealed partial class Net {{ public const int Size = Net.OutputSize; }} [Network(3), Dense(2)] public sealed partial class Other {{ }}"));
    }

    [Fact]
    public void Circles_OfSeveral_AreToldInEach_AndNotBesideThem()
    {
        Assert.Equal(
            [
                "units of Dense depends on itself: B.OutputSize → C.OutputSize → A.OutputSize → B.OutputSize",
                "units of Dense depends on itself: C.OutputSize → A.OutputSize → B.OutputSize → C.OutputSize",
                "units of Dense depends on itself: A.OutputSize → B.OutputSize → C.OutputSize → A.OutputSize"],
            Expect.Errors("""
                using CnnGen;
                [Network(3), Dense({|CNN0208:B.OutputSize|})] public sealed partial class A { }
                [Network(3), Dense({|CNN0208:C.OutputSize|})] public sealed partial class B { }
                [Network(3), Dense({|CNN0208:A.OutputSize|})] public sealed partial class C { }
                [Network(A.OutputSize), Dense(2)] public sealed partial class Beside { }
                """).Select(error => error.Message));
    }

    [Fact]
    public void MistakeInAnother_IsToldThere()
    {
        Assert.Single(
            Expect.Errors(
                "using CnnGen; [Network(3), Dense({|CNN0201:0|})] public sealed partial class Encoder { } [Network(Encoder.OutputSize), Dense(2), Dense(Encoder.OutputSize)] public sealed partial class Net { }"));
        Assert.Equal(
            2,
            Expect.Errors(
                "using CnnGen; [Network(3), Dense({|CNN0201:0|})] public sealed partial class Encoder { } [Network(Encoder.OutputSize), Dense({|CNN0201:-1|})] public sealed partial class Net { }").Count);

        // Its input is known all the same.
        Assert.Equal(
            2,
            Expect.Errors(
                "using CnnGen; [Network(3), Dense({|CNN0201:0|})] public sealed partial class Encoder { } [Network(1, 3, 3), Conv(6, {|CNN0301:Encoder.InputSize + 1|})] public sealed partial class Net { }").Count);
    }

    [Fact]
    public void ValuesOfOthers_AreChecked() => Assert.Equal(
        "units of dense1 is at least 1; -1 came",
        Expect.Message(
            $"using CnnGen; {Encoder} [Network(3), Dense({{|CNN0201:Encoder.OutputSize - Encoder.InputSize|}})] public sealed partial class Net {{ }}"));

    [Theory]
    [InlineData("Dense(Encoder.OutptSize)", "CS0117")] // All that a network is given is known.
    [InlineData("Dense(Encoder.OutputSize * 1000000000)", "CS0220")]
    [InlineData("Dense(Encoder.OutputSize * 1.5)", "CS1503")]
    [InlineData("Dense(Encoder.OutputSize / Encoder.BufferCount)", "CS0020")]
    [InlineData("Dense(2, Bias = Encoder.OutputSize)", "CS0029")]
    [InlineData("Dense(Reader.OptimizerStateCount)", "CS0117")]
    public void TheCompilersErrors_AreTheCompilers(string layer, string id) => Assert.Empty(Expect.Errors(
        $"using CnnGen; {Encoder} [Network(3, ForwardOnly = true), Dense(2)] public sealed partial class Reader {{ }} [Network(3), {layer}] public sealed partial class Net {{ }}",
        id));

    private static Assembly Compile(string source)
    {
        (var reported, Diagnostic[] errors, Assembly? assembly) = OtherGenerator.RunBeside("", source);
        Assert.True(assembly != null, CompilerOutput.Describe(reported.Concat(errors)));
        Assert.Empty(GeneratorRun.Of(source).Diagnostics);   // cached in a second run
        return assembly!;
    }
}
