using System.Collections.Generic;
using System.Linq;
using System.Text;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Planning;

/// <summary>
/// A plan as a person reads it: the steps of each pass, with what they read and write and why they are so, and where everything is kept and how long.
/// </summary>
internal static class PlanText
{
    public static string Of(NetworkPlan plan)
    {
        var text = new StringBuilder();
        Steps("forward", plan.Forward);
        foreach (PlannedHead head in plan.Losses)
        {
            Line($"loss: {head.Loss.Kind} of {(plan.Model.HasSeveralHeads ? head.Head.Name : plan.Output.Name)}, leaves {head.LossGradient!.Name}");
        }

        Steps("backward, from a gradient of the caller's own", plan.BackwardOfOutput);
        Steps("backward", plan.Backward);
        if (plan.Update is { } update)
        {
            Steps("left to the optimizer's step", update.Deferred);
            Steps("optimizer's step, where that is left to it", update.Forming);
            Steps("optimizer's step", update.Ranges.Select(range => range.Step));
        }

        Table(
            "parameters",
            plan.ParameterLength,
            plan.Parameters
                .OrderBy(parameter => parameter.Place)
                .Select(parameter => (parameter.Place, parameter.Slot, parameter.Permutation == null ? "" : "channels last")));
        Table("kept", plan.BufferCount, plan.Kept.Select(tensor => ((long)tensor.Offset, tensor.Slot, "")));
        Table("constants", plan.ConstantLength, plan.Constants.Select(constants => (constants.Place, constants.Slot, "")));
        Table("packed", plan.PackedLength, plan.PackedPlaces.Select(packed => (packed.Place, packed.Packing.Target, packed.Packing.Order)));
        Buffers("activations", Element.Number);
        Buffers("indices", Element.Index);
        return text.ToString();

        void Line(string line) => text.Append(line).Append('\n');

        void Steps(string pass, IEnumerable<Step> steps)
        {
            foreach (Step step in steps)
            {
                if (pass.Length > 0) Line(pass + ":");
                pass = "";
                string fused = string.Concat(step.Fused.Select(layer => " + " + layer));
                string when = step.Mode == Mode.Always ? "" : $" ({step.Mode.ToString().ToLowerInvariant()})";
                Line($"  {step.Title}{fused}{(step.IsAgain ? " again" : "")}{when}: {step.Kernel.Title}");
                Line($"    {Ends(step, Access.Write)} <- {Ends(step, Access.Read)}");
                Line($"    {step.Kernel.Form}{(step.Kernel.Why is { Length: > 0 } why ? $"; {why}" : "")}");
            }
        }

        void Buffers(string title, Element element) =>
            Table(
                title,
                plan.LengthOf(element),
                plan.Buffers
                    .Where(buffer => buffer.Slot.Element == element)
                    .OrderBy(buffer => buffer.Offset)
                    .ThenBy(buffer => buffer.FirstStep)
                    .Select(buffer => (buffer.Offset, buffer.Slot, LifeOf(buffer))));

        static string LifeOf(PlannedBuffer buffer) =>
            $"steps {Text.Number(buffer.FirstStep)} to {Text.Number(buffer.LastStep)}{(buffer.Slot.PerSample ? ", a sample each" : "")}";

        void Table(string title, long length, IEnumerable<(long Place, Slot Slot, string Remark)> rows)
        {
            if (length == 0) return;
            Line($"{title}: {Text.Grouped(length)} numbers");
            foreach ((long place, Slot slot, string remark) in rows)
            {
                Line($"  {Text.Grouped(place)}: {slot.Name}, {slot.Layout}{(remark.Length == 0 ? "" : "; " + remark)}");
            }
        }
    }

    /// <summary>What a step reads, or writes; what it updates is both.</summary>
    private static string Ends(Step step, Access access)
    {
        string ends = string.Join(
            ", ",
            step.Kernel.Ports.Zip(step.Slots, (port, slot) => (port, slot))
                .Where(item => item.port.Access == access || item.port.Access == Access.Update)
                .Select(item => NameOf(item.slot)));
        return ends.Length == 0 ? "nothing" : ends;
    }

    private static string NameOf(Slot slot)
    {
        string name = slot.Name.Length == 0 ? "all" : slot.Name;
        return slot.Store switch
        {
            Store.Gradients => name + " (gradients)",
            Store.Statistics => name + " (statistics)",
            Store.OptimizerState => $"{name} (state {Text.Number(slot.State + 1)})",
            Store.Parameters when slot.Name.Length == 0 => name + " (parameters)",
            _ when slot.Whole != null => $"{name} (of {slot.Own.Name}, from {Text.Grouped(slot.First)})",
            _ => name,
        };
    }
}
