using System.Collections.Generic;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers;

/// <summary>What a layer sees of the plan while it adds its steps: where its tensors are, and places for what it makes.</summary>
internal interface ILayerPlan
{
    Scalar Scalar { get; }

    int Batch { get; }

    bool IsTrainable { get; }

    /// <summary>What the choice of forms depends on besides shapes.</summary>
    PlanOptions Planning { get; }

    /// <summary>The form that was chosen for a layer.</summary>
    LayerForm? FormOf(Layer layer);

    /// <summary>How the numbers of a tensor lie, wherever it is.</summary>
    Layout LayoutOf(Tensor tensor);

    /// <summary>Whether a layer is declared right behind another, but for those that only name.</summary>
    bool Follows(Layer layer, Layer other);

    /// <summary>Where a tensor's numbers are.</summary>
    Slot Value(Tensor tensor);

    /// <summary>A place of its own for the tensor that a layer makes.</summary>
    Slot MakeValue(Layer layer);

    /// <summary>A place of its own for one of several tensors that a layer makes.</summary>
    Slot MakeValue(Tensor tensor);

    /// <summary>A place for what a layer makes together with those that are fused with it.</summary>
    Slot MakeValue(Layer head, Fused fused);

    /// <summary>The tensor that a layer makes is the one it reads, or takes its place.</summary>
    Slot ShareValue(Layer layer);

    /// <summary>
    /// What a layer reads, for kernels whose vectors may read past the end of a row: copied, if it is the caller's, behind which there may be nothing.
    /// </summary>
    Slot OwnValue(Layer layer, Tensor tensor);

    /// <summary>What a layer reads, without border and gaps: where it is, or copied.</summary>
    Slot CompactValue(Layer layer);

    /// <summary>Where <see cref="CompactValue"/> has left it.</summary>
    Slot CompactOf(Layer layer);

    /// <summary>Whether a layer may write what it makes over what it reads.</summary>
    bool MayOverwriteInput(Layer layer);

    /// <summary>Whether anybody wants the gradient of a tensor: a parameter before it, or the caller, for the input.</summary>
    bool WantsGradient(Tensor tensor);

    /// <summary>Whether most gradients of a tensor are zero: behind it, past activations of a few instructions, a max pool gives them to few winners.</summary>
    bool HasFewGradients(Tensor tensor);

    /// <summary>Where the gradient of a tensor is.</summary>
    Slot Gradient(Tensor tensor);

    /// <summary>A place of its own for the gradient of what a layer reads.</summary>
    Slot MakeGradient(Layer layer);

    /// <summary>The gradient of what a layer reads takes the place of the gradient of what it makes.</summary>
    Slot ShareGradient(Layer layer);

    Slot MakeGradient(Tensor tensor);

    /// <summary>A place for the gradient of a tensor, in a layout that suits who makes it, where who reads it takes any.</summary>
    Slot MakeGradient(Tensor tensor, Layout layout);

    /// <summary>
    /// What one reader of a tensor contributes to its gradient is in a place. That becomes the gradient's, if it is the first, of the last
    /// reader in order of declaration; else it is added there when the reader's steps have been planned.
    /// </summary>
    Slot PassGradient(Tensor tensor, Slot slot);

    /// <summary>Whether a reader has contributed to the gradient of a tensor.</summary>
    bool HasGradient(Tensor tensor);

    /// <summary>Whether the gradient of a tensor may lie as it likes: what the caller gets is in PyTorch's order, and so is what some layers read.</summary>
    bool TakesAnyGradient(Tensor tensor);

    /// <summary>Tells of a copy of a tensor's numbers in another layout.</summary>
    void AddCopy(Tensor tensor, Slot copy);

    /// <summary>A tensor's numbers in a layout, where they lie so; else as they lie.</summary>
    Slot ValueLike(Tensor tensor, Layout layout);

    /// <summary>A buffer of a layer, for each sample of a batch.</summary>
    Slot Buffer(Layer layer, string role, Layout layout, Element element = Element.Number);

    /// <summary>A buffer that the layer has, by its role: what backward finds of forward. Null where it has none.</summary>
    Slot? BufferOf(Layer layer, string role);

