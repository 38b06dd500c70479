using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Writing;

namespace CnnGen.Generator.Emission;

/// <summary>What a network has besides where labels may weigh differently: the mean weight of a label, of a call or of the batch that it belongs to.</summary>
internal static class WeighingEmitter
{
    private const string Runtime = "global::CnnGen.Runtime.", Interface = Runtime + "IWeighsLabels";

    /// <summary>What such a network implements for trainers.</summary>
    public static IEnumerable<string> Interfaces(NetworkPlan plan) => plan.WeighingLosses.Any() ? new[] { Interface } : new string[0];

    /// <summary>The mean weight of a label, by which a call of Loss goes.</summary>
    public static string LabelWeight(NetworkPlan plan, PlannedHead head, string labels)
    {
        string ofBatch = $"{MemberNames.LabelWeights}[{Text.Number(plan.WeighingLosses.ToList().IndexOf(head))}]";
        return $"{MemberNames.LabelWeights} != null ? {ofBatch} : {MemberNames.LabelWeightOf(plan, head)}({labels})";
    }

    public static void EmitMethods(SourceWriter writer, NetworkPlan plan)
    {
        foreach (PlannedHead head in plan.WeighingLosses)
        {
            string of = plan.Model.HasSeveralHeads ? $" of the output '{head.Head.Name}'" : "", ignored = Text.Number(head.Loss.IgnoredLabel!.Value);
            string scalar = Literals.TypeOf(plan.Model.Options.Scalar);
            writer.Line();
            writer.Document("summary", $"What a label{of} weighs on average; {ignored} weighs nothing.");
            writer.Line(GeneratedCode.Attribute);
            writer.Expression(
                $"private static double {MemberNames.LabelWeightOf(plan, head)}(global::System.ReadOnlySpan<int> labels)",
                head.ClassWeights is { } weights
                    ? $"{Runtime}LabelWeights.Mean<{scalar}>(labels, {StepsEmitter.RangeOf(weights, isBatched: false)}, ignored: {ignored})"
                    : $"{Runtime}LabelWeights.Mean(labels, ignored: {ignored})");
        }
    }

    /// <summary>What a trainer asks for.</summary>
    public static void EmitInterface(SourceWriter writer, NetworkPlan plan, Ends ends)
    {
        if (!plan.WeighingLosses.Any()) return;
        writer.Line(GeneratedCode.Attribute);
        writer.Line($"int {Interface}.WeighingLosses => {Text.Number(plan.WeighingLosses.Count())};");
        writer.Line();
        writer.Line(GeneratedCode.Attribute);
        writer.Line($"double[] {Interface}.LabelWeights {{ get => {MemberNames.LabelWeights}; set => {MemberNames.LabelWeights} = value; }}");
        writer.Line();
        writer.Line(GeneratedCode.Attribute);
        using (writer.Block($"void {Interface}.Weigh(global::System.ReadOnlySpan<int> labels, double[] means)"))
        {
            int number = 0;
            foreach (string line in ends.ForLabels(
                (head, labels) => head.Loss.WeighsLabels ? $"means[{Text.Number(number++)}] = {MemberNames.LabelWeightOf(plan, head)}({labels});" : null))
            {
                writer.Line(line);
            }
        }

        writer.Line();
    }
}
