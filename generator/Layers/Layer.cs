using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers;

/// <summary>A checked layer: what it reads, what it makes, what it trains, what it costs, and the steps it consists of.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its attribute's name.</param>
/// <param name="Input">The tensor it reads, the running one where it reads several.</param>
/// <param name="Output">The tensor it makes; its input, where it only names that.</param>
internal abstract record Layer(string Name, string Kind, Tensor Input, Tensor Output)
{
    /// <summary>All tensors that it reads.</summary>
    public virtual EquatableArray<Tensor> Inputs => EquatableArray.Of(Input);

    /// <summary>Which of them its output takes over the order of numbers of.</summary>
    public virtual Tensor Leading => Input;

    /// <summary>
    /// Further tensors that it makes: each is an output of the network, behind all that are declared, and has no loss. Backward finds a gradient for each.
    /// </summary>
    public virtual EquatableArray<Head> Heads => default;

    /// <summary>All tensors that it makes.</summary>
    public IEnumerable<Tensor> Outputs => Heads.Select(head => head.Tensor).Prepend(Output);

    /// <summary>Whether it makes no tensor, but names one or takes one up.</summary>
    public bool OnlyNames => Output == Input;

    /// <summary>The name of the output that its input is; null where it is none. Its gradient comes from the caller, or from a loss.</summary>
    public virtual string? EndsHead { get; init; }

    /// <summary>The input's shape as the layer sees it.</summary>
    public virtual Shape InputShape => Input.Shape;

    /// <summary>Its parameters, weight before bias.</summary>
    public virtual EquatableArray<Parameter> Parameters => default;

    /// <summary>
    /// Its options, resolved: all that its attribute says, but for names (<see cref="Inputs"/> has what they name) and what weights start from or whether they
    /// are trained. A file's fingerprint holds those that decide: the same layer says the same in every version, and one that comes later does not decide at
    /// its default.
    /// </summary>
    public virtual EquatableArray<Setting> Settings => default;

    /// <summary>Whether it says itself what its weights start from.</summary>
    public bool HasInit => Parameters.Any(parameter => parameter.Initial is FanScaled { Init: not Init.Default });

    /// <summary>Whether it has a parameter of a role, and trains it.</summary>
    public bool Trains(string role) => Parameters.Any(parameter => parameter.Role == role && parameter.IsTrained);

    /// <summary>What it keeps besides, and does not train: running averages of what training calls have seen.</summary>
    public virtual EquatableArray<RunningAverage> Buffers => default;

    /// <summary>Whether one sample says too little for a Forward in training.</summary>
    public virtual bool NeedsSeveralSamples => false;

    /// <summary>Multiply-adds per sample of the direct algorithm, without the bias.</summary>
    public virtual long Macs => 0;

    /// <summary>What the initial weights before it should know.</summary>
    public virtual ActivationGain Gain => ActivationGain.Linear;

    /// <summary>Whether its backward steps read its own output, which must then stay as it was. What it reads stays in any case.</summary>
    public virtual bool BackwardReadsOutput => false;

    /// <summary>Why its output is the same whatever comes in, as a sentence; null where it is not.</summary>
    public virtual string? ConstantBecause => null;

    /// <summary>Whether CrossEntropy can speak of its input at once, p · Σt − t.</summary>
    public virtual bool FusesWithCrossEntropy => false;

    /// <summary>The zeros that it wants around its input.</summary>
    public virtual Border InputBorder(PlanOptions planning) => Border.None;

    /// <summary>Whether its output lies as its inputs do, border and all.</summary>
    public virtual bool KeepsLayout => false;

    /// <summary>Whether it reads its inputs in PyTorch's order only.</summary>
    public virtual bool NeedsPlainInput => false;

    /// <summary>Chooses how it is computed, once: all else asks for what was chosen. Null where there is nothing to choose.</summary>
    public virtual LayerForm? ChooseForm(Layout input, PlanOptions planning) => null;

    /// <summary>How its output lies in memory: a matter of shapes and options, never of the machine or the batch.</summary>
    /// <param name="input">How its input lies.</param>
    /// <param name="border">The border that the layers after it want.</param>
    /// <param name="form">The layer's form.</param>
    /// <param name="planning">The network's options, and forms that a test asks for.</param>
    public virtual Layout OutputLayout(Layout input, Border border, LayerForm? form, PlanOptions planning) =>
        KeepsLayout
            ? input with { Border = border, RowPitch = border == Border.None ? input.RowPitch : 0 }
            : new Layout(Output.Shape, input.ChannelsLast && Output.Shape.IsSpatial, border);

    /// <summary>The order in which a parameter is kept, where that is not PyTorch's.</summary>
    public virtual Permutation? PermutationOf(string role, Layout input, LayerForm? form) => null;

    /// <summary>Adds its steps of the forward pass.</summary>
    public abstract void PlanForward(ILayerPlan plan);

    /// <summary>Adds its steps of the backward pass.</summary>
    public abstract void PlanBackward(ILayerPlan plan);
}

/// <summary>How a layer is computed, as its room sees it.</summary>
internal abstract record LayerForm;

/// <summary>A tensor of a layer that is trained, or frozen.</summary>
/// <param name="Role"><c>weight</c> or <c>bias</c>.</param>
/// <param name="Shape">PyTorch's shape.</param>
/// <param name="Initial">Where its first values come from.</param>
internal sealed record Parameter(string Role, Shape Shape, Initialisation Initial)
{
    /// <summary>Whether a step changes it: a frozen one has no gradient and no optimizer state.</summary>
    public bool IsTrained { get; init; } = true;

    /// <summary>Whether it decays where only weights do: a weight of two axes or more, no bias, and nothing of a norm.</summary>
    public bool Decays { get; init; }
}

/// <summary>A running average, over the calls in training, of a tensor that each of them leaves.</summary>
/// <param name="Role"><c>running_mean</c> or <c>running_var</c>.</param>
/// <param name="Shape">PyTorch's shape.</param>
/// <param name="Initial">What it starts from.</param>
/// <param name="Momentum">The share of the newest.</param>
internal sealed record RunningAverage(string Role, Shape Shape, double Initial, double Momentum);

/// <summary>How an activation bears on the initial weights before it.</summary>
/// <param name="PassesOn">The layer is no activation, and the next one counts: a pool, say.</param>
/// <param name="NegativeSlope">For rectifiers: the slope on the negative side.</param>
internal sealed record ActivationGain(bool PassesOn, double? NegativeSlope)
{
    /// <summary>Weights before it are Xavier's.</summary>
    public static ActivationGain Linear { get; } = new(false, null);

    /// <summary>The layer after it counts.</summary>
    public static ActivationGain Next { get; } = new(true, null);

    /// <summary>Weights before it are He's.</summary>
    public static ActivationGain Rectifier(double negativeSlope) => new(false, negativeSlope);
}
