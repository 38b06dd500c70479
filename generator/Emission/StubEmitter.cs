using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Model;
using CnnGen.Generator.Parsing;
using CnnGen.Generator.Writing;

namespace CnnGen.Generator.Emission;

/// <summary>The members of a network whose declaration has errors, so that one mistake is one message.</summary>
internal static class StubEmitter
{
    public static string Interface(Stub stub) => $"global::CnnGen.{(stub.ForwardOnly ? "INetwork" : "ITrainableNetwork")}<{Literals.TypeOf(stub.Scalar)}>";

    public static void Emit(SourceWriter writer, TypeIdentity type, Stub stub)
    {
        string scalar = Literals.TypeOf(stub.Scalar), name = type.Name, self = type.FullName;
        string fail = $"throw new global::System.InvalidOperationException({Literals.Of(type.PlainName + " has errors in its declaration.")})";

        // Any number would do, but for zero: a constant division by it is an error of its own.
        foreach (string constant in Constants(stub)) Public(constant, $"public const int {constant} = 1;");
        Public("Description", $"public static global::CnnGen.NetworkDescription Description => {fail};");
        Public(ClassParser.DefaultConstructor, $"public {name}() => {fail};");
        Public(ClassParser.SeedConstructor, $"public {name}(int seed) => {fail};");
        Public("CreateReplica", $"public {self} CreateReplica() => {fail};");
        foreach ((string member, string declaration) in PublicMembers(stub, scalar)) Public(member, $"public {declaration.Replace("{weight}", "weight = 1")} => {fail};");
        if (!stub.ForwardOnly) Public("Training", "public bool Training { get; set; }");

        // The interface by itself, whatever of the class's own members stands in the way of the public ones.
        writer.Line();
        string network = $"global::CnnGen.INetwork<{scalar}>.", trainable = $"global::CnnGen.ITrainableNetwork<{scalar}>.";
        foreach (string constant in Constants(stub)) writer.Line($"int {(constant == "OptimizerStateCount" ? trainable : network)}{constant} => {fail};");
        writer.Line($"global::CnnGen.NetworkDescription {network}Description => {fail};");
        writer.Line($"global::CnnGen.INetwork<{scalar}> {network}CreateReplica() => {fail};");
        foreach ((string member, string declaration) in Members(stub, scalar))
        {
            string owner = OfEveryNetwork(scalar).Any(other => other.Member == member) ? network : trainable;
            int at = declaration.IndexOf(member, System.StringComparison.Ordinal);
            writer.Line($"{declaration.Insert(at, owner).Replace("{weight}", "weight")} => {fail};");
        }

        if (stub.ForwardOnly) return;
        writer.Line($"global::CnnGen.ITrainableNetwork<{scalar}> {trainable}CreateReplica() => {fail};");
        writer.Line($"bool {trainable}Training {{ get => {fail}; set => {fail}; }}");

        void Public(string member, string declaration)
        {
            if (stub.Omitted.Contains(member)) return;
            writer.Document("summary", "The declaration of this network has errors.");
            writer.Line(declaration);
        }
    }

    private static IEnumerable<string> Constants(Stub stub)
    {
        string[] constants = { "InputSize", "OutputSize", "Batch", "ParameterCount", "BufferCount" };
        return stub.ForwardOnly ? constants : constants.Append("OptimizerStateCount");
    }

