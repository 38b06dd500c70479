using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Emission;

/// <summary>The steps: one method for each, and one more for a kernel that several share.</summary>
internal sealed class StepsEmitter
{
    private readonly NetworkPlan plan;
    private readonly string optimized;
    private readonly SharedKernels shared;
    private readonly string scalar;
    private readonly bool isBatched;

    public StepsEmitter(NetworkPlan plan, CompilationFacts facts)
    {
        this.plan = plan;
        shared = SharedKernels.Of(plan);
        scalar = Literals.TypeOf(plan.Model.Options.Scalar);
        isBatched = plan.Model.Options.Batch > 1;

        // Compiled once, at full speed from the first call; where the enumeration has no name for it, the runtime still may.
        optimized = facts.HasAggressiveOptimization ? "[MethodImpl(MethodImplOptions.AggressiveOptimization)]" : "[MethodImpl((MethodImplOptions)512)]";
    }

    public void Emit(SourceWriter writer)
    {
        bool isFirst = true;
        foreach (Step step in MemberNames.Steps(plan))
        {
            Separate(writer, ref isFirst);
            EmitStep(writer, step);
        }

        foreach (Kernel kernel in shared.Kernels)
        {
            Separate(writer, ref isFirst);
            EmitShared(writer, kernel);
        }

        if (!plan.Model.IsTrainable) return;
        if (plan.Loss != null) EmitLoss(writer, plan.Loss);
        writer.Line();
        EmitUpdate(writer);
    }

    private static void Separate(SourceWriter writer, ref bool isFirst)
    {
        if (!isFirst) writer.Line();
        isFirst = false;
    }

    private void EmitStep(SourceWriter writer, Step step)
    {
        string? sharedName = shared.NameOf(step.Kernel);
        Describe(writer, $"{step.Layer} {step.Pass}: {step.Kernel.Title}", step.Kernel);
        var arguments = new List<string>();
        if (step.ReadsCaller) arguments.Add($"ReadOnlySpan<{scalar}> input");
        if (isBatched && NeedsSamples(step)) arguments.Add("int samples");
        if (sharedName == null) writer.Line(optimized);
        using (writer.Block($"private void {step.Method}({string.Join(", ", arguments)})"))
        {
            EmitBindings(writer, step);
            if (sharedName == null)
            {
                writer.Line();
                step.Kernel.Emit(new KernelWriter(writer, plan.Model.Options.Scalar, plan.Model.Options.Batch));
                return;
            }

            IEnumerable<string> values = step.Kernel.Ports.Select(port => port.Name);
            if (isBatched) values = values.Append("samples");
            writer.Line($"{sharedName}({string.Join(", ", values)});");
        }
    }

    /// <summary>Names the ranges of the arrays as the kernel does.</summary>
    private void EmitBindings(SourceWriter writer, Step step)
    {
        writer.Aligned(step.Kernel.Ports
            .Zip(step.Slots, (port, slot) => (Port: port, Slot: slot))
            .Where(item => item.Slot.Store != Store.Caller)
            .Select(item => Binding(SpanType(item.Port, item.Slot.Store), item.Port.Name, item.Slot)));
    }

    private void EmitShared(SourceWriter writer, Kernel kernel)
    {
        Step user = MemberNames.Steps(plan).First(step => step.Kernel == kernel);
        IEnumerable<string> users = MemberNames.Steps(plan).Where(step => step.Kernel == kernel).Select(step => step.Layer);
        Describe(writer, $"Shared by {string.Join(", ", users)}: {kernel.Title}", kernel);
        IEnumerable<string> parameters = kernel.Ports.Select((port, i) => $"{SpanType(port, user.Slots[i].Store)} {port.Name}");
        if (isBatched) parameters = parameters.Append("int samples");
        writer.Line(optimized);
        using (writer.Block($"private static void {shared.NameOf(kernel)}({string.Join(", ", parameters)})"))
        {
            kernel.Emit(new KernelWriter(writer, plan.Model.Options.Scalar, plan.Model.Options.Batch));
        }
    }

