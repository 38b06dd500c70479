using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers;

/// <summary>A kind of layer, known by its attribute: the door of its room.</summary>
internal abstract class LayerKind
{
    /// <summary>The attribute's name: <c>Conv</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Whether its output is its input under another name or shape.</summary>
    public virtual bool OnlyRenames => false;

    /// <summary>What it has to do with named tensors: its argument <c>name</c> then names one.</summary>
    public virtual TapUse TapUse => TapUse.None;

    /// <summary>
    /// The argument that names the input which a layer takes its state from; its last state it hands on to an output that is called so with Out behind it.
    /// Null for kinds without a state.
    /// </summary>
    public virtual string? StateArgument => null;

    /// <summary>Whether a layer takes its state from an input.</summary>
    public bool TakesState(AnnotationReader reader) =>
        StateArgument is { } argument && reader.Has(argument) && !(reader.Knows(argument) && reader.String(argument) == null);

    /// <summary>The output that a layer hands its state on to; null where there is none, or the name is not known.</summary>
    public string? HandsOnTo(AnnotationReader reader) => StateArgument is { } argument && reader.String(argument) is { } state ? state + "Out" : null;

    /// <summary>Whether a layer reads a tensor by its name.</summary>
    public bool ReadsNamed(AnnotationReader reader) => TapUse is TapUse.Joins or TapUse.TakesUp || TakesState(reader);

    /// <summary>Whether its outputs are probabilities, as CrossEntropy needs them.</summary>
    public virtual bool MakesProbabilities => false;

    /// <summary>Whether it needs channels, rows and columns.</summary>
    public virtual bool NeedsSpatialInput => false;

    /// <summary>Checks the arguments by themselves, whatever comes in and even where that is not known; some may not be known either.</summary>
    public virtual void Check(AnnotationReader reader)
    {
    }

    /// <summary>
    /// Checks the shapes; null after a problem was reported. It is asked only where all arguments are known, Check had nothing to report,
    /// and what comes in is known, and spatial where it needs to be.
    /// </summary>
    public abstract Layer? Read(LayerReader reader);

    /// <summary>The output's shape where it follows from the arguments alone: what stands behind can be checked even if this does not fit.</summary>
    public virtual Shape? AlwaysMakes(AnnotationReader reader) => null;

    /// <summary>Reports what is right but may not be meant; all arguments are known.</summary>
    public virtual void Hint(AnnotationReader reader, Shape input)
    {
    }
}

/// <summary>A kind of loss.</summary>
internal abstract class LossKind
{
    /// <summary>The attribute's name.</summary>
    public abstract string Name { get; }

    /// <summary>Whether it takes class labels besides targets of numbers.</summary>
    public virtual bool TakesLabels => false;

    /// <summary>Checks the arguments, and the loss against the kinds of the layers before it.</summary>
    public virtual void Check(AnnotationReader reader, IReadOnlyList<NamedKind> layers)
    {
    }

    /// <summary>Makes the loss of a tensor, knowing all layers; null after a problem was reported.</summary>
    public abstract Loss? Read(AnnotationReader reader, EquatableArray<Layer> layers, Tensor output);

    /// <summary>Reports what is right but may not be meant.</summary>
    public virtual void Hint(AnnotationReader reader, EquatableArray<Layer> layers, Tensor output)
    {
    }

    /// <summary>The layer that has computed a tensor, which those behind it may have renamed; null for an input.</summary>
    protected static Layer? MakerOf(EquatableArray<Layer> layers, Tensor tensor)
    {
        Layer? maker = Maker(tensor);
        while (maker != null && Catalogue.Layers[maker.Kind].OnlyRenames) maker = Maker(maker.Input);
        return maker;

        Layer? Maker(Tensor made) => layers.FirstOrDefault(layer => !layer.OnlyNames && layer.Output == made);
    }
}

/// <summary>A layer as far as it is known without shapes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its kind; null where the attribute is unknown.</param>
internal readonly record struct NamedKind(string Name, LayerKind? Kind);

/// <summary>A kind of optimizer.</summary>
internal abstract class OptimizerKind
{
    /// <summary>The attribute's name.</summary>
    public abstract string Name { get; }

    /// <summary>The WeightDecay where none is written.</summary>
    protected virtual double DefaultDecay => 0;

    /// <summary>Checks its arguments, some of which may not be known; null after a problem was reported.</summary>
    public Optimizer? Read(AnnotationReader reader)
    {
        Optimizer optimizer = ReadRule(reader) with
        {
            WeightDecay = reader.Fraction("WeightDecay", DefaultDecay),
            DecayAll = reader.Bool("DecayAll", true),
            ClipNorm = reader.Fraction("ClipNorm"),
        };
        return reader.IsSound ? optimizer : null;
    }

    /// <summary>Checks and reads the arguments that not every optimizer has.</summary>
    protected abstract Optimizer ReadRule(AnnotationReader reader);
}
