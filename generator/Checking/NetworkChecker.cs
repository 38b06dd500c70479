using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Checking;

/// <summary>
/// Follows the shapes through a declaration: a model, or all problems that prevent one. Where a shape is not known, what stands behind is
/// checked as far as it does not depend on it, so that one mistake is one message and several are several.
/// </summary>
internal sealed class NetworkChecker
{
    private const int None = -1;

    private readonly Declaration declaration;
    private readonly bool leavesRoom;
    private readonly List<Problem> problems = new();
    private readonly List<Layer> layers = new();
    private readonly List<CheckedLayer> inputs = new();
    private readonly List<NamedKind> kinds = new();
    private readonly HashSet<int> misplaced = new();
    private readonly Dictionary<int, int> outputOfLoss = new();   // by the numbers of the annotations, where there are Outputs
    private readonly List<DeclaredOutput> outputs = new();
    private readonly Taps taps = new();

    /// <param name="declaration">The declaration.</param>
    /// <param name="leavesRoom">Whether an unknown attribute that looks like one of CnnGen's may be a layer, whatever it makes.</param>
    private NetworkChecker(Declaration declaration, bool leavesRoom)
    {
        this.declaration = declaration;
        this.leavesRoom = leavesRoom;
    }

    public static CheckedNetwork Check(Declaration declaration)
    {
        // An unknown attribute may be a misspelt layer, or another generator's. It is the latter if all is well without it.
        CheckedNetwork network = new NetworkChecker(declaration, leavesRoom: false).Check();
        List<(Annotation Annotation, int Index)> lookalikes = Numbered(declaration).Where(item => item.Annotation.Lookalike != null).ToList();
        if (network.Model != null || lookalikes.Count == 0) return network;
        network = new NetworkChecker(declaration, leavesRoom: true).Check();

        // What is wrong may be wrong because of it; whoever makes it, something has to be said.
        return network.Problems.Count > 0 ? network : network with
        {
            Problems = lookalikes
                .Select(item => OtherNames.Complaint(
                    Rules.UnknownLayer, Place.At(item.Index), item.Annotation.Kind, item.Annotation.Lookalike!, item.Annotation.Written))
                .ToEquatableArray(),
        };
    }

    private CheckedNetwork Check()
    {
        CheckOrder();
        Dictionary<int, string> names = LayerNames.Assign(declaration.Annotations, problems);
        (Annotation network, int at) = Written().First(item => item.Annotation.Kind == Catalogue.Network);
        NetworkHead head = NetworkHead.Read(network, at, problems);
        List<Tensor?> tensors = new() { head.Input == null ? null : Tensor.NetworkInput(head.Input) };
        tensors.AddRange(CheckInputs(head));
        Tensor? output = CheckLayers(head, tensors[0], names);
        EquatableArray<Tensor> known = tensors.OfType<Tensor>().ToEquatableArray();
        NetworkModel? model = CheckEnd(head, known, output, knowsInputs: known.Count == tensors.Count);
        return new CheckedNetwork(model, head, known, inputs.ToEquatableArray(), layers.ToEquatableArray(), problems.ToEquatableArray());
    }

    /// <summary>The further inputs; null for one that is not known.</summary>
    private IEnumerable<Tensor?> CheckInputs(NetworkHead head)
    {
        foreach ((Annotation annotation, int index) in Written().Where(item => item.Annotation.Kind == Catalogue.Input).ToList())
        {
            Tensor? tensor = head.ReadInput(annotation, index, problems);
            var reader = new AnnotationReader(annotation, index, problems);
            taps.Name(reader, annotation.Kind, tensor, isEnd: true);
            yield return reader.IsSound && annotation.IsKnown ? tensor : null;
        }
    }

