using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Emission;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;
using CnnGen.Generator.Parsing;
using GeneratorProperties = CnnGen.Generator.Parsing.BuildProperties;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Writing;
using Microsoft.CodeAnalysis;

namespace Playground.Compiling;

/// <summary>What the generator knows of each network: the one place that sees its records, which a run leaves behind.</summary>
internal static class GeneratorView
{
    public static IReadOnlyList<NetworkView> Of(GeneratorRunResult run)
    {
        List<ParsedDeclaration> declarations = Outputs<ParsedDeclaration>(run, TrackingNames.Declarations);
        CompilationFacts? facts = Outputs<CompilationFacts>(run, TrackingNames.Facts).LastOrDefault();
        GeneratorProperties? properties = Outputs<GeneratorProperties>(run, TrackingNames.Properties).LastOrDefault();
        if (facts == null || properties == null) return [];
        return
        [
            .. from network in Outputs<CompiledNetwork>(run, TrackingNames.Compiled)
               where network.Output is { Plan: not null }
               let output = network.Output!
               let parsed = declarations.First(declaration => declaration.Declaration.Type == output.Type)
               orderby parsed.Map.Class.Start
               select ViewOf(output.Plan!, parsed, Dialect.Of(output.Plan!.Model.Options, facts, properties.VectorBits)),
        ];
    }

    private static List<T> Outputs<T>(GeneratorRunResult run, string step) => !run.TrackedSteps.TryGetValue(step, out var steps) ? [] :
    [
        .. steps.SelectMany(one => one.Outputs).Where(output => output.Reason != IncrementalStepRunReason.Removed).Select(output => (T)output.Value),
    ];

    private static NetworkView ViewOf(NetworkPlan plan, ParsedDeclaration parsed, EquatableArray<Dialect> dialects)
    {
        NetworkModel model = plan.Model;
        MemoryUse memory = MemoryUse.Of(plan);
        SharedKernels shared = SharedKernels.Of(plan);
        List<Step> all = [.. MemberNames.Steps(plan)];
        ILookup<string, long> buffers = plan.Buffers.ToLookup(
            buffer => all.Find(step => step.Slots.Any(slot => slot.Own == buffer.Slot))?.Layer ?? "",
            buffer => buffer.Count * ElementTypes.BytesOf(buffer.Slot.Element, model.Options.Scalar));
        List<SourceSpan> places =
        [
            .. parsed.Declaration.Annotations
                .Zip(parsed.Map.Annotations, (annotation, spans) => (annotation.Kind, spans.Whole))
                .Where(item => Catalogue.Layers.ContainsKey(item.Kind))
                .Select(item => item.Whole),
        ];
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
                [.. steps.SelectMany(step => new[] { step.Method, shared.NameOf(step.Kernel) }).OfType<string>().Distinct()],
                places[number].Start,
                places[number].Start + places[number].Length);
        }

        // With the gradient, and what the optimizer keeps.
        long ParameterBytes(Layer layer) => layer.Parameters.Sum(parameter =>
            (long)parameter.Shape.Count * plan.ScalarBytes * (model.IsTrainable && parameter.IsTrained ? 2 + model.Optimizer.StatesPerParameter : 1));

        int NumberOf(Tensor tensor) => model.MakerOf(tensor) is { } maker ? IndexOf(model.Layers, maker) : -1 - IndexOf(model.Inputs, tensor);
    }

    private static int IndexOf<T>(IEnumerable<T> items, T item) => items.TakeWhile(other => !Equals(other, item)).Count();
}
