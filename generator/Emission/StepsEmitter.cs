using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Writing;

namespace CnnGen.Generator.Emission;

/// <summary>
/// The steps: a method for each, which says where everything lies and calls the kernel, in the text for the machine it runs on.
/// </summary>
internal sealed class StepsEmitter
{
    private readonly NetworkPlan plan;
    private readonly EquatableArray<Dialect> dialects;
    private readonly SharedKernels shared;
    private readonly string scalar;
    private readonly bool isBatched;
    private readonly bool isBrief;

    public StepsEmitter(NetworkPlan plan, EquatableArray<Dialect> dialects, SharedKernels shared)
    {
        this.plan = plan;
        this.dialects = dialects;
        this.shared = shared;
        scalar = Literals.TypeOf(plan.Model.Options.Scalar);
        isBatched = plan.Model.Options.Batch > 1;
        isBrief = dialects.Any(dialect => dialect.IsBrief);
    }

    public void Emit(SourceWriter writer)
    {
        bool isFirst = true;
        foreach (Step step in MemberNames.Steps(plan))
        {
            Separate();
            EmitStep(writer, step);
        }

        foreach (PlannedHead head in plan.Losses)
        {
            if (head.Loss.TakesLabels)
            {
                Separate();
                EmitLoss(writer, head, MemberNames.LossOfLabelsOf(plan, head), "labels", "int", head.Loss.Formula, head.Loss.WeighsLabels);
            }

            Separate();
            EmitLoss(writer, head, MemberNames.LossOfTargetOf(plan, head), "target", scalar, head.Loss.FormulaOfTarget);
        }

        void Separate()
        {
            if (!isFirst) writer.Line();
            isFirst = false;
        }
    }

    /// <summary>The dialects other than the plain one that have a text of a kernel.</summary>
    public static IEnumerable<Dialect> FastDialects(Kernel kernel, EquatableArray<Dialect> dialects) =>
        dialects.Where(dialect => !dialect.IsPlainScalar && kernel.HasText(dialect));

    private void EmitStep(SourceWriter writer, Step step)
    {
        List<Dialect> fast = FastDialects(step.Kernel, dialects).ToList();
        Dialect plain = dialects[dialects.Count - 1];
        Kernel kernel = step.Kernel;
        SharedMethod? choice = shared.ChoiceOf(kernel);
        writer.Document("summary", $"{TitleOf(step)}{Macs(kernel)}.");
        string form = choice != null ? "" : $"{Text.Pascal(kernel.Form)}.";
        string reason = string.IsNullOrEmpty(kernel.Why) ? "" : $" {Text.Pascal(kernel.Tile ?? "chosen")}: {kernel.Why}.";
        if ((form + reason + Missing(fast)).TrimStart() is { Length: > 0 } remarks) writer.Document("remarks", remarks);
        writer.Line(GeneratedCode.Attribute);
        if (kernel.IsTiny) writer.Line(MethodImpl.Inlined(isQualified: true));
        using (writer.Block($"private void {step.Method}({Parameters(step)})"))
        {
            IEnumerable<(string Name, string Code, string Comment)> spans = kernel.Ports.Zip(step.Slots, (port, slot) => Span(port, slot, kernel));
            if (fast.Count == 0 || choice != null)
            {
                string callee = choice == null ? MethodIn(plain) : $"{SharedEmitter.Class}.{choice.Name}";
                IEnumerable<string> numbers = Numbers(step).Select(number => $"{number.Name}: {number.Name}");
                List<string> sizes = Sizes(choice ?? shared.MethodOf(kernel, plain)).ToList();
                EmitPlainCall(writer, callee, spans.Concat(Key(step)), numbers.Concat(sizes));
                return;
            }

            writer.Aligned(kernel.Ports.Zip(step.Slots, (port, slot) => ReferenceBinding(step, port, slot)));
            writer.Line();
            List<string> arguments = kernel.Ports.Select(port => "ref " + port.Name).Concat(Numbers(step).Select(number => number.Name)).ToList();
            for (int i = 0; i < fast.Count; i++)
            {
                writer.Line($"{(i == 0 ? "" : "else ")}if ({KernelsEmitter.Class(fast[i])}.IsSupported)");
                using (writer.Indent()) writer.Call(MethodIn(fast[i]), arguments.Concat(Sizes(shared.MethodOf(kernel, fast[i]))).ToList());
            }

            writer.Line("else");
            IEnumerable<string> plainArguments = spans.Select(span => span.Code).Concat(Numbers(step).Select(number => number.Name));
            using (writer.Indent()) writer.Call(MethodIn(plain), plainArguments.Concat(Sizes(shared.MethodOf(kernel, plain))).ToList());
        }

        string MethodIn(Dialect dialect) => $"{KernelsEmitter.Class(dialect)}.{shared.MethodOf(kernel, dialect)?.Name ?? step.Method}";

        IEnumerable<string> Sizes(SharedMethod? method) => method == null
            ? Enumerable.Empty<string>()
            : method.SizesOf(kernel).Select(size => $"{size.Name}: {Text.Number(size.Value)}");
    }

