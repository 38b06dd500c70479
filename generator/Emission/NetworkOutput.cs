using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Checking;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Emission;

/// <summary>What is to be emitted: a planned network, or the members of a faulty one.</summary>
internal sealed record NetworkOutput(TypeIdentity Type, NetworkPlan? Plan, Stub? Stub);

/// <summary>The members of a network whose declaration is at fault.</summary>
/// <param name="Scalar">Its number type, as far as it is known.</param>
/// <param name="ForwardOnly">Whether it has no training members.</param>
/// <param name="Omitted">Names that the class has already.</param>
/// <param name="Inputs">The names of its inputs but the first.</param>
/// <param name="Outputs">Its declared outputs.</param>
/// <param name="States">The names of the outputs that layers make besides.</param>
internal sealed record Stub(
    Scalar Scalar,
    bool ForwardOnly,
    EquatableArray<string> Omitted,
    EquatableArray<string> Inputs,
    EquatableArray<StubOutput> Outputs,
    EquatableArray<string> States)
{
    public static Stub Of(Declaration declaration)
    {
        Annotation network = declaration.Annotations.First(annotation => annotation.Kind == Catalogue.Network);
        var reader = new AnnotationReader(network, 0, new List<Problem>());
        var inputs = new List<string>();
        var outputs = new List<StubOutput>();
        List<Annotation> written = declaration.Annotations.Where(annotation => !annotation.IsStray).ToList();
        List<string> states = written
            .Where(annotation => Catalogue.Layers.ContainsKey(annotation.Kind))
            .Select(annotation => Catalogue.Layers[annotation.Kind].HandsOnTo(new AnnotationReader(annotation, 0, new List<Problem>())))
            .OfType<string>()
            .ToList();
        if (states.Count > 0 && !written.Any(IsOutput)) outputs.Add(new StubOutput(Head.Undeclared, HasLoss: false, TakesLabels: false));
        foreach (Annotation annotation in written)
        {
            string name = new AnnotationReader(annotation, 0, new List<Problem>()).String("name") ?? "";
            if (annotation.Kind == Catalogue.Input) inputs.Add(name);
            else if (IsOutput(annotation)) outputs.Add(new StubOutput(name, HasLoss: false, TakesLabels: false));
            else if (outputs.Count > 0 && Catalogue.Losses.TryGetValue(annotation.Kind, out LossKind? loss))
            {
                outputs[outputs.Count - 1] = outputs[outputs.Count - 1] with { HasLoss = true, TakesLabels = loss.TakesLabels };
            }
        }

        // Names at fault lead to no members.
        List<string> names = inputs.Concat(outputs.Select(output => output.Name)).Concat(states).ToList();
        bool areSound = names.All(name => Taps.IsNameOfEnd(name) && name is not ("input" or "weight"))
            && names.Select((name, i) => Text.PascalParts(name) + (i < inputs.Count ? "Gradient" : "")).Distinct().Count() == names.Count;
        return new Stub(
            reader.Int("Scalar") == 1 ? Scalar.Double : Scalar.Single,
            reader.Bool("ForwardOnly"),
            declaration.Members.Concat(declaration.Inherited).Append(declaration.Type.PlainName).ToEquatableArray(),
            areSound ? inputs.ToEquatableArray() : default,
            areSound ? outputs.ToEquatableArray() : default,
            areSound ? states.ToEquatableArray() : default);

        static bool IsOutput(Annotation annotation) => Catalogue.Layers.TryGetValue(annotation.Kind, out LayerKind? kind) && kind.TapUse == TapUse.Ends;
    }
}

/// <summary>A declared output of a network whose declaration is at fault.</summary>
/// <param name="Name">Its name.</param>
/// <param name="HasLoss">Whether it has a loss.</param>
/// <param name="TakesLabels">Whether that takes labels.</param>
internal sealed record StubOutput(string Name, bool HasLoss, bool TakesLabels);
