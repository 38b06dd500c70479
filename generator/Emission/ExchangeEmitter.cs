using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Writing;

namespace CnnGen.Generator.Emission;

/// <summary>State in and out by copy, and the interface's members that clash with constants and statics.</summary>
internal sealed class ExchangeEmitter
{
    private readonly NetworkPlan plan;
    private readonly Ends ends;
    private readonly string scalar;
    private readonly string gradientMap;
    private readonly string stateMap;
    private readonly string trainedCount;

    public ExchangeEmitter(NetworkPlan plan)
    {
        this.plan = plan;
        ends = new Ends(plan);
        scalar = Literals.TypeOf(plan.Model.Options.Scalar);
        gradientMap = plan.HasFrozen ? MemberNames.GradientMap : MemberNames.Map;
        stateMap = plan.HasFrozen ? MemberNames.StateMap : MemberNames.Map;
        trainedCount = plan.HasFrozen ? Text.Number(plan.TrainedCount) : "ParameterCount";
    }

    public void Emit(SourceWriter writer)
    {
        EmitCopy(
            writer,
            Members.CopyParametersTo,
            "ParameterCount",
            "parameters",
            $"{MemberNames.Map}.CopyTo<{scalar}>({MemberNames.Parameters}.Span, destination);");
        writer.Line();
        EmitSet(
            writer,
            Members.SetParameters,
            Members.SetSomeParameters,
            "ParameterCount",
            "parameters",
            $"{MemberNames.Map}.Set(values, start, {MemberNames.Parameters}.Span);",
            changesParameters: true);
        writer.Line();
        EmitCopy(writer, Members.CopyBuffersTo, "BufferCount", "buffer elements", $"{MemberNames.Shared}.Buffers.Span.CopyTo(destination);");
        writer.Line();
        EmitSet(
            writer,
            Members.SetBuffers,
            Members.SetSomeBuffers,
            "BufferCount",
            "buffer elements",
            $"values.CopyTo({MemberNames.Shared}.Buffers.Slice(start, values.Length));",
            changesParameters: plan.PacksKept);
        if (plan.Model.IsTrainable)
        {
            writer.Line();
            EmitTraining(writer);
        }

        writer.Line();
        EmitInterface(writer);
    }