    /// <summary>Why there are widths that a step has no text for.</summary>
    private string Missing(List<Dialect> fast)
    {
        List<string> missing = dialects
            .Where(dialect => dialect.IsVector && fast.Any(other => other.IsVector && other.Bits < dialect.Bits) && !fast.Contains(dialect))
            .Select(dialect => dialect.Suffix)
            .ToList();
        if (missing.Count == 0) return "";
        return $" No kernel for {string.Join(" or ", missing)} bits: narrower vectors fit better what lies together.";
    }

    /// <summary>The call of a kernel that takes spans: an argument a line, each with what it is, if it is said.</summary>
    private void EmitPlainCall(
        SourceWriter writer,
        string method,
        IEnumerable<(string Name, string Code, string Comment)> spans,
        IEnumerable<string> numbers,
        string result = "")
    {
        var arguments = spans
            .Select(span => ($"{span.Name}: {span.Code}", span.Comment))
            .Concat(numbers.Select(number => (number, "")))
            .ToList();
        if (isBrief)
        {
            writer.Call(result + method, arguments.Select(argument => argument.Item1).ToList());
            return;
        }

        writer.Line($"{result}{method}(");
        using (writer.Indent()) writer.Aligned(arguments.Select((argument, i) => (argument.Item1 + (i < arguments.Count - 1 ? "," : ");"), argument.Item2)));
    }

    private void EmitLoss(SourceWriter writer, PlannedHead head, string name, string argument, string type, string formula, bool weighsLabels = false)
    {
        string gradientOf = head.Loss.FusedWith != null ? $"what {head.Loss.FusedWith} reads"
            : plan.Model.HasSeveralHeads ? $"the output '{head.Head.Name}'"
            : "the output";
        writer.Document("summary", $"{head.Loss.Kind}: {formula}, the mean over the samples times weight; leaves the gradient of {gradientOf}.");
        writer.Line(GeneratedCode.Attribute);
        var numbers = new List<(string Type, string Name)> { (scalar, "weight") };
        if (weighsLabels) numbers.Add(("double", "labelWeight"));
        if (isBatched) numbers.Add(("int", "samples"));
        string parameters = string.Join(", ", numbers.Select(number => $"{number.Type} {number.Name}"));
        using (writer.Block($"private {scalar} {name}(global::System.ReadOnlySpan<{type}> {argument}, {parameters})"))
        {
            Slot gradient = head.LossGradient!;
            var spans = new List<(string, string, string)>
            {
                (argument, argument, ""),
                ("output", PartOf(plan.Output, head.First, head.Shape.Count, isBatched), Comment(plan.Output with { Layout = Layout.Plain(head.Shape) })),
                ("gradient", RangeOf(gradient, isBatched), Comment(gradient)),
            };
            if (head.ClassWeights is { } weights) spans.Insert(1, ("classWeights", RangeOf(weights, isBatched), Comment(weights)));
            string method = $"{KernelsEmitter.Class(dialects[dialects.Count - 1])}.{name}";
            EmitPlainCall(writer, method, spans, numbers.Select(number => $"{number.Name}: {number.Name}"), "return ");
        }
    }

    /// <summary>What a step computes: its layers, and shapes.</summary>
    public static string TitleOf(Step step)
    {
        if (step.Fused.Count == 0) return $"{step.Title}: {step.Kernel.Title}";
        IEnumerable<string> layers = step.Fused.Take(step.Fused.Count - 1).Prepend(step.Layer);
        return $"{string.Join(", ", layers)} and {step.Fused[step.Fused.Count - 1]} {step.Pass}: {step.Kernel.Title}";
    }

    /// <summary>What a kernel that several steps share computes.</summary>
    public static string TitleOf(SharedMethod shared)
    {
        IEnumerable<string> sharers = shared.Users.GroupBy(step => step.Pass)
            .Select(pass => $"{string.Join(", ", pass.Select(step => step.Layer))} {pass.Key}");
        Kernel kernel = shared.Users[0].Kernel;
        string what = shared.Sizes.Count == 0 ? ": " + kernel.Title + Macs(kernel) : ", which tell it " + Sizes(shared);
        return $"Shared by {string.Join("; ", sharers)}{what}";
    }

