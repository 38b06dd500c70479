using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using CsCheck;

namespace CnnGen.Generator.Tests.Fuzz;

/// <summary>A declaration of a few layers that may fit one another or not, with the shapes that it has to have.</summary>
/// <param name="Network">The arguments of the attribute.</param>
/// <param name="Input">The shape that comes in.</param>
/// <param name="Side">The shape of a second input, if there is one.</param>
/// <param name="Links">The layers.</param>
/// <param name="End">A loss, an optimizer, nothing.</param>
internal sealed record Chain(string Network, int[] Input, int[]? Side, Link[] Links, string End)
{
    public const string SideName = "side";

    public string Attributes =>
        $"[Network({string.Join(", ", Input)}{Network})] {(Side == null ? "" : $"[Input(\"{SideName}\", {string.Join(", ", Side)})] ")}"
        + $"[{string.Join(", ", Links.Select(link => link.Attribute).Append(End).Where(text => text.Length > 0))}]".Replace("[]", "", StringComparison.Ordinal);

    /// <summary>The shape behind each layer; null where they do not fit, and an error is due.</summary>
    public int[][]? Shapes()
    {
        int[][] shapes = new int[Links.Length][];
        Made running = new(Input, null);
        Dictionary<string, Made> named = [];
        if (Side != null) named[SideName] = new Made(Side, null);
        for (int i = 0; i < Links.Length; i++)
        {
            if (Links[i].After(running, named) is not { } made) return null;
            running = made;
            shapes[i] = made.Shape;
        }

        // A network has a layer; CrossEntropy needs probabilities, unless nobody asks for the loss.
        bool isProbability = running.By?.Attribute is "Softmax" or "Sigmoid";
        bool isRefused = End.StartsWith("CrossEntropy", StringComparison.Ordinal) && !isProbability
            && !Network.Contains("ForwardOnly", StringComparison.Ordinal);
        return Links.Length > 0 && !isRefused ? shapes : null;
    }

    public override string ToString() => Attributes;
}

/// <summary>A tensor: its shape, and what made its numbers.</summary>
internal sealed class Made(int[] shape, Link? by)
{
    public int[] Shape => shape;

    public Link? By => by;
}

/// <summary>A layer: its attribute, and the tensor that it makes of the running one and those that have names, or null where it cannot.</summary>
internal sealed record Link(string Attribute, Func<Made, Dictionary<string, Made>, Link, Made?> Make)
{
    /// <summary>A layer that knows the running tensor alone.</summary>
    public Link(string attribute, Func<int[], int[]?> shape)
        : this(attribute, (running, _, link) => shape(running.Shape) is { } made ? new Made(made, attribute == "Flatten" ? running.By : link) : null)
    {
    }

    public Made? After(Made running, Dictionary<string, Made> named) => Make(running, named, this);

    /// <summary>Gives the running tensor a name: a Tap or an Output.</summary>
    public static Link Named(string attribute, string name) => new(attribute, (running, named, _) => named.TryAdd(name, running) ? running : null);

    /// <summary>Goes on from a named tensor; the running one has to have a name, or is lost.</summary>
    public static Link From(string name) => new($"From(\"{name}\")", (running, named, _) =>
        named.TryGetValue(name, out Made? tensor) && named.ContainsValue(running) ? tensor : null);

    /// <summary>Joins the running tensor with a named one.</summary>
    public static Link Join(string kind, string name) => new($"{kind}(\"{name}\")", (running, named, link) =>
        named.TryGetValue(name, out Made? other) && Joined(kind, running.Shape, other.Shape) is { } shape ? new Made(shape, link) : null);

    private static int[]? Joined(string kind, int[] running, int[] other)
    {
        if (running.Length != other.Length) return null;
        if (kind == "Concat") return running.Skip(1).SequenceEqual(other.Skip(1)) ? [running[0] + other[0], .. running.Skip(1)] : null;
        if (running.SequenceEqual(other)) return running;
        bool isGate = running.Length > 1 && running[0] == other[0];
        if (!isGate) return null;
        return running.Skip(1).All(size => size == 1) ? other : other.Skip(1).All(size => size == 1) ? running : null;
    }
}

