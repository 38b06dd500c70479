using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers;

/// <summary>What every layer with parameters may say of them: what they start from, and which of them are trained.</summary>
/// <param name="Init">What weights start from.</param>
/// <param name="IsFrozen">Whether nothing is trained.</param>
/// <param name="BiasOnly">Whether nothing but biases is trained.</param>
internal sealed record ParameterOptions(Init Init, bool IsFrozen, bool BiasOnly)
{
    /// <summary>Checks the arguments, whatever the layer.</summary>
    /// <param name="reader">The layer's arguments.</param>
    /// <param name="bias">The argument that is false where the layer has no bias; null where it never has one.</param>
    public static void Check(AnnotationReader reader, string? bias = "Bias")
    {
        reader.OneOf<Init>("Init");
        if (!reader.Bool("BiasOnly")) return;
        if (reader.Bool("Frozen"))
        {
            reader.Report(Rules.FrozenConflict, "BiasOnly", new[] { reader.Without("BiasOnly"), reader.Without("Frozen") }, reader.Subject);
            return;
        }

        Edit[] freeze = reader.Has("Frozen")
            ? new[] { reader.Set("Frozen", "true"), new Edit(EditKind.Remove, reader.At("BiasOnly")) }
            : new[] { new Edit(EditKind.Rename, reader.At("BiasOnly"), "Frozen = ") };
        var remedy = new Remedy("Write Frozen = true", freeze);
        if (bias == null) reader.Report(Rules.BiasOnlyWithoutBias, "BiasOnly", remedy, reader.Subject, "it has none");
        else if (!reader.Bool(bias, true)) reader.Report(Rules.BiasOnlyWithoutBias, "BiasOnly", remedy, reader.Subject, bias + " = false leaves it none");
    }

    /// <summary>Reads the arguments, which have been checked.</summary>
    public static ParameterOptions Read(AnnotationReader reader) => new((Init)reader.Int("Init"), reader.Bool("Frozen"), reader.Bool("BiasOnly"));

    /// <summary>A weight that connects so many inputs with so many outputs.</summary>
    public Parameter Weight(Shape shape, long fanIn, long fanOut) =>
        new("weight", shape, new FanScaled(Init, fanIn, fanOut)) { IsTrained = !IsFrozen && !BiasOnly, Decays = shape.Sizes.Count > 1 };

    /// <summary>A weight that each channel is multiplied by: ones at first, unless zeros are asked for.</summary>
    public Parameter Scale(Shape shape) =>
        new("weight", shape, Init == Init.Zero ? InitialValues.Zeros : InitialValues.Constant(1)) { IsTrained = !IsFrozen && !BiasOnly };

    /// <summary>The slope of a rectifier: what it starts from, unless zeros are asked for.</summary>
    public Parameter Slope(Shape shape, double start) =>
        new("weight", shape, Init == Init.Zero ? InitialValues.Zeros : InitialValues.Constant(start)) { IsTrained = !IsFrozen && !BiasOnly };

    /// <summary>A bias: zeros at first.</summary>
    public Parameter Bias(Shape shape) => new("bias", shape, InitialValues.Zeros) { IsTrained = !IsFrozen };
}
