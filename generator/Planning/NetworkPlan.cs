using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Planning;

/// <summary>Everything that the text will say, as data: the steps of each pass with their forms, and the place and life of each buffer.</summary>
/// <param name="Model">The network.</param>
/// <param name="Parameters">Its parameters, in declaration order.</param>
/// <param name="Kept">What it keeps and does not train, in declaration order.</param>
/// <param name="Constants">Numbers that the declaration says.</param>
/// <param name="Packings">Copies of parameters as kernels read them.</param>
/// <param name="Buffers">Activations, gradients of activations, scratch.</param>
/// <param name="Forward">The steps of Forward.</param>
/// <param name="BackwardOfOutput">The steps that only a gradient of the caller's own goes through; a loss already speaks of what lies before them.</param>
/// <param name="Backward">The steps of Backward.</param>
/// <param name="Update">What Step does; null where there is nothing to train.</param>
/// <param name="Heads">The outputs, in order of declaration.</param>
/// <param name="Output">Where Forward leaves them: all samples of the first, then of the second.</param>
/// <param name="InputGradient">Where Backward leaves the gradients of the inputs, likewise; null when nobody wants them.</param>
internal sealed record NetworkPlan(
    NetworkModel Model,
    EquatableArray<PlannedParameter> Parameters,
    EquatableArray<KeptTensor> Kept,
    EquatableArray<PlannedConstants> Constants,
    EquatableArray<Packing> Packings,
    EquatableArray<PlannedBuffer> Buffers,
    EquatableArray<Step> Forward,
    EquatableArray<Step> BackwardOfOutput,
    EquatableArray<Step> Backward,
    PlannedUpdate? Update,
    EquatableArray<PlannedHead> Heads,
    Slot Output,
    Slot? InputGradient)
{
    public int ParameterCount => Parameters.Sum(parameter => parameter.Shape.Count);

    /// <summary>How many numbers a step changes.</summary>
    public int TrainedCount => Parameters.Where(parameter => parameter.IsTrained).Sum(parameter => parameter.Shape.Count);

    public int BufferCount => Kept.Sum(tensor => tensor.Average.Shape.Count);

    /// <summary>Whether calls in training differ from others.</summary>
    public bool HasModes => Forward.Concat(BackwardOfOutput).Concat(Backward).Any(step => step.Mode != Mode.Always);

    /// <summary>Whether some steps draw masks.</summary>
    public bool HasMasks => Forward.Any(step => step.Kernel.DrawsMask);

    /// <summary>Whether calls in training leave something for running averages.</summary>
    public bool HasStatistics => Model.IsTrainable && Kept.Count > 0;

    /// <summary>Whether some parameters stay as they are. They have no gradients and no optimizer state, and lie behind all others.</summary>
    public bool HasFrozen => Parameters.Any(parameter => !parameter.IsTrained);

    public int OptimizerStateCount => Model.IsTrainable ? TrainedCount * Model.Optimizer.StatesPerParameter : 0;

    /// <summary>The losses that a backward pass follows from; none where there is no such pass.</summary>
    public IEnumerable<PlannedHead> Losses => Heads.Where(head => head.LossGradient != null);

    /// <summary>The losses whose labels may weigh differently.</summary>
    public IEnumerable<PlannedHead> WeighingLosses => Losses.Where(head => head.Loss.WeighsLabels);

    /// <summary>The length of the array of parameters: each tensor begins at a multiple of 64 bytes.</summary>
    public long ParameterLength => ParameterPlacement.LengthOf(Parameters);

    /// <summary>The length of the arrays of gradients and of each state of the optimizer, which lie as the parameters do.</summary>
    public long TrainedLength => ParameterPlacement.LengthOf(Parameters.Where(parameter => parameter.IsTrained));

    /// <summary>The length of the array of packed copies.</summary>
    public long PackedLength => Packings.Sum(packing => ParameterPlacement.Aligned(packing.Target.Count));

    /// <summary>The first element of each packed copy.</summary>
    public IEnumerable<(Packing Packing, long Place)> PackedPlaces
    {
        get
        {
            long place = 0;
            foreach (Packing packing in Packings)
            {
                yield return (packing, place);
                place += ParameterPlacement.Aligned(packing.Target.Count);
            }
        }
    }

    /// <summary>Whether a step changes what a copy is made of.</summary>
    public bool IsTrained(Packing packing) => !Model.IsTrainable || Parameters.First(parameter => parameter.Slot == packing.Source).IsTrained;

    /// <summary>Whether some copies are made of what is kept and not trained, too.</summary>
    public bool PacksKept => Packings.Any(packing => packing.Sources.Any(source => source.Slot?.Store == Store.Buffers));

    /// <summary>Whether some copies have to be made again after a step, and others not.</summary>
    public bool PacksFrozenApart => Packings.Any(IsTrained) && !Packings.All(IsTrained);

    /// <summary>The length of the array of constants.</summary>
    public long ConstantLength => Constants.Sum(constants => ParameterPlacement.Aligned(constants.Values.Count));

    /// <summary>The length of the array of activations, gradients of activations and scratch that consist of some elements.</summary>
    public long LengthOf(Element element) => BufferAllocator.Length(Buffers, element);

    /// <summary>Of which elements there are activations.</summary>
    public IEnumerable<Element> ActivationElements => ElementTypes.All.Where(element => element == Element.Number || LengthOf(element) > 0);

    public int ScalarBytes => ElementTypes.BytesOf(Element.Number, Model.Options.Scalar);

    /// <summary>The length of the array of the optimizer's states.</summary>
    public long StateLength => Model.IsTrainable ? TrainedLength * Model.Optimizer.StatesPerParameter : 0;

    /// <summary>Whether Backward leaves gradients to Step.</summary>
    public bool Defers => Update is { Deferred.Count: > 0 };

    /// <summary>The plan as a person reads it.</summary>
    public override string ToString() => PlanText.Of(this);
}

