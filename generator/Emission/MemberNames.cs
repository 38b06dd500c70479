using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Checking;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Emission;

/// <summary>The names of the members that a network is given.</summary>
internal static class MemberNames
{
    // Fields.
    public const string
        Shared = Optimizer.SharedState, Order = "order", Parameters = "parameters", Gradients = "gradients", Activations = "activations",
        Deferred = "deferred", Clip = Optimizer.Clip, IsFormed = "isFormed";

    private static readonly string Loss = Members.LossOfTarget.Name;

    // Fields of networks whose training differs.
    public const string
        WasTraining = "wasTraining", Statistics = "statistics", KeepsStatistics = "keepsStatistics", Masks = "masks", FirstSample = "firstSample",
        Fold = "FoldStatistics", LabelWeights = "labelWeights", LabelWeight = "LabelWeight", Constants = "Constants", MakeConstants = "MakeConstants";

    // Private members.
    public const string
        EndOfParameters = "Offset.EndOfParameters", Offset = "Offset", LossOfLabels = "LossOfLabels", LossOfTarget = "LossOfTarget",
        BackwardPass = "BackwardPass", FormGradients = "FormGradients", AfterStep = "AfterStep", ClipTo = "Clip", LastSamples = "lastSamples",
        EndOfFrozen = "Offset.EndOfFrozen", Map = "Map", GradientMap = "GradientMap", StateMap = "StateMap", Pack = "Pack", NewState = "NewState";

    // Which loss there is depends on the declaration.
    private static readonly string[] OfEveryNetwork = Members.All.Concat(Members.Bytes).Of(isTrainable: false).Select(member => member.Name)
        .Concat(new[] { NewState, Shared, Parameters, Activations, Offset, Map }).Distinct().ToArray();

    private static readonly string[] OfTrainableNetworks = Members.All.Concat(Members.Bytes).Select(member => member.Name)
        .Except(OfEveryNetwork)
        .Except(new[] { Loss })
        .Concat(new[] { AfterStep, Order, Gradients, BackwardPass }).ToArray();

    /// <summary>The array of activations that consist of some elements.</summary>
    public static string ActivationsOf(Element element) => element switch
    {
        Element.Number => Activations,
        Element.Index => "indices",
        _ => throw new ArgumentOutOfRangeException(nameof(element)),
    };

    /// <summary>The name of every member of a network.</summary>
    public static IEnumerable<string> Of(NetworkPlan plan)
    {
        return WithoutEnds(plan).Concat(Ends(plan).SelectMany(end => end.Members));
    }

    /// <summary>
    /// What the names of inputs and outputs must not lead to: all other members, and what Forward and Loss have besides an argument for each.
    /// </summary>
    public static IEnumerable<string> Taken(NetworkPlan plan) => WithoutEnds(plan).Concat(new[] { "input", "samples", "sample", "weight", "loss" });

    private static IEnumerable<string> WithoutEnds(NetworkPlan plan)
    {
        IEnumerable<string> names = OfEveryNetwork.Concat(Steps(plan).Select(step => step.Method));
        if (HasLastSamples(plan)) names = names.Append(LastSamples);
        if (plan.Packings.Count > 0) names = names.Append(Pack);
        if (plan.Constants.Count > 0) names = names.Append(Constants).Append(MakeConstants);
        if (!plan.Model.IsTrainable) return names;
        names = names.Concat(OfTrainableNetworks);
        if (plan.HasFrozen) names = names.Append(GradientMap);
        if (plan.HasFrozen && plan.Model.Optimizer.StatesPerParameter > 0) names = names.Append(StateMap);
        names = names.Concat(plan.ActivationElements.Select(ActivationsOf).Where(array => array != Activations));
        if (plan.Model.Optimizer.Clips) names = names.Append(Clip).Append(ClipTo);
        if (plan.HasModes) names = names.Append(WasTraining);
        if (plan.HasStatistics) names = names.Append(Statistics).Append(KeepsStatistics).Append(Fold);
        if (plan.HasMasks) names = names.Append(Masks).Append(FirstSample);
        if (plan.WeighingLosses.Any()) names = names.Append(LabelWeights);
        if (plan.Defers) names = names.Append(Deferred).Append(IsFormed).Append(FormGradients);
        return plan.Losses.Any() ? names.Append(Loss) : names;
    }

