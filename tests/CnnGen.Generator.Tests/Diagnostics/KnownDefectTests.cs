using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Xunit;

namespace CnnGen.Generator.Tests.Diagnostics;

/// <summary>What the generator still does wrong. A row that is mended moves to the tests of its topic; the class goes with the last one.</summary>
public sealed class KnownDefectTests
{
    private const string Reason = "Known defects.";

    [Theory(Skip = Reason)]

    // CNN0014 beside an error of the compiler's own: CS7036, CS0709.
    [InlineData("[Network(3), Dense(2)] public partial class Net : Base { } public class Base { public Base(int number) { } }", 1)]
    [InlineData("[Network(3), Dense(2)] public partial class Net : Base { } public static class Base { }", 1)]

    // CNN0014 where nothing is wrong: a nested class sees the private constructor.
    [InlineData("public partial class Outer { private Outer() { } [Network(3), Dense(2)] public partial class Net : Outer { } }")]

    // CS0121 in the generated text: two constructors of the base class could be meant.
    [InlineData("[Network(3), Dense(2)] public partial class Net : Base { } public class Base { public Base(int number = 3) { } public Base(string text = null) { } }", 1)]

    // A misspelt loss: the class has no Loss. (The attribute is two messages from the compiler alone, with and without "Attribute".)
    [InlineData("[Network(3), Dense(2), MeanSquareError] public partial class Net { public float Use() => Loss(new float[2]); }", 2)]

    // An extension method of the network's own namespace is called instead of the framework's.
    [InlineData("namespace Own { public static class Extensions { [System.Obsolete(\"\", true)] public static System.Span<float> AsSpan(this float[] array, int start, int length) => default; } [Network(3), Dense(2)] public partial class Net { } }")]
    public void MostMessages(string source, int most = 0) => AssertMostMessages(RunOptions.Default, source, most);

    [FactSince("CSharp11", Skip = Reason)]
    public void MostMessages_OfRequiredMembers()
    {
        // CS9035 in the generated text, which constructs the class.
        AssertMostMessages(FactSinceAttribute.Options, "[Network(3), Dense(2)] public partial class Net { public required int Size { get; set; } }", 1);
        AssertMostMessages(FactSinceAttribute.Options, "[Network(3), Dense(2)] public partial class Net : Base { } public class Base { public required int Size { get; set; } }", 1);
    }

    private static void AssertMostMessages(RunOptions options, string source, int most)
    {
        GeneratorRun run = GeneratorRun.Of(options, "using CnnGen; " + source);
        List<Diagnostic> errors = run.Diagnostics.Concat(CompilerOutput.DiagnosticsOf(run.Output)).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        if (errors.Count > most || errors.Any(error => error.Location.GetLineSpan().Path.EndsWith(".g.cs", StringComparison.Ordinal))) Assert.Fail(CompilerOutput.Describe(errors)!);
    }
}