/// <summary>Chains that CsCheck draws and shrinks: of every choice the first and of every number the smallest is the simplest.</summary>
internal static class Chains
{
    private static readonly Gen<Link> Conv = Gen.Select(
        Gen.Int[1, 18], Axis(isPool: false), Axis(isPool: false), Gen.Frequency((4, Gen.Const(1)), (1, Gen.Int[2, 3])), Gen.OneOf(
            "", ", Bias = false", ", UntiedBias = true"),
        (filters, rows, columns, groups, bias) => new Link(
            $"Conv({filters}, {rows.Cells}, {columns.Cells}{rows.Arguments("Height", "Top", "Bottom", 1)}{columns.Arguments("Width", "Left", "Right", 1)}{(groups == 1 ? "" : $", Groups = {groups}")}{bias})",
            shape => filters % groups != 0 || (shape.Length == 3 && shape[0] % groups != 0) ? null : Windowed(shape, filters, rows, columns)));

    private static readonly Gen<Link> Pool = Gen.Select(
        Gen.OneOf("AvgPool", "MaxPool"), Axis(isPool: true), Axis(isPool: true), Gen.Bool,
        (kind, rows, columns, isOdd) => new Link(
            $"{kind}({rows.Cells}, {columns.Cells}{rows.Arguments("Height", "Top", "Bottom", rows.Cells)}{columns.Arguments("Width", "Left", "Right", columns.Cells)}{(!isOdd ? "" : kind == "MaxPool" ? ", AllTies = true" : ", CountPadding = false")})",
            shape => rows.IsPastWindow || columns.IsPastWindow ? null : Windowed(shape, shape[0], rows, columns)));

    private static readonly Gen<Link> Activation = Gen.OneOf(
        "ReLU",
        "Tanh",
        "Sigmoid",
        "LeakyReLU(0.2)",
        "LeakyReLU(-0.5)",
        "ReLU6",
        "Clip(-1, 0.5)",
        "HardSigmoid(Slope = 0.2)",
        "HardSwish",
        "Square",
        "Sign",
        "ELU(0.5)",
        "Scale(2, -0.5)",
        "ELU(-0.5)",
        "SELU",
        "PReLU",
        "PReLU(Channels = true)",
        "Softplus",
        "SiLU",
        "GELU",
        "GELU(Tanh = true)",
        "Mish",
        "Softmax",
        "BatchNorm",
        "BatchNorm(Affine = false)",
        "LayerNorm",
        "LayerNorm(Affine = false, Epsilon = 0.01)",
        "GroupNorm(1)",
        "Normalize(0.5, 2)",
        "Dropout(0.5)")
        .Select(text => new Link(text, shape => shape));

    private static readonly Gen<Link> Dense = Gen.Select(
        Gen.Int[1, 18], Gen.Bool, (units, hasNoBias) => new Link($"Dense({units}{(hasNoBias ? ", Bias = false" : "")})", _ => [units]));

    private static readonly Gen<Link> Flatten = Gen.Const(new Link("Flatten", shape => [shape.Aggregate((left, right) => left * right)]));

    private static readonly Gen<Link> Global = Gen.OneOf("GlobalAvgPool", "GlobalMaxPool")
        .Select(text => new Link(text, shape => shape.Length > 1 ? [shape[0], .. shape.Skip(1).Select(_ => 1)] : null));

    private static readonly Gen<Link> Upsample = Gen.Select(Gen.Int[1, 3], Gen.OneOf("", ", Mode = UpsampleMode.Bilinear"), (factor, mode) => new Link(
        $"Upsample({factor}{mode})", shape => shape.Length > 1 ? [shape[0], .. shape.Skip(1).Select(size => size * factor)] : null));

