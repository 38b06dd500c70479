using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Writing;

namespace CnnGen.Generator.Emission;

/// <summary>A network's arrays, how they are filled, and where in them everything lies.</summary>
internal static class MemoryEmitter
{
    private const string Runtime = "global::CnnGen.Runtime.";

    public static void EmitConstructors(SourceWriter writer, NetworkPlan plan)
    {
        string name = plan.Model.Type.Name, scalar = Literals.TypeOf(plan.Model.Options.Scalar), random = Runtime + "RandomNumbers";
        int states = plan.Model.IsTrainable ? plan.Model.Optimizer.StatesPerParameter : 0;
        EmitDefaultConstructor(writer, plan);

        writer.Line();
        string weights = plan.Model.Layers.Any(layer => layer.HasInit)
            ? "random numbers, as each layer's Init says"
            : "normal numbers, He's variance before a rectifier and Xavier's elsewhere";
        writer.Document("summary", $"A network with initial weights of its own: {weights}; biases 0.");
        writer.Line("/// <param name=\"seed\">Any number; the same seed gives the same weights.</param>");
        string packed = plan.Packings.Count == 0 ? "0" : $"{MemberNames.Offset}.{OffsetsEmitter.End(Store.Packed)}";
        string[] sizes =
        {
            $"parameters: {(plan.HasFrozen ? MemberNames.EndOfFrozen : MemberNames.EndOfParameters)}",
            $"packed: {packed}",
            "buffers: BufferCount",
            $"optimizerState: {StepsEmitter.PlaceOfState(states)}",
        };
        if (plan.Model.IsTrainable && plan.Model.Optimizer.Factors is { Count: > 0 } factors)
        {
            sizes = sizes.Append($"factors: new double[] {{ {string.Join(", ", factors.Select(factor => Literals.Of(factor, Scalar.Double)))} }}").ToArray();
        }

        writer.Line(GeneratedCode.Attribute);
        using (writer.Block($"public {name}(int seed) : this({MemberNames.NewState}())"))
        {
            if (plan.Parameters.Any(parameter => parameter.Initial.Kind != InitialKind.Constant)) writer.Line($"{random} random = new {random}(seed);");
            for (int tensor = 0; tensor < plan.Parameters.Count; tensor++)
            {
                PlannedParameter parameter = plan.Parameters[tensor];
                if (!parameter.Initial.AreZeros)
                {
                    writer.Line($"{MemberNames.Map}.{Fill(parameter.Initial, tensor)}, {MemberNames.Parameters}.Span);   // {parameter.Name}");
                }
            }

            ModesEmitter.EmitConstruction(writer, plan);
        }

        writer.Line();
        writer.Line(GeneratedCode.Attribute);
        using (writer.Block($"private {name}({SharedType(scalar)} shared)"))
        {
            writer.Line($"this.{MemberNames.Shared} = shared;");
            writer.Line($"{MemberNames.Parameters} = shared.Parameters;");
        }

        writer.Line();
        string shares = plan.Model.IsTrainable
            ? "parameters, buffers and optimizer state, and has activations and gradients of its own"
            : "the parameters and buffers, and has activations of its own";
        writer.Document("summary", $"A second instance that shares {shares}.");
        writer.Line("/// <returns>The replica.</returns>");
        writer.Line(GeneratedCode.Attribute);
        string type = QualifiedName(plan.Model.Type);
        writer.Line($"public {type} CreateReplica() => new {type}({MemberNames.Shared}){Initializer(plan.Model.Type, ModesEmitter.OfReplica(plan))};");
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line(GeneratedCode.Attribute);
        using (writer.Block(Members.WarmUp.Public(scalar)))
        {
            writer.Line("// On a network of its own, thrown away afterwards: the calls change parameters and state.");
            writer.Line($"{Runtime}FirstCalls.Make<{scalar}>(new {type}({MemberNames.NewState}()){Required(plan.Model.Type)}{Losses(plan)});");
        }

        writer.Line();
        writer.Document("summary", "The arrays that replicas share.");
        writer.Line(GeneratedCode.Attribute);
        writer.Line($"private static {SharedType(scalar)} {MemberNames.NewState}() =>");
        using (writer.Indent()) writer.Call($"new {SharedType(scalar)}", sizes);
    }

    /// <summary>The constructor without a seed: from the embedded weights, where there are any.</summary>
    private static void EmitDefaultConstructor(SourceWriter writer, NetworkPlan plan)
    {
        string name = plan.Model.Type.Name;
        if (plan.Model.Options.Weights is not { } weights)
        {
            writer.Document("summary", "A network with the initial weights of seed 0. It allocates all that it will ever need.");
            writer.Line(GeneratedCode.Attribute);
            using (writer.Block($"public {name}() : this(0)"))
            {
            }

            return;
        }

        string type = QualifiedName(plan.Model.Type);
        writer.Document("summary", "A network with the weights that are embedded in its assembly. It allocates all that it will ever need.");
        writer.Line("/// <exception cref=\"global::System.IO.FileNotFoundException\">The assembly has no such resource.</exception>");
        writer.Line("/// <exception cref=\"global::System.IO.InvalidDataException\">It is not a safetensors file of this network.</exception>");
        writer.Line(GeneratedCode.Attribute);
        using (writer.Block($"public {name}() : this({MemberNames.NewState}())"))
        {
            writer.Line(
                $"{Runtime}EmbeddedWeights.Load<{Literals.TypeOf(plan.Model.Options.Scalar)}>(this, typeof({type}).Assembly, {Literals.Of(weights)});");
        }
    }

