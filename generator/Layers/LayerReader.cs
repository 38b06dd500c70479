using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers;

/// <summary>Reads the attribute of one layer, whose arguments are known and checked, knowing what comes in.</summary>
internal sealed class LayerReader : AnnotationReader
{
    /// <summary>The most elements of an array: what .NET allows for elements of more than one byte.</summary>
    public const int LargestArray = 0x7FFFFFC7;

    private readonly int batch;

    public LayerReader(
        Annotation annotation, int index, ICollection<Problem> problems, string name, Tensor input, NetworkOptions options, Tensor? tapped = null,
        AnnotationReader? namer = null)
        : base(annotation, index, problems, options.Scalar, name, input.Shape)
    {
        Name = name;
        Input = input;
        Tapped = tapped;
        Namer = namer;
        batch = options.Batch;
    }

    /// <summary>The layer's name.</summary>
    public string Name { get; }

    /// <summary>What it reads.</summary>
    public Tensor Input { get; }

    /// <summary>The tensor that it reads by name, where its kind reads one.</summary>
    public Tensor? Tapped { get; }

    /// <summary>The attribute that names that tensor, for remedies.</summary>
    public AnnotationReader? Namer { get; }

    /// <summary>
    /// One number for all channels (features), or an array of one for each, which it then is of each of these arguments; reports any other length.
    /// </summary>
    /// <param name="argument">The argument that is read.</param>
    /// <param name="other">The argument that goes with it.</param>
    public IReadOnlyList<double>? OfChannels(string argument, string other)
    {
        IReadOnlyList<double> numbers = Numbers(argument);
        int channels = Input.Shape.Channels;
        if (!IsArray(argument)) return IsArray(other) && Numbers(other).Count == channels ? Enumerable.Repeat(numbers[0], channels).ToList() : numbers;
        if (numbers.Count == channels) return numbers;
        string noun = Input.Shape.IsSpatial ? "channel" : "feature";
        Report(
            Rules.WrongCount,
            argument,
            argument,
            Subject,
            Text.Plural(numbers.Count, "number"),
            Input.Shape.ToString(),
            Text.Plural(channels, noun),
            ", or a single one without an array");
        return null;
    }

    /// <summary>A size that is computed: cut where it fits no int, since what fits no array is reported by its size, whatever that is.</summary>
    public static int Size(decimal size) => (int)Math.Min(size, int.MaxValue);

    /// <summary>The tensor the layer makes; reports a size past what an array can hold.</summary>
    public Tensor Makes(Shape shape)
    {
        FitsArray(shape, perSample: true, "The output of " + Name);
        return new Tensor(Name, shape);
    }

    /// <summary>Whether an array can hold the shape (for a whole batch); reports it where not.</summary>
    public bool FitsArray(Shape shape, bool perSample, string subject)
    {
        decimal count = (decimal)shape.LongCount * (perSample ? batch : 1);
        if (count <= LargestArray) return true;
        string sizes = perSample && batch > 1 ? $"{Text.Number(batch)} × {shape}" : shape.ToString();
        Report(Rules.TooLarge, null, subject, sizes, Text.Grouped(LargestArray));
        return false;
    }
}