    private static readonly Gen<Link> Recurrent = Gen.Select(Gen.OneOf("GRU", "LSTM"), Gen.Int[1, 18], Gen.Bool, (kind, units, isLast) => new Link(
        $"{kind}({units}{(isLast ? ", Last = true" : "")})", shape => shape.Length != 2 ? null : isLast ? [units] : [units, shape[1]]));

    // Few names, so that a layer often finds one, and a Tap now and then one that is taken.
    private static readonly Gen<string> Name = Gen.OneOf("a", "a", "b");

    private static readonly Gen<Link> Tap = Name.Select(name => Link.Named($"Tap(\"{name}\")", name));

    private static readonly Gen<Link> Reader = Gen.Select(
        Gen.OneOf("Add", "Multiply", "Concat", "From"),
        Gen.Frequency((3, Name), (1, Gen.Const(Chain.SideName))),
        (kind, name) => kind == "From" ? Link.From(name) : Link.Join(kind, name));

    private static readonly Gen<Link> Slice = Gen.Select(Gen.Int[0, 3], Gen.Int[1, 4], (start, count) => new Link(
        $"Slice({start}, {count})", shape => start + count <= shape[0] ? [count, .. shape.Skip(1)] : null));

    // A tensor, what is made of it, and both of them together, which fit where the layer leaves the shape.
    private static readonly Gen<Link[]> Block = Gen.Select(
        Name, Gen.Frequency((3, Activation), (1, Global), (1, Pool)), Gen.OneOf("Add", "Multiply", "Concat"),
        (name, inner, join) => new[] { Link.Named($"Tap(\"{name}\")", name), inner, Link.Join(join, name) });

    private static readonly Gen<Link[]> Graph = Gen.Frequency(
        (8, Gen.Const(Array.Empty<Link>())),
        (3, Block),
        (2, Gen.Select(Tap, Reader, (tap, reader) => new[] { tap, reader })),
        (2, Reader.Select(reader => new[] { reader })),
        (1, Slice.Select(slice => new[] { slice })));

    // All with a loss or none; from the second on, each goes on from the first or reads on from the one before it.
    private static readonly Gen<Link[]> Heads = Gen.Select(
        Gen.Select(Activation, Gen.Bool, (layer, isFromFirst) => (layer, isFromFirst)).Array[1, 3],
        Gen.OneOf("", ", MeanSquaredError", ", SoftmaxCrossEntropy", ", SoftmaxCrossEntropy(LabelSmoothing = 0.1)", ", Huber(0.5)", ", BinaryCrossEntropy", ", MeanAbsoluteError"),
        (heads, loss) => heads.SelectMany((head, i) =>
        {
            Link output = Link.Named($"Output(\"head{i}\"){loss}", $"head{i}");
            return i > 0 && head.isFromFirst ? [Link.From("head0"), head.layer, output] : new[] { head.layer, output };
        }).ToArray());

    private static readonly Gen<string> Options = Gen.Select(
        Option(
            "Batch = 2",
            "Batch = 3"), Option("Scalar = Scalar.Double"), Option("ForwardOnly = true"), Option("InputGradient = false"), Option("Reproducible = true"), Option("Winograd = false"),
        (batch, scalar, forward, gradient, reproducible, winograd) => batch + scalar + forward + gradient + reproducible + winograd);

    private static readonly Gen<int[]> Input = Gen.Frequency(
        (1, Gen.Int[1, 12].Select(features => new[] { features })),
        (6, Gen.Select(Gen.Int[1, 6], Gen.Int[1, 12], Gen.Int[1, 12], (channels, height, width) => new[] { channels, height, width })));

    // Images first and lists behind, now and then the other way round.
    private static readonly Gen<Link>
        Body = Gen.Frequency((3, Activation), (6, Conv), (4, Pool), (1, Upsample)),
        Head = Gen.Frequency((4, Activation), (4, Dense), (1, Flatten), (1, Global), (1, Conv), (1, Pool));