    /// <summary>The method that fills a tensor, and its arguments but for the array.</summary>
    private static string Fill(InitialValues values, int tensor)
    {
        string number = Literals.Of(values.Number, Scalar.Double), at = $"tensor: {Text.Number(tensor)}";
        return values.Kind switch
        {
            InitialKind.Normal => $"FillNormal(random, {at}, variance: {number}",
            InitialKind.Uniform => $"FillUniform(random, {at}, bound: {number}",
            _ => $"Fill({at}, value: {number}",
        };
    }

    /// <summary>Members that have to be set where an instance is made: as they are here.</summary>
    private static string Required(TypeIdentity type) => Initializer(type, Enumerable.Empty<string>());

    private static string Initializer(TypeIdentity type, IEnumerable<string> others)
    {
        string members = string.Join(", ", type.Required.Select(member => $"{member.Name} = {(member.IsReadable ? member.Name : "default")}").Concat(others));
        return members.Length == 0 ? "" : $" {{ {members} }}";
    }

    /// <summary>What the first calls have to know of the losses.</summary>
    private static string Losses(NetworkPlan plan)
    {
        if (!plan.Model.IsTrainable) return "";
        string trains = plan.Model.Options.Batch == 1 && plan.Model.Layers.Any(layer => layer.NeedsSeveralSamples) ? ", trains: false" : "";
        string labels = Text.Number(plan.Losses.Where(head => head.Loss.TakesLabels).Sum(head => head.Shape.Positions));
        string targets = plan is { Model: { HasSeveralHeads: true, HasLoss: true } }
            ? ", targets: " + Text.Number(plan.Losses.Where(head => !head.Loss.TakesLabels).Sum(head => head.Shape.Count))
            : "";
        return $", hasLoss: {(plan.Model.HasLoss ? "true" : "false")}, labels: {labels}{targets}{trains}";
    }

    /// <summary>The method that copies parameters into the orders in which kernels read them.</summary>
    public static void EmitPack(SourceWriter writer, NetworkPlan plan)
    {
        if (plan.Packings.Count == 0) return;
        string scalar = Literals.TypeOf(plan.Model.Options.Scalar);
        writer.Line();
        writer.Document("summary", plan.PacksKept
            ? "Copies weights into what kernels read, with the norms behind them: once after each change, whichever replica comes first."
            : "Copies weights into the orders in which kernels read them: once after each change, whichever replica comes first.");
        writer.Line(GeneratedCode.Attribute);
        using (writer.Block($"private void {MemberNames.Pack}()"))
        using (writer.Block($"lock ({MemberNames.Shared})"))
        {
            writer.Line($"if ({MemberNames.Shared}.IsPacked) return;");
            if (plan.PacksFrozenApart)
            {
                writer.Line($"if (!{MemberNames.Shared}.IsFrozenPacked)");
                using (writer.Braces())
                {
                    writer.Comment("no step changes these");
                    EmitPackings(plan.Packings.Where(packing => !plan.IsTrained(packing)));
                    writer.Line($"{MemberNames.Shared}.IsFrozenPacked = true;");
                }

                writer.Line();
            }

            EmitPackings(plan.Packings.Where(packing => !plan.PacksFrozenApart || plan.IsTrained(packing)));
            writer.Line($"{MemberNames.Shared}.IsPacked = true;");
        }

        void EmitPackings(IEnumerable<Packing> packings)
        {
            foreach (Packing packing in packings)
            {
                writer.Line($"{Runtime}Packing.{packing.Method}<{scalar}>(");
                using (writer.Indent())
                {
                    foreach ((string name, Slot? slot) in packing.Sources)
                    {
                        writer.Line($"{name}: {(slot == null ? "default" : StepsEmitter.RangeOf(slot, isBatched: false))},");
                    }

                    writer.Line($"packed: {StepsEmitter.RangeOf(packing.Target, isBatched: false)},   // {packing.Order}");
                    writer.Line($"{packing.NamedArguments});");
                }
            }
        }
    }

    /// <summary>The class as a type; with an @ that changes nothing, a network in our own namespace is not taken for a type of the library.</summary>
    private static string QualifiedName(TypeIdentity type) => type.QualifiedName.Replace("global::CnnGen.", "global::@CnnGen.");

    private static string SharedType(string scalar) => $"{Runtime}SharedState<{scalar}>";
}
