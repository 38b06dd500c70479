using System.Linq;
using CnnGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CnnGen.Generator.Tests.HarnessTests;

/// <summary>What is wrong with a stand-in generator.</summary>
internal enum Fault
{
    None,
    HoldsSymbol,
    HoldsSyntaxDeep,
    HoldsTreeWithoutName,
    ComparesByReference,
    CombinesCompilation,
    NamesNoStep,
    Throws,
    WritesWarning,
    WritesError,
    WritesBadDocumentation,
    WritesNumbersOfCulture,
}

/// <summary>
/// A generator as small as can be, for the harness to test itself on. It completes a class with a constant and a method, reports
/// <c>Stride = 0</c>, and has each fault that the harness has to catch.
/// </summary>
internal sealed class StandInGenerator : IIncrementalGenerator
{
    private static readonly DiagnosticDescriptor NoStride = new("CNN9001", "Title", "{0} came", "CnnGen", DiagnosticSeverity.Error, true);

    private readonly Fault fault;

    public StandInGenerator(Fault fault) => this.fault = fault;

    public static RunOptions Options(Fault fault = Fault.None) =>
        RunOptions.Default with { Generator = new GeneratorUnderTest(() => new StandInGenerator(fault), ["Model", "Places"]) };

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var all = context.SyntaxProvider.ForAttributeWithMetadataName("CnnGen.NetworkAttribute", static (_, _) => true, (found, _) => Read(found));

        if (fault == Fault.HoldsTreeWithoutName)
        {
            all = all.Combine(context.CompilationProvider.Select((one, _) => one.SyntaxTrees.First())).Select((pair, _) => pair.Left);
        }

        var model = all.Select((pair, _) => pair.Model);
        if (fault != Fault.NamesNoStep) model = model.WithTrackingName("Model");
        var places = all.Select((pair, _) => pair.Place).WithTrackingName("Places");

        if (fault == Fault.CombinesCompilation)
        {
            context.RegisterSourceOutput(model.Combine(context.CompilationProvider), (output, pair) => Write(output, pair.Left));
        }
        else context.RegisterSourceOutput(model, Write);
        context.RegisterSourceOutput(
            places.Where(place => place.Length > 0), (output, place) => output.ReportDiagnostic(Diagnostic.Create(NoStride, place.Location, "0")));
    }

    private (Model Model, SpanOf Place) Read(GeneratorAttributeSyntaxContext found)
    {
        if (fault == Fault.Throws) throw new System.InvalidOperationException("By design.");
        var type = (ClassDeclarationSyntax)found.TargetNode;
        object? extra = fault switch
        {
            Fault.HoldsSymbol => found.TargetSymbol,
            Fault.HoldsSyntaxDeep => new[] { new Holder(type) },
            Fault.ComparesByReference => new object(),
            _ => null,
        };

        string attributes = string.Concat(type.AttributeLists.Select(list => list.ToString()));
        INamespaceSymbol space = found.TargetSymbol.ContainingNamespace;
        var model = new Model(space.IsGlobalNamespace ? "" : space.ToDisplayString(), found.TargetSymbol.Name, attributes, extra);
        AttributeArgumentSyntax? guilty = type.AttributeLists.SelectMany(list => list.DescendantNodes()).OfType<AttributeArgumentSyntax>()
            .FirstOrDefault(argument => argument.ToString() == "Stride = 0");
        SpanOf place = guilty is null ? default : SpanOf.Of(guilty);
        return (model, place);
    }

    private void Write(SourceProductionContext output, Model model)
    {
        string body = fault switch
        {
            Fault.WritesWarning => "int unused = 1;",
            Fault.WritesError => "int wrong = \"text\";",
            Fault.WritesNumbersOfCulture => $"_ = {1.5};",
            _ => "",
        };
        string summary = fault == Fault.WritesBadDocumentation ? "See <see cref=\"NotThere\"/>." : "Made.";
        string text =
            $$"""
            partial class {{model.Name}}
            {
                /// <summary>{{summary}}</summary>
                public const int Length = {{model.Attributes.Length}};

                /// <summary>Made.</summary>
                public static void Do()
                {
                    {{body}}
                }
            }

            """;
        bool isGlobal = model.Namespace.Length == 0;
        string space = isGlobal ? "" : model.Namespace + ".";
        output.AddSource(
            $"{space}{model.Name}.g.cs", SourceText.From(isGlobal ? text : $"namespace {model.Namespace}\n{{\n{text}}}\n", System.Text.Encoding.UTF8));
    }

    /// <summary>Has no equality on purpose.</summary>
    private sealed class Holder(SyntaxNode node)
    {
        public SyntaxNode Node { get; } = node;
    }

    private sealed record Model(string Namespace, string Name, string Attributes, object? Extra);

    private readonly record struct SpanOf(string Path, int Start, int Length, LinePositionSpan Lines)
    {
        public Location Location => Location.Create(Path, new TextSpan(Start, Length), Lines);

        public static SpanOf Of(SyntaxNode node) => new(node.SyntaxTree.FilePath, node.SpanStart, node.Span.Length, node.GetLocation().GetLineSpan().Span);
    }
}
