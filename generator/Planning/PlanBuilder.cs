using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Planning;

/// <summary>Gathers the steps of a network while each layer adds its own.</summary>
internal sealed class PlanBuilder : ILayerPlan
{
    private readonly NetworkModel model;   // of the layers that are computed
    private readonly IReadOnlyDictionary<string, Layer> folds;
    private readonly Layouts layouts;
    private readonly Dictionary<Tensor, Slot> values = new();
    private readonly Dictionary<Tensor, Slot> gradients = new();
    private readonly Dictionary<Tensor, Slot> winners = new();
    private readonly Dictionary<string, PlannedParameter> parameters = new();
    private readonly Dictionary<(string Layer, string Role), Slot> buffers = new();
    private readonly Dictionary<string, KeptTensor> kept = new();
    private readonly List<PlannedConstants> constants = new();
    private readonly List<Packing> packings = new();
    private readonly HashSet<Tensor> wanted = new();
    private readonly HashSet<Layer> done = new();
    private readonly List<(Tensor Tensor, Slot Slot)> contributions = new();   // of the unit that is being planned
    private readonly Dictionary<Tensor, int> gradientsMade = new(), sums = new();
    private readonly List<(Tensor Tensor, Slot Slot)> copies = new();
    private readonly List<Step> first = new(), last = new(), deferred = new(), forming = new();
    private List<Step> steps = new();

    public PlanBuilder(NetworkModel declared, Folding folding, PlanOptions planning)
    {
        model = folding.Computed;
        folds = folding.Folds;
        Planning = planning;
        foreach (Tensor input in model.Inputs) values[input] = Slot.CallerInput(input);
        if (model.Options.InputGradient) wanted.UnionWith(model.Inputs);
        foreach (Layer layer in model.Layers)
        {
            if (layer.Parameters.Any(parameter => parameter.IsTrained) || layer.Inputs.Any(wanted.Contains)) wanted.UnionWith(layer.Outputs);
        }

        layouts = Layouts.Choose(model, planning);
        foreach (PlannedParameter parameter in ParameterPlacement.Place(declared, this)) parameters[parameter.Name] = parameter;
        foreach (KeptTensor tensor in KeptTensor.Of(declared)) kept[tensor.Name] = tensor;
    }

    public Scalar Scalar => model.Options.Scalar;

    public int Batch => model.Options.Batch;

    public bool IsTrainable => model.IsTrainable;

    public PlanOptions Planning { get; }

    /// <summary>The parameters, in declaration order.</summary>
    public EquatableArray<PlannedParameter> Parameters => parameters.Values.OrderBy(parameter => parameter.Offset).ToEquatableArray();

    /// <summary>The running averages, in declaration order.</summary>
    public EquatableArray<KeptTensor> Kept => kept.Values.OrderBy(tensor => tensor.Offset).ToEquatableArray();

    /// <summary>The numbers that the declaration says.</summary>
    public EquatableArray<PlannedConstants> DeclaredConstants => constants.ToEquatableArray();

    /// <summary>The copies of parameters in another order.</summary>
    public EquatableArray<Packing> Packings => packings.ToEquatableArray();

    public Layout LayoutOf(Tensor tensor) => layouts.Of(tensor);

    public LayerForm? FormOf(Layer layer) => layouts.FormOf(layer);

    /// <summary>The order in which a parameter is kept, where that is not PyTorch's.</summary>
    public Permutation? PermutationOf(Layer layer, string role) =>
        folds.Values.Contains(layer) ? null : layer.PermutationOf(role, LayoutOf(layer.Input), FormOf(layer));

    public bool Follows(Layer layer, Layer other) =>
        model.Layers.SkipWhile(candidate => candidate != other).Skip(1).FirstOrDefault(candidate => !candidate.OnlyNames) == layer;

    public Slot Value(Tensor tensor) => values[tensor];

    public Slot MakeValue(Layer layer) => MakeValue(layer.Output);