    /// <summary>Checks every layer as far as possible; gives the last one's output, if it is known.</summary>
    private Tensor? CheckLayers(NetworkHead head, Tensor? input, Dictionary<int, string> names)
    {
        Tensor? output = input;
        foreach ((Annotation annotation, int index) in Numbered(declaration))
        {
            if (annotation.Lookalike != null && leavesRoom)
            {
                kinds.Add(new NamedKind(annotation.Kind, null));
                output = null;
            }

            if (!Catalogue.Layers.TryGetValue(annotation.Kind, out LayerKind? kind)) continue;
            var arguments = new AnnotationReader(annotation, index, problems, head.Options.Scalar, names[index], output?.Shape);
            kind.Check(arguments);
            if (annotation.IsStray) continue;
            kinds.Add(new NamedKind(names[index], kind));
            Tensor? tapped = taps.Follow(kind, arguments, output);
            if (kind.TapUse == TapUse.TakesUp) output = tapped;
            bool isKnown = arguments.IsSound && annotation.IsKnown && (tapped != null || !kind.ReadsNamed(arguments));
            if (kind.NeedsSpatialInput && output is { Shape.IsSpatial: false })
            {
                Report(Rules.NotSpatial, index, WithoutFlattening(index), names[index], Text.Number(output.Shape.Count));
                output = null;
            }

            Layer? layer = isKnown && output != null
                ? Read(kind, new LayerReader(annotation, index, problems, names[index], output, head.Options, tapped, taps.NamerOf(tapped)))
                : null;
            if (isKnown && output != null) inputs.Add(new CheckedLayer(index, output.Shape, layer));
            if (layer != null) layers.Add(layer);
            if (kind.TakesState(arguments)) taps.NameState(kind, arguments, layer);
            if (kind.TapUse == TapUse.Ends)
            {
                outputs.Add(new DeclaredOutput(index, arguments.String("name") ?? "", arguments.Double("Weight", 1), layer?.Output, kinds.Count));
            }

            Shape? always = isKnown ? kind.AlwaysMakes(arguments) : null;
            output = layer?.Output ?? (always is { LongCount: <= LayerReader.LargestArray } ? new Tensor(names[index], always) : null);
        }

        return output;
    }

    /// <summary>The remedy of leaving out what stands right before a layer and makes a list of an image; null where that is not so.</summary>
    private Remedy? WithoutFlattening(int index) =>
        inputs.LastOrDefault() is { Input.IsSpatial: true, Layer: { } layer } last && last.Annotation == index - 1 && Catalogue.Layers[layer.Kind].OnlyRenames
            ? new Remedy($"Remove {layer.Kind}", new Edit(EditKind.Remove, Place.At(last.Annotation)))
            : null;

    private static Layer? Read(LayerKind kind, LayerReader reader)
    {
        Layer? layer = kind.Read(reader);
        return reader.IsSound ? layer : null;
    }

    /// <summary>Checks losses and optimizers; gives the model if there is one.</summary>
    private NetworkModel? CheckEnd(NetworkHead head, EquatableArray<Tensor> inputs, Tensor? output, bool knowsInputs)
    {
        var losses = new List<(LossKind Kind, AnnotationReader Reader, int Output)>();   // the number of the Output's annotation, or none
        Optimizer? optimizer = Optimizer.Default;
        foreach ((Annotation annotation, int index) in Numbered(declaration))
        {
            int at = outputOfLoss.TryGetValue(index, out int declared) ? declared : None;
            Tensor? judged = at == None ? output : outputs.FirstOrDefault(item => item.Annotation == at)?.Tensor;
            var reader = new AnnotationReader(annotation, index, problems, head.Options.Scalar, incoming: judged?.Shape);
            if (Catalogue.Optimizers.TryGetValue(annotation.Kind, out OptimizerKind? optimizerKind)) optimizer = optimizerKind.Read(reader);

            // A loss in the wrong place has been reported; what it lacks there means nothing. Without a backward pass it is ignored.
            bool counts = kinds.Count > 0 && !annotation.IsStray && !misplaced.Contains(index)
                && head is { KnowsForwardOnly: true, Options.ForwardOnly: false };
            if (!counts || !Catalogue.Losses.TryGetValue(annotation.Kind, out LossKind? lossKind)) continue;
            lossKind.Check(
                reader,
                at == None ? kinds : kinds.Take(outputs.Where(item => item.Annotation == at).Select(item => item.Kinds).Append(kinds.Count).First()).ToList());
            losses.Add((lossKind, reader, at));
        }

        bool isOfLayer = layers.Any(layer => layer.Heads.Any(state => state.Tensor == output));
        if (outputs.Count > 0 && output != null && !isOfLayer && outputs.All(item => item.Tensor != null && item.Tensor != output))
        {
            Report(Rules.NoOutput, Written().Last(item => Catalogue.Layers.ContainsKey(item.Annotation.Kind)).Index, output.Name, output.Shape.ToString());
        }

        bool isWhole = problems.Count == 0 && head.IsSound && layers.Count == kinds.Count
            && declaration.Annotations.All(annotation => annotation.IsKnown || annotation.Lookalike != null);
        if (!isWhole || !knowsInputs || output == null || optimizer == null) return null;
        List<Head> heads = outputs.Select(item => new Head(item.Name, item.Tensor!, item.Weight, LossOf(item.Annotation, item.Tensor!))).ToList();
        List<Head> ofLayers = layers.SelectMany(layer => layer.Heads).ToList();
        if (outputs.Count == 0) heads.Add(new Head(ofLayers.Count > 0 ? Head.Undeclared : null, output, 1, LossOf(None, output)));
        heads.AddRange(ofLayers);
        return problems.Count > 0
            ? null
            : new NetworkModel(declaration.Type, head.Options, inputs, layers.ToEquatableArray(), heads.ToEquatableArray(), optimizer);

        Loss? LossOf(int declared, Tensor tensor) =>
            losses.Where(loss => loss.Output == declared).Select(loss => loss.Kind.Read(loss.Reader, layers.ToEquatableArray(), tensor)).FirstOrDefault();
    }

