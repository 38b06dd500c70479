using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Writing;

namespace CnnGen.Generator.Emission;

/// <summary>What a network has besides where calls in training are not like others: the mode of the last one, statistics, masks.</summary>
internal static class ModesEmitter
{
    private const string Runtime = "global::CnnGen.Runtime.";

    /// <summary>What such a network implements for trainers.</summary>
    public static IEnumerable<string> Interfaces(NetworkPlan plan)
    {
        if (plan.HasMasks) yield return Masks;
        if (plan.HasStatistics) yield return Statistics(plan);
    }

    /// <summary>What a Forward does before its steps.</summary>
    public static void EmitStart(SourceWriter writer, NetworkPlan plan)
    {
        if (plan.HasModes) writer.Line($"{MemberNames.WasTraining} = Training;");
        if (plan.HasMasks) writer.Line($"{MemberNames.Masks} = new {Runtime}DropoutMasks({MemberNames.Shared}.Seed, StepCount, {MemberNames.FirstSample});");
    }

    /// <summary>What it does behind them.</summary>
    public static void EmitEnd(SourceWriter writer, NetworkPlan plan)
    {
        if (plan.HasStatistics)
        {
            writer.Line($"if ({MemberNames.WasTraining} && !{MemberNames.KeepsStatistics}) {MemberNames.Fold}({MemberNames.Statistics}.Span);");
        }
    }

    /// <summary>What the constructor that a seed is given does.</summary>
    public static void EmitConstruction(SourceWriter writer, NetworkPlan plan)
    {
        if (plan.HasMasks) writer.Line($"{MemberNames.Shared}.Seed = seed;");
        foreach (KeptTensor tensor in plan.Kept.Where(tensor => tensor.Average.Initial != 0))
        {
            writer.Line(
                $"{StepsEmitter.RangeOf(tensor.Slot, isBatched: false)}.Fill({Literals.Of(tensor.Average.Initial, plan.Model.Options.Scalar)});   // " +
                $"{tensor.Name}");
        }
    }

    /// <summary>What is set where a replica is made.</summary>
    public static IEnumerable<string> OfReplica(NetworkPlan plan)
    {
        if (plan.HasStatistics) yield return $"{MemberNames.KeepsStatistics} = true";
    }

    /// <summary>Lets the averages go on.</summary>
    public static void EmitFold(SourceWriter writer, NetworkPlan plan)
    {
        if (!plan.HasStatistics) return;
        writer.Line();
        writer.Document("summary", "Lets the running averages go on by what a Forward in training has seen.");
        writer.Line(GeneratedCode.Attribute);
        using (writer.Block($"private void {MemberNames.Fold}(global::System.ReadOnlySpan<{Scalar(plan)}> values)"))
        {
            // One call for all that lie together and go on alike.
            List<KeptTensor> left = plan.Kept.ToList();
            while (left.Count > 0)
            {
                List<KeptTensor> alike = left.TakeWhile(tensor => tensor.Average.Momentum == left[0].Average.Momentum).ToList();
                string first = $"{MemberNames.Offset}.{alike[0].Slot.Name}", count = Model.Text.Number(alike.Sum(tensor => tensor.Count));
                bool isAll = alike.Count == plan.Kept.Count;
                string averages = isAll ? $"{MemberNames.Shared}.Buffers.Span" : $"{MemberNames.Shared}.Buffers.Slice({first}, {count})";
                string values = isAll ? "values" : $"values.Slice({first}, {count})";
                writer.Line($"{Runtime}RunningAverages.Fold({averages}, {values}, momentum: {Literals.Of(alike[0].Average.Momentum, Model.Scalar.Double)});");
                left.RemoveRange(0, alike.Count);
            }
        }
    }

    /// <summary>What a trainer asks for.</summary>
    public static void EmitInterfaces(SourceWriter writer, NetworkPlan plan)
    {
        if (plan.HasMasks)
        {
            Property("int", Masks, "FirstSample", MemberNames.FirstSample);
            Property("int", Masks, "Seed", MemberNames.Shared + ".Seed");
        }

        if (!plan.HasStatistics) return;
        string span = $"global::System.ReadOnlySpan<{Scalar(plan)}>";
        Property("bool", Statistics(plan), "KeepsStatistics", MemberNames.KeepsStatistics);
        writer.Line(GeneratedCode.Attribute);
        writer.Line($"{span} {Statistics(plan)}.Statistics => {MemberNames.Statistics}.Span;");
        writer.Line();
        writer.Line(GeneratedCode.Attribute);
        writer.Line($"void {Statistics(plan)}.FoldStatistics({span} statistics) => {MemberNames.Fold}(statistics);");
        writer.Line();

        void Property(string type, string owner, string name, string field)
        {
            writer.Line(GeneratedCode.Attribute);
            writer.Line($"{type} {owner}.{name} {{ get => {field}; set => {field} = value; }}");
            writer.Line();
        }
    }

    private static string Masks => Runtime + "IDrawsMasks";

    private static string Statistics(NetworkPlan plan) => $"{Runtime}IKeepsStatistics<{Scalar(plan)}>";

    private static string Scalar(NetworkPlan plan) => Literals.TypeOf(plan.Model.Options.Scalar);
}
