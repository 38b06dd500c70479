using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Checking;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Emission;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;
using CnnGen.Generator.Parsing;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator;

/// <summary>From a parsed declaration to what is to be emitted and reported: shapes, plan, names.</summary>
internal static class NetworkCompiler
{
    public static CompiledNetwork Compile(ParsedDeclaration parsed, ForcedForms forced)
    {
        Declaration declaration = parsed.Declaration;
        List<Problem> problems = parsed.Problems.ToList();
        CheckedNetwork network = NetworkChecker.Check(declaration);
        problems.AddRange(network.Problems);
        NetworkPlan? plan = network.Model == null ? null : Planner.Plan(network.Model, forced);
        if (plan != null) problems.AddRange(CheckSizes(declaration, plan).Concat(CheckSteps(declaration, plan)).Concat(CheckEnds(declaration, plan)));
        if (plan != null && problems.Count == 0) problems.AddRange(CheckMemory(declaration, plan, network.Head.MaxBytes));
        if (declaration.Standing != Standing.Closed)
        {
            problems.AddRange(CheckNames(declaration, plan == null ? MemberNames.Always(network.Head) : MemberNames.Of(plan)));
        }

        // An error, or one that the compiler reports itself, leaves the members with bodies that throw.
        NetworkOutput? output = declaration.Standing == Standing.Closed ? null
            : plan != null && problems.Count == 0 ? new NetworkOutput(declaration.Type, plan, null)
            : new NetworkOutput(declaration.Type, null, Stub.Of(declaration));
        return new CompiledNetwork(output, problems.Select(parsed.Map.Locate).ToEquatableArray());
    }

    private static IEnumerable<Problem> CheckSizes(Declaration declaration, NetworkPlan plan)
    {
        Place network = Place.At(PlaceOf(declaration));
        string most = Text.Grouped(LayerReader.LargestArray);
        decimal inputs = plan.Model.Inputs.Sum(input => (decimal)input.Shape.LongCount * plan.Model.Options.Batch);
        if (inputs > LayerReader.LargestArray)
        {
            yield return new Problem(Rules.TooLarge.Id, network, "All inputs of a batch together", Text.Grouped((long)inputs), most);
        }

        long parameters = plan.Parameters.Sum(parameter => (long)parameter.Shape.Count);
        if (parameters > LayerReader.LargestArray)
        {
            yield return new Problem(Rules.TooLarge.Id, network, "All parameters together", Text.Grouped(parameters), most);
        }

        long state = plan.Model.IsTrainable ? plan.TrainedLength * plan.Model.Optimizer.StatesPerParameter : 0;
        if (parameters <= LayerReader.LargestArray && state > LayerReader.LargestArray)
        {
            yield return new Problem(Rules.TooLarge.Id, network, "What the optimizer keeps", Text.Grouped(state), most);
        }

        if (plan.PackedLength > LayerReader.LargestArray)
        {
            yield return new Problem(Rules.TooLarge.Id, network, "The parameters in the order of the kernels", Text.Grouped(plan.PackedLength), most);
        }

        foreach (Element element in ElementTypes.All)
        {
            long count = plan.LengthOf(element);
            string what = element == Element.Number ? "The activations of a batch" : "The winners of all max pools";
            if (count > LayerReader.LargestArray) yield return new Problem(Rules.TooLarge.Id, network, what, Text.Grouped(count), most);
        }
    }

