using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Model;
using CnnGen.Generator.Parsing;
using CnnGen.Generator.Writing;

namespace CnnGen.Generator.Emission;

/// <summary>The members of a network whose declaration has errors, so that one mistake is one message.</summary>
internal static class StubEmitter
{
    public static string Interface(Stub stub) => Member.Interface(Literals.TypeOf(stub.Scalar), isTrainable: !stub.ForwardOnly);

    public static void Emit(SourceWriter writer, TypeIdentity type, Stub stub)
    {
        string scalar = Literals.TypeOf(stub.Scalar), name = type.Name, self = type.FullName;
        string fail = $"throw new global::System.InvalidOperationException({Literals.Of(type.PlainName + " has errors in its declaration.")})";

        // Any number would do, but for zero: a constant division by it is an error of its own.
        foreach (Member constant in Members.Sizes.Concat(Members.Bytes).Of(!stub.ForwardOnly))
        {
            Public(constant.Name, $"public const {constant.Type} {constant.Name} = 1;");
        }

        Public(Members.Description.Name, $"public static {Members.Description.Type} {Members.Description.Name} => {fail};");
        Public(ClassParser.DefaultConstructor, $"public {name}() => {fail};");
        Public(ClassParser.SeedConstructor, $"public {name}(int seed) => {fail};");
        Public(Members.CreateReplica.Name, $"public {self} {Members.CreateReplica.Name}() => {fail};");
        foreach ((string member, string declaration) in PublicMembers(stub, scalar)) Public(member, $"{declaration} => {fail};");
        if (!stub.ForwardOnly) Public(Members.Training.Name, $"{Members.Training.Public(scalar)} {{ get; set; }}");

        // The interface by itself, whatever of the class's own members stands in the way of the public ones.
        writer.Line();
        foreach (Member size in Members.Sizes.Of(!stub.ForwardOnly)) Explicit(size);
        Explicit(Members.Description);
        Explicit(Members.CreateReplica);
        foreach (Member member in Members.Others.Of(!stub.ForwardOnly)) Explicit(member);
        if (stub.ForwardOnly) return;
        Explicit(Members.CreateTrainableReplica);
        writer.Line($"{Members.Training.Explicit(scalar)} {{ get => {fail}; set => {fail}; }}");

        void Public(string member, string declaration)
        {
            if (stub.Omitted.Contains(member)) return;
            writer.Document("summary", "The declaration of this network has errors.");
            writer.Line(declaration);
        }

        void Explicit(Member member) => writer.Line($"{member.Explicit(scalar)} => {fail};");
    }

    /// <summary>The members that are not the interface's alone: with an argument for each input and output, and a property.</summary>
    private static IEnumerable<(string Name, string Declaration)> PublicMembers(Stub stub, string scalar)
    {
        string span = $"global::System.ReadOnlySpan<{scalar}>";
        bool hasLosses = stub.Outputs.Count + stub.States.Count > 1 && stub.Outputs.Any(output => output.HasLoss);
        foreach (Member member in Members.Others.Of(!stub.ForwardOnly))
        {
            if (member == Members.Forward && stub.Inputs.Count > 0)
            {
                yield return (
                    member.Name,
                    $"public {span} {member.Name}({string.Join(", ", stub.Inputs.Prepend("input").Select(input => $"{span} {Ends.Argument(input)}"))})");
            }
            else if (!hasLosses || (member != Members.LossOfTarget && member != Members.LossOfLabels)) yield return (member.Name, member.Public(scalar));
        }

        if (hasLosses && !stub.ForwardOnly)
        {
            if (stub.Outputs.Any(output => output.TakesLabels)) yield return Loss(output => output.TakesLabels);
            yield return Loss(_ => false);
        }

        var taken = new HashSet<string>(Members.All.Concat(Members.Bytes).Select(member => member.Name));
        IEnumerable<string> properties = stub.Outputs
            .Select(output => output.Name)
            .Concat(stub.States)
            .Select(Text.PascalParts)
            .Concat(stub.ForwardOnly ? Enumerable.Empty<string>() : stub.Inputs.Select(MemberNames.GradientProperty));
        foreach (string property in properties.Where(taken.Add)) yield return (property, $"public {span} {property}");

        (string, string) Loss(System.Func<StubOutput, bool> takesLabels)
        {
            IEnumerable<string> arguments = stub.Outputs.Select(output =>
                $"global::System.ReadOnlySpan<{(takesLabels(output) ? "int" : scalar)}> {Ends.Argument(output.Name)}");
            return (Members.LossOfTarget.Name, $"public {scalar} {Members.LossOfTarget.Name}({string.Join(", ", arguments)}, {scalar} weight = 1)");
        }
    }
}
