using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Xunit;

namespace CnnGen.Generator.Tests.Diagnostics;

public sealed class BaseClassTests
{
    // The compiler says these itself, of the class's own implicit constructor: CS7036, CS0709, CS0121.
    [Theory]
    [InlineData("[Network(3), Dense(2)] public partial class Net : Base { } public class Base { public Base(int number) { } }", 1)]
    [InlineData("[Network(3), Dense(2)] public partial class Net : Base { } public static class Base { }", 1)]
    [InlineData("[Network(3), Dense(2)] public partial class Net : Base { } public class Base { public Base(int number = 3) { } public Base(string text = null) { } }", 1)]

    // A nested class sees the private constructor.
    [InlineData("public partial class Outer { private Outer() { } [Network(3), Dense(2)] public partial class Net : Outer { } }", 0)]
    public void BaseConstructor_IsAMistakeOfOneMessageAtMost(string source, int most)
    {
        GeneratorRun run = GeneratorRun.Of("using CnnGen; " + source);
        List<Diagnostic> errors = run.Diagnostics
            .Concat(CompilerOutput.DiagnosticsOf(run.Output))
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .ToList();
        if (errors.Count > most || errors.Any(error => error.Location.GetLineSpan().Path.EndsWith(".g.cs", StringComparison.Ordinal)))
        {
            Assert.Fail(CompilerOutput.Describe(errors)!);
        }
    }

    [Fact]
    public void NetworkThatInheritsANetwork_IsRefused()
    {
        GeneratorRun run = GeneratorRun.Of(
            "using CnnGen; [Network(3), Dense(2)] public partial class Base { } [Network(3), Dense(2)] public partial class Net : Base { }");
        Diagnostic error = Assert.Single(run.Diagnostics);
        Assert.Equal("CNN0011", error.Id);
        Assert.Contains(
            "'Net' already inherits a member called 'Forward'", error.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }
}