    private void EmitTraining(SourceWriter writer)
    {
        var copies = new List<string>();
        if (plan.Defers) copies.Add($"{MemberNames.FormGradients}();");
        if (plan.HasFrozen) copies.Add("destination.Slice(0, ParameterCount).Clear();   // frozen parameters have no gradient");
        copies.Add($"{gradientMap}.CopyTo<{scalar}>({MemberNames.Gradients}.Span, destination);");
        EmitCopy(writer, Members.CopyGradientsTo, "ParameterCount", "gradients", copies.ToArray());
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line(GeneratedCode.Attribute);
        using (writer.Block(Members.SetGradients.Public(scalar)))
        {
            writer.Line("global::CnnGen.Runtime.Check.Whole(values.Length, ParameterCount, \"gradients\");");
            writer.Line($"{gradientMap}.Set(values, 0, {MemberNames.Gradients}.Span);{(plan.HasFrozen ? "   // and nothing for frozen parameters" : "")}");
            if (plan.Defers)
            {
                writer.Line($"{MemberNames.Deferred} = 0;");
                writer.Line($"{MemberNames.IsFormed} = true;");
            }
        }

        int states = plan.Model.Optimizer.StatesPerParameter;
        writer.Line();
        EmitCopy(writer, Members.CopyOptimizerStateTo, "OptimizerStateCount", "numbers of optimizer state", Enumerable.Range(0, states).Select(state =>
            $"{stateMap}.CopyTo<{scalar}>({State(state)}, destination{(state == 0 ? "" : $".Slice({StepsEmitter.Times(state, trainedCount)})")});").ToArray());
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line(GeneratedCode.Attribute);
        using (writer.Block(Members.SetOptimizerState.Public(scalar)))
        {
            writer.Line("global::CnnGen.Runtime.Check.Whole(values.Length, OptimizerStateCount, \"numbers of optimizer state\");");
            writer.Line("global::CnnGen.Runtime.Check.StepCount(stepCount);");
            for (int state = 0; state < states; state++)
            {
                writer.Line(
                    $"{stateMap}.Set({(states == 1 ? "values" : $"values.Slice({StepsEmitter.Times(state, trainedCount)}, {trainedCount})")}, 0, " +
                    $"{State(state)});");
            }

            writer.Line($"{MemberNames.Shared}.StepCount = stepCount;");
        }
    }

    private static string State(int state) => $"{MemberNames.Shared}.OptimizerState.Slice({StepsEmitter.PlaceOfState(state)}, {MemberNames.EndOfParameters})";

    private void EmitCopy(SourceWriter writer, Member method, string count, string what, params string[] copies)
    {
        writer.Line("/// <inheritdoc/>");
        writer.Line(GeneratedCode.Attribute);
        using (writer.Block(method.Public(scalar)))
        {
            writer.Line($"global::CnnGen.Runtime.Check.Destination(destination.Length, {count}, \"{what}\");");
            foreach (string copy in copies) writer.Line(copy);
        }
    }

    private void EmitSet(SourceWriter writer, Member method, Member part, string count, string what, string set, bool changesParameters)
    {
        writer.Line("/// <inheritdoc/>");
        writer.Line(GeneratedCode.Attribute);
        using (writer.Block(method.Public(scalar)))
        {
            writer.Line($"global::CnnGen.Runtime.Check.Whole(values.Length, {count}, \"{what}\");");
            writer.Line($"{part.Name}(values, 0);");
        }

        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line(GeneratedCode.Attribute);
        using (writer.Block(part.Public(scalar)))
        {
            writer.Line($"global::CnnGen.Runtime.Check.Part(values.Length, start, {count}, \"{what}\");");
            writer.Line(set);
            if (changesParameters && plan.PacksFrozenApart) writer.Line($"{MemberNames.Shared}.IsFrozenPacked = false;");
            if (changesParameters && plan.Packings.Count > 0) writer.Line($"{MemberNames.Shared}.IsPacked = false;");
            if (plan.Model.IsTrainable) writer.Line($"if (values.Length > 0) {MemberNames.Order}.AfterChange(\"{part.Name}\");");
        }
    }

    private void EmitInterface(SourceWriter writer)
    {
        foreach (Member size in Members.Sizes.Of(isTrainable: false)) Implement(size, size.Name);
        Implement(Members.Description, Members.Description.Name);
        Implement(Members.CreateReplica, "CreateReplica()");
        if (plan.Model.IsTrainable)
        {
            Implement(Members.OptimizerStateCount, Members.OptimizerStateCount.Name);
            Implement(Members.CreateTrainableReplica, "CreateReplica()");
        }

        if (plan.Model.HasSeveralInputs) ends.EmitForward(writer);
        if (!plan.Model.IsTrainable) return;
        bool hasSeveral = plan.Losses.Skip(1).Any();
        if (hasSeveral || plan.Model.Heads[0].Loss is not { TakesLabels: true }) Implement(Members.LossOfLabels, NoLoss());
        if (hasSeveral || !plan.Model.HasLoss) Implement(Members.LossOfTarget, NoLoss());
        if (plan.Model is { HasSeveralHeads: true, HasLoss: true }) ends.EmitLoss(writer);
        EmitShardTraining(writer);
        ModesEmitter.EmitInterfaces(writer, plan);
        WeighingEmitter.EmitInterface(writer, plan, ends);

        void Implement(Member member, string expression)
        {
            writer.Line(GeneratedCode.Attribute);
            writer.Expression(member.Explicit(scalar), expression);
            writer.Line();
        }
    }

    /// <summary>What a trainer asks for.</summary>
    private void EmitShardTraining(SourceWriter writer)
    {
        string training = $"global::CnnGen.Runtime.IShardTraining<{scalar}>";
        Member($"global::CnnGen.Runtime.AlignedMemory<{scalar}> {training}.FormGradients()", plan.Defers
            ? new[] { $"{MemberNames.FormGradients}();", $"{MemberNames.IsFormed} = true;", $"return {MemberNames.Gradients};" }
            : new[] { $"return {MemberNames.Gradients};" });
        Member(
            $"void {training}.UseGradients(global::CnnGen.Runtime.AlignedMemory<{scalar}> memory)",
            $"global::CnnGen.Runtime.Check.Whole(memory.Length, {MemberNames.EndOfParameters}, \"gradients\");",
            $"{MemberNames.Gradients} = memory;");
        Member(
            $"void {training}.Pack()",
            plan.Packings.Count == 0 ? "// All kernels read the parameters as they are." : $"if (!{MemberNames.Shared}.IsPacked) {MemberNames.Pack}();");
        Member(
            $"void {training}.StepRange(int first, int count, {scalar} learningRate)",
            StepsEmitter.StepNumbers(plan).Concat(StepOfRange(plan.Update!.Ranges)).ToArray());
        if (plan.Model.Optimizer.Clips)
        {
            Member($"void global::CnnGen.Runtime.IClippedTraining<{scalar}>.Clip(double squares)", $"{MemberNames.ClipTo}(squares);");
        }

        Member($"void {training}.AfterStep()", $"{MemberNames.AfterStep}();");
        writer.Line(GeneratedCode.Attribute);
        writer.Line($"global::CnnGen.Runtime.SharedState<{scalar}> {training}.State => {MemberNames.Shared};");
        writer.Line();
        var afterRestore = new List<string>();
        if (plan.PacksFrozenApart) afterRestore.Add($"{MemberNames.Shared}.IsFrozenPacked = false;");
        if (plan.Packings.Count > 0) afterRestore.Add($"{MemberNames.Shared}.IsPacked = false;");
        Member($"void {training}.AfterRestore()", afterRestore.Append($"{MemberNames.Order}.AfterChange(\"Restore\");").ToArray());
        string[] checks = plan.Model.Layers
            .Where(layer => layer.NeedsSeveralSamples)
            .Select(layer => $"global::CnnGen.Runtime.Check.SeveralSamples(samples, {Literals.Of(layer.Name)});")
            .ToArray();
        if (checks.Length > 0) Member($"void {training}.CheckShard(int samples)", checks);
        if (!plan.Model.HasLoss)
        {
            writer.Line(GeneratedCode.Attribute);
            writer.Line($"bool {training}.HasLoss => false;");
            writer.Line();
        }

        Member(
            $"void {training}.CheckLabels(global::System.ReadOnlySpan<int> labels)",
            plan.Losses.Any(head => head.Loss.TakesLabels) ? ends.LabelChecks().ToArray() : new[] { NoLoss() + ";" });

        void Member(string header, params string[] lines)
        {
            writer.Line(GeneratedCode.Attribute);
            using (writer.Block(header))
            {
                foreach (string line in lines) writer.Line(line);
            }

            writer.Line();
        }
    }

    /// <summary>The statements of a step from <c>first</c> on, which may lie in two of its ranges.</summary>
    private IEnumerable<string> StepOfRange(EquatableArray<UpdateRange> ranges)
    {
        if (ranges.Count == 1)
        {
            yield return Call(ranges[0].Step, "first", "count");
            yield break;
        }

        yield return $"int plain = global::System.Math.Clamp({StepsEmitter.EndAt(plan, ranges[0].End)} - first, 0, count);   // how many do not decay";
        yield return $"if (plain > 0) {Call(ranges[0].Step, "first", "plain")}";
        yield return $"if (plain < count) {Call(ranges[1].Step, "first + plain", "count - plain")}";

        static string Call(Step step, params string[] range) => $"{step.Method}({string.Join(", ", range.Concat(step.Kernel.Numbers))});";
    }

    /// <summary>What a Loss answers that the declaration does not have.</summary>
    private string NoLoss()
    {
        string needed = !plan.Model.HasLoss ? "declares no loss"
            : plan.Losses.Skip(1).Any() && plan.Losses.Any(head => head.Loss.TakesLabels) ? "has several outputs; give each what its loss takes, labels or " +
                "numbers"
            : plan.Losses.Skip(1).Any() ? "has several outputs, whose losses take no labels; give each a target"
            : $"has the loss {plan.Model.Heads[0].Loss!.Kind}, which takes no labels; give it a target";
        return $"throw global::CnnGen.Runtime.CallOrder.NoLoss({Literals.Of(plan.Model.Type.PlainName)}, {Literals.Of(needed)})";
    }
}
