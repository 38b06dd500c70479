using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Emission;

/// <summary>A network's arrays, how they are filled, and where in them everything lies.</summary>
internal static class MemoryEmitter
{
    private const string Runtime = "global::CnnGen.Runtime.";

    public static void EmitFields(SourceWriter writer, NetworkPlan plan)
    {
        string scalar = Literals.TypeOf(plan.Model.Options.Scalar), memory = $"{Runtime}AlignedMemory<{scalar}>";
        writer.Line($"private readonly {SharedType(scalar)} {MemberNames.Shared};");
        writer.Line($"private readonly {memory} {MemberNames.Parameters};   // shared with replicas");
        writer.Line($"private readonly {memory} {MemberNames.Activations} = new {memory}({Text.Number(plan.ActivationCount)});");
        if (!plan.Model.IsTrainable) return;
        writer.Line($"private {(plan.TrainsInShards ? "" : "readonly ")}{memory} {MemberNames.Gradients} = new {memory}({Text.Number(plan.ParameterLength)});");
        if (plan.WinnerCount > 0) writer.Line($"private readonly {Runtime}AlignedMemory<int> {MemberNames.Indices} = new {Runtime}AlignedMemory<int>({Text.Number(plan.WinnerCount)});   // where maxima were");
        writer.Line($"private readonly {Runtime}CallOrder {MemberNames.Order} = new {Runtime}CallOrder();");
        if (!plan.Defers) return;
        writer.Line($"private int {MemberNames.Deferred};   // samples of the last Backward whose gradients of dense weights are left to Step");
        writer.Line($"private bool {MemberNames.IsFormed};   // whether there are other gradients of these weights already");
    }

    public static void EmitConstructors(SourceWriter writer, NetworkPlan plan)
    {
        string name = plan.Model.Type.Name, scalar = Literals.TypeOf(plan.Model.Options.Scalar), random = Runtime + "RandomNumbers";
        long state = plan.Model.IsTrainable ? plan.ParameterLength * plan.Model.Optimizer.StatesPerParameter : 0;
        writer.Line("/// <summary>A network with the initial weights of seed 0. It allocates all that it will ever need.</summary>");
        using (writer.Block($"public {name}() : this(0)"))
        {
        }

        writer.Line();
        writer.Line("/// <summary>A network with initial weights of its own: normal numbers, He's variance before a rectifier and Xavier's elsewhere; biases 0.</summary>");
        writer.Line("/// <param name=\"seed\">Any number; the same seed gives the same weights.</param>");
        string sizes = $"{Text.Number(plan.ParameterLength)}, {Text.Number(plan.PackedLength)}, BufferCount, {Text.Number(state)}";
        using (writer.Block($"public {name}(int seed) : this(new {SharedType(scalar)}({sizes}))"))
        {
            List<PlannedParameter> drawn = plan.Parameters.Where(parameter => parameter.Variance > 0).ToList();
            if (drawn.Count > 0)
            {
                writer.Line($"{random} random = new {random}(seed);");
                foreach (PlannedParameter parameter in drawn)
                {
                    string tensor = Text.Number(plan.Parameters.ToList().IndexOf(parameter));
                    writer.Line($"{MemberNames.Map}.FillNormal(random, {tensor}, {Literals.Of(parameter.Variance, Scalar.Double)}, {MemberNames.Parameters}.Span);   // {parameter.Name}");
                }
            }
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

    /// <summary>The method that copies parameters into the orders in which kernels read them.</summary>
    public static void EmitPack(SourceWriter writer, NetworkPlan plan)
    {
        if (plan.Packings.Count == 0) return;
        string scalar = Literals.TypeOf(plan.Model.Options.Scalar);
        writer.Line();
        writer.Line("/// <summary>Copies weights into the orders in which kernels read them: once after each change, whichever replica comes first.</summary>");
        using (writer.Block($"private void {MemberNames.Pack}()"))
        using (writer.Block($"lock ({MemberNames.Shared})"))
        {
            writer.Line($"if ({MemberNames.Shared}.IsPacked) return;");
            foreach (Packing packing in plan.Packings)
            {
                string arguments = string.Concat(packing.Arguments.Select(argument => ", " + Text.Number(argument)));
                writer.Line($"{Runtime}Packing.{packing.Method}<{scalar}>({StepsEmitter.RangeOf(packing.Source, isBatched: false)}, {StepsEmitter.RangeOf(packing.Target, isBatched: false)}{arguments});");
            }

            writer.Line($"{MemberNames.Shared}.IsPacked = true;");
        }
    }

    /// <summary>The first element of each tensor, with its shape and its life.</summary>
    public static void EmitOffsets(SourceWriter writer, NetworkPlan plan)
    {
        string each = plan.Model.Options.Batch > 1 ? " a sample" : "";
        writer.Line("/// <summary>Where in the arrays each tensor begins. Steps are counted through Forward, Loss and Backward, and on through the gradients that are left to Step; buffers that no step needs both may share a place, and each begins at a multiple of 16.</summary>");
        using (writer.Block($"private static class {MemberNames.Offset}"))
        {
            writer.Aligned(plan.Parameters
                .Select(parameter => (Constant(parameter.Slot, parameter.Place), $"{parameter.Shape}, {(plan.Model.IsTrainable ? "in parameters and gradients" : "in parameters")}{Order(parameter)}"))
                .Concat(plan.PackedPlaces.Select(packed => (Constant(packed.Packing.Target, packed.Place), $"{Text.Number(packed.Packing.Target.Count)}, a copy of {packed.Packing.Source.Name} in the order of its kernel")))
                .Concat(plan.Buffers.Select(buffer => (Constant(buffer.Slot, buffer.Offset), $"{buffer.Slot.Layout}{(buffer.Slot.PerSample ? each : "")}{Holders(plan, buffer)}{Life(buffer)}"))));
        }

        writer.Line();
        writer.Line("/// <summary>From the order of the description to that of the arrays.</summary>");
        string type = Runtime + "TensorMap", place = Runtime + "TensorPlace";
        writer.Line($"private static readonly {type} {MemberNames.Map} = new {type}({(plan.Parameters.Count == 0 ? ");" : "")}");
        using (writer.Indent())
        {
            for (int i = 0; i < plan.Parameters.Count; i++)
            {
                PlannedParameter parameter = plan.Parameters[i];
                string permutation = parameter.Permutation is { } order ? $", {Text.Number(order.Channels)}, {Text.Number(order.Positions)}" : "";
                writer.Line($"new {place}({Text.Number(parameter.Offset)}, {Text.Number(parameter.Shape.Count)}, {MemberNames.Offset}.{parameter.Slot.Name}{permutation}){(i == plan.Parameters.Count - 1 ? ");" : ",")}");
            }
        }
    }

    private static string Order(PlannedParameter parameter) => parameter.Permutation == null ? "" : ", channels last";

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

    private static string SharedType(string scalar) => $"{Runtime}SharedState<{scalar}>";
}
