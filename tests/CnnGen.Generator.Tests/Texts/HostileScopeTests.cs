using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Tests.Diagnostics;
using CnnGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace CnnGen.Generator.Tests.Texts;

/// <summary>Whatever a user has in scope, emitted code means what it says and compiles without a warning.</summary>
public class HostileScopeTests
{
    private static readonly string[] Networks =
    [
        "[CnnGen.Network(3, 9, 9, Batch = 2), CnnGen.Conv(16, 3, Padding = 1), CnnGen.ReLU, CnnGen.MaxPool(2), CnnGen.Dense(20), CnnGen.Tanh, CnnGen.SoftmaxCrossEntropy, CnnGen.Sgd(Momentum = 0.9)]",
        "[CnnGen.Network(1, 8, 28), CnnGen.Conv(3, 3), CnnGen.LeakyReLU, CnnGen.AvgPool(2), CnnGen.Dense(40), CnnGen.Softmax, CnnGen.CrossEntropy]",
        "[CnnGen.Network(5, Scalar = CnnGen.Scalar.Double), CnnGen.Dense(4), CnnGen.Sigmoid, CnnGen.MeanSquaredError]",
        "[CnnGen.Network(3, ForwardOnly = true), CnnGen.Dense(2)]",
    ];

    private const string Types = "Span ReadOnlySpan MethodImpl MethodImplAttribute MethodImplOptions Unsafe Math MathF MemoryMarshal Vector128 Vector256 Vector512 Fma Avx512F AdvSimd System CnnGen Kernels Runtime Lanes Integers Vectors512 Plain Fused IsSupported GeneratedCode";

    // Extension methods of the names that emitted code calls, on everything that it calls them on: ambiguous or worse, were they found.
    private const string Extensions =
        "public static class Catching { " +
        "public static int AsSpan<T>(this T[] values, int start, int count) => 3; public static int CopyTo<T>(this T[] values, System.Span<T> target) => 3; " +
        "public static int Slice<T>(this System.Span<T> values, int start, int count) => 3; public static int CopyTo<T>(this System.ReadOnlySpan<T> values, System.Span<T> target) => 3; public static int Clear<T>(this System.Span<T> values) => 3; " +
        "public static int ToScalar(this System.Runtime.Intrinsics.Vector128<float> vector) => 3; public static int GetLower(this System.Runtime.Intrinsics.Vector512<float> vector) => 3; public static int AsInt32(this System.Runtime.Intrinsics.Vector512<float> vector) => 3; " +
        "public static int StoreUnsafe(this System.Runtime.Intrinsics.Vector512<float> vector, ref float target) => 3; public static int GetElement(this System.Runtime.Intrinsics.Vector128<float> vector, int index) => 3; }";

    // ? is the network's class.
    public static TheoryData<string, string> Scopes => new()
    {
        { "types beside it", "namespace Own { " + Classes(Types) + " ? }" },
        { "types around its namespace", "namespace Own { " + Classes(Types.Replace(" System", "", StringComparison.Ordinal).Replace(" CnnGen", "", StringComparison.Ordinal)) + " namespace Inner { ? } }" },
        { "types in it", "namespace Own { ?{" + Classes(Types, "private") + "} }" },
        { "types in its base", "namespace Own { public class Base { " + Classes(Types) + " } ?:Base }" },
        { "types in its container", "namespace Own { public partial class Outer { " + Classes(Types) + " ? } }" },
        { "type parameters around it", "public partial class Outer<Span, MethodImplOptions, System, CnnGen, Unsafe> { ? }" },
        { "members", "namespace Own { ?{ private int System, CnnGen, MethodImplOptions, MethodImpl, Kernels, Runtime, samples, values, random, input, caller, sample, count, learningRate, first; private int Span() => System + CnnGen + MethodImplOptions + MethodImpl + Kernels + Runtime + samples + values + random + input + caller + sample + count + learningRate + first; } }" },
        { "namespaces", string.Concat(Types.Split(' ').Select(name => $"namespace Own.{name} {{ internal class C {{ }} }} ")) + "namespace Own { ? }" },
        { "types in the global namespace", Classes(Types.Replace(" System ", " ", StringComparison.Ordinal).Replace(" CnnGen ", " ", StringComparison.Ordinal)) + " ?" },
        { "extension methods beside it", "namespace Own { " + Extensions + " ? }" },
        { "extension methods in the global namespace", Extensions + " ?" },
        { "extension methods in our namespaces", "namespace CnnGen.Kernels { " + Extensions + " } namespace CnnGen { " + Extensions + " } ?" },
        { "types in our namespace", "namespace CnnGen.Kernels { " + Classes(Types) + " } namespace CnnGen { " + Classes("Span Unsafe Vector512 Lanes System") + " } ?" },
        { "types called like kernels", "namespace Own { " + Classes("NetKernels512 Net512 Own_Net Own_Net512 NetKernels128") + " } namespace CnnGen.Kernels { " + Classes("Net512 NetKernels512 Own_Net512") + " } namespace Own { ? }" },
        { "its own namespace in ours", "namespace CnnGen.Kernels { ? }" },
        { "its own namespace is the library's", "namespace CnnGen { ? }" },
        { "keywords", "namespace @class.@namespace { public partial class @int { ?:Base } public class Base { public int @class, @ref; } }" },
    };