    /// <summary>A buffer for gradients of a layer's own.</summary>
    Slot GradientBuffer(Layer layer, string role, Layout layout);

    /// <summary>Where the maxima of a fused pool were, by the tensor that was pooled.</summary>
    Slot WinnersOf(Tensor sums);

    /// <summary>A place for the maxima of a fused pool.</summary>
    Slot MakeWinners(Layer layer, Layout layout);

    /// <summary>A buffer of a layer that one sample after the other uses.</summary>
    Slot Scratch(Layer layer, string role, long count, Element element = Element.Number);

    /// <summary>The same for an image.</summary>
    Slot Scratch(Layer layer, string role, Layout layout);

    /// <summary>A parameter of a layer.</summary>
    Slot Parameter(Layer layer, string role);

    /// <summary>The gradient of a parameter of a layer.</summary>
    Slot ParameterGradient(Layer layer, string role);

    /// <summary>A running average of a layer.</summary>
    Slot Average(Layer layer, string role);

    /// <summary>What a call in training leaves for a running average.</summary>
    Slot Statistic(Layer layer, string role);

    /// <summary>Numbers of a layer that the declaration says.</summary>
    Slot Constants(Layer layer, string role, EquatableArray<double> values);

    /// <summary>A copy of a parameter in another order, made again whenever the parameters have changed.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="role">The parameter's role.</param>
    /// <param name="copy">What the copy is called, before the role.</param>
    /// <param name="count">Numbers of the copy.</param>
    /// <param name="method">The runtime library's method that makes it.</param>
    /// <param name="arguments">Its arguments after the two spans.</param>
    Slot Packed(Layer layer, string role, string copy, long count, string method, params int[] arguments);

    /// <summary>A copy of a parameter with something of the layer behind in it, made again whenever parameters or running averages have changed.</summary>
    /// <param name="head">The layer whose parameter it is.</param>
    /// <param name="role">The parameter's role.</param>
    /// <param name="own">The parameter; null where the layer declares none.</param>
    /// <param name="layout">How the copy lies.</param>
    /// <param name="method">The runtime library's method that makes it.</param>
    /// <param name="arguments">Its arguments after the spans.</param>
    /// <param name="sources">What it is made of, by the names of arguments.</param>
    Slot Folded(Layer head, string role, Slot? own, Layout layout, string method, string arguments, params (string Name, Slot? Slot)[] sources);

    /// <summary>Adds a step: a slot for each port of the kernel.</summary>
    void Add(string layer, string pass, Kernel kernel, params Slot[] slots);

    /// <summary>Adds the forward step of a layer and those that are fused with it.</summary>
    void Add(Layer layer, Fused fused, Kernel kernel, IEnumerable<Slot> slots);

    /// <summary>Adds a step of a layer.</summary>
    void Add(Layer layer, string pass, Kernel kernel, params Slot[] slots);

    /// <summary>Adds a step that runs in one mode only.</summary>
    void Add(Mode mode, Layer layer, string pass, Kernel kernel, params Slot[] slots);

    /// <summary>Adds a step before all others of the pass.</summary>
    void AddFirst(Layer layer, string pass, Kernel kernel, params Slot[] slots);

    /// <summary>Adds a step that runs in one mode only, before all others of the pass.</summary>
    void AddFirst(Mode mode, Layer layer, string pass, Kernel kernel, params Slot[] slots);

    /// <summary>Adds a step behind all others of the backward pass.</summary>
    void AddLast(Layer layer, string pass, Kernel kernel, params Slot[] slots);

    /// <summary>Leaves a gradient to Step.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="role">The parameter's role.</param>
    /// <param name="gradient">Makes the gradient, for whoever wants it: its last port.</param>
    /// <param name="step">A step of the optimizer that makes the gradient on the way; behind the ports of what the gradient is made of come the parameter and
    /// the optimizer's state.</param>
    /// <param name="sources">What the gradient is made of.</param>
    void Defer(Layer layer, string role, Kernel gradient, Kernel step, params Slot[] sources);

    /// <summary>The optimizer.</summary>
    Optimizer Optimizer { get; }
}
