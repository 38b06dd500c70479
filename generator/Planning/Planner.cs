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
        Folding folding = Folding.Of(model);
        var builder = new PlanBuilder(model, folding, new PlanOptions(model.Options.Scalar, model.Options.Winograd, model.IsTrainable, forced));
        IReadOnlyList<Unit> units = Unit.Cut(folding.Computed, builder);
        foreach (Unit unit in units)
        {
            unit.PlanForward(builder);
            builder.EndForward(unit.Layers);
        }

        Slot output = GatherOutputs(model, builder);
        var passes = new Passes { Forward = builder.TakePass() };
        if (model.IsTrainable)
        {
            PlanBackward(model, units, builder, passes);
            KeepInputs(model, passes);
        }
        else
        {
            passes.Heads = HeadsOf(model, _ => null, _ => null, _ => null);
        }

        Views.Take(passes, model.Options.Batch, output, forced);
        if (model.Options.Batch > 1)
        {
            if (model.IsTrainable) Recomputation.Take(passes, model.Options.Batch, output, forced);
            SampleScratch.Share(passes, output);
        }

        EquatableArray<PlannedBuffer> buffers = BufferAllocator.Place(model.Options.Batch, passes, output);
        return new NetworkPlan(
            model,
            builder.Parameters,
            builder.Kept,
            builder.DeclaredConstants,
            builder.Packings,
            buffers,
            passes.Forward,
            passes.BackwardOfOutput,
            passes.Backward,
            passes.Update,
            passes.Heads,
            output,
            passes.InputGradient);
    }

    /// <summary>
    /// Where the caller finds the outputs: one behind the other, and never the caller's own numbers, which may change under the returned span.
    /// </summary>
    private static Slot GatherOutputs(NetworkModel model, PlanBuilder builder)
    {
        Slot first = builder.Value(model.Heads[0].Tensor);
        if (!model.HasSeveralHeads && first.Store != Store.Caller) return first;
        var own = new Slot(
            "Output", Store.Activations, Layout.Plain(model.HasSeveralHeads ? Shape.Of(model.OutputSize) : model.Heads[0].Tensor.Shape), PerSample: true);
        if (model.HasSeveralHeads) Gather(builder, "output", "gather", model.Heads.Select(head => head.Tensor), builder.Value, own);
        else
        {
            builder.Add(
                "output", "copy", new Copy(builder.Scalar, builder.Batch, model.Heads[0].Tensor.Shape, "because the caller's input may change"), first, own);
        }

        return own;
    }

    private static void Gather(PlanBuilder builder, string layer, string pass, IEnumerable<Tensor> tensors, System.Func<Tensor, Slot> placeOf, Slot target)
    {
        List<Tensor> parts = tensors.ToList();
        builder.Add(
            layer,
            pass,
            new Gather(builder.Scalar, builder.Batch, parts.Select(part => part.Shape).ToEquatableArray()),
            parts.Select(placeOf).Append(target).ToArray());
    }

    private static void PlanBackward(NetworkModel model, IReadOnlyList<Unit> units, PlanBuilder builder, Passes passes)
    {
        // By the heads' names; where no layer is there to end it, a head is the last reader of all.
        const string undeclared = "";
        Dictionary<string, Slot> gradients = new(), lossGradients = new();
        List<Step> ofOutput = new();
        foreach (Head head in model.Heads.Where(head => model.Layers.All(layer => layer.EndsHead != head.Name || head.Name == null)))
        {
            gradients[head.Name ?? undeclared] = builder.MakeGradient(head.Tensor);
        }

        builder.EndBackward();
        foreach (Unit unit in units.Reverse())
        {
            if (unit.Head.EndsHead is { } name)
            {
                gradients[name] = builder.MakeGradient(unit.Head.Input);
                builder.EndBackward();
                continue;
            }

            // Of what nothing comes that an output is made of, there is none.
            if (!builder.WantsGradient(unit.Last.Output) || !unit.Last.Outputs.Any(builder.HasGradient)) continue;
            foreach (Tensor output in unit.Last.Outputs.Where(output => !builder.HasGradient(output)).ToList()) MakeZeros(builder, output);
            Head? fused = model.Heads.FirstOrDefault(head => head.Loss?.FusedWith == unit.Head.Name);
            if (fused == null || !builder.WantsGradient(unit.Head.Input))
            {
                unit.PlanBackward(builder);
            }
            else
            {
                // The loss speaks of what this layer reads: its own step is only for a gradient of the caller's own.
                ofOutput.AddRange(builder.Apart(() => unit.PlanBackward(builder)));
                lossGradients[fused.Name ?? undeclared] = builder.Contribution(unit.Head.Input);
            }

            builder.EndBackward();
        }

        passes.BackwardOfOutput = ofOutput.ToEquatableArray();
        passes.Heads = HeadsOf(
            model,
            GradientOf,
            head => head.Loss == null ? null : lossGradients.TryGetValue(head.Name ?? undeclared, out Slot? slot) ? slot : GradientOf(head),
            head => head.Loss is { ClassWeights: { Count: > 0 } weights }
                ? builder.Constants(Text.PascalParts(head.Name ?? undeclared) + "ClassWeights", weights)
                : null);
        if (model.Options.InputGradient) passes.InputGradient = GatherInputGradients(model, builder, passes);
        passes.Backward = builder.TakePass();
        passes.Update = builder.TakeUpdate();

        Slot GradientOf(Head head) => gradients[head.Name ?? undeclared];
    }

    private static EquatableArray<PlannedHead> HeadsOf(
        NetworkModel model, System.Func<Head, Slot?> gradientOf, System.Func<Head, Slot?> lossGradientOf, System.Func<Head, Slot?> classWeightsOf)
    {
        var heads = new List<PlannedHead>();
        int first = 0;
        foreach (Head head in model.Heads)
        {
            heads.Add(new PlannedHead(head, first, gradientOf(head), lossGradientOf(head), classWeightsOf(head)));
            first = unchecked(first + head.Tensor.Shape.Count);
        }

        return heads.ToEquatableArray();
    }

    /// <summary>Where the caller finds the gradients of the inputs: one behind the other, and apart from what another Loss writes.</summary>
    private static Slot GatherInputGradients(NetworkModel model, PlanBuilder builder, Passes passes)
    {
        // Of an input that no output is made of it is zero.
        foreach (Tensor input in model.Inputs.Where(input => !builder.HasGradient(input)).ToList()) MakeZeros(builder, input);

        if (model.HasSeveralInputs)
        {
            var all = new Slot("InputGradients", Store.Activations, Layout.Plain(Shape.Of(model.InputSize)), PerSample: true);
            Gather(builder, "input", "gradient gather", model.Inputs, builder.Gradient, all);
            return all;
        }

        Slot own = builder.Gradient(model.Inputs[0]);
        if (passes.Heads.All(head => own != head.Gradient && own != head.LossGradient)) return own;

        // A later Loss writes its gradient again, and must not write into what Backward has returned.
        string name = model.Inputs[0].GradientName;
        var copy = new Slot(own.Name == name ? name + "Copy" : name, Store.Activations, Layout.Plain(model.Inputs[0].Shape), PerSample: true);
        builder.Add("input", "gradient copy", new Copy(builder.Scalar, builder.Batch, model.Inputs[0].Shape, "apart from what another Loss writes"), own, copy);
        return copy;
    }

    private static void MakeZeros(PlanBuilder builder, Tensor tensor) =>
        builder.Add(tensor.Title, "zero gradient", new Zeros(builder.Scalar, builder.Batch, tensor.Shape), builder.MakeGradient(tensor));

    /// <summary>What Backward reads of an input has to be kept: the caller's span is gone by then.</summary>
    private static void KeepInputs(NetworkModel model, Passes passes)
    {
        foreach (Tensor input in model.Inputs.Reverse())
        {
            Slot caller = Slot.CallerInput(input);
            if (!passes.Backward.Concat(passes.BackwardOfOutput).Concat(passes.Deferred).Any(step => step.Slots.Contains(caller))) continue;
            Slot kept = caller with { Name = input.CopyName, Store = Store.Activations };
            var keep = new Step(
                input.Title, "copy", new Copy(model.Options.Scalar, model.Options.Batch, input.Shape, "kept for Backward"), EquatableArray.Of(caller, kept));
            passes.Change(slot => slot == caller ? kept : slot);
            passes.Forward = passes.Forward.Prepend(keep).ToEquatableArray();
        }
    }
}