    [Theory]
    [MemberData(nameof(Scopes))]
    public void Scope_CatchesNothing(string about, string scope)
    {
        Assert.NotEmpty(about);
        foreach (RunOptions options in Options)
        {
            for (int i = 0; i < Networks.Length; i++) Compiles(options, InScope(scope, Networks[i], "Net"));
        }
    }

    // Words that C# gives a meaning in some places only. Not nint: kernels count in it, and a type or namespace of that name in the global namespace hides it.
    [Theory]
    [InlineData("var")]
    [InlineData("dynamic")]
    [InlineData("record")]
    [InlineData("scoped")]
    [InlineData("field")]
    [InlineData("value")]
    [InlineData("await")]
    [InlineData("partial")]
    [InlineData("where")]
    [InlineData("global")]
    [InlineData("unmanaged")]
    [InlineData("notnull")]
    [InlineData("required")]
    [InlineData("class")]
    [InlineData("Con")]
    public void NetworksAndNamespaces_MayBeCalled(string name)
    {
        foreach (RunOptions options in Options)
        {
            Compiles(options, InScope("namespace Own { ? }", Networks[0], "@" + name));
            Compiles(options, InScope("namespace @" + name + " { ? }", Networks[0], "Net"));
            Compiles(options, InScope("namespace Own { public class @" + name + " { } ? }", Networks[0], "Net"));
        }
    }

    [FactSince("CSharp10")]
    public void GlobalUsings_CatchNothing()
    {
        const string usings =
            "global using System; global using System.Linq; global using System.Collections.Generic; global using Catching; global using static Catching.Statics; " +
            "global using Span = System.String; global using ReadOnlySpan = System.String; global using MethodImplOptions = System.String; global using Unsafe = System.String; global using Vector512 = System.String; global using Lanes = System.String; global using CnnGen2 = System.String;";
        string others = "namespace Catching { " + Extensions.Replace("class Catching", "class Extending", StringComparison.Ordinal) +
            " public static class Statics { public static int Create(float value) => 3; public static int LoadUnsafe(ref float value) => 3; public static int Max(float x, float y) => 3; public static int shared, parameters, activations; } " + Classes("Math MathF Fma Vector128") + " }";
        foreach (string network in Networks)
        {
            foreach (string scope in (string[])["?", "namespace Own { ? }"]) Compiles(FactSinceAttribute.Options, usings, others, InScope(scope, network, "Net"));
        }
    }

    [Fact]
    public void ReferenceUnderAnAlias_IsFound()
    {
        foreach (RunOptions options in Options)
        {
            foreach (string network in Networks)
            {
                GeneratorRun run = GeneratorRun.Of(options with { LibraryAliases = ["Library", "Other"] }, "extern alias Library; " + InScope("namespace Own { ? }", network, "Net").Replace("global::CnnGen.", "Library::CnnGen.", StringComparison.Ordinal), "namespace CnnGen { internal class Runtime { } }");
                AssertNoWarning(run);
                Assert.Contains("Library::CnnGen.Runtime.", run.Text, StringComparison.Ordinal);
            }
        }
    }

    // Internals of one assembly are visible in another, and both have the network: CS0436 where types of one name meet.
    [Theory]
    [InlineData("namespace Own { ? }")]
    [InlineData("?")]
    [InlineData("internal partial class Program { ? }")]
    public void SameNetworkInAFriendAssembly_IsNoWarning(string scope)
    {
        foreach (string network in Networks)
        {
            string source = InScope(scope, network, "Net").Replace("public partial class Net", "internal partial class Net", StringComparison.Ordinal);
            GeneratorRun first = GeneratorRun.Of("[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Tests\")]", source);
            AssertNoWarning(first);
            MetadataReference reference = first.Output.WithAssemblyName("Friend").ToMetadataReference();
            AssertNoWarning(GeneratorRun.Of(RunOptions.Default with { More = [reference] }, source));
        }
    }