    public Slot MakeValue(Tensor tensor) => values[tensor] = new Slot(tensor.PlaceName, Store.Activations, layouts.Of(tensor), PerSample: true);

    public Slot MakeValue(Layer head, Fused fused)
    {
        Slot slot = MakeValue(fused.Layers.Count == 0 ? head : fused.Layers[fused.Layers.Count - 1]);

        // Behind a pool this is what is left of the layers before it: their derivatives read it, so nobody may overwrite it.
        foreach (Layer layer in fused.Epilogue.Pool == null ? fused.Layers.Prepend(head) : fused.Layers) values[layer.Output] = slot;
        return slot;
    }

    public Slot ShareValue(Layer layer) => values[layer.Output] = values[layer.Input];

    public Slot OwnValue(Layer layer, Tensor tensor)
    {
        Slot value = values[tensor];
        int run = value.Shape.IsSpatial ? value.Shape.Width : value.Shape.Channels;
        if (value.Store != Store.Caller || run % Sums.Lanes == 0) return value;
        bool isInput = tensor == layer.Input;
        Slot copy = Buffer(layer, isInput ? "Input" : "Tapped", value.Layout);
        Add(layer, isInput ? "input copy" : "tapped copy", new Copy(Scalar, Batch, value.Shape, "since vectors read past its end"), value, copy);
        return values[tensor] = copy;
    }

    public Slot CompactValue(Layer layer)
    {
        Slot value = values[layer.Input];
        if (value.Layout.IsCompact) return value;
        Slot compact = Buffer(layer, "Input", value.Layout.Compact);
        Add(layer, "reorder", new Reorder(Scalar, value.Layout, compact.Layout), value, compact);
        return compact;
    }

    public Slot CompactOf(Layer layer) => BufferOf(layer, "Input") ?? values[layer.Input];

    public bool MayOverwriteInput(Layer layer)
    {
        // The caller's numbers are the caller's; and what somebody still has to read stays as it is, in Forward and in Backward. What
        // counts is the place: by Flatten or in place, several tensors may be in one.
        Slot place = values[layer.Input];
        if (place.Store == Store.Caller || model.Heads.Any(head => IsThere(head.Tensor))
            || model.Layers.Any(other => other != layer && !other.OnlyNames && !IsOver(other) && other.Inputs.Any(IsThere)))
        {
            return false;
        }

        return !IsTrainable || !model.Layers.Any(other => other.BackwardReadsOutput && IsThere(other.Output));

        bool IsThere(Tensor tensor) => values.TryGetValue(tensor, out Slot slot) && slot == place;

        // Whether a layer has put what it makes over what it reads, or never reads it again.
        bool IsOver(Layer other) => done.Contains(other) && (!IsTrainable || IsThere(other.Output));
    }

    /// <summary>Tells that the forward steps of layers have been added.</summary>
    public void EndForward(IEnumerable<Layer> layers) => done.UnionWith(layers);

    public bool WantsGradient(Tensor tensor) => wanted.Contains(tensor);

    public bool HasFewGradients(Tensor tensor)
    {
        Layer? next = model.SoleReaderOf(tensor);
        while (next is IActivating { Activation: not null }) next = model.SoleReaderOf(next.Output);
        return next is IPooling { Shape: var pool } && pool.Output.Positions * 2 <= pool.Input.Positions;
    }

    public Slot Gradient(Tensor tensor) => gradients[tensor];

    public Slot MakeGradient(Layer layer) => MakeGradient(layer.Input);

    public Slot ShareGradient(Layer layer) => PassGradient(layer.Input, gradients[layer.Output]);

    public Slot MakeGradient(Tensor tensor) => MakeGradient(tensor, layouts.Of(tensor));