    private static IEnumerable<(Annotation Annotation, int Index)> Numbered(Declaration declaration) =>
        declaration.Annotations.Select((annotation, index) => (annotation, index));

    /// <summary>CnnGen's own annotations on Network's declaration, with their numbers.</summary>
    private IEnumerable<(Annotation Annotation, int Index)> Written() =>
        Numbered(declaration).Where(item => !item.Annotation.IsStray && item.Annotation.Lookalike == null);

    private void CheckOrder()
    {
        string name = declaration.Type.PlainName;
        foreach ((Annotation stray, int index) in Numbered(declaration).Where(item => item.Annotation is { IsStray: true, Lookalike: null }).Take(1))
        {
            Report(Rules.SecondDeclaration, index, name, stray.Kind);
        }

        List<(Annotation Annotation, int Index)> written = Written().ToList();
        int network = written.FindIndex(item => item.Annotation.Kind == Catalogue.Network);
        if (network > 0)
        {
            Remedy moved = Moved("Put Network first", written[network], EditKind.Before, written[0]);
            Report(Rules.NetworkNotFirst, written[0].Index, moved, written[0].Annotation.Kind);
        }


        int lastLayer = written.FindLastIndex(item => Catalogue.Layers.ContainsKey(item.Annotation.Kind));
        bool mayHaveMore = declaration.Annotations.Any(annotation => annotation.IsStray || (leavesRoom && annotation.Lookalike != null));
        if (lastLayer < 0 && !mayHaveMore && network == 0) problems.Add(new Problem(Rules.NoLayer.Id, Place.At(written[network].Index), name));

        List<(Annotation Annotation, int Index)> declared = written.Where(item => IsOutput(item.Annotation)).ToList();
        Annotation? optimizer = null;
        int before = None;   // the layer before, as it is written
        var losses = new Dictionary<int, Annotation>();
        for (int i = 0; i < written.Count; i++)
        {
            (Annotation annotation, int index) = written[i];
            bool isLoss = Catalogue.Losses.ContainsKey(annotation.Kind), isOptimizer = Catalogue.Optimizers.ContainsKey(annotation.Kind);
            if (Catalogue.Layers.ContainsKey(annotation.Kind)) before = i;
            if (annotation.Kind == Catalogue.Input && i > network && before > network)
            {
                (Annotation, int) layer = written.First(item => Catalogue.Layers.ContainsKey(item.Annotation.Kind) && item.Index > written[network].Index);
                Remedy moved = Moved("Move Input before the first layer", written[i], EditKind.Before, layer);
                Report(Rules.InputNotFirst, index, moved, written[before].Annotation.Kind);
            }

            if (!isLoss && !isOptimizer) continue;

            // That what stands before Network also stands before a layer goes without saying.
            if (i < network) misplaced.Add(index);
            else if (isLoss && declared.Count > 0 && (before < network || !IsOutput(written[before].Annotation)))
            {
                Misplace(Rules.LossWithoutOutput, index, null, annotation.Kind, written[before < network ? network : before].Annotation.Kind);
            }
            else if (i < lastLayer && (isOptimizer || declared.Count == 0))
            {
                Remedy moved = Moved($"Move {annotation.Kind} behind the last layer", written[i], EditKind.After, written[lastLayer]);
                Misplace(Rules.EndBeforeLayer, index, moved, annotation.Kind, written[lastLayer].Annotation.Kind);
            }

            var left = new Remedy($"Remove {annotation.Kind}", new Edit(EditKind.Remove, Place.At(index)));
            if (isOptimizer && optimizer != null) Misplace(Rules.SecondOptimizer, index, left, annotation.Kind, optimizer.Kind);
            if (isOptimizer) optimizer ??= annotation;
            if (!isLoss) continue;
            int output = declared.Count == 0 || misplaced.Contains(index) ? None : written[before].Index;
            if (losses.TryGetValue(output, out Annotation? first)) Misplace(Rules.SecondLoss, index, left, annotation.Kind, first.Kind);
            else losses[output] = annotation;
            if (output != None) outputOfLoss[index] = output;
        }

        // A misplaced loss may be the missing one.
        if (losses.Count == 0 || mayHaveMore || losses.ContainsKey(None)) return;
        foreach ((Annotation output, int index) in declared.Where(item => !losses.ContainsKey(item.Index)))
        {
            Report(Rules.HeadWithoutLoss, index, NameOf(output), NameOf(declared.First(item => losses.ContainsKey(item.Index)).Annotation));
        }

        string NameOf(Annotation output) => new AnnotationReader(output, 0, problems).String("name") ?? "";
    }

