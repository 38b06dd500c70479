using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Emission;

/// <summary>State in and out by copy, and the interface's members that clash with constants and statics.</summary>
internal sealed class ExchangeEmitter
{
    private readonly NetworkPlan plan;
    private readonly string scalar;

    public ExchangeEmitter(NetworkPlan plan)
    {
        this.plan = plan;
        scalar = Literals.TypeOf(plan.Model.Options.Scalar);
    }

    public void Emit(SourceWriter writer)
    {
        EmitCopy(writer, "CopyParametersTo", "ParameterCount", "parameters", MemberNames.Parameters);
        writer.Line();
        EmitSet(writer, "SetParameters", "ParameterCount", "parameters", MemberNames.Parameters);
        writer.Line();
        EmitCopy(writer, "CopyBuffersTo", "BufferCount", "buffer elements", MemberNames.Shared + ".Buffers");
        writer.Line();
        EmitSet(writer, "SetBuffers", "BufferCount", "buffer elements", MemberNames.Shared + ".Buffers");
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
        EmitCopy(writer, "CopyGradientsTo", "ParameterCount", "gradients", MemberNames.Gradients);
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        using (writer.Block($"public void SetGradients(ReadOnlySpan<{scalar}> values)"))
        {
            writer.Line("global::CnnGen.Runtime.Check.Whole(values.Length, ParameterCount, \"gradients\");");
            writer.Line($"values.CopyTo({MemberNames.Gradients});");
        }

        writer.Line();
        EmitCopy(writer, "CopyOptimizerStateTo", "OptimizerStateCount", "numbers of optimizer state", MemberNames.Shared + ".OptimizerState");
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        using (writer.Block($"public void SetOptimizerState(ReadOnlySpan<{scalar}> values, long stepCount)"))
        {
            writer.Line("global::CnnGen.Runtime.Check.Whole(values.Length, OptimizerStateCount, \"numbers of optimizer state\");");
            writer.Line("global::CnnGen.Runtime.Check.StepCount(stepCount);");
            writer.Line($"values.CopyTo({MemberNames.Shared}.OptimizerState);");
            writer.Line($"{MemberNames.Shared}.StepCount = stepCount;");
        }
    }

    private void EmitCopy(SourceWriter writer, string method, string count, string what, string array)
    {
        writer.Line("/// <inheritdoc/>");
        using (writer.Block($"public void {method}(Span<{scalar}> destination)"))
        {
            writer.Line($"global::CnnGen.Runtime.Check.Destination(destination.Length, {count}, \"{what}\");");
            writer.Line($"{array}.AsSpan().CopyTo(destination);");
        }
    }

    private void EmitSet(SourceWriter writer, string method, string count, string what, string array)
    {
        writer.Line("/// <inheritdoc/>");
        using (writer.Block($"public void {method}(ReadOnlySpan<{scalar}> values, int start = 0)"))
        {
            writer.Line($"global::CnnGen.Runtime.Check.Part(values.Length, start, {count}, \"{what}\");");
            writer.Line($"values.CopyTo({array}.AsSpan(start));");
            if (plan.Model.IsTrainable) writer.Line($"if (values.Length > 0) {MemberNames.Order}.AfterChange(\"{method}\");");
        }
    }

    private void EmitInterface(SourceWriter writer)
    {
        string network = $"global::CnnGen.INetwork<{scalar}>", trainable = $"global::CnnGen.ITrainableNetwork<{scalar}>";
        foreach (string size in new[] { "InputSize", "OutputSize", "Batch", "ParameterCount", "BufferCount" }) writer.Line($"int {network}.{size} => {size};");
        writer.Line($"global::CnnGen.NetworkDescription {network}.Description => Description;");
        writer.Line($"{network} {network}.CreateReplica() => CreateReplica();");
        if (!plan.Model.IsTrainable) return;
        writer.Line($"int {trainable}.OptimizerStateCount => OptimizerStateCount;");
        writer.Line($"{trainable} {trainable}.CreateReplica() => CreateReplica();");
        if (plan.Loss is not { Loss.TakesLabels: true }) EmitMissingLoss("int", "labels");
        if (plan.Loss == null) EmitMissingLoss(scalar, "target");

        void EmitMissingLoss(string type, string argument)
        {
            string needed = plan.Loss == null ? "declares no loss" : $"has the loss {plan.Loss.Loss.Kind}, which takes no labels; give it a target";
            writer.Line($"{scalar} {trainable}.Loss(ReadOnlySpan<{type}> {argument}, {scalar} weight) => throw global::CnnGen.Runtime.CallOrder.NoLoss({Literals.Of(plan.Model.Type.PlainName)}, {Literals.Of(needed)});");
        }
    }
}