    private void EmitLoss(SourceWriter writer, PlannedLoss loss)
    {
        string gradientOf = loss.Loss.FusedWith == null ? "the output" : $"what {loss.Loss.FusedWith} reads";
        if (loss.Loss.TakesLabels) Method(MemberNames.LossOfLabels, "labels", "int", loss.Loss.EmitOfLabels);
        Method(MemberNames.LossOfTarget, "target", scalar, loss.Loss.EmitOfTarget);

        void Method(string name, string argument, string type, System.Action<KernelWriter> body)
        {
            writer.Line();
            writer.Line($"/// <summary>{loss.Loss.Kind}: {loss.Loss.Formula}, the mean over the samples; leaves the gradient of {gradientOf}.</summary>");
            writer.Line(optimized);
            using (writer.Block($"private {scalar} {name}(ReadOnlySpan<{type}> {argument}, {scalar} weight{(isBatched ? ", int samples" : "")})"))
            {
                writer.Aligned(new[] { Binding($"ReadOnlySpan<{scalar}>", "output", loss.Output), Binding($"Span<{scalar}>", "gradient", loss.Gradient) });
                writer.Line();
                body(new KernelWriter(writer, plan.Model.Options.Scalar, plan.Model.Options.Batch));
            }
        }
    }

    private void EmitUpdate(SourceWriter writer)
    {
        writer.Line($"/// <summary>One step of {plan.Model.Optimizer.Formula}.</summary>");
        writer.Line(optimized);
        using (writer.Block($"private void {MemberNames.Update}({scalar} learningRate)"))
        {
            writer.Line($"Span<{scalar}> parameters = this.{MemberNames.Parameters};");
            writer.Line($"ReadOnlySpan<{scalar}> gradients = this.{MemberNames.Gradients};");
            if (plan.Model.Optimizer.StatesPerParameter > 0) writer.Line($"Span<{scalar}> state = {MemberNames.Shared}.OptimizerState;");
            writer.Line();
            plan.Model.Optimizer.EmitStep(new KernelWriter(writer, plan.Model.Options.Scalar, plan.Model.Options.Batch));
        }
    }

    private void Describe(SourceWriter writer, string title, Kernel kernel)
    {
        string macs = kernel.Macs == 0 ? "" : $"; {Text.Plural(kernel.Macs, "multiply-add")}{(isBatched ? " a sample" : "")}";
        writer.Line($"/// <summary>{title}{macs}.</summary>");
        string form = char.ToUpperInvariant(kernel.Form[0]) + kernel.Form.Substring(1);
        writer.Line($"/// <remarks>{form}.{(kernel.Tile == null ? "" : $" Tile: {kernel.Tile}.")}</remarks>");
    }

    private string SpanType(Port port, Store store)
    {
        string element = store == Store.Winners ? "int" : scalar;
        return port.Access == Access.Read ? $"ReadOnlySpan<{element}>" : $"Span<{element}>";
    }

    private (string Code, string Comment) Binding(string type, string name, Slot slot) =>
        ($"{type} {name} = {RangeOf(slot, isBatched)};", slot.Shape + (slot.PerSample && isBatched ? " a sample" : ""));

    /// <summary>A slot as a range of its array.</summary>
    public static string RangeOf(Slot slot, bool isBatched)
    {
        string array = slot.Store switch
        {
            Store.Winners => MemberNames.Indices,
            Store.Parameters => MemberNames.Parameters,
            Store.Gradients => MemberNames.Gradients,
            _ => MemberNames.Activations,
        };
        string count = Text.Number(slot.Shape.Count);
        return $"{array}.AsSpan({MemberNames.Offset}.{slot.Name}, {(slot.PerSample && isBatched ? "samples * " + count : count)})";
    }

    /// <summary>Whether a step's method has to be told the number of samples.</summary>
    public static bool NeedsSamples(Step step) => step.Slots.Any(slot => slot.PerSample && slot.Store != Store.Caller);
}