    private static bool IsOutput(Annotation annotation) => Catalogue.Layers.TryGetValue(annotation.Kind, out LayerKind? kind) && kind.TapUse == TapUse.Ends;

    /// <summary>The remedy of putting an attribute before or behind another.</summary>
    private static Remedy Moved(string title, (Annotation, int Index) what, EditKind where, (Annotation, int Index) other) => new(
        title, new Edit(where, Place.At(other.Index), Source: Place.At(what.Index)), new Edit(EditKind.Remove, Place.At(what.Index)));

    private void Misplace(DiagnosticDescriptor rule, int index, Remedy? remedy, params string[] words)
    {
        misplaced.Add(index);
        Report(rule, index, remedy, words);
    }

    private void Report(DiagnosticDescriptor rule, int index, params string[] words) => Report(rule, index, null, words);

    private void Report(DiagnosticDescriptor rule, int index, Remedy? remedy, params string[] words) => problems.Add(
        new Problem(rule.Id, Place.At(index), words) { Remedies = remedy == null ? default : EquatableArray.Of(remedy) });
}

/// <summary>A model, or the problems that prevent one.</summary>
/// <param name="Model">The model, if nothing prevents it.</param>
/// <param name="Head">What the Network attribute says.</param>
/// <param name="InputTensors">The inputs that are known.</param>
/// <param name="Inputs">The layers whose arguments and input are known.</param>
/// <param name="Layers">The layers that fit.</param>
/// <param name="Problems">What prevents it.</param>
internal sealed record CheckedNetwork(
    NetworkModel? Model,
    NetworkHead Head,
    EquatableArray<Tensor> InputTensors,
    EquatableArray<CheckedLayer> Inputs,
    EquatableArray<Layer> Layers,
    EquatableArray<Problem> Problems);

/// <summary>An Output, as far as it is known.</summary>
/// <param name="Annotation">Its annotation, by number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Weight">Its weight.</param>
/// <param name="Tensor">The tensor that is the output; null where it is not known.</param>
/// <param name="Kinds">How many layers there are up to it.</param>
internal sealed record DeclaredOutput(int Annotation, string Name, double Weight, Tensor? Tensor, int Kinds);

/// <summary>A layer whose arguments and input are known.</summary>
/// <param name="Annotation">Its annotation, by number.</param>
/// <param name="Input">The shape that comes in.</param>
/// <param name="Layer">The layer, if it fits.</param>
internal sealed record CheckedLayer(int Annotation, Shape Input, Layer? Layer);