    // Along one axis, where windows would be written otherwise.
    private static readonly Gen<int[]> Line = Gen.Select(Gen.Int[1, 6], Gen.Int[1, 12], (channels, length) => new[] { channels, length });

    private static readonly Gen<Link>
        LineBody = Gen.Frequency((3, Activation), (4, Recurrent), (1, Upsample)),
        LineHead = Gen.Frequency((4, Activation), (3, Dense), (1, Flatten), (1, Global), (1, Recurrent));

    public static Gen<Chain> All { get; } = Gen.Frequency((8, Of(Input, Body, Head)), (1, Of(Line, LineBody, LineHead)));

    /// <summary>Those that fit.</summary>
    public static Gen<Chain> Fitting { get; } = All.Where(chain => chain.Shapes() != null);

    private static Gen<Chain> Of(Gen<int[]> shape, Gen<Link> bodies, Gen<Link> tails) => Gen.Select(
        Options,
        shape,
        bodies.Array[0, 3],
        Gen.Select(Graph, tails.Array[0, 2], Gen.Frequency((3, Gen.Const(Array.Empty<Link>())), (1, Heads)), (graph, head, heads) => (graph, head, heads)),
        Gen.OneOf("", "MeanSquaredError", "SoftmaxCrossEntropy", "HalfSquaredError, Sgd(Momentum = 0.9)", "CrossEntropy", "Sgd(WeightDecay = 0.01)"),
        Gen.Frequency((3, Gen.Const("")), (1, Gen.Const("same")), (1, Gen.Const("other"))),
        shape,
        (options, input, body, rest, end, side, other) => new Chain(
            options,
            input,
            side == "" ? null : side == "same" ? input : other,
            [.. body, .. rest.graph, .. rest.head, .. rest.heads],
            // The heads have their losses.
            rest.heads.Length == 0 ? end : end.StartsWith("Sgd", StringComparison.Ordinal) ? end : ""));

    private static Gen<Axis> Axis(bool isPool) => Gen.Select(
        Gen.Int[1, 3], Gen.Int[1, 3], Gen.Frequency((3, Gen.Const(0)), (1, Gen.Int[1, 2])), Gen.Frequency((3, Gen.Const(0)), (1, Gen.Int[1, 2])), isPool
            ? Gen.Const(1)
            : Gen.Frequency((4, Gen.Const(1)), (1, Gen.Const(2))),
        (cells, stride, before, after, dilation) => new Axis(cells, stride, before, after, dilation));

    private static Gen<string> Option(params string[] values) => Gen.Frequency((4, Gen.Const("")), (1, Gen.OneOf(values).Select(value => ", " + value)));

    private static int[]? Windowed(int[] shape, int channels, Axis rows, Axis columns)
    {
        if (shape.Length != 3) return null;
        (int height, int width) = (rows.Places(shape[1]), columns.Places(shape[2]));
        return height > 0 && width > 0 ? [channels, height, width] : null;
    }
}

/// <summary>A window along rows or columns.</summary>
internal sealed record Axis(int Cells, int Stride, int Before, int After, int Dilation)
{
    public bool IsPastWindow => Before >= Cells || After >= Cells;

    /// <summary>Counts the places of the window one by one.</summary>
    public int Places(int size)
    {
        int places = 0;
        for (int first = -Before; first + ((Cells - 1) * Dilation) < size + After; first += Stride) places++;
        return places;
    }

    public string Arguments(string axis, string before, string after, int usualStride) =>
        Argument($"Stride{axis}", Stride, usualStride) + Argument($"Padding{before}", Before, 0) + Argument($"Padding{after}", After, 0)
            + Argument($"Dilation{axis}", Dilation, 1);

    private static string Argument(string name, int value, int usual) =>
        value == usual ? "" : string.Create(CultureInfo.InvariantCulture, $", {name} = {value}");
}