    public Slot MakeGradient(Tensor tensor, Layout layout)
    {
        // The first may be in a place that it shares.
        if (gradients.ContainsKey(tensor) && !gradientsMade.ContainsKey(tensor)) gradientsMade[tensor] = 1;
        string name = Numbered(tensor.GradientName, gradientsMade, tensor, "");
        return PassGradient(
            tensor, new Slot(name, Store.Activations, TakesAnyGradient(tensor) ? layout : layouts.Of(tensor), PerSample: true) { IsGradient = true });
    }

    public Slot PassGradient(Tensor tensor, Slot slot)
    {
        if (gradients.ContainsKey(tensor)) contributions.Add((tensor, slot));
        else gradients[tensor] = slot;
        return slot;
    }

    /// <summary>What the reader that is being planned contributes to the gradient of a tensor.</summary>
    public Slot Contribution(Tensor tensor) =>
        contributions.Where(contribution => contribution.Tensor == tensor).Select(contribution => contribution.Slot).LastOrDefault() ?? gradients[tensor];

    public bool HasGradient(Tensor tensor) => gradients.ContainsKey(tensor);

    /// <summary>Tells that the backward steps of a unit have been added.</summary>
    public void EndBackward()
    {
        foreach ((Tensor tensor, Slot slot) in contributions)
        {
            if (!wanted.Contains(tensor)) continue;
            Slot gradient = gradients[tensor];
            string pass = Numbered("gradient sum", sums, tensor, " ");
            Add(tensor.Title, pass, new GradientSum(Scalar, Batch, tensor.Shape, slot.Layout, gradient.Layout), slot, gradient);
        }

        contributions.Clear();
    }

    public bool TakesAnyGradient(Tensor tensor) => !tensor.IsInput && model.MakerOf(tensor) is not { NeedsPlainInput: true };

    public void AddCopy(Tensor tensor, Slot copy) => copies.Add((tensor, copy));

    public Slot ValueLike(Tensor tensor, Layout layout) =>
        copies
            .Where(copy => copy.Tensor == tensor && copy.Slot.Layout == layout)
            .Select(copy => copy.Slot)
            .Prepend(values[tensor])
            .FirstOrDefault(slot => slot.Layout == layout)
            ?? values[tensor];

    private static string Numbered(string name, Dictionary<Tensor, int> numbers, Tensor tensor, string space)
    {
        numbers.TryGetValue(tensor, out int others);
        numbers[tensor] = others + 1;
        return others == 0 ? name : name + space + Text.Number(others + 1);
    }

    public Slot Buffer(Layer layer, string role, Layout layout, Element element = Element.Number) =>
        buffers[(layer.Name, role)] = new Slot(Text.Pascal(layer.Name) + role, Store.Activations, layout, PerSample: true) { Element = element };

    public Slot? BufferOf(Layer layer, string role) => buffers.TryGetValue((layer.Name, role), out Slot? buffer) ? buffer : null;

    public Slot GradientBuffer(Layer layer, string role, Layout layout) => Buffer(layer, role, layout) with { IsGradient = true };

    public Slot WinnersOf(Tensor sums) => winners[sums];

    public Slot MakeWinners(Layer layer, Layout layout) => winners[layer.Output] = Buffer(layer, "Winners", layout, Element.Index);

    public Slot Scratch(Layer layer, string role, long count, Element element = Element.Number) =>
        new(Text.Pascal(layer.Name) + role, Store.Activations, Layout.Plain(Shape.Of(Countable(count))), PerSample: false) { Element = element };

    public Slot Scratch(Layer layer, string role, Layout layout) =>
        new(Text.Pascal(layer.Name) + role, Store.Activations, layout, PerSample: false) { IsGradient = true };

    public Slot Parameter(Layer layer, string role)
    {
        Slot? own = parameters.TryGetValue(layer.Name + "." + role, out PlannedParameter? parameter) ? parameter.Slot : null;
        return folds.TryGetValue(layer.Name, out Layer? next) ? ((IFoldable)next).Fold(this, layer, role, own) : own!;
    }

    public Slot ParameterGradient(Layer layer, string role) => Parameter(layer, role) with { Store = Store.Gradients };

