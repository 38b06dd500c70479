using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Emission;

/// <summary>
/// The steps: a method for each, which chooses the text for the machine it runs on; and the text for any machine, shared by steps of
/// equal kernels.
/// </summary>
internal sealed class StepsEmitter
{
    private readonly NetworkPlan plan;
    private readonly EquatableArray<Dialect> dialects;
    private readonly string optimized;
    private readonly SharedKernels shared;
    private readonly string scalar;
    private readonly bool isBatched;

    public StepsEmitter(NetworkPlan plan, EquatableArray<Dialect> dialects)
    {
        this.plan = plan;
        this.dialects = dialects;
        shared = SharedKernels.Of(plan);
        scalar = Literals.TypeOf(plan.Model.Options.Scalar);
        isBatched = plan.Model.Options.Batch > 1;
        optimized = Optimized(dialects[0].Facts);
    }

    /// <summary>Compiled once, at full speed from the first call; where the enumeration has no name for it, the runtime still may.</summary>
    public static string Optimized(CompilationFacts facts) => facts.HasAggressiveOptimization ? "[MethodImpl(MethodImplOptions.AggressiveOptimization)]" : "[MethodImpl((MethodImplOptions)512)]";

    /// <summary>What stands over a kernel: it is compiled once, or disappears into its caller.</summary>
    public static string AttributeOf(Kernel kernel, CompilationFacts facts) => kernel.IsTiny ? "[MethodImpl(MethodImplOptions.AggressiveInlining)]" : Optimized(facts);

    private Dialect PlainDialect => dialects[dialects.Count - 1];

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

