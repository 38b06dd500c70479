using System;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace CnnGen.Generator.Tests.Verification;

/// <summary>Generators that make what they are told.</summary>
internal static class Samples
{
    public static (string, string) Greeting { get; } =
        ("Greeting.g.cs", "namespace Made\n{\n    public static class Greeting\n    {\n        public const string Text = \"Grüß Gott\";\n    }\n}\n");

    public static (string, string) Answer { get; } = ("Answer.g.cs", "namespace Made\r\n{\r\n    public static class Answer { }\r\n}");

    public static Diagnostic Report { get; } = Diagnostic.Create(
        new DiagnosticDescriptor("ABC0001", "A title", "Message of {0}", "Category", DiagnosticSeverity.Info, isEnabledByDefault: true),
        Location.Create("folder/File.cs", new TextSpan(1, 2), new LinePositionSpan(new LinePosition(1, 2), new LinePosition(3, 4))),
        1.5);

    /// <summary>A generator's run that made these: sources (hint name, text), diagnostics, or an exception.</summary>
    public static GeneratorDriver Driver(params object[] made) => DriverOf(made);

    public static GeneratorDriver DriverOf(params object[][] generators) => CSharpGeneratorDriver
        .Create(generators.Select((made, i) => i == 0 ? new Maker(made).AsSourceGenerator() : new OtherMaker(made).AsSourceGenerator()))
        .RunGenerators(CSharpCompilation.Create("name"));

    private class Maker(object[] made) : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterSourceOutput(context.CompilationProvider, (output, _) =>
        {
            foreach (object one in made)
            {
                switch (one)
                {
                    case Exception exception: throw exception;
                    case Diagnostic diagnostic: output.ReportDiagnostic(diagnostic); break;
                    case ValueTuple<string, string> source: output.AddSource(source.Item1, SourceText.From(source.Item2, Encoding.UTF8)); break;
                }
            }
        });
    }

    /// <summary>The driver asks for two types.</summary>
    private sealed class OtherMaker(object[] made) : Maker(made);
}