    /// <summary>What the name of each input but the first, and of each output, leads to: members, and whether it is that of an argument.</summary>
    public static IEnumerable<(string Name, IReadOnlyList<string> Members, bool IsArgument)> Ends(NetworkPlan plan)
    {
        foreach (Tensor input in plan.Model.Inputs.Skip(1))
        {
            yield return (input.Name, plan.Model.IsTrainable ? new[] { GradientProperty(input.Name) } : new string[0], true);
        }

        foreach (PlannedHead head in plan.Heads)
        {
            yield return (head.Head.Name ?? "", OfHead(plan, head).ToList(), plan.Model.HasSeveralHeads && head.Head.Loss != null);
        }
    }

    /// <summary>The property of an output.</summary>
    public static string Property(Head head) => Text.PascalParts(head.Name!);

    /// <summary>The property of an input's gradient.</summary>
    public static string GradientProperty(string input) => Text.PascalParts(input) + "Gradient";

    /// <summary>The method of a head's loss against labels.</summary>
    public static string LossOfLabelsOf(NetworkPlan plan, PlannedHead head) => Prefix(plan, head) + LossOfLabels;

    /// <summary>The method of a head's loss against a target of numbers.</summary>
    public static string LossOfTargetOf(NetworkPlan plan, PlannedHead head) => Prefix(plan, head) + LossOfTarget;

    /// <summary>The method that tells what a label of a head weighs on average.</summary>
    public static string LabelWeightOf(NetworkPlan plan, PlannedHead head) => Prefix(plan, head) + LabelWeight;

    /// <summary>Whether the number of samples is kept for the outputs' properties: where there is a backward pass, the order of calls knows it.</summary>
    public static bool HasLastSamples(NetworkPlan plan) => plan is { Model: { IsTrainable: false, Options.Batch: > 1 } } && plan.Heads[0].Head.Name != null;

    private static string Prefix(NetworkPlan plan, PlannedHead head) => plan.Model.HasSeveralHeads ? Property(head.Head) : "";

    /// <summary>The members of an output.</summary>
    private static IEnumerable<string> OfHead(NetworkPlan plan, PlannedHead head)
    {
        if (head.Head.Name != null) yield return Property(head.Head);
        if (head.LossGradient == null) yield break;
        yield return LossOfTargetOf(plan, head);
        if (head.Loss.TakesLabels) yield return LossOfLabelsOf(plan, head);
        if (head.Loss.WeighsLabels) yield return LabelWeightOf(plan, head);
    }

    /// <summary>The names that members have whatever the layers are.</summary>
    public static IEnumerable<string> Always(NetworkHead head) =>
        head is { KnowsForwardOnly: true, Options.ForwardOnly: false } ? OfEveryNetwork.Concat(OfTrainableNetworks) : OfEveryNetwork;

    /// <summary>Steps whose method's name is already another member's.</summary>
    public static IEnumerable<Step> Colliding(NetworkPlan plan)
    {
        var taken = new HashSet<string>(Of(plan).Except(Steps(plan).Select(step => step.Method)));
        return Steps(plan).Where(step => !taken.Add(step.Method)).ToList();
    }

    public static IEnumerable<Step> Steps(NetworkPlan plan)
    {
        IEnumerable<Step> passes = plan.Forward.Concat(plan.BackwardOfOutput).Concat(plan.Backward).Where(step => !step.IsAgain);
        return plan.Update is { } update ? passes.Concat(update.Deferred).Concat(update.Ranges.Select(range => range.Step)).Concat(update.Forming) : passes;
    }
}
