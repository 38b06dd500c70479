using System;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using CnnGen.Generator.Checking;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Emission;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;
using CnnGen.Generator.Parsing;
using CnnGen.Generator.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CnnGen.Generator;

/// <summary>Completes each class with a Network attribute. This file is the pipeline and nothing else.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class NetworkGenerator : IIncrementalGenerator
{
    private const string Attributes = "CnnGen.{0}Attribute";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // What the attributes say, and where: records of strings and numbers. It changes with every line above the class.
        IncrementalValuesProvider<ParsedDeclaration> declarations = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                string.Format(Attributes, Catalogue.Network),
                static (node, _) => ClassParser.IsClass(node),
                static (match, token) =>
                    DeclarationParser.Parse(
                        (INamedTypeSymbol)match.TargetSymbol,
                        (TypeDeclarationSyntax)match.TargetNode,
                        match.SemanticModel.Compilation,
                        NetworkSizes.Constants,
                        token))
            .Where(static declaration => declaration != null)
            .Select(static (declaration, _) => declaration!)
            .WithTrackingName(TrackingNames.Declarations);

        // For tests, and for smaller text: forms to force, and the vector widths that are emitted.
        IncrementalValueProvider<BuildProperties> properties = context.AnalyzerConfigOptionsProvider
            .Select(static (options, _) => BuildProperties.Of(options.GlobalOptions))
            .WithTrackingName(TrackingNames.Properties);

        // Shapes, plan and names; problems with their places.
        IncrementalValuesProvider<CompiledNetwork> compiled = declarations
            .Combine(properties)
            .Select(static (item, _) => NetworkCompiler.Compile(item.Left, item.Right.Forms))
            .WithTrackingName(TrackingNames.Compiled);

        // Without places: a comment above the class ends here.
        IncrementalValuesProvider<NetworkOutput> outputs = compiled
            .Where(static network => network.Output != null)
            .Select(static (network, _) => network.Output!)
            .WithTrackingName(TrackingNames.Outputs);

        // Errors in an output of their own, so that they come and go without a new text.
        IncrementalValuesProvider<LocatedProblem> problems = compiled
            .SelectMany(static (network, _) => network.Problems)
            .WithTrackingName(TrackingNames.Problems);

        // The compilation, reduced at once to what the text depends on.
        IncrementalValueProvider<CompilationFacts> facts = context.CompilationProvider
            .Select(static (compilation, _) => CompilationFacts.Of(compilation))
            .WithTrackingName(TrackingNames.Facts);

        // File names ignore case; names that differ in nothing else take their hash along. Nearly always empty, and so unchanged.
        IncrementalValueProvider<EquatableArray<string>> clashes = outputs
            .Select(static (output, _) => output.Type.FileName)
            .Collect()
            .Select(static (names, _) => FindClashes(names))
            .WithTrackingName(TrackingNames.Clashes);

        context.RegisterSourceOutput(problems, static (production, problem) => production.ReportDiagnostic(problem.ToDiagnostic()));
        context.RegisterSourceOutput(outputs.Combine(facts).Combine(properties).Combine(clashes), static (production, item) =>
        {
            (((NetworkOutput output, CompilationFacts known), BuildProperties build), EquatableArray<string> names) = item;
            if (OldLanguage.Needed(known, build.VectorBits) > known.Language) return;
            string name = names.Contains(output.Type.FileName) ? UniqueName.HashedFile(output.Type) : output.Type.FileName;
            foreach ((string suffix, string text) in NetworkEmitter.Emit(output, name, known, build.VectorBits, build.MostText))
            {
                production.AddSource(name + suffix, SourceText.From(text, Encoding.UTF8));
            }
        });

        // Each network in a language that is too old for what would be emitted.
        IncrementalValuesProvider<LocatedProblem> old = declarations
            .Combine(facts)
            .Combine(properties)
            .Select(static (item, _) => OldLanguage.Check(item.Left.Left, item.Left.Right, item.Right.VectorBits))
            .Where(static problem => problem != null)
            .Select(static (problem, _) => problem!)
            .WithTrackingName(TrackingNames.OldLanguage);
        context.RegisterSourceOutput(old, static (production, problem) => production.ReportDiagnostic(problem.ToDiagnostic()));

        RegisterDependents(context);
    }

    /// <summary>Layers, losses and optimizers on classes without Network, which the pipeline above never sees.</summary>
    private static void RegisterDependents(IncrementalGeneratorInitializationContext context)
    {
        foreach (string kind in Catalogue.Dependents)
        {
            IncrementalValuesProvider<LocatedProblem> strays = context.SyntaxProvider
                .ForAttributeWithMetadataName(
                    string.Format(Attributes, kind),
                    static (node, _) => ClassParser.IsClass(node),
                    static (match, token) => match.Attributes
                        .Select(attribute => DeclarationParser.ParseDependent((INamedTypeSymbol)match.TargetSymbol, attribute, token))
                        .FirstOrDefault(problem => problem != null))
                .Where(static problem => problem != null)
                .Select(static (problem, _) => problem!)
                .WithTrackingName(TrackingNames.Strays);
            context.RegisterSourceOutput(strays, static (production, problem) => production.ReportDiagnostic(problem.ToDiagnostic()));
        }
    }

    private static EquatableArray<string> FindClashes(ImmutableArray<string> names) => names
        .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
        .Where(group => group.Count() > 1)
        .SelectMany(group => group)
        .OrderBy(name => name, StringComparer.Ordinal)
        .ToEquatableArray();
}