    public Slot Average(Layer layer, string role) => kept[layer.Name + "." + role].Slot;

    public Slot Statistic(Layer layer, string role) => Average(layer, role) with { Store = Store.Statistics };

    public Slot Constants(Layer layer, string role, EquatableArray<double> values) => Constants(Text.Pascal(layer.Name) + role, values);

    /// <summary>Numbers that the declaration says, and the name of their place.</summary>
    public Slot Constants(string name, EquatableArray<double> values)
    {
        var slot = new Slot(name, Store.Constants, Layout.Plain(Shape.Of(values.Count)), PerSample: false);
        if (constants.All(known => known.Slot != slot))
        {
            constants.Add(new PlannedConstants(slot, constants.Sum(known => ParameterPlacement.Aligned(known.Values.Count)), values));
        }

        return slot;
    }

    public Slot Packed(Layer layer, string role, string copy, long count, string method, params int[] arguments)
    {
        var slot = new Slot(Text.Pascal(layer.Name) + copy + Text.PascalParts(role), Store.Packed, Layout.Plain(Shape.Of(Countable(count))), PerSample: false);
        if (packings.All(packing => packing.Target != slot))
        {
            packings.Add(new ReorderedCopy(Parameter(layer, role), slot, method, new EquatableArray<int>(arguments)));
        }

        return slot;
    }

    public Slot Folded(Layer head, string role, Slot? own, Layout layout, string method, string arguments, params (string Name, Slot? Slot)[] sources)
    {
        var slot = new Slot(Text.Pascal(head.Name) + "Folded" + Text.Pascal(role), Store.Packed, layout, PerSample: false);
        if (packings.All(packing => packing.Target != slot))
        {
            packings.Add(new FoldedCopy(own, slot, method, sources.ToEquatableArray(), arguments, folds[head.Name].Name));
        }

        return slot;
    }

    public void Add(string layer, string pass, Kernel kernel, params Slot[] slots) => steps.Add(new Step(layer, pass, kernel, slots.ToEquatableArray()));

    public void Add(Layer layer, Fused fused, Kernel kernel, IEnumerable<Slot> slots) =>
        steps.Add(
            new Step(
                layer.Name, "forward", kernel, slots.ToEquatableArray(), FoldsOf(layer).Concat(fused.Layers).Select(other => other.Name).ToEquatableArray()));

    public void Add(Layer layer, string pass, Kernel kernel, params Slot[] slots) => Add(layer.Name, pass, kernel, slots);

    public void Add(Mode mode, Layer layer, string pass, Kernel kernel, params Slot[] slots) => AddIn(steps, mode, layer, pass, kernel, slots);

    public void AddFirst(Layer layer, string pass, Kernel kernel, params Slot[] slots) => AddIn(first, Mode.Always, layer, pass, kernel, slots);

    public void AddFirst(Mode mode, Layer layer, string pass, Kernel kernel, params Slot[] slots) => AddIn(first, mode, layer, pass, kernel, slots);

    public void AddLast(Layer layer, string pass, Kernel kernel, params Slot[] slots) => last.Add(new Step(layer.Name, pass, kernel, slots.ToEquatableArray()));

    public void Defer(Layer layer, string role, Kernel gradient, Kernel step, params Slot[] sources)
    {
        Slot parameter = Parameter(layer, role);
        deferred.Add(new Step(layer.Name, role + " gradient", gradient, sources.Append(ParameterGradient(layer, role)).ToEquatableArray()));
        forming.Add(new Step(layer.Name, role + " step", step, sources.Append(parameter).Concat(StatesOf(parameter)).ToEquatableArray()));
    }

