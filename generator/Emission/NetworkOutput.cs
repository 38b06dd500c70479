using System.Collections.Generic;
using System.Linq;
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
internal sealed record Stub(Scalar Scalar, bool ForwardOnly, EquatableArray<string> Omitted)
{
    public static Stub Of(Declaration declaration)
    {
        Annotation network = declaration.Annotations.First(annotation => annotation.Kind == Catalogue.Network);
        var reader = new AnnotationReader(network, 0, new List<Problem>());
        return new Stub(reader.Int("Scalar") == 1 ? Scalar.Double : Scalar.Single, reader.Bool("ForwardOnly"), declaration.Members.Concat(declaration.Inherited).Append(declaration.Type.PlainName).ToEquatableArray());
    }
}
