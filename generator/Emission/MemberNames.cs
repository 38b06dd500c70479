using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Checking;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Emission;

/// <summary>The names of the members that a network is given.</summary>
internal static class MemberNames
{
    // Fields.
    public const string Shared = Optimizer.SharedState, Order = "order", Parameters = "parameters", Gradients = "gradients", Activations = "activations", Indices = "indices", Deferred = "deferred", IsFormed = "isFormed";

    // Private members.
    public const string EndOfParameters = "Offset.EndOfParameters", Offset = "Offset", LossOfLabels = "LossOfLabels", LossOfTarget = "LossOfTarget", BackwardPass = "BackwardPass", FormGradients = "FormGradients", AfterStep = "AfterStep", Map = "Map", Pack = "Pack", NewState = "NewState";

    private static readonly string[] OfEveryNetwork =
    {
        "InputSize", "OutputSize", "Batch", "ParameterCount", "BufferCount", "Description", "CreateReplica", "WarmUp", NewState, "Forward", "CopyParametersTo",
        "SetParameters", "CopyBuffersTo", "SetBuffers", Shared, Parameters, Activations, Offset, Map,
    };

    private static readonly string[] OfTrainableNetworks =
    {
        "OptimizerStateCount", "Training", "StepCount", "Backward", "Step", "ClearGradients", "CopyGradientsTo", "SetGradients",
        "CopyOptimizerStateTo", "SetOptimizerState", AfterStep, Order, Gradients, BackwardPass,
    };

    /// <summary>The name of every member of a network.</summary>
    public static IEnumerable<string> Of(NetworkPlan plan)
    {
        IEnumerable<string> names = OfEveryNetwork.Concat(Steps(plan).Select(step => step.Method));
        if (plan.Packings.Count > 0) names = names.Append(Pack);
        if (!plan.Model.IsTrainable) return names;
        names = names.Concat(OfTrainableNetworks);
        if (plan.WinnerCount > 0) names = names.Append(Indices);
        if (plan.Defers) names = names.Append(Deferred).Append(IsFormed).Append(FormGradients);
        if (plan.Loss != null) names = names.Append("Loss").Append(LossOfTarget);
        return plan.Loss is { Loss.TakesLabels: true } ? names.Append(LossOfLabels) : names;
    }

    /// <summary>The names that members have whatever the layers are.</summary>
    public static IEnumerable<string> Always(NetworkHead head) => head is { KnowsForwardOnly: true, Options.ForwardOnly: false } ? OfEveryNetwork.Concat(OfTrainableNetworks) : OfEveryNetwork;

    /// <summary>Steps whose method's name is already another member's.</summary>
    public static IEnumerable<Step> Colliding(NetworkPlan plan)
    {
        var taken = new HashSet<string>(Of(plan).Except(Steps(plan).Select(step => step.Method)));
        return Steps(plan).Where(step => !taken.Add(step.Method)).ToList();
    }

    public static IEnumerable<Step> Steps(NetworkPlan plan)
    {
        IEnumerable<Step> passes = plan.Forward.Concat(plan.BackwardOfOutput).Concat(plan.Backward);
        return plan.Update is { } update ? passes.Concat(update.Deferred).Append(update.Whole).Concat(update.Forming) : passes;
    }
}
