using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Joins;

/// <summary>What makes a list of features of an image.</summary>
internal static class Flattened
{
    /// <summary>The remedy for an image that is to be joined with a list of features: to make it one. Null elsewhere.</summary>
    public static Remedy? Before(LayerReader reader) => reader.Input.Shape.IsSpatial && !reader.Tapped!.Shape.IsSpatial
        ? new Remedy("Insert Flatten", new Edit(EditKind.Before, reader.Here, "Flatten"))
        : null;
}
