using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Layers.Activations;
using CnnGen.Generator.Layers.Optimizers;
using CnnGen.Generator.Layers.Pool;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Planning;

/// <summary>Gathers the steps of a network while each layer adds its own.</summary>
internal sealed class PlanBuilder
{
    private readonly NetworkModel model;
    private readonly Dictionary<Tensor, Layout> layouts = new();
    private readonly Dictionary<Tensor, Slot> values = new();
    private readonly Dictionary<Tensor, Slot> gradients = new();
    private readonly Dictionary<Tensor, Slot> winners = new();
    private readonly Dictionary<string, PlannedParameter> parameters = new();
    private readonly List<Packing> packings = new();
    private readonly HashSet<Tensor> wanted = new();
    private readonly HashSet<Layer> done = new();
    private readonly List<(Tensor Tensor, Slot Slot)> contributions = new();   // of the unit that is being planned
    private readonly Dictionary<Tensor, int> gradientsMade = new(), sums = new();
    private readonly List<(Tensor Tensor, Slot Slot)> copies = new();
    private readonly List<Step> first = new(), last = new(), deferred = new(), forming = new();
    private List<Step> steps = new();

    public PlanBuilder(NetworkModel model, PlanOptions planning)
    {
        this.model = model;
        Planning = planning;
        values[model.Input] = Slot.CallerInput(model.Input.Shape);
        if (model.Options.InputGradient) wanted.Add(model.Input);
        foreach (Layer layer in model.Layers)
        {
            if (layer.Parameters.Count > 0 || layer.Inputs.Any(wanted.Contains)) wanted.Add(layer.Output);
        }

        LayOut();
        foreach (PlannedParameter parameter in ParameterPlacement.Place(model, this)) parameters[parameter.Name] = parameter;
    }

    public Scalar Scalar => model.Options.Scalar;

    public int Batch => model.Options.Batch;

    public bool IsTrainable => model.IsTrainable;

    /// <summary>What the choice of forms depends on besides shapes.</summary>
    public PlanOptions Planning { get; }

    /// <summary>The parameters, in declaration order.</summary>
    public EquatableArray<PlannedParameter> Parameters => parameters.Values.OrderBy(parameter => parameter.Offset).ToEquatableArray();

    /// <summary>The copies of parameters in another order.</summary>
    public EquatableArray<Packing> Packings => packings.ToEquatableArray();

    /// <summary>How the numbers of a tensor lie, wherever it is.</summary>
    public Layout LayoutOf(Tensor tensor) => layouts[tensor];

    /// <summary>Where a tensor's numbers are.</summary>
    public Slot Value(Tensor tensor) => values[tensor];

    /// <summary>A place of its own for the tensor that a layer makes.</summary>
    public Slot MakeValue(Layer layer) => values[layer.Output] = new Slot(Text.Pascal(layer.Name) + "Output", Store.Activations, layouts[layer.Output], PerSample: true);

    /// <summary>A place for what a layer makes together with those that are fused with it.</summary>
    public Slot MakeValue(Layer head, Fused fused)
    {
        Slot slot = MakeValue(fused.Layers.Count == 0 ? head : fused.Layers[fused.Layers.Count - 1]);

        // Behind a pool this is what is left of the layers before it: their derivatives read it, so nobody may overwrite it.
        foreach (Layer layer in fused.Epilogue.Pool == null ? fused.Layers.Prepend(head) : fused.Layers) values[layer.Output] = slot;
        return slot;
    }

    /// <summary>The tensor that a layer makes is the one it reads, or takes its place.</summary>
    public Slot ShareValue(Layer layer) => values[layer.Output] = values[layer.Input];

    /// <summary>What a layer reads, without border and gaps: where it is, or copied.</summary>
    public Slot CompactValue(Layer layer)
    {
        Slot value = values[layer.Input], compact = CompactOf(layer);
        if (compact != value) Add(layer, "reorder", new Reorder(Scalar, value.Layout, compact.Layout), value, compact);
        return compact;
    }

    /// <summary>Where <see cref="CompactValue"/> has left it.</summary>
    public Slot CompactOf(Layer layer) => values[layer.Input].Layout.IsCompact ? values[layer.Input] : Buffer(layer, "Input", values[layer.Input].Layout.Compact);

