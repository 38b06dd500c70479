using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Writing;

namespace CnnGen.Generator.Emission;

/// <summary>The members of a network in reading order: sizes, memory, construction, passes, exchange of state, interface, description.</summary>
internal sealed class MembersEmitter
{
    private readonly NetworkPlan plan;
    private readonly EquatableArray<Dialect> dialects;
    private readonly Ends ends;
    private readonly string scalar;
    private readonly bool isTrainable;
    private readonly bool isBatched;

    public MembersEmitter(NetworkPlan plan, EquatableArray<Dialect> dialects)
    {
        this.dialects = dialects;
        this.plan = plan;
        ends = new Ends(plan);
        scalar = Literals.TypeOf(plan.Model.Options.Scalar);
        isTrainable = plan.Model.IsTrainable;
        isBatched = plan.Model.Options.Batch > 1;
    }

    public void Emit(SourceWriter writer)
    {
        EmitSizes(writer);
        writer.Line();
        Fields.Emit(writer, plan);
        writer.Line();
        MemoryEmitter.EmitConstructors(writer, plan);
        writer.Line();
        EmitForward(writer);
        if (isTrainable)
        {
            writer.Line();
            EmitTraining(writer);
        }

        MemoryEmitter.EmitPack(writer, plan);
        ModesEmitter.EmitFold(writer, plan);
        writer.Line();
        new ExchangeEmitter(plan).Emit(writer);
        DescriptionEmitter.Emit(writer, plan, dialects);
        writer.Line();
        OffsetsEmitter.Emit(writer, plan);
    }

    private void EmitSizes(SourceWriter writer)
    {
        NetworkModel model = plan.Model;
        Constant(
            model.HasSeveralInputs ? $"Numbers of one sample of all inputs: {Ends.Inputs(model)}." : $"Numbers of one input sample, {model.Inputs[0].Shape}.",
            Members.InputSize,
            model.InputSize);
        Constant(
            model.HasSeveralHeads
                ? $"Numbers of one sample of all outputs: {Ends.Outputs(model)}."
                : $"Numbers of one output sample, {model.Heads[0].Tensor.Shape}.",
            Members.OutputSize,
            model.OutputSize);
        Constant("The most samples of one call.", Members.Batch, model.Options.Batch);
        Constant(
            plan.HasFrozen ? $"Numbers of the parameters, of which {Text.Grouped(plan.TrainedCount)} are trained." : "Trained numbers.",
            Members.ParameterCount,
            plan.ParameterCount);
        Constant("Numbers that are kept but not trained.", Members.BufferCount, plan.BufferCount);
        if (isTrainable) Constant("Numbers the optimizer keeps between steps.", Members.OptimizerStateCount, plan.OptimizerStateCount);
        const string instance = "Bytes of an instance, with what it shares with replicas";
        Constant(
            isTrainable ? "Bytes of an instance of the same network as ForwardOnly, with what it shares with replicas." : instance + ".",
            Members.InferenceBytes,
            MemoryUse.OfInference(plan).Total);
        if (isTrainable) Constant(instance + ": all that training needs, for a whole batch.", Members.TrainingBytes, MemoryUse.Of(plan).Total);

        void Constant(string summary, Member size, long value)
        {
            if (size != Members.InputSize) writer.Line();
            writer.Document("summary", $"{summary}");
            writer.Line($"public const {size.Type} {size.Name} = {Text.Number(value)};");
        }
    }