    /// <summary>The members that are not the interface's alone: with an argument for each input and output, and a property.</summary>
    private static IEnumerable<(string Member, string Declaration)> PublicMembers(Stub stub, string scalar)
    {
        string span = $"global::System.ReadOnlySpan<{scalar}>";
        bool hasLosses = stub.Outputs.Count > 1 && stub.Outputs.Any(output => output.HasLoss);
        var taken = new HashSet<string>();
        foreach ((string member, string declaration) in Members(stub, scalar))
        {
            taken.Add(member);
            if (member == "Forward" && stub.Inputs.Count > 0) yield return (member, $"{span} Forward({string.Join(", ", stub.Inputs.Prepend("input").Select(input => $"{span} {Ends.Argument(input)}"))})");
            else if (member != "Loss" || !hasLosses) yield return (member, declaration);
        }

        if (hasLosses && !stub.ForwardOnly)
        {
            if (stub.Outputs.Any(output => output.TakesLabels)) yield return ("Loss", Loss(output => output.TakesLabels));
            yield return ("Loss", Loss(_ => false));
        }

        taken.UnionWith(Constants(stub).Concat(new[] { "Description", "CreateReplica", "Training" }));
        IEnumerable<string> properties = stub.Outputs.Select(output => Text.PascalParts(output.Name)).Concat(stub.ForwardOnly ? Enumerable.Empty<string>() : stub.Inputs.Select(MemberNames.GradientProperty));
        foreach (string property in properties.Where(taken.Add)) yield return (property, $"{span} {property}");

        string Loss(System.Func<StubOutput, bool> takesLabels) =>
            $"{scalar} Loss({string.Join(", ", stub.Outputs.Select(output => $"global::System.ReadOnlySpan<{(takesLabels(output) ? "int" : scalar)}> {Ends.Argument(output.Name)}"))}, {scalar} {{weight}})";
    }

    private static IEnumerable<(string Member, string Declaration)> Members(Stub stub, string scalar) =>
        stub.ForwardOnly ? OfEveryNetwork(scalar) : OfEveryNetwork(scalar).Concat(OfTrainableNetworks(scalar));

    private static IEnumerable<(string Member, string Declaration)> OfEveryNetwork(string scalar) => new[]
    {
        ("Forward", $"global::System.ReadOnlySpan<{scalar}> Forward(global::System.ReadOnlySpan<{scalar}> input)"),
        ("WarmUp", "void WarmUp()"),
        ("CopyParametersTo", $"void CopyParametersTo(global::System.Span<{scalar}> destination)"),
        ("SetParameters", $"void SetParameters(global::System.ReadOnlySpan<{scalar}> values)"),
        ("SetParameters", $"void SetParameters(global::System.ReadOnlySpan<{scalar}> values, int start)"),
        ("CopyBuffersTo", $"void CopyBuffersTo(global::System.Span<{scalar}> destination)"),
        ("SetBuffers", $"void SetBuffers(global::System.ReadOnlySpan<{scalar}> values)"),
        ("SetBuffers", $"void SetBuffers(global::System.ReadOnlySpan<{scalar}> values, int start)"),
    };

    private static IEnumerable<(string Member, string Declaration)> OfTrainableNetworks(string scalar) => new[]
    {
        ("Loss", $"{scalar} Loss(global::System.ReadOnlySpan<{scalar}> target, {scalar} {{weight}})"),
        ("Loss", $"{scalar} Loss(global::System.ReadOnlySpan<int> labels, {scalar} {{weight}})"),
        ("Backward", $"global::System.ReadOnlySpan<{scalar}> Backward()"),
        ("Backward", $"global::System.ReadOnlySpan<{scalar}> Backward(global::System.ReadOnlySpan<{scalar}> outputGradient)"),
        ("Step", $"void Step({scalar} learningRate)"),
        ("ClearGradients", "void ClearGradients()"),
        ("CopyGradientsTo", $"void CopyGradientsTo(global::System.Span<{scalar}> destination)"),
        ("SetGradients", $"void SetGradients(global::System.ReadOnlySpan<{scalar}> values)"),
        ("CopyOptimizerStateTo", $"void CopyOptimizerStateTo(global::System.Span<{scalar}> destination)"),
        ("SetOptimizerState", $"void SetOptimizerState(global::System.ReadOnlySpan<{scalar}> values, long stepCount)"),
        ("StepCount", "long StepCount"),
    };
}
