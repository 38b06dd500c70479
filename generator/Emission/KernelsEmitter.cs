using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Emission;

/// <summary>
/// The kernels of a network in one dialect: a static class apart from the user's, so that no member of his can stand in their way.
/// </summary>
internal sealed class KernelsEmitter
{
    private const string Intrinsics = "global::System.Runtime.Intrinsics";

    private readonly NetworkPlan plan;
    private readonly Dialect dialect;
    private readonly SharedKernels shared;

    public KernelsEmitter(NetworkPlan plan, Dialect dialect)
    {
        this.plan = plan;
        this.dialect = dialect;
        shared = SharedKernels.Of(plan);
    }

    /// <summary>Whether any step has a text in the dialect.</summary>
    public bool HasKernels => Kernels.Any();

    /// <summary>One namespace for all networks: a user's own inside it could hide what the kernels use.</summary>
    public const string Namespace = "CnnGen.Kernels";

    /// <summary>The class of a dialect's kernels: a dot of the network's full name is _ here, and so _ has to be something else.</summary>
    private static string ClassName(TypeIdentity type, Dialect dialect) =>
        "@" + string.Concat(type.FileName.Select(character => char.IsLetterOrDigit(character) ? character.ToString() : character == '_' ? "__" : "_")) + dialect.Suffix;

    /// <summary>The line that lets the steps call them by a short name.</summary>
    public static string Using(TypeIdentity type, Dialect dialect) => $"using {MemberNames.Kernels(type, dialect)} = global::{Namespace}.{ClassName(type, dialect)};";

    private IEnumerable<(string Name, string Title, Kernel Kernel, Step User)> Kernels
    {
        get
        {
            foreach (Step step in MemberNames.Steps(plan).Where(step => step.Kernel.HasText(dialect) && shared.NameOf(step.Kernel) == null))
            {
                yield return (step.Method, StepsEmitter.TitleOf(step), step.Kernel, step);
            }

            foreach (Kernel kernel in shared.Kernels.Where(kernel => kernel.HasText(dialect)))
            {
                yield return (shared.NameOf(kernel)!, StepsEmitter.SharedTitle(plan, kernel), kernel, MemberNames.Steps(plan).First(step => step.Kernel == kernel));
            }
        }
    }

    /// <summary>Inlined at every use, and its arguments are locals: in the JIT's code nothing is left of it.</summary>
    private Helper Fusing => new(Dialect.FusingHelper, "Lanes", "Lanes a, Lanes b, Lanes c", dialect.FusingSummary, text => text.Line($"return {dialect.FusingExpression};"));

    public void Emit(SourceWriter writer)
    {
        writer.Line("using global::System;");
        writer.Line("using global::System.Runtime.CompilerServices;");
        writer.Line($"using {Intrinsics};");
        writer.Line($"using {Intrinsics}.X86;");
        if (dialect.Facts.HasArm) writer.Line($"using {Intrinsics}.Arm;");
        if (dialect.IsVector)
        {
            string vector = $"{Intrinsics}.Vector{dialect.Suffix}";
            writer.Line($"using static {vector};");
            writer.Line($"using Lanes = {vector}<{dialect.ScalarType}>;");
            if (dialect.Scalar == Scalar.Single) writer.Line($"using Four = {Intrinsics}.Vector128<float>;");
            writer.Line($"using Integers = {vector}<{(dialect.Scalar == Scalar.Single ? "int" : "long")}>;");
        }

        writer.Line();
        writer.Line($"/// <summary>The kernels of {plan.Model.Type.PlainName} for {dialect.Title}.</summary>");
        var helpers = new Helpers();
        using (writer.Block($"internal static class {ClassName(plan.Model.Type, dialect)}"))
        {
            writer.Line("/// <summary>Whether this machine has what they need; a constant when they are compiled.</summary>");
            writer.Line($"internal static bool IsSupported => {dialect.Condition};");
            foreach ((string name, string title, Kernel kernel, Step user) in Kernels)
            {
                writer.Line();
                StepsEmitter.Describe(writer, title, kernel, dialect);
                bool isBatch = plan.Model.Options.Batch > 1 && !kernel.IsPerSample;
                IEnumerable<string> parameters = kernel.Ports.Select((port, i) => $"ref {(user.Slots[i].Store == Store.Winners ? "int" : dialect.ScalarType)} {port.Name}");
                if (isBatch && StepsEmitter.NeedsSamples(user)) parameters = parameters.Append("nint samples");
                if (kernel.TakesRange) parameters = parameters.Append("nint count");
                if (kernel.TakesLearningRate) parameters = parameters.Append(dialect.ScalarType + " learningRate");
                writer.Line(StepsEmitter.AttributeOf(kernel, dialect.Facts));
                using (writer.Block($"internal static void {name}({string.Join(", ", parameters)})")) KernelWriter.BodyOf(dialect, isBatch, kernel.Emit, helpers).WriteTo(writer);
            }

            if (dialect.Fuses && dialect.Bits == 128 && writer.ToString().Contains($" {Dialect.FusingHelper}(")) helpers.Add(Fusing);
            helpers.Emit(writer, dialect);
        }
    }
}