    /// <summary>Whether a layer may write what it makes over what it reads.</summary>
    public bool MayOverwriteInput(Layer layer)
    {
        // The caller's numbers are the caller's; and what somebody still has to read stays as it is, in Forward and in Backward. What
        // counts is the place: by Flatten or in place, several tensors may be in one.
        Slot place = values[layer.Input];
        if (place.Store == Store.Caller || IsThere(model.Output) || model.Layers.Any(other => other != layer && !other.OnlyNames && !IsOver(other) && other.Inputs.Any(IsThere))) return false;
        return !IsTrainable || !model.Layers.Any(other => other.BackwardReadsOutput && IsThere(other.Output));

        bool IsThere(Tensor tensor) => values.TryGetValue(tensor, out Slot slot) && slot == place;

        // Whether a layer has put what it makes over what it reads, or never reads it again.
        bool IsOver(Layer other) => done.Contains(other) && (!IsTrainable || IsThere(other.Output));
    }

    /// <summary>Tells that the forward steps of layers have been added.</summary>
    public void EndForward(IEnumerable<Layer> layers) => done.UnionWith(layers);

    /// <summary>Whether anybody wants the gradient of a tensor: a parameter before it, or the caller, for the input.</summary>
    public bool WantsGradient(Tensor tensor) => wanted.Contains(tensor);

    /// <summary>Whether most gradients of a tensor are zero: behind it, past rectifiers, a max pool gives them to few winners.</summary>
    public bool HasFewGradients(Tensor tensor)
    {
        Layer? next = model.SoleReaderOf(tensor);
        while (next is ElementwiseLayer { Rectifier: not null }) next = model.SoleReaderOf(next.Output);
        return next is MaxPoolLayer { Shape: var pool } && pool.Output.Positions * 2 <= pool.Input.Positions;
    }

    /// <summary>Where the gradient of a tensor is.</summary>
    public Slot Gradient(Tensor tensor) => gradients[tensor];

    /// <summary>A place of its own for the gradient of what a layer reads.</summary>
    public Slot MakeGradient(Layer layer) => MakeGradient(layer.Input);

    /// <summary>The gradient of what a layer reads takes the place of the gradient of what it makes.</summary>
    public Slot ShareGradient(Layer layer) => PassGradient(layer.Input, gradients[layer.Output]);

    public Slot MakeGradient(Tensor tensor) => MakeGradient(tensor, layouts[tensor]);

    /// <summary>A place for the gradient of a tensor, in a layout that suits who makes it, where who reads it takes any.</summary>
    public Slot MakeGradient(Tensor tensor, Layout layout)
    {
        // The first may be in a place that it shares.
        if (gradients.ContainsKey(tensor) && !gradientsMade.ContainsKey(tensor)) gradientsMade[tensor] = 1;
        string name = Numbered(Text.Pascal(tensor.Name) + (tensor == model.Input ? "Gradient" : "OutputGradient"), gradientsMade, tensor, "");
        return PassGradient(tensor, new Slot(name, Store.Activations, TakesAnyGradient(tensor) ? layout : layouts[tensor], PerSample: true) { IsGradient = true });
    }

    /// <summary>
    /// What one reader of a tensor contributes to its gradient is in a place. That becomes the gradient's, if it is the first, of the last
    /// reader in order of declaration; else it is added there when the reader's steps have been planned.
    /// </summary>
    public Slot PassGradient(Tensor tensor, Slot slot)
    {
        if (gradients.ContainsKey(tensor)) contributions.Add((tensor, slot));
        else gradients[tensor] = slot;
        return slot;
    }

    /// <summary>Whether a reader has contributed to the gradient of a tensor.</summary>
    public bool HasGradient(Tensor tensor) => gradients.ContainsKey(tensor);

    /// <summary>Tells that the backward steps of a unit have been added.</summary>
    public void EndBackward()
    {
        foreach ((Tensor tensor, Slot slot) in contributions)
        {
            Slot gradient = gradients[tensor];
            string pass = Numbered("gradient sum", sums, tensor, " ");
            Add(tensor.Name, pass, new GradientSum(Scalar, Batch, tensor.Shape, slot.Layout, gradient.Layout), slot, gradient);
        }

        contributions.Clear();
    }

    /// <summary>Whether the gradient of a tensor may lie as it likes: what the caller gets is in PyTorch's order, and so is what some layers read.</summary>
    public bool TakesAnyGradient(Tensor tensor) => tensor != model.Input && model.MakerOf(tensor) is not { NeedsPlainInput: true };