    /// <summary>
    /// What Step does. In memory, parameters that do not decay come first, where others do; then all others that are trained, of which the last
    /// are those whose gradients are left to Step; then what is frozen. So each is one range.
    /// </summary>
    public PlannedUpdate TakeUpdate()
    {
        Optimizer optimizer = model.Optimizer;
        var late = new HashSet<Slot>(
            deferred.SelectMany(step => step.Slots).Where(slot => slot.Store == Store.Gradients).Select(slot => slot with { Store = Store.Parameters }));
        bool isSplit = optimizer.WeightDecay != 0 && !optimizer.DecayAll;
        ParameterPlacement.Arrange(parameters, parameter => (int)GroupOf(parameter));
        long plain = EndOf(Group.WithoutDecay), all = EndOf(Group.LeftToStep);
        var ranges = new List<UpdateRange>();
        if (plain > 0) ranges.Add(new UpdateRange(Update(optimizer.WithoutDecay, "optimizer step without decay"), 0, plain));
        if (plain < all || all == 0) ranges.Add(new UpdateRange(Update(optimizer, "optimizer step"), plain, all));
        return new PlannedUpdate(ranges.ToEquatableArray(), deferred.ToEquatableArray(), forming.ToEquatableArray(), EndOf(Group.Others));

        Group GroupOf(PlannedParameter parameter) => !parameter.IsTrained ? Group.Frozen
            : late.Contains(parameter.Slot) ? Group.LeftToStep
            : isSplit && !parameter.Decays ? Group.WithoutDecay
            : Group.Others;

        long EndOf(Group last) => ParameterPlacement.LengthOf(parameters.Values.Where(parameter => GroupOf(parameter) <= last));

        Step Update(Optimizer rule, string pass)
        {
            var range = new Slot("", Store.Parameters, Layout.Plain(Shape.Of(Countable(all))), PerSample: false);
            Slot[] trained = { range, range with { Store = Store.Gradients } };
            return new Step("", pass, new OptimizerStep(Scalar, rule), trained.Concat(StatesOf(range)).ToEquatableArray());
        }
    }

    /// <summary>The groups of parameters that lie together.</summary>
    private enum Group
    {
        WithoutDecay,
        Others,
        LeftToStep,
        Frozen,
    }

    /// <summary>What the optimizer keeps for parameters.</summary>
    private IEnumerable<Slot> StatesOf(Slot parameters) =>
        Enumerable.Range(0, model.Optimizer.StatesPerParameter).Select(state => parameters with { Store = Store.OptimizerState, State = state });

    public Optimizer Optimizer => model.Optimizer;

    /// <summary>The steps added since the last call, with the first and the last ones: a whole pass.</summary>
    public EquatableArray<Step> TakePass()
    {
        EquatableArray<Step> pass = first.Concat(TakeSteps()).Concat(last).ToEquatableArray();
        first.Clear();
        last.Clear();
        return pass;
    }

    /// <summary>The steps that planning something adds, which stay apart from all others.</summary>
    public IReadOnlyList<Step> Apart(System.Action plan)
    {
        List<Step> others = steps, own = steps = new List<Step>();
        plan();
        steps = others;
        return own;
    }

    /// <summary>The steps added since the last call.</summary>
    public EquatableArray<Step> TakeSteps()
    {
        EquatableArray<Step> taken = steps.ToEquatableArray();
        steps = new List<Step>();
        return taken;
    }

    private IEnumerable<Layer> FoldsOf(Layer layer) => folds.TryGetValue(layer.Name, out Layer? next) ? new[] { next } : Enumerable.Empty<Layer>();

    // A network without a backward pass is never in training.
    private void AddIn(List<Step> to, Mode mode, Layer layer, string pass, Kernel kernel, Slot[] slots)
    {
        if (mode == Mode.Training && !IsTrainable) return;
        to.Add(new Step(layer.Name, pass, kernel, slots.ToEquatableArray()) { Mode = IsTrainable ? mode : Mode.Always });
    }

    /// <summary>What does not fit an array is reported by its size, whatever that is.</summary>
    private static int Countable(long count) => (int)System.Math.Min(count, int.MaxValue);
}
