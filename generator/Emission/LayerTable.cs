using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Writing;

namespace CnnGen.Generator.Emission;

/// <summary>The network as a table for people: in the class's remarks and in its description.</summary>
internal static class LayerTable
{
    /// <summary>The remarks of the class: what hovering over its name shows.</summary>
    public static IEnumerable<string> Remarks(NetworkPlan plan)
    {
        yield return "<remarks>";
        yield return "<code>";
        foreach (string line in Overview(plan)) yield return line;
        yield return "</code>";
        yield return "</remarks>";
    }

    /// <summary>How each step of a layer is computed.</summary>
    public static IEnumerable<string> Forms(NetworkPlan plan, string layer, EquatableArray<Dialect> dialects)
    {
        foreach (Step step in MemberNames.Steps(plan))
        {
            if (step.Fused.Contains(layer)) yield return $"{step.Pass}: with {step.Layer}";
            if (step.Layer == layer) yield return Form(step, dialects);
        }

        List<PlannedParameter> parameters = plan.Parameters.Where(parameter => parameter.Layer == layer && !parameter.IsTrained).ToList();
        if (parameters.Count > 0) yield return "frozen: " + string.Join(", ", parameters.Select(parameter => parameter.Name.Substring(layer.Length + 1)));
    }

    /// <summary>How a step is computed.</summary>
    private static string Form(Step step, EquatableArray<Dialect> dialects)
    {
        Kernel kernel = step.Kernel;
        string form = $"{step.Pass}: {kernel.Form}";
        if (kernel.Tile != null) form += $"; {kernel.Tile}{(string.IsNullOrEmpty(kernel.Why) ? "" : $" ({kernel.Why})")}";
        List<(string Bits, string Tile)> all = dialects
            .Where(dialect => dialect.IsVector && kernel.HasText(dialect) && !string.IsNullOrEmpty(kernel.TileIn(dialect)))
            .Select(dialect => (dialect.Suffix, kernel.TileIn(dialect)!))
            .ToList();

        // Where the text counts, what is the same for several widths is said once.
        IEnumerable<string> tiles = dialects.Any(dialect => dialect.IsBrief)
            ? all.GroupBy(one => one.Tile, one => one.Bits).Select(tile => $"{string.Join(", ", tile)} bits: {tile.Key}")
            : all.Select(one => $"{one.Bits} bits: {one.Tile}");
        return string.Join("; ", tiles.Prepend(form));
    }

    /// <summary>Shapes, parameters, multiply-adds and memory.</summary>
    public static IEnumerable<string> Overview(NetworkPlan plan)
    {
        NetworkModel model = plan.Model;
        yield return $"{model.Type.PlainName}: {Ends.Inputs(model)} → {Ends.Outputs(model)}, {Literals.TypeOf(model.Options.Scalar)}, " +
            $"{Text.Plural(model.Options.Batch, "sample")} a call{(model.Options.ForwardOnly ? ", forward only" : "")}";
        yield return "";
        var rows = new List<string[]> { new[] { "layer", "kind", "output", "parameters", "multiply-adds" } };
        rows.AddRange(model.Layers.Select(layer => new[]
        {
            layer.Name, layer.Kind, layer.Output.Shape.ToString(), Text.Grouped(
                layer.Parameters.Sum(parameter => (long)parameter.Shape.Count)), Text.Grouped(layer.Macs),
        }));
        rows.Add(new[] { "", "", "", Text.Grouped(plan.ParameterCount), Text.Grouped(model.Layers.Sum(layer => layer.Macs)) });
        int[] widths = Enumerable.Range(0, 5).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (string[] row in rows)
        {
            // Words to the left, numbers to the right.
            yield return string.Join("  ", row.Select((cell, column) => column < 3 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column])));
        }

        yield return "";
        if (model.IsTrainable)
        {
            yield return $"loss: {(model.HasLoss ? Ends.Losses(model) : "none declared")}";
            if (plan.ParameterCount > 0) yield return $"optimizer: {model.Optimizer.Formula}";
        }

        MemoryUse memory = MemoryUse.Of(plan);
        yield return $"memory: {Text.Grouped(memory.Instance)} bytes an instance, {Text.Grouped(memory.Shared)} shared with replicas";
    }
}
