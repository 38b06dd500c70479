using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Checking;

/// <summary>What the Network attribute says, as far as it is known.</summary>
/// <param name="Input">The input's shape; null where it is not known.</param>
/// <param name="Options">The options; where one is not known, its default.</param>
/// <param name="MaxBytes">The most memory that it may take; 0 where that is not limited, or not known.</param>
/// <param name="KnowsForwardOnly">Whether it is known if there is a backward pass.</param>
/// <param name="IsSound">Whether all of it is known and nothing is wrong with it.</param>
internal sealed record NetworkHead(Shape? Input, NetworkOptions Options, long MaxBytes, bool KnowsForwardOnly, bool IsSound)
{
    public static NetworkHead Read(Annotation annotation, int index, ICollection<Problem> problems)
    {
        var reader = new AnnotationReader(annotation, index, problems);
        Shape? shape = ReadShape(reader);
        int batch = reader.AtLeast(1, "Batch", 1), scalar = reader.Int("Scalar");
        if (scalar is not (0 or 1)) reader.Report(Rules.UnknownScalar, "Scalar", Text.Number(scalar));
        long maxBytes = reader.Long("MaxBytes");
        if (maxBytes < 0) reader.Report(Rules.TooSmall, "MaxBytes", reader.Without("MaxBytes"), "MaxBytes", reader.Subject, "0", Text.Number(maxBytes));

        // What is wrong is reported; the layers are then checked as in a network of single samples, in the wider number type.
        var options = new NetworkOptions(
            reader.Knows("Scalar") && scalar == 0 ? Scalar.Single : Scalar.Double,
            batch >= 1 ? batch : 1,
            reader.Bool("ForwardOnly"),
            reader.Bool("InputGradient", true),
            reader.Bool("Reproducible"),
            reader.Bool("Winograd", true))
        { Weights = reader.String("Weights") is { Length: > 0 } weights ? weights : null };
        bool isSound = reader.IsSound && annotation.IsKnown;
        if (shape != null
            && !new LayerReader(annotation, index, problems, Catalogue.Network, Tensor.NetworkInput(shape), options)
                .FitsArray(shape, perSample: true, "The input"))
        {
            shape = null;
        }

        return new NetworkHead(shape, options, maxBytes, reader.Knows("ForwardOnly"), isSound && shape != null);
    }

    /// <summary>The shape of a further input; null where it is not known.</summary>
    public Tensor? ReadInput(Annotation annotation, int index, ICollection<Problem> problems)
    {
        var reader = new AnnotationReader(annotation, index, problems);
        string name = reader.String("name") ?? "";
        if (ReadShape(reader) is not { } shape || name.Length == 0) return null;
        var input = new Tensor(name, shape, IsInput: true);
        return new LayerReader(annotation, index, problems, annotation.Kind, input, Options).FitsArray(shape, perSample: true, $"The input '{name}'")
            ? input
            : null;
    }

    /// <summary>The shape that an attribute declares; null where it is not known.</summary>
    private static Shape? ReadShape(AnnotationReader reader)
    {
        string[] sizes = reader.Sizes;
        var shape = Shape.Of(sizes.Select(size => reader.AtLeast(1, size)).ToArray());
        if (sizes.Length == 0 || !reader.IsSound || !reader.Knows(sizes)) return null;
        return shape;
    }
}