    /// <summary>Tells of a copy of a tensor's numbers in another layout.</summary>
    public void AddCopy(Tensor tensor, Slot copy) => copies.Add((tensor, copy));

    /// <summary>A tensor's numbers in a layout, where they lie so; else as they lie.</summary>
    public Slot ValueLike(Tensor tensor, Layout layout) =>
        copies.Where(copy => copy.Tensor == tensor && copy.Slot.Layout == layout).Select(copy => copy.Slot).Prepend(values[tensor]).FirstOrDefault(slot => slot.Layout == layout) ?? values[tensor];

    private static string Numbered(string name, Dictionary<Tensor, int> numbers, Tensor tensor, string space)
    {
        numbers.TryGetValue(tensor, out int others);
        numbers[tensor] = others + 1;
        return others == 0 ? name : name + space + Text.Number(others + 1);
    }

    /// <summary>A buffer of a layer, for each sample of a batch.</summary>
    public Slot Buffer(Layer layer, string role, Layout layout, Store store = Store.Activations) => new(Text.Pascal(layer.Name) + role, store, layout, PerSample: true);

    /// <summary>A buffer for gradients of a layer's own.</summary>
    public Slot GradientBuffer(Layer layer, string role, Layout layout) => Buffer(layer, role, layout) with { IsGradient = true };

    /// <summary>Where the maxima of a fused pool were, by the tensor that was pooled.</summary>
    public Slot WinnersOf(Tensor sums) => winners[sums];

    /// <summary>A place for the maxima of a fused pool.</summary>
    public Slot MakeWinners(Layer layer, Layout layout) => winners[layer.Output] = Buffer(layer, "Winners", layout, Store.Winners);

    /// <summary>A buffer of a layer that one sample after the other uses.</summary>
    public Slot Scratch(Layer layer, string role, long count, Store store = Store.Activations) => new(Text.Pascal(layer.Name) + role, store, Layout.Plain(Shape.Of(Countable(count))), PerSample: false);

    /// <summary>A parameter of a layer.</summary>
    public Slot Parameter(Layer layer, string role) => parameters[layer.Name + "." + role].Slot;

    /// <summary>The gradient of a parameter of a layer.</summary>
    public Slot ParameterGradient(Layer layer, string role) => Parameter(layer, role) with { Store = Store.Gradients };

    /// <summary>A copy of a parameter in another order, made again whenever the parameters have changed.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="role">The parameter's role.</param>
    /// <param name="count">Numbers of the copy.</param>
    /// <param name="method">The runtime library's method that makes it.</param>
    /// <param name="arguments">Its arguments after the two spans.</param>
    public Slot Packed(Layer layer, string role, long count, string method, params int[] arguments)
    {
        var slot = new Slot(Text.Pascal(layer.Name) + "Packed" + Text.Pascal(role), Store.Packed, Layout.Plain(Shape.Of(Countable(count))), PerSample: false);
        if (packings.All(packing => packing.Target != slot)) packings.Add(new Packing(Parameter(layer, role), slot, method, new EquatableArray<int>(arguments)));
        return slot;
    }

    /// <summary>Adds a step: a slot for each port of the kernel.</summary>
    public void Add(string layer, string pass, Kernel kernel, params Slot[] slots) => steps.Add(new Step(layer, pass, kernel, slots.ToEquatableArray()));

    /// <summary>Adds the forward step of a layer and those that are fused with it.</summary>
    public void Add(Layer layer, Fused fused, Kernel kernel, IEnumerable<Slot> slots) =>
        steps.Add(new Step(layer.Name, "forward", kernel, slots.ToEquatableArray(), fused.Layers.Select(other => other.Name).ToEquatableArray()));

    /// <summary>Adds a step of a layer.</summary>
    public void Add(Layer layer, string pass, Kernel kernel, params Slot[] slots) => Add(layer.Name, pass, kernel, slots);

    /// <summary>Adds a step before all others of the backward pass.</summary>
    public void AddFirst(Layer layer, string pass, Kernel kernel, params Slot[] slots) => first.Add(new Step(layer.Name, pass, kernel, slots.ToEquatableArray()));

    /// <summary>Adds a step behind all others of the backward pass.</summary>
    public void AddLast(Layer layer, string pass, Kernel kernel, params Slot[] slots) => last.Add(new Step(layer.Name, pass, kernel, slots.ToEquatableArray()));