    /// <summary>The sizes that a method is told, in a sentence.</summary>
    public static string Sizes(SharedMethod shared) => string.Join(", ", shared.Sizes.Select(Text.Words));

    /// <summary>Multiply-adds, for the sentence over a method.</summary>
    public static string Macs(Kernel kernel) =>
        kernel.Macs == 0 ? "" : $"; {(kernel.SkipsZeros ? "at most " : "")}{Text.Plural(kernel.Macs, "multiply-add")}{(kernel.Batch > 1 ? " a sample" : "")}";

    /// <summary>The parameters of a step's method.</summary>
    private string Parameters(Step step) => string.Join(", ", Arguments(step).Select(argument => $"{argument.Type} {argument.Name}"));

    private IEnumerable<(string Type, string Name)> Arguments(Step step)
    {
        foreach (Slot caller in step.Callers) yield return ($"global::System.ReadOnlySpan<{scalar}>", CallerOf(caller));
        if (isBatched && step.Kernel.IsPerSample) yield return ("int", "sample");
        if (step.Kernel.TakesRange) yield return ("int", "first");

        // The step cuts its spans by it, whatever the kernel is told.
        if (isBatched && !step.Kernel.IsPerSample && !step.Kernel.CountsSamples && NeedsSamples(step)) yield return ("int", "samples");
        foreach ((string Type, string Name) number in Numbers(step)) yield return number;
    }

    /// <summary>The key of a step's mask.</summary>
    private IEnumerable<(string Name, string Code, string Comment)> Key(Step step)
    {
        if (step.Kernel.DrawsMask)
        {
            yield return (
                "key",
                $"{MemberNames.Masks}.Key(layer: {Text.Number(Text.Hash(step.Layer))}, {(isBatched ? "sample" : "sample: 0")})",
                $"by a hash of the name {step.Layer}");
        }
    }

    /// <summary>What a kernel is told besides where its numbers are.</summary>
    private IEnumerable<(string Type, string Name)> Numbers(Step step)
    {
        if (isBatched && step.Kernel.CountsSamples && NeedsSamples(step)) yield return ("int", "samples");
        if (step.Kernel.TakesRange) yield return ("int", "count");
        foreach (string number in step.Kernel.Numbers) yield return (scalar, number);
    }

    /// <summary>The statements that compute, once for a step of the optimizer, what all its kernels are told.</summary>
    public static IEnumerable<string> StepNumbers(NetworkPlan plan) => plan.Model.Optimizer.StepNumbers
        .Where(number => number.Value != null && plan.Update!.Ranges.Any(range => range.Step.Kernel.Numbers.Contains(number.Name)))
        .Select(number =>
            (plan.Model.Options.Scalar == Scalar.Single ? $"float {number.Name} = (float)({number.Value});" : $"double {number.Name} = {number.Value};")
                + $"   // {number.Meaning}");

    /// <summary>What a kernel's text for any machine is handed for a port.</summary>
    private (string Name, string Code, string Comment) Span(Port port, Slot slot, Kernel kernel)
    {
        if (kernel.TakesRange) return (port.Name, $"{ArrayOf(slot)}.Slice({FirstOf(slot)}, count)", "");
        bool isOne = kernel.IsPerSample;
        string range = slot.Store == Store.Caller
            ? isOne && isBatched ? $"{CallerOf(slot)}.Slice({Place(slot, "", true)}, {Text.Number(slot.Count)})" : CallerOf(slot)
            : RangeOf(slot, isBatched, isOne);
        return (port.Name, range, Comment(slot, isOne));
    }

    private string Order(Slot slot)
    {
        if (slot.Store == Store.Packed) return plan.Packings.First(packing => packing.Target == slot).Order;
        bool isPermuted = slot.Store is Store.Parameters or Store.Gradients
            && plan.Parameters.Any(parameter => parameter.Slot.Name == slot.Name && parameter.Permutation != null);
        return slot.Layout + (isPermuted ? ", channels last" : "");
    }

    /// <summary>What lies there; where the text counts, that stands beside its offset alone.</summary>
    private string Comment(Slot slot, bool isOne = false) => isBrief ? "" : Order(slot) + (slot.PerSample && isBatched && !isOne ? " a sample" : "");