/// <summary>A parameter and its place.</summary>
/// <param name="Name"><c>conv1.weight</c>.</param>
/// <param name="Slot">Its place among the parameters (and the gradients).</param>
/// <param name="Offset">Its first element in the description's order.</param>
/// <param name="Place">Its first element in the array.</param>
/// <param name="Initial">Its first values.</param>
/// <param name="Permutation">The order in which it is kept, where that is not PyTorch's.</param>
/// <param name="IsTrained">Whether a step changes it; so it would in a network without a backward pass.</param>
/// <param name="Decays">Whether it decays where only weights do.</param>
internal sealed record PlannedParameter(
    string Name, Slot Slot, int Offset, long Place, InitialValues Initial, Permutation? Permutation, bool IsTrained, bool Decays)
{
    public Shape Shape => Slot.Shape;

    /// <summary>The name of its layer.</summary>
    public string Layer => Name.Substring(0, Name.IndexOf('.'));
}

/// <summary>Numbers that the declaration says, and their place.</summary>
/// <param name="Slot">Its place among the constants.</param>
/// <param name="Place">Its first element in the array.</param>
/// <param name="Values">The numbers.</param>
internal sealed record PlannedConstants(Slot Slot, long Place, EquatableArray<double> Values);

/// <summary>A buffer's place and life.</summary>
/// <param name="Slot">The buffer.</param>
/// <param name="Offset">Its first element in its array.</param>
/// <param name="Count">Its elements, for a whole batch.</param>
/// <param name="FirstStep">The first step that needs it; steps are counted through Forward, Loss, Backward and what is left to Step.</param>
/// <param name="LastStep">The last one.</param>
internal sealed record PlannedBuffer(Slot Slot, long Offset, long Count, int FirstStep, int LastStep);

/// <summary>One step of a pass.</summary>
/// <param name="Layer">The layer's name; nothing for a step of the whole network.</param>
/// <param name="Pass">What it computes of the layer: <c>forward</c>, <c>input gradient</c>, ….</param>
/// <param name="Kernel">The computation.</param>
/// <param name="Slots">Where it reads and writes: one for each port.</param>
/// <param name="Fused">The names of further layers that it computes.</param>
internal sealed record Step(string Layer, string Pass, Kernel Kernel, EquatableArray<Slot> Slots, EquatableArray<string> Fused = default)
{
    /// <summary>When it runs.</summary>
    public Mode Mode { get; init; }

    /// <summary>Whether it makes again what was not kept.</summary>
    public bool IsAgain { get; init; }

    /// <summary>The method's name: <c>Conv1InputGradient</c>.</summary>
    public string Method => string.Concat(Title.Split(' ').Select(Text.Pascal));

    /// <summary>In a sentence: <c>conv1 input gradient</c>.</summary>
    public string Title => Layer.Length == 0 ? Pass : $"{Layer} {Pass}";

    /// <summary>Whether the step reads what the caller handed to Forward.</summary>
    public bool ReadsCaller => Callers.Any();

    /// <summary>The spans that the caller handed to Forward which the step reads.</summary>
    public IEnumerable<Slot> Callers => Slots.Where(slot => slot.Store == Store.Caller).Distinct();
}

/// <summary>What Step does.</summary>
/// <param name="Ranges">The optimizer's step over all parameters, when all gradients are there: those that do not decay first, where others do.</param>
/// <param name="Deferred">The gradients that Backward leaves to Step.</param>
/// <param name="Forming">What Step does when they are still left to it: it makes them on the way.</param>
/// <param name="Rest">Up to which place the ranges still have to be taken then.</param>
internal sealed record PlannedUpdate(EquatableArray<UpdateRange> Ranges, EquatableArray<Step> Deferred, EquatableArray<Step> Forming, long Rest);

/// <summary>The optimizer's step over a range of the trained parameters.</summary>
/// <param name="Step">The step.</param>
/// <param name="First">The place of the first.</param>
/// <param name="End">The place behind the last.</param>
internal sealed record UpdateRange(Step Step, long First, long End);

/// <summary>An output, and where its gradients are.</summary>
/// <param name="Head">The output.</param>
/// <param name="First">Numbers of one sample of the outputs before it.</param>
/// <param name="Gradient">Where Backward expects its gradient; null when there is no backward pass.</param>
/// <param name="LossGradient">Where its loss leaves a gradient: there or, fused with the last layer, that of what that layer reads. Null where there is no
/// loss.</param>
/// <param name="ClassWeights">Where the loss finds what each class weighs, if it asks.</param>
internal sealed record PlannedHead(Head Head, int First, Slot? Gradient, Slot? LossGradient, Slot? ClassWeights)
{
    public Shape Shape => Head.Tensor.Shape;

    /// <summary>Its loss, where there is one.</summary>
    public Loss Loss => Head.Loss!;
}