    private void EmitForward(SourceWriter writer)
    {
        ends.DocumentForward(writer);
        writer.Line(GeneratedCode.Attribute);
        writer.Line(MethodImpl.Once(dialects[0].Facts, isQualified: true));
        using (writer.Method((Members.Forward with { Arguments = null }).Public(scalar), ends.ForwardParameters))
        {
            ends.EmitInputChecks(writer);
            foreach (Layer layer in plan.Model.Layers.Where(layer => isTrainable && layer.NeedsSeveralSamples))
            {
                writer.Line($"if (Training) global::CnnGen.Runtime.Check.SeveralSamples({(isBatched ? "samples" : "1")}, {Literals.Of(layer.Name)});");
            }

            ModesEmitter.EmitStart(writer, plan);
            if (plan.Packings.Count > 0) writer.Line($"if (!{MemberNames.Shared}.IsPacked) {MemberNames.Pack}();");
            if (plan.Defers) writer.Line($"{MemberNames.FormGradients}();   // of what this overwrites");
            writer.Line();
            EmitCalls(writer, plan.Forward);
            writer.Line();
            ModesEmitter.EmitEnd(writer, plan);
            if (isTrainable) writer.Line($"{MemberNames.Order}.AfterForward({(isBatched ? "samples" : "1")});");
            if (MemberNames.HasLastSamples(plan)) writer.Line($"{MemberNames.LastSamples} = samples;");
            writer.Line($"return {StepsEmitter.RangeOf(plan.Output, isBatched)};");
        }

        ends.EmitOutputs(writer);
    }

    /// <summary>
    /// A call a line, and behind it what it does; each sample through as many steps as take one. Where training differs, what it does stands apart.
    /// </summary>
    private void EmitCalls(SourceWriter writer, IEnumerable<Step> steps)
    {
        List<Step> all = steps.ToList();
        if (Phase.ModesOf(all).Count == 1)
        {
            EmitPhases(writer, PhasesOf(all, Mode.Always));
            return;
        }

        List<Phase> training = PhasesOf(all, Mode.Training), inference = PhasesOf(all, Mode.Inference);
        int shorter = System.Math.Min(training.Count, inference.Count), start = 0, end = 0;
        while (start < shorter && training[start].IsLike(inference[start])) start++;
        while (end < shorter - start && training[training.Count - 1 - end].IsLike(inference[inference.Count - 1 - end])) end++;
        EmitPhases(writer, training.Take(start));
        List<Phase> trained = training.Take(training.Count - end).Skip(start).ToList(), inferred = inference.Take(inference.Count - end).Skip(start).ToList();
        if (trained.Count > 0) EmitBranch($"if ({MemberNames.WasTraining})", trained);
        if (inferred.Count > 0) EmitBranch(trained.Count > 0 ? "else" : $"if (!{MemberNames.WasTraining})", inferred);
        if (end > 0) writer.Line();
        EmitPhases(writer, training.Skip(training.Count - end));

        // Of one sample each step may be the last that both do alike.
        List<Phase> PhasesOf(IEnumerable<Step> pass, Mode mode) => isBatched
            ? Phase.Cut(pass, mode).ToList()
            : pass.Where(step => Phase.RunsIn(step, mode)).Select(step => new Phase(false, new[] { step })).ToList();

        void EmitBranch(string condition, IEnumerable<Phase> phases)
        {
            if (condition == "else" || start == 0) writer.Line(condition);
            else
            {
                writer.Line();
                writer.Line(condition);
            }

            using (writer.Braces()) EmitPhases(writer, phases);
        }
    }

    private void EmitPhases(SourceWriter writer, IEnumerable<Phase> phases)
    {
        var whole = new List<(string, string)>();   // of phases one after the other that take all samples
        foreach (Phase phase in phases)
        {
            IEnumerable<(string, string)> calls = phase.Steps.Select(
                step => (Call(step), (step.IsAgain ? "again, since it is not kept: " : "") + step.Kernel.Title));
            if (!phase.IsPerSample)
            {
                whole.AddRange(calls);
                continue;
            }

            writer.Aligned(whole);
            whole.Clear();
            writer.Line("for (int sample = 0; sample < samples; sample++)");
            using (writer.Braces()) writer.Aligned(calls);
        }

        writer.Aligned(whole);
    }

    private string Call(Step step, string first = "", string count = "")
    {
        var arguments = new List<string>();
        arguments.AddRange(step.Callers.Select(caller => Ends.Argument(caller.Name)));
        if (isBatched && step.Kernel.IsPerSample) arguments.Add("sample");
        else if (isBatched && StepsEmitter.NeedsSamples(step)) arguments.Add("samples");
        if (step.Kernel.TakesRange) arguments.AddRange(new[] { "first: " + first, "count: " + count });
        arguments.AddRange(step.Kernel.Numbers);
        return $"{step.Method}({string.Join(", ", arguments)});";
    }

