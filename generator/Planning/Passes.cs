using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Planning;

/// <summary>The passes of a network while they are planned.</summary>
internal sealed class Passes
{
    public EquatableArray<Step> Forward { get; set; }

    public EquatableArray<Step> BackwardOfOutput { get; set; }

    public EquatableArray<Step> Backward { get; set; }

    public PlannedUpdate? Update { get; set; }

    /// <summary>What Backward leaves to Step.</summary>
    public EquatableArray<Step> Deferred => Update?.Deferred ?? default;

    public EquatableArray<PlannedHead> Heads { get; set; }

    public Slot? InputGradient { get; set; }

    /// <summary>All steps in the order in which they run, but for the optimizer's own.</summary>
    public IEnumerable<Step> Steps => Forward.Concat(BackwardOfOutput).Concat(Backward).Concat(Deferred);

    /// <summary>Where the caller, or a loss, reads or writes between the passes.</summary>
    public ISet<Slot?> Ends(Slot output) => new HashSet<Slot?>(Heads.SelectMany(head => new[] { head.Gradient, head.LossGradient })) { output, InputGradient };

    /// <summary>The same passes, to try something out.</summary>
    public Passes Copy() => (Passes)MemberwiseClone();

    /// <summary>The phases of all passes, in each mode.</summary>
    public IEnumerable<Phase> InPhases(IReadOnlyList<Mode> modes) =>
        modes.SelectMany(mode => new[] { Forward, BackwardOfOutput, Backward, Deferred }.SelectMany(pass => Phase.Cut(pass, mode)));

    /// <summary>The numbers that all activations, gradients of activations and scratch take.</summary>
    public long Cost(int batch, Slot output)
    {
        Passes shared = Copy();
        if (batch > 1) SampleScratch.Share(shared, output);
        return BufferAllocator.Length(BufferAllocator.Place(batch, shared, output), Element.Number);
    }

    /// <summary>Takes what has been tried out.</summary>
    public void Set(Passes tried) => (Forward, BackwardOfOutput, Backward, Update) = (tried.Forward, tried.BackwardOfOutput, tried.Backward, tried.Update);

    /// <summary>Puts another pass in the place of each but of what is left to Step.</summary>
    public void ChangePasses(Func<EquatableArray<Step>, EquatableArray<Step>> change) =>
        (Forward, BackwardOfOutput, Backward) = (change(Forward), change(BackwardOfOutput), change(Backward));

    /// <summary>Puts another step in the place of each; none in the place of what is not needed.</summary>
    public void Change(Func<Step, Step?> change)
    {
        Forward = Changed(Forward);
        BackwardOfOutput = Changed(BackwardOfOutput);
        Backward = Changed(Backward);
        if (Update is { } update) Update = update with { Deferred = Changed(update.Deferred), Forming = Changed(update.Forming) };

        EquatableArray<Step> Changed(EquatableArray<Step> steps) => steps.Select(change).OfType<Step>().ToEquatableArray();
    }

    /// <summary>Puts other slots in the places of those of all steps.</summary>
    public void Change(Func<Slot, Slot> change) => Change(step => step with { Slots = step.Slots.Select(change).ToEquatableArray() });
}
