using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Writing;

namespace CnnGen.Generator.Emission;

/// <summary>
/// The kernels of a network in one dialect: a static class in a namespace of the network's own inside ours. Nested in the user's class,
/// his members would hide Create, Max, Unsafe; here the usings stand in the innermost namespace, in which nobody else declares anything,
/// and come before whatever a user has in namespaces around it, in global usings and in the global namespace.
/// </summary>
internal sealed class KernelsEmitter
{
    private const string Intrinsics = "global::System.Runtime.Intrinsics";

    // At the head of a file: what the user has in the global namespace, and global usings of his, are called otherwise.
    public const string AliasName = "CnnGenKernels";

    private readonly NetworkPlan plan;
    private readonly Dialect dialect;
    private readonly SharedKernels shared;

    public KernelsEmitter(NetworkPlan plan, Dialect dialect, SharedKernels shared)
    {
        this.plan = plan;
        this.dialect = dialect;
        this.shared = shared;
    }

    /// <summary>Whether there is any text in the dialect.</summary>
    public bool HasKernels => Kernels.Any() || HasLoss;

    private bool HasLoss => dialect.IsPlainScalar && plan.Losses.Any();

    /// <summary>The namespace of a network's kernels.</summary>
    public static string Namespace(TypeIdentity type) => "CnnGen.Kernels." + type.Identifier;

    /// <summary>
    /// What the steps call that namespace: behind :: only aliases are looked up, so that no type, namespace or member of the user's comes in between.
    /// </summary>
    public static string Alias(TypeIdentity type) => $"using {AliasName} = global::{Namespace(type)};";

    /// <summary>The class of a dialect's kernels, as the steps call it.</summary>
    public static string Class(Dialect dialect) => $"{AliasName}::{dialect.KernelsClass}";

    private IEnumerable<Method> Kernels
    {
        get
        {
            foreach (Step step in MemberNames.Steps(plan).Where(step => step.Kernel.HasText(dialect) && shared.MethodOf(step.Kernel, dialect) == null))
            {
                yield return new Method(step.Method, StepsEmitter.TitleOf(step) + StepsEmitter.Macs(step.Kernel), step);
            }

            foreach (SharedMethod method in shared.In(dialect))
            {
                // Of one that is told sizes each step says what it computes.
                string title = method.Sizes.Count == 0
                    ? StepsEmitter.TitleOf(method)
                    : $"Shared by {Text.Plural(method.Users.Count, "step")}, which tell it {StepsEmitter.Sizes(method)}";
                yield return new Method(method.Name, title, method.Users[0], method.Sizes.ToArray());
            }
        }
    }

    /// <summary>Inlined at every use, and its arguments are locals: in the JIT's code nothing is left of it.</summary>
    private Helper Fusing =>
        new(Dialect.FusingHelper, "Lanes", "Lanes a, Lanes b, Lanes c", dialect.FusingSummary, text => text.Line($"return {dialect.FusingExpression};"));

    public void Emit(SourceWriter writer)
    {
        // The class first: the usings are those that it needs.
        SourceWriter aside = writer.Aside();
        EmitClass(aside);
        EmitUsings(writer, aside.ToString());
        writer.Line();
        if (aside.ToString().Contains("MaxNative("))
        {
            writer.Comment("MaxNative with zero first: where a number is a NaN the second operand is what is left, so that a NaN stays one.");
        }

        if (aside.ToString().Contains($"{dialect.Class}.Equals("))
        {
            writer.Comment("Equals is called by its class, since every class has a method of that name.");
        }

        writer.Append(aside);
    }

    private void EmitClass(SourceWriter writer)
    {
        writer.Document("summary", $"The kernels of {plan.Model.Type.PlainName} for {dialect.Title}.");
        writer.Line(GeneratedCode.Attribute);
        var helpers = new Helpers();
        using (writer.Block($"internal static class {dialect.KernelsClass}"))
        {
            bool isFirst = true;
            if (!dialect.IsPlainScalar)
            {
                Separate();
                writer.Document("summary", "Whether this machine has what they need; a constant when they are compiled.");
                writer.Line($"internal static bool IsSupported => {dialect.Condition};");
            }

            foreach (Method method in Kernels)
            {
                Separate();
                writer.Document("summary", method.Title + ".");

                // The form is the same in every dialect: it stands over the step.
                if (method.Sizes.Length == 0 && method.User.Kernel.TileIn(dialect) is { Length: > 0 } tile) writer.Document("remarks", $"Tile: {tile}.");
                EmitKernel(writer, plan, dialect, method, ToldSizes.Only(method.Sizes), helpers);
            }

            if (HasLoss) EmitLosses();
            helpers.Emit(writer, dialect);
            if (!dialect.Fuses || dialect.Bits != 128 || !Regex.IsMatch(writer.ToString(), $@"(?<![\w.]){Dialect.FusingHelper}\(")) return;
            var fusing = new Helpers();
            fusing.Add(Fusing);
            fusing.Emit(writer, dialect);

            void EmitLosses()
            {
                foreach (PlannedHead head in plan.Losses)
                {
                    Loss loss = head.Loss;
                    if (loss.TakesLabels)
                    {
                        Separate();
                        EmitLoss(writer, loss, MemberNames.LossOfLabelsOf(plan, head), "labels", "int", loss.Formula, loss.EmitOfLabels, loss.WeighsLabels);
                    }

                    Separate();
                    EmitLoss(writer, loss, MemberNames.LossOfTargetOf(plan, head), "target", dialect.ScalarType, loss.FormulaOfTarget, loss.EmitOfTarget);
                }
            }

            void Separate()
            {
                if (!isFirst) writer.Line();
                isFirst = false;
            }
        }
    }

