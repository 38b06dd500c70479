using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator;
using CnnGen.Generator.Checking;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Emission;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;
using CnnGen.Generator.Parsing;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using GeneratorProperties = CnnGen.Generator.Parsing.BuildProperties;

namespace Playground.Compiling;

/// <summary>
/// What the generator knows of a text before it writes: the one place that sees its stages and their records. They are those that its pipeline runs, without
/// the pipeline, which always writes as well.
/// </summary>
internal sealed class GeneratorView
{
    private readonly List<(ParsedDeclaration Parsed, CompiledNetwork Network)> declared = [];
    private readonly List<LocatedProblem> strays = [];
    private readonly List<Diagnostic> misspelt = [];
    private readonly SyntaxTree tree;
    private readonly Lazy<IReadOnlyList<NetworkView>> networks;

    private GeneratorView(Compilation input, SyntaxTree tree, AnalyzerConfigOptions options)
    {
        this.tree = tree;
        GeneratorProperties properties = GeneratorProperties.Of(options);
        SemanticModel semantics = input.GetSemanticModel(tree);
        foreach (SyntaxNode node in tree.GetRoot().DescendantNodes().Where(ClassParser.IsClass))
        {
            var type = (TypeDeclarationSyntax)node;
            if (type.AttributeLists.Count == 0 || semantics.GetDeclaredSymbol(type) is not INamedTypeSymbol symbol) continue;
            if (DeclarationParser.NetworkOf(symbol) == null)
            {
                strays.AddRange(StraysOf(symbol, type));
                misspelt.AddRange(NetworkAnalyzer.FindMisspeltNetwork(symbol, default).Where(hint => hint.Location.SourceSpan.IntersectsWith(type.Span)));
            }
            else if (DeclarationParser.Parse(symbol, type, input, NetworkSizes.Constants, default) is { } parsed)
            {
                declared.Add((parsed, NetworkCompiler.Compile(parsed, properties.Forms)));
            }
        }

        networks = new(() => [.. Views(CompilationFacts.Of(input), properties.VectorBits)]);
    }

    /// <summary>What it says of the text.</summary>
    public IEnumerable<Diagnostic> Problems => declared.SelectMany(one => one.Network.Problems).Concat(strays).Select(problem => problem.ToDiagnostic());

    /// <summary>What its analyzer says: what is probably a mistake.</summary>
    public IEnumerable<Diagnostic> Hints => declared.SelectMany(one => NetworkAnalyzer.FindHints(one.Parsed, tree)).Concat(misspelt);

    /// <summary>The attributes in which the compiler finds an error whatever is emitted.</summary>
    public IEnumerable<TextSpan> Broken => declared.SelectMany(one => Spans(one.Parsed, annotation => annotation.IsBroken)).Select(span => span.ToTextSpan());

    /// <summary>The networks that are sound, as the page shows them.</summary>
    public IReadOnlyList<NetworkView> Networks => networks.Value;

    public static GeneratorView Of(Compilation input, SyntaxTree tree, AnalyzerConfigOptions options) => new(input, tree, options);

    /// <summary>The complaint about layers on a class that is no network.</summary>
    private static IEnumerable<LocatedProblem> StraysOf(INamedTypeSymbol symbol, TypeDeclarationSyntax type) => symbol.GetAttributes()
        .Where(attribute => AttributeParser.Kind(attribute) != null)
        .Where(attribute => attribute.ApplicationSyntaxReference?.GetSyntax().FirstAncestorOrSelf<TypeDeclarationSyntax>() == type)
        .Select(attribute => DeclarationParser.ParseDependent(symbol, attribute, default))
        .OfType<LocatedProblem>();

    private static IEnumerable<SourceSpan> Spans(ParsedDeclaration parsed, Func<Annotation, bool> isWanted) => parsed.Declaration.Annotations
        .Zip(parsed.Map.Annotations, (annotation, spans) => (annotation, spans.Whole))
        .Where(item => isWanted(item.annotation))
        .Select(item => item.Whole);

    private IEnumerable<NetworkView> Views(CompilationFacts facts, VectorBits vectorBits) =>
        from one in declared
        where one.Network.Output is { Plan: not null }
        let plan = one.Network.Output!.Plan!
        orderby one.Parsed.Map.Class.Start
        select ViewOf(plan, one.Parsed, Dialect.Of(plan.Model.Options, facts, vectorBits));

    private static NetworkView ViewOf(NetworkPlan plan, ParsedDeclaration parsed, EquatableArray<Dialect> dialects)
    {
        NetworkModel model = plan.Model;
        MemoryUse memory = MemoryUse.Of(plan);
        List<Step> all = [.. MemberNames.Steps(plan)];
        ILookup<string, long> buffers = plan.Buffers.ToLookup(
            buffer => all.Find(step => step.Slots.Any(slot => slot.Own == buffer.Slot))?.Layer ?? "",
            buffer => buffer.Count * ElementTypes.BytesOf(buffer.Slot.Element, model.Options.Scalar));
        List<SourceSpan> places = [.. Spans(parsed, annotation => Catalogue.Layers.ContainsKey(annotation.Kind))];
        return new NetworkView(
            model.Type.PlainName,
            [.. model.Inputs.Select(input => new TensorView(input.Name, [.. input.Shape.Sizes]))],
            [.. model.Layers.Select(View)],
            [.. model.Heads.Select(head => new HeadView(head.Name, NumberOf(head.Tensor), head.Loss?.Kind))],
            model.IsTrainable && plan.ParameterCount > 0 ? model.Optimizer.Formula : null,
            memory.Instance,
            memory.Shared);

        LayerView View(Layer layer, int number)
        {
            List<Step> steps = all.FindAll(step => step.Layer == layer.Name || step.Fused.Contains(layer.Name));
            return new LayerView(
                layer.Name,
                layer.Kind,
                [.. layer.Inputs.Select(NumberOf)],
                [.. layer.InputShape.Sizes],
                [.. layer.Output.Shape.Sizes],
                layer.OnlyNames,
                layer.Parameters.Sum(parameter => (long)parameter.Shape.Count),
                layer.Macs,
                buffers[layer.Name].Sum() + ParameterBytes(layer),
                [.. LayerTable.Forms(plan, layer.Name, dialects)],
                [.. steps.Select(step => step.Method).Distinct()],
                places[number].Start,
                places[number].Start + places[number].Length);
        }

        // With the gradient, and what the optimizer keeps.
        long ParameterBytes(Layer layer) => layer.Parameters.Sum(parameter =>
            (long)parameter.Shape.Count * plan.ScalarBytes * (model.IsTrainable && parameter.IsTrained ? 2 + model.Optimizer.StatesPerParameter : 1));

        int NumberOf(Tensor tensor) => model.MakerOf(tensor) is { } maker
            ? model.Layers.TakeWhile(layer => !ReferenceEquals(layer, maker)).Count()
            : -1 - model.Inputs.TakeWhile(input => input != tensor).Count();
    }
}