    [FactSince("CSharp11")]
    public void RequiredMembers_AreCarriedOver()
    {
        const string body = "{ public required string Tag { get; init; } public required int @class; public Net() : this(3) => System.GC.KeepAlive(null); }";
        string source = "namespace Own { public class Base { public required string Title { get; set; } public virtual required int Size { get; set; } public required int Hidden { private get; set; } } ?:Base }";
        GeneratorRun run = GeneratorRun.Of(FactSinceAttribute.Options, InScope(source, Networks[0], "Net").Replace(":Base { }", ":Base " + body.Replace(" public Net() : this(3) => System.GC.KeepAlive(null);", " public override required int Size { get; set; }", StringComparison.Ordinal), StringComparison.Ordinal));
        AssertNoWarning(run);
        Assert.Contains(" { Tag = Tag, @class = @class, Title = Title, Size = Size, Hidden = default };", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void CompliantAssemblies_GetNoWarning()
    {
        foreach (RunOptions options in Options)
        {
            foreach (string network in Networks) Compiles(options, "[assembly: System.CLSCompliant(true)]", InScope("namespace Own { ? }", network, "Net"));
        }
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp7_3, "net10.0", "C# 9 or later, and this project compiles as C# 7.3")]
    [InlineData(LanguageVersion.CSharp8, "net8.0", "C# 9 or later, and this project compiles as C# 8")]
    [InlineData(LanguageVersion.CSharp7_3, "netstandard2.1", "C# 8 or later, and this project compiles as C# 7.3")]
    [InlineData(LanguageVersion.CSharp6, "netstandard2.1", "C# 8 or later, and this project compiles as C# 6")]
    public void OldLanguage_IsOneError(LanguageVersion version, string references, string message)
    {
        RunOptions options = RunOptions.Default with { Language = version, References = ReferenceSet.All.Single(set => set.Name == references) };
        GeneratorRun run = GeneratorRun.Of(options, InScope("namespace Own { ? }", Networks[0], "Net"));
        Diagnostic error = Assert.Single(run.Diagnostics);
        Assert.Equal("CNN0015", error.Id);
        Assert.Contains(message, error.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Empty(run.Sources);
        Assert.Null(CompilerOutput.Problems(run.Output, DiagnosticSeverity.Error));
    }

    [Fact]
    public void DefaultLanguageOfNetstandard_IsEnough() => Assert.All(
        Networks,
        network => Compiles(RunOptions.Default with { Language = LanguageVersion.CSharp8, References = ReferenceSet.NetStandard21 }, InScope("namespace Own { ? }", network, "Net")));

    // Any two of the frameworks', the nullable and the overflow settings.
    private static IEnumerable<RunOptions> Options =>
    [
        RunOptions.Default,
        RunOptions.Default with { Language = LanguageVersion.Latest, Nullable = NullableContextOptions.Enable, Checked = true },
    ];

    private static string Classes(string names, string access = "public") => string.Concat(names.Split(' ').Select(name => $"{access} class {name} {{ }} {(name.EndsWith("Span", StringComparison.Ordinal) ? $"{access} class {name}<T> {{ }} " : "")}"));

    /// <summary>A scope with the network where its ? is: behind it a base class or a body may stand.</summary>
    private static string InScope(string scope, string network, string name)
    {
        string declaration = $"{network.Replace("CnnGen.", "global::CnnGen.", StringComparison.Ordinal)} public partial class {name}";
        return scope.Replace("?:Base", declaration + " :Base { }", StringComparison.Ordinal).Replace("?{", declaration + " {", StringComparison.Ordinal).Replace("?", declaration + " { }", StringComparison.Ordinal)
            .Replace("} { }", "}", StringComparison.Ordinal);
    }

    private static void Compiles(RunOptions options, params string[] sources) => AssertNoWarning(GeneratorRun.Of(options, sources));

    /// <summary>No warning in what was generated, no error anywhere: the sources here have doubtful names and no comments.</summary>
    private static void AssertNoWarning(GeneratorRun run)
    {
        Assert.Empty(run.Diagnostics);
        HashSet<string> own = run.Input.SyntaxTrees.Select(tree => tree.FilePath).ToHashSet(StringComparer.Ordinal);
        string? problems = CompilerOutput.Describe(CompilerOutput.DiagnosticsOf(run.Output).Where(diagnostic =>
            diagnostic.Severity == DiagnosticSeverity.Error || (diagnostic.Severity == DiagnosticSeverity.Warning && !own.Contains(diagnostic.Location.SourceTree?.FilePath ?? ""))));
        if (problems is not null) Assert.Fail(problems);
    }
}