    private void EmitUsings(SourceWriter writer, string text)
    {
        // A word behind a point is a member, and one in a comment nothing.
        HashSet<string> words = new(
            Regex.Matches(Regex.Replace(text, "//.*$", "", RegexOptions.Multiline), @"(?<![\w.:])[A-Z]\w*").Cast<Match>().Select(match => match.Value));
        Using("global::System", "BitConverter", "Math", "MathF", "ReadOnlySpan", "Span");
        Using("global::System.Runtime.CompilerServices", "MethodImpl", "Unsafe");
        Using("global::System.Runtime.InteropServices", "MemoryMarshal");
        Using(Intrinsics, "Vector128", "Vector256", "Vector512");
        Using(Intrinsics + ".X86", "Avx", "Avx2", "Avx512F", "Fma");
        Using(Intrinsics + ".Arm", "AdvSimd");
        if (!dialect.IsVector) return;
        string vector = $"{Intrinsics}.Vector{dialect.Suffix}";
        writer.Line($"using static {vector};");
        Using($"Lanes = {vector}<{dialect.ScalarType}>", "Lanes");
        Using($"Four = {Intrinsics}.Vector128<float>", "Four");
        Using($"Integers = {vector}<{(dialect.Scalar == Scalar.Single ? "int" : "long")}>", "Integers");

        void Using(string what, params string[] uses)
        {
            if (uses.Any(words.Contains)) writer.Line($"using {what};");
        }
    }

    /// <summary>A kernel's text, by which those are known that may share it.</summary>
    public static string TextOf(NetworkPlan plan, Dialect dialect, Step user, ToldSizes told, out KernelBody body)
    {
        var writer = new SourceWriter();
        writer.Line(user.Kernel.Form);
        body = EmitKernel(writer, plan, dialect, new Method("", "", user), told, new Helpers());
        return writer.ToString();
    }

    /// <summary>The parameters of a kernel's method.</summary>
    /// <param name="plan">The network.</param>
    /// <param name="dialect">The dialect.</param>
    /// <param name="user">A step that computes the kernel.</param>
    /// <param name="sizes">The sizes that the method is told.</param>
    public static IEnumerable<(string Type, string Name)> Parameters(NetworkPlan plan, Dialect dialect, Step user, IEnumerable<string> sizes)
    {
        Kernel kernel = user.Kernel;
        string integer = dialect.IsPlainScalar ? "int" : "nint";
        foreach (Port port in kernel.Ports) yield return (TypeOf(port, dialect), port.Name);
        if (kernel.DrawsMask) yield return ("long", "key");
        if (plan.Model.Options.Batch > 1 && kernel.CountsSamples && StepsEmitter.NeedsSamples(user)) yield return (integer, "samples");
        if (kernel.TakesRange) yield return (integer, "count");
        foreach (string number in kernel.Numbers) yield return (dialect.ScalarType, number);
        foreach (string size in sizes) yield return (integer, size);
    }

    private static KernelBody EmitKernel(SourceWriter writer, NetworkPlan plan, Dialect dialect, Method method, ToldSizes told, Helpers helpers)
    {
        Kernel kernel = method.User.Kernel;
        bool isBatch = plan.Model.Options.Batch > 1 && !kernel.IsPerSample;
        IEnumerable<string> parameters = Parameters(plan, dialect, method.User, method.Sizes).Select(parameter => $"{parameter.Type} {parameter.Name}");
        writer.Line(kernel.IsTiny ? MethodImpl.Inlined(isQualified: false) : MethodImpl.Once(dialect.Facts, isQualified: false));
        KernelBody body = KernelWriter.BodyOf(dialect, isBatch, kernel.Emit, dialect.IsPlainScalar ? null : helpers, told);
        using (writer.Method("internal static void " + method.Name, string.Join(", ", parameters))) body.WriteTo(writer);
        return body;
    }

    private void EmitLoss(
        SourceWriter writer,
        Loss loss,
        string name,
        string argument,
        string type,
        string formula,
        System.Action<KernelWriter> body,
        bool weighsLabels = false)
    {
        string scalar = dialect.ScalarType;
        bool isBatched = plan.Model.Options.Batch > 1;
        writer.Document("summary", $"{loss.Kind}: {formula}, the mean over the samples times weight.");
        writer.Line(MethodImpl.Once(dialect.Facts, isQualified: false));
        string parameters =
            $"ReadOnlySpan<{type}> {argument}, {(loss.ClassWeights.Count > 0 ? $"ReadOnlySpan<{scalar}> classWeights, " : "")}ReadOnlySpan<{scalar}> output, " +
            $"Span<{scalar}> gradient, {scalar} weight{(weighsLabels ? ", double labelWeight" : "")}{(isBatched ? ", int samples" : "")}";
        using (writer.Method($"internal static {scalar} {name}", parameters)) KernelWriter.BodyOf(dialect, isBatched, body).WriteTo(writer);
    }

    /// <summary>The type of an argument: a reference in the dialects of vectors, where bounds are what the shapes prove, a span in the plain one.</summary>
    private static string TypeOf(Port port, Dialect dialect)
    {
        string element = ElementTypes.TypeOf(port.Element, dialect.Scalar);
        if (!dialect.IsPlainScalar) return "ref " + element;
        return port.Access == Access.Read ? $"ReadOnlySpan<{element}>" : $"Span<{element}>";
    }

    /// <summary>The method of a kernel.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Title">What it computes.</param>
    /// <param name="User">A step that calls it.</param>
    /// <param name="Sizes">The sizes that it is told.</param>
    private sealed record Method(string Name, string Title, Step User, params string[] Sizes);
}