    private void EmitTraining(SourceWriter writer)
    {
        writer.Line("/// <inheritdoc/>");
        writer.Line(GeneratedCode.Attribute);
        writer.Line($"{Members.Training.Public(scalar)} {{ get; set; }}");
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line(GeneratedCode.Attribute);
        writer.Line($"{Members.StepCount.Public(scalar)} => {MemberNames.Shared}.StepCount;");
        ends.EmitLosses(writer);
        WeighingEmitter.EmitMethods(writer, plan);
        writer.Line();
        EmitBackward(writer);
        ends.EmitInputGradients(writer);
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line(GeneratedCode.Attribute);
        using (writer.Block(Members.Step.Public(scalar)))
        {
            if (plan.Model.Optimizer.Clips)
            {
                writer.Line($"{MemberNames.ClipTo}(global::CnnGen.Runtime.GradientNorm.Squares<{scalar}>({MemberNames.Gradients}.Span));");
            }

            foreach (string line in StepsEmitter.StepNumbers(plan)) writer.Line(line);
            EmitUpdate(writer, plan.Update!);
            writer.Line($"{MemberNames.AfterStep}();");
        }

        if (plan.Model.Optimizer.Clips)
        {
            writer.Line();
            string most = Literals.Of(plan.Model.Optimizer.ClipNorm, Scalar.Double), clip = $"global::CnnGen.Runtime.GradientNorm.Clip(squares, {most})";
            writer.Document(
                "summary",
                $"Finds what a step multiplies the gradients by so that their norm is at most {Text.Number(plan.Model.Optimizer.ClipNorm)}, from the sum of " +
                "their squares.");
            writer.Line(GeneratedCode.Attribute);
            writer.Line($"private void {MemberNames.ClipTo}(double squares) => {MemberNames.Clip} = {(scalar == "float" ? $"(float){clip}" : clip)};");
        }

        writer.Line();
        writer.Document("summary", "What a step changes besides the parameters.");
        writer.Line(GeneratedCode.Attribute);
        using (writer.Block($"private void {MemberNames.AfterStep}()"))
        {
            if (plan.Defers) writer.Line($"{MemberNames.IsFormed} = false;");
            writer.Line($"{MemberNames.Shared}.StepCount++;");
            if (plan.Packings.Any(plan.IsTrained)) writer.Line($"{MemberNames.Shared}.IsPacked = false;");
            writer.Line($"{MemberNames.Order}.AfterChange(\"Step\");");
        }

        writer.Line();
        writer.Line("/// <inheritdoc/>");
        if (!plan.Defers)
        {
            writer.Line(GeneratedCode.Attribute);
            writer.Line($"{Members.ClearGradients.Public(scalar)} => {MemberNames.Gradients}.Span.Clear();");
            return;
        }

        writer.Line(GeneratedCode.Attribute);
        using (writer.Block(Members.ClearGradients.Public(scalar)))
        {
            writer.Line($"{MemberNames.Gradients}.Span.Clear();");
            writer.Line($"{MemberNames.Deferred} = 0;");
            writer.Line($"{MemberNames.IsFormed} = false;");
        }

        writer.Line();
        writer.Document(
            "summary", "Makes the gradients that Backward has left to Step, for whoever wants to see them, and before what they are made of is overwritten.");
        writer.Line(GeneratedCode.Attribute);
        using (writer.Block($"private void {MemberNames.FormGradients}()"))
        {
            EmitDeferredSamples(writer);
            writer.Line($"if ({DeferredSamples} == 0) return;");
            EmitCalls(writer, plan.Update!.Deferred);
            writer.Line($"{MemberNames.Deferred} = 0;");
            writer.Line($"{MemberNames.IsFormed} = true;");
        }
    }

    private string DeferredSamples => isBatched ? "samples" : MemberNames.Deferred;

    private void EmitDeferredSamples(SourceWriter writer)
    {
        if (isBatched) writer.Line($"int samples = {MemberNames.Deferred};");
    }

