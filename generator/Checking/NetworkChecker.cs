using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Checking;

/// <summary>Follows the shapes through a declaration: a model, or the problems that prevent one.</summary>
internal sealed class NetworkChecker
{
    private readonly Declaration declaration;
    private readonly List<Problem> problems = new();
    private readonly List<Layer> layers = new();

    private NetworkChecker(Declaration declaration) => this.declaration = declaration;

    public static CheckedNetwork Check(Declaration declaration)
    {
        var checker = new NetworkChecker(declaration);
        NetworkModel? model = checker.Check();

        // A misspelt layer is missing here, and the compiler says so; what seems not to fit may do so because of it.
        if (declaration.HasUnknownAttribute && model == null) checker.problems.Clear();
        return new CheckedNetwork(model, checker.layers.ToEquatableArray(), checker.problems.ToEquatableArray());
    }

    private NetworkModel? Check()
    {
        CheckOrder();
        Dictionary<int, string> names = LayerNames.Assign(declaration.Annotations, problems);
        if (declaration.Annotations.Any(annotation => annotation.IsBroken)) return null;
        if (ReadNetwork() is not { } head) return null;
        var input = Tensor.NetworkInput(head.Shape);
        Tensor output = input;
        foreach ((Annotation annotation, int index) in Written())
        {
            if (!Catalogue.Layers.TryGetValue(annotation.Kind, out LayerKind? kind)) continue;
            var reader = new LayerReader(annotation, index, problems, names[index], output, head.Options);
            Layer? layer = kind.Read(reader);
            if (layer == null || !reader.IsSound) return null;
            layers.Add(layer);
            output = layer.Output;
        }

        Loss? loss = null;
        Optimizer? optimizer = Optimizer.Default;

        // A loss in the wrong place has been reported; what it lacks there means nothing. Without a backward pass it is ignored.
        bool isInOrder = problems.Count == 0;
        foreach ((Annotation annotation, int index) in Written())
        {
            var reader = new AnnotationReader(annotation, index, problems, head.Options.Scalar);
            if (isInOrder && !head.Options.ForwardOnly && Catalogue.Losses.TryGetValue(annotation.Kind, out LossKind? lossKind)) loss = lossKind.Read(reader, layers.ToEquatableArray(), output);
            if (Catalogue.Optimizers.TryGetValue(annotation.Kind, out OptimizerKind? optimizerKind)) optimizer = optimizerKind.Read(reader);
        }

        if (problems.Count > 0 || optimizer == null) return null;
        return new NetworkModel(declaration.Type, head.Options, input, layers.ToEquatableArray(), output, loss, optimizer);
    }

    /// <summary>The annotations on Network's own declaration, with their numbers.</summary>
    private IEnumerable<(Annotation Annotation, int Index)> Written() =>
        declaration.Annotations.Select((annotation, index) => (annotation, index)).Where(item => !item.annotation.IsStray);

    private void CheckOrder()
    {
        string name = declaration.Type.PlainName;
        foreach ((Annotation stray, int index) in declaration.Annotations.Select((annotation, index) => (annotation, index)).Where(item => item.annotation.IsStray).Take(1))
        {
            Report(Rules.SecondDeclaration, index, name, stray.Kind);
        }

        List<(Annotation Annotation, int Index)> written = Written().ToList();
        if (written[0].Annotation.Kind != Catalogue.Network)
        {
            // The order of the rest follows from where Network goes.
            Report(Rules.NetworkNotFirst, written[0].Index, written[0].Annotation.Kind);
            return;
        }

        int lastLayer = written.FindLastIndex(item => Catalogue.Layers.ContainsKey(item.Annotation.Kind));
        if (lastLayer < 0 && !declaration.HasUnknownAttribute && !declaration.Annotations.Any(annotation => annotation.IsStray))
        {
            problems.Add(new Problem(Rules.NoLayer.Id, Place.At(written.First(item => item.Annotation.Kind == Catalogue.Network).Index), name));
        }

        Annotation? loss = null, optimizer = null;
        for (int i = 0; i < written.Count; i++)
        {
            (Annotation annotation, int index) = written[i];
            bool isLoss = Catalogue.Losses.ContainsKey(annotation.Kind), isOptimizer = Catalogue.Optimizers.ContainsKey(annotation.Kind);
            if (!isLoss && !isOptimizer) continue;
            if (i < lastLayer) Report(Rules.EndBeforeLayer, index, annotation.Kind, written[lastLayer].Annotation.Kind);
            if (isLoss && loss != null) Report(Rules.SecondLoss, index, annotation.Kind, loss.Kind);
            if (isOptimizer && optimizer != null) Report(Rules.SecondOptimizer, index, annotation.Kind, optimizer.Kind);
            if (isLoss) loss ??= annotation;
            if (isOptimizer) optimizer ??= annotation;
        }
    }

    private (Shape Shape, NetworkOptions Options)? ReadNetwork()
    {
        (Annotation annotation, int index) = Written().First(item => item.Annotation.Kind == Catalogue.Network);
        var reader = new AnnotationReader(annotation, index, problems);
        string[] sizes = new[] { "features", "channels", "length", "height", "width" }.Where(reader.Has).ToArray();
        var shape = Shape.Of(sizes.Select(size => reader.AtLeast(1, size)).ToArray());
        int batch = reader.AtLeast(1, "Batch", 1);
        int scalar = reader.Int("Scalar");
        if (scalar is not (0 or 1)) reader.Report(Rules.UnknownScalar, "Scalar", Text.Number(scalar));
        if (!reader.IsSound) return null;
        if (sizes.Length == 2)
        {
            reader.Report(Rules.OneDimensional, null, Text.Number(shape.Sizes[0]), Text.Number(shape.Sizes[1]));
            return null;
        }

        var options = new NetworkOptions((Scalar)scalar, batch, reader.Bool("ForwardOnly"), reader.Bool("InputGradient", true), reader.Bool("Reproducible"), reader.Bool("Winograd", true));
        return new LayerReader(annotation, index, problems, "Network", Tensor.NetworkInput(shape), options).FitsArray(shape, perSample: true, "The input") ? (shape, options) : null;
    }

    private void Report(DiagnosticDescriptor rule, int index, params string[] words) => problems.Add(new Problem(rule.Id, Place.At(index), words));
}

/// <summary>A model, or the problems that prevent one.</summary>
/// <param name="Model">The model, if nothing prevents it.</param>
/// <param name="Layers">The layers up to the first that does not fit.</param>
/// <param name="Problems">What prevents it.</param>
internal sealed record CheckedNetwork(NetworkModel? Model, EquatableArray<Layer> Layers, EquatableArray<Problem> Problems);