    private static IEnumerable<Problem> CheckMemory(Declaration declaration, NetworkPlan plan, long most)
    {
        if (most <= 0) yield break;
        NetworkOptions options = plan.Model.Options;
        long bytes = MemoryUse.Of(plan).Total;
        if (bytes <= most) yield break;
        string[] largest = MemoryUse.PartsOf(plan)
            .OrderByDescending(part => part.Bytes)
            .Take(3)
            .Select(part => $"{part.Name} {Text.Grouped(part.Bytes)}")
            .ToArray();
        string batch = options.Batch > 1 ? "a smaller Batch takes less" : "";
        string forwardOnly = options.ForwardOnly ? "" : $"ForwardOnly = true takes {Text.Grouped(MemoryUse.OfInference(plan).Total)}";
        string advice = string.Join(", and ", new[] { batch, forwardOnly }.Where(words => words.Length > 0));
        yield return new Problem(
            Rules.TooManyBytes.Id,
            Place.At(PlaceOf(declaration), "MaxBytes"),
            declaration.Type.PlainName,
            Text.Grouped(bytes),
            options.ForwardOnly ? "infer" : "train",
            Text.Grouped(most),
            string.Join(", ", largest),
            advice.Length > 0 ? advice : "smaller layers take less");
    }

    /// <summary>The number of the Network attribute.</summary>
    private static int PlaceOf(Declaration declaration) => declaration.Annotations.TakeWhile(annotation => annotation.Kind != Catalogue.Network).Count();

    private static IEnumerable<Problem> CheckNames(Declaration declaration, IEnumerable<string> members)
    {
        string name = declaration.Type.PlainName;
        List<string> generated = members.ToList();
        if (generated.Contains(name)) yield return new Problem(Rules.NamedLikeMember.Id, Place.Class, name);
        foreach (string member in generated.Distinct())
        {
            if (declaration.Members.Contains(member)) yield return new Problem(Rules.MemberTaken.Id, Place.Member(member), name, member, "has");
            else if (declaration.Inherited.Contains(member)) yield return new Problem(Rules.MemberTaken.Id, Place.Class, name, member, "inherits");
        }
    }

    /// <summary>Names of inputs and outputs that lead to a member, or to an argument, which would stand in another's way.</summary>
    private static IEnumerable<Problem> CheckEnds(Declaration declaration, NetworkPlan plan)
    {
        var taken = new HashSet<string>(MemberNames.Taken(plan));
        foreach ((string name, IReadOnlyList<string> members, bool isArgument) in MemberNames.Ends(plan))
        {
            (int index, string argument) = declaration.Annotations
                .Select((annotation, i) => (Index: i, Argument: ArgumentOf(annotation, name)))
                .Where(item => item.Argument != null)
                .Select(item => (item.Index, item.Argument!))
                .FirstOrDefault();
            if ((isArgument ? members.Append(name) : members).FirstOrDefault(taken.Contains) is { } member)
            {
                yield return new Problem(Rules.NameTaken.Id, argument == null ? Place.Class : Place.At(index, argument), name, member);
            }

            taken.UnionWith(members);
        }

        // The argument that leads to an end's name.
        static string? ArgumentOf(Annotation annotation, string name)
        {
            var reader = new AnnotationReader(annotation, 0, new List<Problem>());
            Catalogue.Layers.TryGetValue(annotation.Kind, out LayerKind? kind);
            if ((annotation.Kind == Catalogue.Input || kind is { TapUse: TapUse.Ends }) && reader.String("name") == name) return "name";
            return kind?.HandsOnTo(reader) == name ? kind.StateArgument : null;
        }
    }

    private static IEnumerable<Problem> CheckSteps(Declaration declaration, NetworkPlan plan)
    {
        foreach (Step step in MemberNames.Colliding(plan))
        {
            int index = declaration.Annotations
                .TakeWhile(annotation => !annotation.Arguments.Any(argument => argument.Name == "Name" && (string?)argument.Value == step.Layer))
                .Count();
            Place place = index < declaration.Annotations.Count ? Place.At(index, "Name") : Place.Class;
            yield return new Problem(Rules.NameTaken.Id, place, step.Layer, step.Method);
        }
    }
}

/// <summary>What is to be emitted and what to be reported.</summary>
internal sealed record CompiledNetwork(NetworkOutput? Output, EquatableArray<LocatedProblem> Problems);