    private void EmitUpdate(SourceWriter writer, PlannedUpdate update)
    {
        if (!plan.Defers)
        {
            EmitRanges(writer, update);
            return;
        }

        EmitDeferredSamples(writer);
        using (writer.Block($"if ({DeferredSamples} > 0 && !{MemberNames.IsFormed})"))
        {
            EmitCalls(writer, update.Forming);
            writer.Aligned(update.Ranges.Where(range => range.First < update.Rest)
                .Select((range, i) => (Call(range, System.Math.Min(range.End, update.Rest)), i == 0 ? "all others" : "")));
            writer.Line($"{MemberNames.Deferred} = 0;");
        }

        using (writer.Block("else"))
        {
            writer.Line($"{MemberNames.FormGradients}();");
            EmitRanges(writer, update);
        }

        writer.Line();
    }

    private void EmitRanges(SourceWriter writer, PlannedUpdate update) =>
        writer.Aligned(update.Ranges.Select(range => (Call(range, range.End), range.Step.Kernel.Title)));

    private string Call(UpdateRange range, long until)
    {
        string end = StepsEmitter.EndAt(plan, until);
        if (range.First == 0) return Call(range.Step, "0", end);
        string first = StepsEmitter.EndAt(plan, range.First);
        return Call(range.Step, first, $"{end} - {first}");
    }

    private void EmitBackward(SourceWriter writer)
    {
        writer.Line("/// <inheritdoc/>");
        if (!plan.Model.HasLoss)
        {
            writer.Line(GeneratedCode.Attribute);
            writer.Expression(
                Members.Backward.Public(scalar),
                $"throw global::CnnGen.Runtime.CallOrder.NoLoss({Literals.Of(plan.Model.Type.PlainName)}, \"declares no loss; give Backward the gradient of " +
                "the output\")");
        }
        else
        {
            writer.Line(GeneratedCode.Attribute);
            using (writer.Block(Members.Backward.Public(scalar)))
            {
                writer.Line($"{MemberNames.Order}.BeforeBackwardFromLoss();");
                writer.Line($"return {MemberNames.BackwardPass}({(isBatched ? MemberNames.Order + ".Samples" : "")});");
            }
        }

        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line(GeneratedCode.Attribute);
        using (writer.Block(Members.BackwardOfGradient.Public(scalar)))
        {
            writer.Line($"{MemberNames.Order}.BeforeBackward();");
            if (isBatched) writer.Line($"int samples = {MemberNames.Order}.Samples;");
            writer.Line($"global::CnnGen.Runtime.Check.PerSample(outputGradient.Length, OutputSize, {(isBatched ? "samples" : "1")}, \"outputGradient\");");
            ends.EmitOutputGradients(writer);
            if (plan.BackwardOfOutput.Count > 0)
            {
                writer.Line();
                writer.Line(
                    $"// Loss leaves the gradient of what " +
                    $"{string.Join(" and ", plan.Losses.Select(head => head.Loss.FusedWith).Where(name => name != null))} reads; from a gradient of the " +
                    "output there is a step more.");
                EmitCalls(writer, plan.BackwardOfOutput);
            }

            writer.Line($"return {MemberNames.BackwardPass}({(isBatched ? "samples" : "")});");
        }

        writer.Line();
        writer.Document("summary", "The steps of Backward, from the last layer to the first.");
        writer.Line(GeneratedCode.Attribute);
        using (writer.Block($"private global::System.ReadOnlySpan<{scalar}> {MemberNames.BackwardPass}({(isBatched ? "int samples" : "")})"))
        {
            EmitCalls(writer, plan.Backward);
            if (plan.Backward.Count > 0) writer.Line();
            writer.Line($"{MemberNames.Order}.AfterBackward();");
            if (plan.Defers)
            {
                writer.Line($"{MemberNames.Deferred} = {(isBatched ? "samples" : "1")};   // Step makes the gradients of dense weights, or FormGradients");
            }

            if (plan.InputGradient == null) writer.Line("// The gradient of the input is not computed.");
            string result = plan.InputGradient == null ? $"global::System.ReadOnlySpan<{scalar}>.Empty" : StepsEmitter.RangeOf(plan.InputGradient, isBatched);
            writer.Line($"return {result};");
        }
    }
}