    private (string Code, string Comment) ReferenceBinding(Step step, Port port, Slot slot)
    {
        bool isOne = isBatched && step.Kernel.IsPerSample;
        string element = ElementTypes.TypeOf(port.Element, plan.Model.Options.Scalar);
        if (step.Kernel.TakesRange) return ($"ref {element} {port.Name} = ref {ArrayOf(slot)}.At({FirstOf(slot)});", "from there on");
        string span = isOne ? $"{CallerOf(slot)}.Slice({Place(slot, "", true)})" : CallerOf(slot);
        string reference = slot.Store == Store.Caller
            ? $"global::System.Runtime.InteropServices.MemoryMarshal.GetReference({span})"
            : $"{ArrayOf(slot)}.At({Place(slot, OffsetOf(slot), isOne)})";
        return ($"ref {element} {port.Name} = ref {reference};", Comment(slot, step.Kernel.IsPerSample));
    }

    /// <summary>What a step's method calls an input that the caller has handed over: a kernel's own argument may be called as the input is.</summary>
    private string CallerOf(Slot slot) => slot.Name == plan.Model.Inputs[0].Name ? "caller" : "caller" + Text.Pascal(slot.Name);

    /// <summary>What a range of several tensors, one behind the other, holds of one of them.</summary>
    /// <param name="slot">The range.</param>
    /// <param name="first">Numbers of one sample of the tensors before it.</param>
    /// <param name="count">Numbers of one sample.</param>
    /// <param name="isBatched">Whether there are several samples.</param>
    /// <param name="samples">Their number.</param>
    public static string PartOf(Slot slot, int first, int count, bool isBatched, string samples = "samples")
    {
        return $"{ArrayOf(slot)}.Slice({OffsetOf(slot)}{(first == 0 ? "" : " + " + OfSamples(first, isBatched, samples))}, " +
            $"{OfSamples(count, isBatched, samples)})";
    }

    /// <summary>So many numbers of one sample, or of each of several.</summary>
    public static string OfSamples(int count, bool isBatched, string samples = "samples") =>
        !isBatched || count == 0 ? Text.Number(count) : count == 1 ? samples : $"{samples} * {Text.Number(count)}";

    /// <summary>A slot as a range of its array: for one sample, or for all.</summary>
    public static string RangeOf(Slot slot, bool isBatched, bool isOne = false)
    {
        if (isOne) return $"{ArrayOf(slot)}.Slice({Place(slot, OffsetOf(slot), isBatched)}, {Text.Number(slot.Count)})";
        return $"{ArrayOf(slot)}.Slice({OffsetOf(slot)}, {OfSamples(slot.Count, slot.PerSample && isBatched)})";
    }

    private static string OffsetOf(Slot slot)
    {
        if (slot.Name.Length == 0) return slot.State == 0 ? "0" : PlaceOfState(slot.State);
        string first = slot.First == 0 ? "" : " + " + Text.Number(slot.First);
        return (slot.State == 0 ? "" : PlaceOfState(slot.State) + " + ") + $"{MemberNames.Offset}.{slot.Own.Name}{first}";
    }

    /// <summary>Where a range begins that the call says.</summary>
    private static string FirstOf(Slot slot) => slot.State == 0 ? "first" : PlaceOfState(slot.State) + " + first";

    /// <summary>A place behind trained parameters: where the next one begins, or the end of all.</summary>
    public static string EndAt(NetworkPlan plan, long place) =>
        plan.TrainedLength == place
            ? MemberNames.EndOfParameters
            : $"{MemberNames.Offset}.{plan.Parameters.First(parameter => parameter.Place == place).Slot.Name}";

    /// <summary>Where one of the optimizer's states begins: behind those before it, which are as long as the parameters.</summary>
    public static string PlaceOfState(int state) => Times(state, MemberNames.EndOfParameters);

    /// <summary>A multiple of a constant, as it is written.</summary>
    public static string Times(int factor, string constant) => factor switch
    {
        0 => "0",
        1 => constant,
        _ => $"{Text.Number(factor)} * {constant}",
    };

    private static string Place(Slot slot, string offset, bool isBatched)
    {
        if (!isBatched || !slot.PerSample) return offset.Length == 0 ? "0" : offset;
        string samples = "sample * " + Text.Number(slot.Own.Count);
        return offset.Length == 0 ? samples : offset + " + " + samples;
    }

    public static string ArrayOf(Slot slot) => slot.Store switch
    {
        Store.Parameters => MemberNames.Parameters,
        Store.Gradients => MemberNames.Gradients,
        Store.OptimizerState => MemberNames.Shared + ".OptimizerState",
        Store.Packed => MemberNames.Shared + ".Packed",
        Store.Constants => MemberNames.Constants,
        Store.Buffers => MemberNames.Shared + ".Buffers",
        Store.Statistics => MemberNames.Statistics,
        _ => MemberNames.ActivationsOf(slot.Element),
    };

    /// <summary>Whether a step's method has to be told the number of samples.</summary>
    public static bool NeedsSamples(Step step) => step.Slots.Any(slot => slot.PerSample);
}