        if (plan.Loss != null) EmitLoss(writer, plan.Loss);
    }

    /// <summary>The dialects other than the plain one that have a text of a kernel.</summary>
    public static IEnumerable<Dialect> FastDialects(Kernel kernel, EquatableArray<Dialect> dialects) => dialects.Where(dialect => !dialect.IsPlainScalar && kernel.HasText(dialect));

    private static void Separate(SourceWriter writer, ref bool isFirst)
    {
        if (!isFirst) writer.Line();
        isFirst = false;
    }

    private void EmitStep(SourceWriter writer, Step step)
    {
        string? sharedName = shared.NameOf(step.Kernel);
        List<Dialect> fast = FastDialects(step.Kernel, dialects).ToList();
        Describe(writer, TitleOf(step), step.Kernel, PlainDialect);
        if (fast.Count == 0)
        {
            EmitPlain(writer, step, step.Method, sharedName);
            return;
        }

        if (step.Kernel.IsTiny) writer.Line(AttributeOf(step.Kernel, PlainDialect.Facts));
        using (writer.Block($"private void {step.Method}({Parameters(step)})"))
        {
            writer.Aligned(step.Kernel.Ports.Zip(step.Slots, (port, slot) => ReferenceBinding(step, port, slot)));
            writer.Line();
            string arguments = string.Join(", ", step.Kernel.Ports.Select(port => "ref " + port.Name).Concat(Numbers(step).Select(number => number.Name)));
            for (int i = 0; i < fast.Count; i++)
            {
                string kernels = MemberNames.Kernels(plan.Model.Type, fast[i]);
                writer.Line($"{(i == 0 ? "" : "else ")}if ({kernels}.IsSupported) {kernels}.{sharedName ?? step.Method}({arguments});");
            }

            writer.Line($"else {step.Method}{MemberNames.Plain}({PassedOn(step)});");
        }

        writer.Line();
        writer.Line($"/// <summary>{step.Title}, for any machine.</summary>");
        EmitPlain(writer, step, step.Method + MemberNames.Plain, sharedName == null ? null : sharedName + MemberNames.Plain);
    }

    private void EmitPlain(SourceWriter writer, Step step, string method, string? sharedName)
    {
        if (sharedName == null) writer.Line(AttributeOf(step.Kernel, PlainDialect.Facts));
        using (writer.Block($"private void {method}({Parameters(step)})"))
        {
            KernelBody? body = sharedName == null ? BodyOf(step.Kernel) : null;
            writer.Aligned(step.Kernel.Ports.Zip(step.Slots, (port, slot) => (Port: port, Slot: slot))
                .Where(argument => body?.Uses(argument.Port.Name) != false)
                .Select(argument => Binding(SpanType(argument.Port, argument.Slot.Store), argument.Port.Name, argument.Slot, step.Kernel)));
            if (body != null)
            {
                writer.Line();
                body.WriteTo(writer);
                return;
            }

            writer.Line($"{sharedName}({string.Join(", ", step.Kernel.Ports.Select(port => port.Name).Concat(Numbers(step).Select(number => number.Name)))});");
        }
    }

    private void EmitShared(SourceWriter writer, Kernel kernel)
    {
        Step user = MemberNames.Steps(plan).First(step => step.Kernel == kernel);
        Describe(writer, SharedTitle(plan, kernel), kernel, PlainDialect);
        IEnumerable<string> parameters = kernel.Ports.Select((port, i) => $"{SpanType(port, user.Slots[i].Store)} {port.Name}").Concat(Numbers(user).Select(number => $"{number.Type} {number.Name}"));
        writer.Line(AttributeOf(kernel, PlainDialect.Facts));
        string name = shared.NameOf(kernel) + (FastDialects(kernel, dialects).Any() ? MemberNames.Plain : "");
        using (writer.Block($"private static void {name}({string.Join(", ", parameters)})")) BodyOf(kernel).WriteTo(writer);
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
                writer.Aligned(new[] { Binding($"ReadOnlySpan<{scalar}>", "output", loss.Output, false), Binding($"Span<{scalar}>", "gradient", loss.Gradient, false) });
                writer.Line();
                KernelWriter.BodyOf(PlainDialect, isBatched, body).WriteTo(writer);
            }
        }
    }

    private KernelBody BodyOf(Kernel kernel) => KernelWriter.BodyOf(PlainDialect, isBatched && !kernel.IsPerSample, kernel.Emit);

    /// <summary>What a step computes: its layers, and shapes.</summary>
    public static string TitleOf(Step step)
    {
        if (step.Fused.Count == 0) return $"{step.Title}: {step.Kernel.Title}";
        IEnumerable<string> layers = step.Fused.Take(step.Fused.Count - 1).Prepend(step.Layer);
        return $"{string.Join(", ", layers)} and {step.Fused[step.Fused.Count - 1]} {step.Pass}: {step.Kernel.Title}";
    }

    /// <summary>What a kernel that several steps share computes.</summary>
    public static string SharedTitle(NetworkPlan plan, Kernel kernel) =>
        $"Shared by {string.Join(", ", MemberNames.Steps(plan).Where(step => step.Kernel == kernel).Select(step => step.Layer))}: {kernel.Title}";

    /// <summary>The sentences over a method.</summary>
    public static void Describe(SourceWriter writer, string title, Kernel kernel, Dialect dialect)
    {
        bool isBatch = kernel.Batch > 1;
        string macs = kernel.Macs == 0 ? "" : $"; {(kernel.SkipsZeros ? "at most " : "")}{Text.Plural(kernel.Macs, "multiply-add")}{(isBatch ? " a sample" : "")}";
        writer.Line($"/// <summary>{title}{macs}.</summary>");
        if (dialect.IsVector)
        {
            // The form is the same in every dialect: it stands over the step.
            if (kernel.TileIn(dialect) is { Length: > 0 } only) writer.Line($"/// <remarks>Tile: {only}.</remarks>");
            return;
        }

        string form = char.ToUpperInvariant(kernel.Form[0]) + kernel.Form.Substring(1);
        string tile = kernel.TileIn(dialect) is { Length: > 0 } text ? $" Tile: {text}." : "", reason = string.IsNullOrEmpty(kernel.Why) ? "" : $" {kernel.Tile}: {kernel.Why}.";
        writer.Line($"/// <remarks>{form}.{Capitalized(reason)}{tile}</remarks>");

        static string Capitalized(string text) => text.Length < 2 ? text : " " + char.ToUpperInvariant(text[1]) + text.Substring(2);
    }

    private string SpanType(Port port, Store store)
    {
        string element = store == Store.Winners ? "int" : scalar;
        return port.Access == Access.Read ? $"ReadOnlySpan<{element}>" : $"Span<{element}>";
    }

    /// <summary>The parameters of a step's method.</summary>
    private string Parameters(Step step) => string.Join(", ", Arguments(step).Select(argument => $"{argument.Type} {argument.Name}"));

    private string PassedOn(Step step) => string.Join(", ", Arguments(step).Select(argument => argument.Name));

    private IEnumerable<(string Type, string Name)> Arguments(Step step)
    {
        if (step.ReadsCaller) yield return ($"ReadOnlySpan<{scalar}>", "caller");
        if (isBatched && step.Kernel.IsPerSample) yield return ("int", "sample");
        if (step.Kernel.TakesRange) yield return ("int", "first");
        foreach ((string Type, string Name) number in Numbers(step)) yield return number;
    }

    /// <summary>What a kernel is told besides where its numbers are.</summary>
    private IEnumerable<(string Type, string Name)> Numbers(Step step)
    {
        if (isBatched && !step.Kernel.IsPerSample && NeedsSamples(step)) yield return ("int", "samples");
        if (step.Kernel.TakesRange) yield return ("int", "count");
        if (step.Kernel.TakesLearningRate) yield return (scalar, "learningRate");
    }

    private (string Code, string Comment) Binding(string type, string name, Slot slot, Kernel kernel) => kernel.TakesRange
        ? ($"{type} {name} = {ArrayOf(slot)}.Slice(first, count);", $"of {slot.Layout}")
        : Binding(type, name, slot, kernel.IsPerSample);

    private (string Code, string Comment) Binding(string type, string name, Slot slot, bool isOne)
    {
        string range = slot.Store == Store.Caller
            ? isOne && isBatched ? $"caller.Slice({Place(slot, "", true)}, {Text.Number(slot.Count)})" : "caller"
            : RangeOf(slot, isBatched, isOne);
        return ($"{type} {name} = {range};", slot.Layout + (slot.PerSample && isBatched && !isOne ? " a sample" : ""));
    }

    private (string Code, string Comment) ReferenceBinding(Step step, Port port, Slot slot)
    {
        bool isOne = isBatched && step.Kernel.IsPerSample;
        string element = slot.Store == Store.Winners ? "int" : scalar;
        if (step.Kernel.TakesRange) return ($"ref {element} {port.Name} = ref {ArrayOf(slot)}.At(first);", $"of {slot.Layout}");
        string reference = slot.Store == Store.Caller
            ? $"global::System.Runtime.InteropServices.MemoryMarshal.GetReference({(isOne ? $"caller.Slice({Place(slot, "", true)})" : "caller")})"
            : $"{ArrayOf(slot)}.At({Place(slot, OffsetOf(slot), isOne)})";
        return ($"ref {element} {port.Name} = ref {reference};", slot.Layout.ToString());
    }

    /// <summary>A slot as a range of its array: for one sample, or for all.</summary>
    public static string RangeOf(Slot slot, bool isBatched, bool isOne = false)
    {
        string count = Text.Number(slot.Count);
        if (isOne) return $"{ArrayOf(slot)}.Slice({Place(slot, OffsetOf(slot), isBatched)}, {count})";
        return $"{ArrayOf(slot)}.Slice({OffsetOf(slot)}, {(slot.PerSample && isBatched ? "samples * " + count : count)})";
    }

    private static string OffsetOf(Slot slot) => slot.Name.Length == 0 ? "0" : $"{MemberNames.Offset}.{slot.Name}";

    private static string Place(Slot slot, string offset, bool isBatched)
    {
        if (!isBatched || !slot.PerSample) return offset.Length == 0 ? "0" : offset;
        string samples = "sample * " + Text.Number(slot.Count);
        return offset.Length == 0 ? samples : offset + " + " + samples;
    }

    private static string ArrayOf(Slot slot) => slot.Store switch
    {
        Store.Winners => MemberNames.Indices,
        Store.Parameters => MemberNames.Parameters,
        Store.Gradients => MemberNames.Gradients,
        Store.OptimizerState => MemberNames.Shared + ".OptimizerState",
        Store.Packed => MemberNames.Shared + ".Packed",
        _ => MemberNames.Activations,
    };

    /// <summary>Whether a step's method has to be told the number of samples.</summary>
    public static bool NeedsSamples(Step step) => step.Slots.Any(slot => slot.PerSample);
}
