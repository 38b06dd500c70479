using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers;

/// <summary>A kind of layer, known by its attribute: the door of its room.</summary>
internal abstract class LayerKind
{
    /// <summary>The attribute's name: <c>Conv</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Checks arguments and shapes; null after a problem was reported.</summary>
    public abstract Layer? Read(LayerReader reader);

    /// <summary>Reports what is right but may not be meant; the layer is what Read made of the same attribute.</summary>
    public virtual void Hint(AnnotationReader reader, Layer layer)
    {
    }
}

/// <summary>A kind of loss.</summary>
internal abstract class LossKind
{
    /// <summary>The attribute's name.</summary>
    public abstract string Name { get; }

    /// <summary>Checks the loss against the layers before it; null after a problem was reported.</summary>
    public abstract Loss? Read(AnnotationReader reader, EquatableArray<Layer> layers, Tensor output);
}

/// <summary>A kind of optimizer.</summary>
internal abstract class OptimizerKind
{
    /// <summary>The attribute's name.</summary>
    public abstract string Name { get; }

    /// <summary>Checks its arguments; null after a problem was reported.</summary>
    public abstract Optimizer? Read(AnnotationReader reader);
}
