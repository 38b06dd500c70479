using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Planning;

/// <summary>A model to a plan: the layers add their steps, then each parameter and each buffer gets its place.</summary>
internal static class Planner
{
    public static NetworkPlan Plan(NetworkModel model) => Plan(model, ForcedForms.None);

    public static NetworkPlan Plan(NetworkModel model, ForcedForms forced)
    {
        var builder = new PlanBuilder(model, new PlanOptions(model.Options.Scalar, model.Options.Winograd, model.IsTrainable, forced));
        IReadOnlyList<Unit> units = Unit.Cut(model, builder);
        foreach (Unit unit in units)
        {
            unit.PlanForward(builder);
            builder.EndForward(unit.Layers);
        }

        Slot output = OwnOutput(model, builder);
        var passes = new Passes { Forward = builder.TakeSteps() };
        if (model.IsTrainable)
        {
            PlanBackward(model, units, builder, output, passes);
            KeepInput(model, passes);
        }

        if (model.Options.Batch > 1) SampleScratch.Share(passes, output);
        EquatableArray<PlannedBuffer> buffers = BufferAllocator.Place(model.Options.Batch, passes, output);
        return new NetworkPlan(
            model,
            builder.Parameters,
            builder.Packings,
            buffers,
            BufferAllocator.Length(buffers, Store.Activations),
            BufferAllocator.Length(buffers, Store.Winners),
            passes.Forward,
            passes.BackwardOfOutput,
            passes.Backward,
            passes.Update,
            passes.Loss,
            output,
            passes.OutputGradient,
            passes.InputGradient);
    }

    /// <summary>The caller's numbers may change under the returned span; a copy does not.</summary>
    private static Slot OwnOutput(NetworkModel model, PlanBuilder builder)
    {
        Slot output = builder.Value(model.Output);
        if (output.Store != Store.Caller) return output;
        var own = new Slot("Output", Store.Activations, Layout.Plain(model.Output.Shape), PerSample: true);
        builder.Add("output", "copy", new Copy(builder.Scalar, builder.Batch, model.Output.Shape, "because the caller's input may change"), output, own);
        return own;
    }

    private static void PlanBackward(NetworkModel model, IReadOnlyList<Unit> units, PlanBuilder builder, Slot output, Passes passes)
    {
        Slot outputGradient = builder.MakeGradient(model.Output);
        Slot lossGradient = outputGradient;
        foreach (Unit unit in units.Reverse())
        {
            // Of what nothing comes that the output is made of, there is none.
            if (!builder.WantsGradient(unit.Last.Output) || !builder.HasGradient(unit.Last.Output)) continue;
            unit.PlanBackward(builder);
            builder.EndBackward();
            if (unit.Head.Name != model.Loss?.FusedWith || !builder.WantsGradient(unit.Head.Input)) continue;

            // The loss speaks of what this layer reads: what lies behind it is only for a gradient of the caller's own.
            lossGradient = builder.Gradient(unit.Head.Input);
            passes.BackwardOfOutput = builder.TakeSteps();
        }

        if (model.Options.InputGradient)
        {
            passes.InputGradient = builder.Gradient(model.Input);
            if (passes.InputGradient == outputGradient || passes.InputGradient == lossGradient)
            {
                // A later Loss writes its gradient again, and must not write into what Backward has returned.
                passes.InputGradient = new Slot("InputGradient", Store.Activations, Layout.Plain(model.Input.Shape), PerSample: true);
                builder.Add("input", "gradient copy", new Copy(builder.Scalar, builder.Batch, model.Input.Shape, "apart from what another Loss writes"), builder.Gradient(model.Input), passes.InputGradient);
            }
        }

        passes.OutputGradient = outputGradient;
        passes.Backward = builder.TakeBackwardSteps();
        passes.Update = builder.TakeUpdate();
        if (model.Loss != null) passes.Loss = new PlannedLoss(model.Loss, output, lossGradient);
    }

    /// <summary>What Backward reads of the input has to be kept: the caller's span is gone by then.</summary>
    private static void KeepInput(NetworkModel model, Passes passes)
    {
        if (!passes.Backward.Concat(passes.BackwardOfOutput).Concat(passes.Deferred).Any(step => step.ReadsCaller)) return;
        Slot caller = Slot.CallerInput(model.Input.Shape);
        Slot kept = caller with { Name = "Input", Store = Store.Activations };
        var keep = new Step("input", "copy", new Copy(model.Options.Scalar, model.Options.Batch, model.Input.Shape, "kept for Backward"), EquatableArray.Of(caller, kept));
        passes.Forward = passes.Forward.Select(Replace).Prepend(keep).ToEquatableArray();
        passes.BackwardOfOutput = passes.BackwardOfOutput.Select(Replace).ToEquatableArray();
        passes.Backward = passes.Backward.Select(Replace).ToEquatableArray();
        if (passes.Update is { } update) passes.Update = update with { Deferred = update.Deferred.Select(Replace).ToEquatableArray(), Forming = update.Forming.Select(Replace).ToEquatableArray() };

        Step Replace(Step step) => step with { Slots = step.Slots.Select(slot => slot == caller ? kept : slot).ToEquatableArray() };
    }
}

/// <summary>The passes of a network while they are planned.</summary>
internal sealed class Passes
{
    public EquatableArray<Step> Forward { get; set; }

    public EquatableArray<Step> BackwardOfOutput { get; set; }

    public EquatableArray<Step> Backward { get; set; }

    public PlannedUpdate? Update { get; set; }

    /// <summary>What Backward leaves to Step.</summary>
    public EquatableArray<Step> Deferred => Update?.Deferred ?? default;

    public PlannedLoss? Loss { get; set; }

    public Slot? OutputGradient { get; set; }

    public Slot? InputGradient { get; set; }
}
