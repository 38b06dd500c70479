using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Checking;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Emission;

/// <summary>The names of the members that a network is given.</summary>
internal static class MemberNames
{
    // Fields.
    public const string Shared = "shared", Order = "order", Parameters = "parameters", Gradients = "gradients", Activations = "activations", Indices = "indices", Deferred = "deferred", IsFormed = "isFormed";

    // Private members.
    public const string Offset = "Offset", LossOfLabels = "LossOfLabels", LossOfTarget = "LossOfTarget", BackwardPass = "BackwardPass", FormGradients = "FormGradients", AfterStep = "AfterStep", Map = "Map", Pack = "Pack";

    /// <summary>The end of the name of a step's text for any machine, where it has others.</summary>
    public const string Plain = "Plain";

    /// <summary>The name by which a network's steps call the class of a dialect's kernels.</summary>
    public static string Kernels(TypeIdentity type, Dialect dialect) => $"{type.PlainName}Kernels{dialect.Suffix}";

    private static readonly string[] OfEveryNetwork =
    {
        "InputSize", "OutputSize", "Batch", "ParameterCount", "BufferCount", "Description", "CreateReplica", "Forward", "CopyParametersTo",
        "SetParameters", "CopyBuffersTo", "SetBuffers", Shared, Parameters, Activations, Offset, Map,
    };

    private static readonly string[] OfTrainableNetworks =
    {
        "OptimizerStateCount", "Training", "StepCount", "Backward", "Step", "ClearGradients", "CopyGradientsTo", "SetGradients",
        "CopyOptimizerStateTo", "SetOptimizerState", AfterStep, Order, Gradients, BackwardPass,
    };

    /// <summary>
    /// Every name that a network's members, or the classes they call, may have: which dialects the user's compilation has is not known yet.
    /// </summary>
    public static IEnumerable<string> Of(NetworkPlan plan)
    {
        SharedKernels shared = SharedKernels.Of(plan);
        List<Dialect> dialects = FastDialects(plan.Model.Options).ToList();
        IEnumerable<string> names = OfEveryNetwork
            .Concat(Steps(plan).SelectMany(step => WithPlain(step.Method, step.Kernel)))
            .Concat(shared.Kernels.SelectMany(kernel => WithPlain(shared.NameOf(kernel)!, kernel)))
            .Concat(dialects.Where(dialect => Steps(plan).Any(step => step.Kernel.HasText(dialect))).Select(dialect => Kernels(plan.Model.Type, dialect)));
        if (plan.Packings.Count > 0) names = names.Append(Pack);
        if (!plan.Model.IsTrainable) return names;
        names = names.Concat(OfTrainableNetworks);
        if (plan.WinnerCount > 0) names = names.Append(Indices);
        if (plan.Defers) names = names.Append(Deferred).Append(IsFormed).Append(FormGradients);
        if (plan.Loss != null) names = names.Append("Loss").Append(LossOfTarget);
        return plan.Loss is { Loss.TakesLabels: true } ? names.Append(LossOfLabels) : names;

        IEnumerable<string> WithPlain(string name, Kernel kernel) => dialects.Any(kernel.HasText) ? new[] { name, name + Plain } : new[] { name };
    }

    /// <summary>The names that members have whatever the layers are.</summary>
    public static IEnumerable<string> Always(NetworkHead head) => head is { KnowsForwardOnly: true, Options.ForwardOnly: false } ? OfEveryNetwork.Concat(OfTrainableNetworks) : OfEveryNetwork;

    /// <summary>Steps whose method's name is already another member's.</summary>
    public static IEnumerable<Step> Colliding(NetworkPlan plan)
    {
        var taken = new HashSet<string>(Of(plan).Except(Steps(plan).SelectMany(step => new[] { step.Method, step.Method + Plain })));
        return Steps(plan).Where(step => !taken.Add(step.Method)).ToList();
    }

    /// <summary>The dialects that some compilation has besides the plain one.</summary>
    private static IEnumerable<Dialect> FastDialects(NetworkOptions options)
    {
        foreach (int bits in new[] { 512, 256, 128 }) yield return new Dialect(bits, options.Scalar, !options.Reproducible, options.Reproducible, CompilationFacts.None);
        if (!options.Reproducible) yield return new Dialect(0, options.Scalar, Fuses: true, Reproducible: false, CompilationFacts.None);
    }

    public static IEnumerable<Step> Steps(NetworkPlan plan)
    {
        IEnumerable<Step> passes = plan.Forward.Concat(plan.BackwardOfOutput).Concat(plan.Backward);
        return plan.Update is { } update ? passes.Concat(update.Deferred).Append(update.Whole).Concat(update.Forming) : passes;
    }
}
