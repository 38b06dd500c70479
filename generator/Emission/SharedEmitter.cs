using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Writing;

namespace CnnGen.Generator.Emission;

/// <summary>
/// The kernels that several steps of a large network share: a method for each, which calls the text for the machine it runs on. What each step would repeat
/// otherwise is most of a step.
/// </summary>
internal sealed class SharedEmitter
{
    private const string Name = "Shared";

    private readonly NetworkPlan plan;
    private readonly EquatableArray<Dialect> dialects;
    private readonly SharedKernels shared;

    public SharedEmitter(NetworkPlan plan, EquatableArray<Dialect> dialects, SharedKernels shared)
    {
        this.plan = plan;
        this.dialects = dialects;
        this.shared = shared;
    }

    /// <summary>The class of the methods, as the steps call it.</summary>
    public static string Class => $"{KernelsEmitter.AliasName}::{Name}";

    public bool HasKernels => shared.Choices.Count > 0;

    public void Emit(SourceWriter writer)
    {
        writer.Line("using global::System;");
        writer.Line("using static global::System.Runtime.InteropServices.MemoryMarshal;");
        writer.Line();
        writer.Document("summary", $"The kernels that several steps of {plan.Model.Type.PlainName} share, each in the text for the machine it runs on.");
        writer.Line(GeneratedCode.Attribute);
        using (writer.Block("internal static class " + Name))
        {
            for (int i = 0; i < shared.Choices.Count; i++)
            {
                if (i > 0) writer.Line();
                Emit(writer, shared.Choices[i]);
            }
        }
    }

    private void Emit(SourceWriter writer, SharedMethod choice)
    {
        Dialect plain = dialects[dialects.Count - 1];
        Step user = choice.Users[0];
        writer.Document("summary", StepsEmitter.TitleOf(choice) + ".");
        writer.Document("remarks", Text.Pascal(user.Kernel.Form) + ".");
        IEnumerable<string> parameters = KernelsEmitter.Parameters(plan, plain, user, choice.Sizes).Select(parameter => $"{parameter.Type} {parameter.Name}");
        using (writer.Method("internal static void " + choice.Name, string.Join(", ", parameters)))
        {
            string start = "";
            foreach (Dialect dialect in StepsEmitter.FastDialects(user.Kernel, dialects))
            {
                writer.Line($"{start}if ({dialect.KernelsClass}.IsSupported)");
                using (writer.Indent()) Call(dialect);
                start = "else ";
            }

            writer.Line("else");
            using (writer.Indent()) Call(plain);
        }

        void Call(Dialect dialect)
        {
            SharedMethod method = shared.MethodOf(user.Kernel, dialect)!;
            int ports = user.Kernel.Ports.Count;
            IEnumerable<string> arguments = KernelsEmitter.Parameters(plan, dialect, user, Enumerable.Empty<string>())
                .Select((parameter, i) => i < ports && !dialect.IsPlainScalar ? $"ref GetReference({parameter.Name})" : parameter.Name);

            // A size that is the same for all steps that come this way is none that they tell.
            IEnumerable<string> sizes = method.SizesOf(user.Kernel)
                .Select(size => choice.Sizes.Contains(size.Name) ? size.Name : $"{size.Name}: {Text.Number(size.Value)}");
            writer.Call($"{dialect.KernelsClass}.{method.Name}", arguments.Concat(sizes).ToList());
        }
    }
}
