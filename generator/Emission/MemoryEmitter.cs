using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Emission;

/// <summary>A network's arrays, how they are filled, and where in them everything lies.</summary>
internal static class MemoryEmitter
{
    public static void EmitFields(SourceWriter writer, NetworkPlan plan)
    {
        string scalar = Literals.TypeOf(plan.Model.Options.Scalar);
        writer.Line($"private readonly {SharedType(scalar)} {MemberNames.Shared};");
        writer.Line($"private readonly {scalar}[] {MemberNames.Parameters};   // shared with replicas");
        writer.Line($"private readonly {scalar}[] {MemberNames.Activations} = new {scalar}[{Text.Number(plan.ActivationCount)}];");
        if (!plan.Model.IsTrainable) return;
        writer.Line($"private readonly {scalar}[] {MemberNames.Gradients} = new {scalar}[ParameterCount];");
        if (plan.WinnerCount > 0) writer.Line($"private readonly int[] {MemberNames.Indices} = new int[{Text.Number(plan.WinnerCount)}];   // where maxima were");
        writer.Line($"private readonly global::CnnGen.Runtime.CallOrder {MemberNames.Order} = new global::CnnGen.Runtime.CallOrder();");
    }

    public static void EmitConstructors(SourceWriter writer, NetworkPlan plan)
    {
        string name = plan.Model.Type.Name, scalar = Literals.TypeOf(plan.Model.Options.Scalar), random = "global::CnnGen.Runtime.RandomNumbers";
        string state = plan.Model.IsTrainable ? "OptimizerStateCount" : "0";
        writer.Line("/// <summary>A network with the initial weights of seed 0. It allocates all that it will ever need.</summary>");
        using (writer.Block($"public {name}() : this(0)"))
        {
        }

        writer.Line();
        writer.Line("/// <summary>A network with initial weights of its own: normal numbers, He's variance before a rectifier and Xavier's elsewhere; biases 0.</summary>");
        writer.Line("/// <param name=\"seed\">Any number; the same seed gives the same weights.</param>");
        using (writer.Block($"public {name}(int seed) : this(new {SharedType(scalar)}(ParameterCount, BufferCount, {state}))"))
        {
            List<PlannedParameter> drawn = plan.Parameters.Where(parameter => parameter.Variance > 0).ToList();
            if (drawn.Count > 0) writer.Line($"{random} random = new {random}(seed);");
            foreach (PlannedParameter parameter in drawn) writer.Line($"random.FillNormal({StepsEmitter.RangeOf(parameter.Slot, isBatched: false)}, {Literals.Of(parameter.Variance, Scalar.Double)});");
        }

        writer.Line();
        using (writer.Block($"private {name}({SharedType(scalar)} shared)"))
        {
            writer.Line($"this.{MemberNames.Shared} = shared;");
            writer.Line($"{MemberNames.Parameters} = shared.Parameters;");
        }

        writer.Line();
        string shares = plan.Model.IsTrainable ? "parameters, buffers and optimizer state, and has activations and gradients of its own" : "the parameters and buffers, and has activations of its own";
        writer.Line($"/// <summary>A second instance that shares {shares}.</summary>");
        writer.Line("/// <returns>The replica.</returns>");
        writer.Line($"public {name} CreateReplica() => new {name}({MemberNames.Shared});");
    }

    /// <summary>The first element of each tensor, with its shape and its life.</summary>
    public static void EmitOffsets(SourceWriter writer, NetworkPlan plan)
    {
        string each = plan.Model.Options.Batch > 1 ? " a sample" : "";
        writer.Line("/// <summary>Where in the arrays each tensor begins. Steps are counted through Forward, Loss and Backward; buffers that no step needs both may share a place, and each begins at a multiple of 16.</summary>");
        using (writer.Block($"private static class {MemberNames.Offset}"))
        {
            writer.Aligned(plan.Parameters
                .Select(parameter => (Constant(parameter.Slot, parameter.Offset), $"{parameter.Shape}, {(plan.Model.IsTrainable ? "in parameters and gradients" : "in parameters")}"))
                .Concat(plan.Buffers.Select(buffer => (Constant(buffer.Slot, buffer.Offset), $"{buffer.Slot.Shape}{each}{Holders(plan, buffer)}{Life(buffer)}"))));
        }
    }

    private static string Constant(Slot slot, long offset) => $"public const int {slot.Name} = {Text.Number(offset)};";

    /// <summary>The layers that write a buffer one after the other, where there are several.</summary>
    private static string Holders(NetworkPlan plan, PlannedBuffer buffer)
    {
        List<string> layers = MemberNames.Steps(plan)
            .Where(step => step.Slots.Zip(step.Kernel.Ports, (slot, port) => slot == buffer.Slot && port.Access != Access.Read).Any(writes => writes))
            .Select(step => step.Layer)
            .Distinct()
            .ToList();
        return layers.Count > 1 ? $", of {string.Join(", then ", layers)}" : "";
    }

    private static string Life(PlannedBuffer buffer) => buffer.FirstStep == buffer.LastStep
        ? $", step {Text.Number(buffer.FirstStep + 1)}"
        : $", steps {Text.Number(buffer.FirstStep + 1)} to {Text.Number(buffer.LastStep + 1)}";

    private static string SharedType(string scalar) => $"global::CnnGen.Runtime.SharedState<{scalar}>";
}