    /// <summary>Leaves a gradient to Step.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="role">The parameter's role.</param>
    /// <param name="gradient">Makes the gradient, for whoever wants it: its last port.</param>
    /// <param name="step">A step of the optimizer that makes the gradient on the way; behind the ports of what the gradient is made of come the parameter and the optimizer's state.</param>
    /// <param name="sources">What the gradient is made of.</param>
    public void Defer(Layer layer, string role, Kernel gradient, Kernel step, params Slot[] sources)
    {
        Slot parameter = Parameter(layer, role);
        deferred.Add(new Step(layer.Name, role + " gradient", gradient, sources.Append(ParameterGradient(layer, role)).ToEquatableArray()));
        forming.Add(new Step(layer.Name, role + " step", step, sources.Append(parameter).Concat(StatesOf(parameter)).ToEquatableArray()));
    }

    /// <summary>What Step does. Parameters whose gradients are left to it come last in memory, so that one range holds the others.</summary>
    public PlannedUpdate TakeUpdate()
    {
        var late = new HashSet<Slot>(deferred.SelectMany(step => step.Slots).Where(slot => slot.Store == Store.Gradients).Select(slot => slot with { Store = Store.Parameters }));
        long early = ParameterPlacement.PutLast(parameters, late), all = ParameterPlacement.LengthOf(parameters.Values);
        var range = new Slot("", Store.Parameters, Layout.Plain(Shape.Of(Countable(all))), PerSample: false);
        Slot[] trained = { range, range with { Store = Store.Gradients } };
        var whole = new Step("", "optimizer step", new OptimizerStep(Scalar, model.Optimizer), trained.Concat(StatesOf(range)).ToEquatableArray());
        return new PlannedUpdate(whole, deferred.ToEquatableArray(), forming.ToEquatableArray(), early);
    }

    /// <summary>What the optimizer keeps for parameters.</summary>
    private IEnumerable<Slot> StatesOf(Slot parameters) =>
        Enumerable.Range(0, model.Optimizer.StatesPerParameter).Select(state => parameters with { Store = Store.OptimizerState, State = state });

    /// <summary>The optimizer.</summary>
    public Optimizer Optimizer => model.Optimizer;

    /// <summary>The steps of the backward pass added since the last call, with the first and the last ones.</summary>
    public EquatableArray<Step> TakeBackwardSteps() => first.Concat(TakeSteps()).Concat(last).ToEquatableArray();

    /// <summary>The steps added since the last call.</summary>
    public EquatableArray<Step> TakeSteps()
    {
        EquatableArray<Step> taken = steps.ToEquatableArray();
        steps = new List<Step>();
        return taken;
    }

    /// <summary>What does not fit an array is reported by its size, whatever that is.</summary>
    private static int Countable(long count) => (int)System.Math.Min(count, int.MaxValue);

    /// <summary>Gives every tensor its layout: the order that its layer writes, and what the layers after it want.</summary>
    private void LayOut()
    {
        var borders = new Dictionary<Tensor, Border>();
        var plain = new HashSet<Tensor> { model.Output };
        foreach (Layer layer in model.Layers.Reverse())
        {
            if (layer.OnlyNames) continue;
            Border border = layer.InputBorder(Planning);
            if (layer.KeepsLayout) border = Border.Around(border, BorderOf(layer.Output));
            foreach (Tensor input in layer.Inputs)
            {
                borders[input] = Border.Around(border, BorderOf(input));
                if (layer.NeedsPlainInput || (layer.KeepsLayout && plain.Contains(layer.Output))) plain.Add(input);
            }
        }

        layouts[model.Input] = Layout.Plain(model.Input.Shape);
        foreach (Layer layer in model.Layers.Where(layer => !layer.OnlyNames))
        {
            // Flattened, a tensor still lies as rows and columns.
            layouts[layer.Output] = plain.Contains(layer.Output)
                ? Layout.Plain((layer.KeepsLayout || layer.NeedsPlainInput) && layer.Output.Shape.Count == layer.Input.Shape.Count ? layouts[layer.Input].Shape : layer.Output.Shape)
                : layer.OutputLayout(layouts[layer.Input], BorderOf(layer.Output), Planning);
        }

        Border BorderOf(Tensor tensor) => borders.TryGetValue(tensor, out Border? border) ? border : Border.None;
    }
}
