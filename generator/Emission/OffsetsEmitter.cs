using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Writing;

namespace CnnGen.Generator.Emission;

/// <summary>Where in a network's arrays everything lies: constants, each with a shape and a life, and the map of the parameters.</summary>
internal static class OffsetsEmitter
{
    private const string Runtime = "global::CnnGen.Runtime.";

    public static void Emit(SourceWriter writer, NetworkPlan plan)
    {
        string each = plan.Model.Options.Batch > 1 ? " a sample" : "";
        var lives = new Lives(plan);
        writer.Document("summary", "Where in the arrays each tensor begins, a multiple of 16, and where the arrays end.");
        writer.Line(GeneratedCode.Attribute);
        using (writer.Block($"private static class {MemberNames.Offset}"))
        {
            var lines = new List<(string, string)>();
            AddParameters(isTrained: true);
            string end = plan.Model.IsTrainable
                ? "also of gradients and of each state of the optimizer, which lie as the parameters do"
                : "the length of the array";
            lines.Add((Constant(End(Store.Parameters), plan.TrainedLength), plan.HasFrozen ? "of those that are trained; " + end : end));
            if (plan.HasFrozen)
            {
                AddParameters(isTrained: false);
                lines.Add((Constant("EndOfFrozen", plan.ParameterLength), "the length of the parameters' array"));
            }

            if (plan.Packings.Count > 0)
            {
                lines.AddRange(plan.PackedPlaces.Select(packed => (Constant(packed.Packing.Target.Name, packed.Place), packed.Packing.Title)));
                lines.Add((Constant(End(Store.Packed), plan.PackedLength), "the length of the array"));
            }

            writer.Aligned(lines);
            if (plan.Kept.Count > 0)
            {
                writer.Line();
                writer.Comment(
                    "In the buffers, in the order of the description" + (plan.HasStatistics ? ", and in what a call in training leaves for them." : "."));
                writer.Aligned(plan.Kept.Select(tensor => (Constant(tensor.Slot.Name, tensor.Offset), tensor.Average.Shape.ToString())));
            }

            if (plan.Constants.Count > 0)
            {
                writer.Line();
                writer.Comment("In the constants.");
                writer.Aligned(plan.Constants.Select(constants => (Constant(constants.Slot.Name, constants.Place), constants.Slot.Shape.ToString())));
            }

            foreach (Element element in plan.ActivationElements) EmitBuffers(element);

            void AddParameters(bool isTrained) =>
                lines.AddRange(plan.Parameters.Where(parameter => parameter.IsTrained == isTrained).OrderBy(parameter => parameter.Place)
                .Select(parameter => (Constant(parameter.Slot.Name, parameter.Place), Lies(parameter))));

            string Lies(PlannedParameter parameter) =>
                $"{parameter.Shape}{(parameter.Permutation == null ? "" : ", channels last")}{(parameter.IsTrained ? "" : ", frozen")}";
        }

        writer.Line();
        writer.Document("summary", "From the order of the description to that of the arrays.");
        string type = Runtime + "TensorMap", place = Runtime + "TensorPlace";
        writer.Line($"private static readonly {type} {MemberNames.Map} = new {type}({(plan.Parameters.Count == 0 ? ");" : "")}");
        using (writer.Indent())
        {
            for (int i = 0; i < plan.Parameters.Count; i++)
            {
                PlannedParameter parameter = plan.Parameters[i];
                string permutation = parameter.Permutation is { } order
                    ? $", channels: {Text.Number(order.Channels)}, positions: {Text.Number(order.Positions)}"
                    : "";
                string arguments =
                    $"offset: {Text.Number(parameter.Offset)}, count: {Text.Number(parameter.Shape.Count)}, place: " +
                    $"{MemberNames.Offset}.{parameter.Slot.Name}{permutation}";
                writer.Line($"new {place}({arguments}){(i == plan.Parameters.Count - 1 ? ");" : ",")}");
            }
        }

        if (plan.HasFrozen)
        {
            writer.Line();
            writer.Document("summary", "The same for gradients: of the parameters that are trained.");
            writer.Line($"private static readonly {type} {MemberNames.GradientMap} = {MemberNames.Map}.Before({MemberNames.EndOfParameters});");
        }

        if (plan.HasFrozen && plan.Model.Optimizer.StatesPerParameter > 0)
        {
            writer.Line();
            writer.Document("summary", "The same for a state of the optimizer, which has no gaps for frozen parameters.");
            writer.Line($"private static readonly {type} {MemberNames.StateMap} = {MemberNames.GradientMap}.WithoutGaps();");
        }
        EmitConstants(writer, plan);

        void EmitBuffers(Element element)
        {
            List<PlannedBuffer> buffers = plan.Buffers.Where(buffer => buffer.Slot.Element == element).ToList();
            writer.Line();
            if (element == Element.Number && buffers.Count > 0)
            {
                writer.Line(
                    "// A buffer is needed from the step that fills it to the last one that reads it; two that are never needed at once may share a place.");
                if (plan.Model.Options.Batch > 1)
                {
                    writer.Comment("What holds all samples of a call is needed through the whole loop over the samples: from its first step, or to its last.");
                    writer.Comment(
                        "A sample: one for each of a whole batch, however few a call has. A kernel of several samples at once may compute rows behind the " +
                        "last, which nobody reads.");
                }

                if (plan.Forward.Concat(plan.Backward).Any(step => step.IsAgain))
                {
                    writer.Comment("What is made again is of one sample at a time: it is not kept between the loops that make it.");
                }

                if (plan.Buffers.Any(buffer => buffer.Slot.HasZeroBorder))
                {
                    writer.Line(
                        "// The border of an activation is zero because the array is when it is made: steps write zeros there at most, and nothing else is " +
                        "put in its place.");
                }
            }

            if (element != Element.Number) writer.Line($"// In {MemberNames.ActivationsOf(element)}, likewise.");
            writer.Aligned(buffers
                .Select(buffer => (Constant(buffer.Slot.Name, buffer.Offset), Describe(buffer)))
                .Append((Constant(End(element), plan.LengthOf(element)), "the length of the array")));
        }

        string Describe(PlannedBuffer buffer) => $"{buffer.Slot.Layout}{(buffer.Slot.PerSample ? each : "")}{Holders(plan, buffer)}: {Life(buffer)}";

        string Life(PlannedBuffer buffer)
        {
            if (lives.IsAlways(buffer)) return buffer.Slot.HasZeroBorder ? "always, for its border" : "always";
            string first = lives.First(buffer);
            if (lives.Last(buffer) is not { } last) return $"from {first} on, since calls may follow that use it";
            return buffer.FirstStep == buffer.LastStep ? $"in {first}" : $"from {first} to {last}";
        }
    }

    /// <summary>The numbers that the declaration says, as an array of all instances.</summary>
    private static void EmitConstants(SourceWriter writer, NetworkPlan plan)
    {
        if (plan.Constants.Count == 0) return;
        Scalar scalar = plan.Model.Options.Scalar;
        string memory = $"{Runtime}AlignedMemory<{Literals.TypeOf(scalar)}>";
        writer.Line();
        writer.Document("summary", "Numbers that the declaration says.");
        writer.Line($"private static readonly {memory} {MemberNames.Constants} = {MemberNames.MakeConstants}();");
        writer.Line();
        writer.Document("summary", "Puts them where kernels read them.");
        writer.Line(GeneratedCode.Attribute);
        using (writer.Block($"private static {memory} {MemberNames.MakeConstants}()"))
        {
            writer.Line($"{memory} made = new {memory}({Text.Number(plan.ConstantLength)});");
            foreach (PlannedConstants constants in plan.Constants)
            {
                writer.Line($"new global::System.ReadOnlySpan<{Literals.TypeOf(scalar)}>(new {Literals.TypeOf(scalar)}[]");
                writer.Line("{");
                using (writer.Indent())
                {
                    foreach (string line in Wrap.Evenly(constants.Values.Select(value => Literals.Of(value, scalar)).ToList(), ", ", writer.Room))
                    {
                        writer.Line(line);
                    }
                }

                writer.Line($"}}).CopyTo(made.Slice({MemberNames.Offset}.{constants.Slot.Name}, {Text.Number(constants.Values.Count)}));");
            }

            writer.Line("return made;");
        }
    }

    /// <summary>The constant that says where an array ends.</summary>
    public static string End(Store store) => store switch
    {
        Store.Packed => "EndOfPacked",
        _ => "EndOfParameters",
    };

    /// <summary>The constant that says where the array of activations of some elements ends.</summary>
    public static string End(Element element) => "EndOf" + Text.Pascal(MemberNames.ActivationsOf(element));

    private static string Constant(string name, long offset) => $"public const int {name} = {Text.Number(offset)};";

    /// <summary>The layers that write a buffer one after the other, or parts of it, where there are several.</summary>
    private static string Holders(NetworkPlan plan, PlannedBuffer buffer)
    {
        var parts = (
            from step in MemberNames.Steps(plan)
            from end in step.Slots.Zip(step.Kernel.Ports, (slot, port) => (Slot: slot, port.Access))
            where end.Slot.Own == buffer.Slot && end.Access != Access.Read
            group step.Layer by end.Slot into part
            orderby part.Key.First, part.Key.Whole != null
            select (Start: part.Key.Whole == null ? "" : $"from {Text.Number(part.Key.First)} on ", Layers: part.Distinct().ToList())).ToList();
        if (parts.Count == 1 && parts[0].Layers.Count == 1) return "";
        return string.Concat(parts.Select((part, i) => $"{(i == 0 ? ", " : "; ")}{part.Start}of {string.Join(", then ", part.Layers)}"));
    }
}
