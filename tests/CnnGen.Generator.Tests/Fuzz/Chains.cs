using System;
using System.Globalization;
using System.Linq;
using CsCheck;

namespace CnnGen.Generator.Tests.Fuzz;

/// <summary>A declaration of a few layers that may fit one another or not, with the shapes that it has to have.</summary>
/// <param name="Network">The arguments of the attribute.</param>
/// <param name="Input">The shape that comes in.</param>
/// <param name="Links">The layers.</param>
/// <param name="End">A loss, an optimizer, nothing.</param>
internal sealed record Chain(string Network, int[] Input, Link[] Links, string End)
{
    public string Attributes => $"[Network({string.Join(", ", Input)}{Network})] [{string.Join(", ", Links.Select(link => link.Attribute).Append(End).Where(text => text.Length > 0))}]".Replace(" []", "", StringComparison.Ordinal);

    /// <summary>The shape behind each layer; null where they do not fit, and an error is due.</summary>
    public int[][]? Shapes()
    {
        int[][] shapes = new int[Links.Length][];
        int[]? shape = Input;
        for (int i = 0; i < Links.Length; i++)
        {
            shape = Links[i].Shape(shape);
            if (shape == null) return null;
            shapes[i] = shape;
        }

        // A network has a layer; CrossEntropy needs probabilities, unless nobody asks for the loss.
        bool isProbability = Links.LastOrDefault(link => link.Attribute != "Flatten")?.Attribute is "Softmax" or "Sigmoid";
        bool isRefused = End.StartsWith("CrossEntropy", StringComparison.Ordinal) && !isProbability && !Network.Contains("ForwardOnly", StringComparison.Ordinal);
        return Links.Length > 0 && !isRefused ? shapes : null;
    }

    public override string ToString() => Attributes;
}

/// <summary>A layer: its attribute, and the shape that it makes of one that comes in, or null where it cannot.</summary>
internal sealed record Link(string Attribute, Func<int[], int[]?> Shape);

/// <summary>Chains that CsCheck draws and shrinks: of every choice the first and of every number the smallest is the simplest.</summary>
internal static class Chains
{
    private static readonly Gen<Link> Conv = Gen.Select(
        Gen.Int[1, 18], Axis(isPool: false), Axis(isPool: false), Gen.Frequency((4, Gen.Const(1)), (1, Gen.Int[2, 3])), Gen.OneOf("", ", Bias = false", ", UntiedBias = true"),
        (filters, rows, columns, groups, bias) => new Link(
            $"Conv({filters}, {rows.Cells}, {columns.Cells}{rows.Arguments("Height", "Top", "Bottom", 1)}{columns.Arguments("Width", "Left", "Right", 1)}{(groups == 1 ? "" : $", Groups = {groups}")}{bias})",
            shape => filters % groups != 0 || (shape.Length == 3 && shape[0] % groups != 0) ? null : Windowed(shape, filters, rows, columns)));

    private static readonly Gen<Link> Pool = Gen.Select(
        Gen.OneOf("AvgPool", "MaxPool"), Axis(isPool: true), Axis(isPool: true), Gen.Bool,
        (kind, rows, columns, isOdd) => new Link(
            $"{kind}({rows.Cells}, {columns.Cells}{rows.Arguments("Height", "Top", "Bottom", rows.Cells)}{columns.Arguments("Width", "Left", "Right", columns.Cells)}{(!isOdd ? "" : kind == "MaxPool" ? ", AllTies = true" : ", CountPadding = false")})",
            shape => rows.IsPastWindow || columns.IsPastWindow ? null : Windowed(shape, shape[0], rows, columns)));

    private static readonly Gen<Link> Activation = Gen.OneOf("ReLU", "Tanh", "Sigmoid", "LeakyReLU(0.2)", "LeakyReLU(-0.5)", "Softmax", "BatchNorm", "BatchNorm(Affine = false)", "Normalize(0.5, 2)", "Dropout(0.5)").Select(text => new Link(text, shape => shape));

    private static readonly Gen<Link> Dense = Gen.Select(Gen.Int[1, 18], Gen.Bool, (units, hasNoBias) => new Link($"Dense({units}{(hasNoBias ? ", Bias = false" : "")})", _ => [units]));

    private static readonly Gen<Link> Flatten = Gen.Const(new Link("Flatten", shape => [shape.Aggregate((left, right) => left * right)]));

    private static readonly Gen<Link> Global = Gen.OneOf("GlobalAvgPool", "GlobalMaxPool").Select(text => new Link(text, shape => shape.Length == 3 ? [shape[0], 1, 1] : null));

    private static readonly Gen<Link> Upsample = Gen.Select(Gen.Int[1, 3], Gen.OneOf("", ", Mode = UpsampleMode.Bilinear"), (factor, mode) => new Link(
        $"Upsample({factor}{mode})", shape => shape.Length == 3 ? [shape[0], shape[1] * factor, shape[2] * factor] : null));

    private static readonly Gen<string> Options = Gen.Select(
        Option("Batch = 2", "Batch = 3"), Option("Scalar = Scalar.Double"), Option("ForwardOnly = true"), Option("InputGradient = false"), Option("Reproducible = true"), Option("Winograd = false"),
        (batch, scalar, forward, gradient, reproducible, winograd) => batch + scalar + forward + gradient + reproducible + winograd);

    private static readonly Gen<int[]> Input = Gen.Frequency(
        (1, Gen.Int[1, 12].Select(features => new[] { features })),
        (6, Gen.Select(Gen.Int[1, 6], Gen.Int[1, 12], Gen.Int[1, 12], (channels, height, width) => new[] { channels, height, width })));

    // Images first and lists behind, now and then the other way round.
    private static readonly Gen<Link> Body = Gen.Frequency((3, Activation), (6, Conv), (4, Pool), (1, Upsample)), Head = Gen.Frequency((4, Activation), (4, Dense), (1, Flatten), (1, Global), (1, Conv), (1, Pool));

    public static Gen<Chain> All { get; } = Gen.Select(
        Options,
        Input,
        Body.Array[0, 3],
        Head.Array[0, 2],
        Gen.OneOf("", "MeanSquaredError", "SoftmaxCrossEntropy", "HalfSquaredError, Sgd(Momentum = 0.9)", "CrossEntropy", "Sgd(WeightDecay = 0.01)"),
        (options, input, body, head, end) => new Chain(options, input, [.. body, .. head], end));

    /// <summary>Those that fit.</summary>
    public static Gen<Chain> Fitting { get; } = All.Where(chain => chain.Shapes() != null);

    private static Gen<Axis> Axis(bool isPool) => Gen.Select(
        Gen.Int[1, 3], Gen.Int[1, 3], Gen.Frequency((3, Gen.Const(0)), (1, Gen.Int[1, 2])), Gen.Frequency((3, Gen.Const(0)), (1, Gen.Int[1, 2])), isPool ? Gen.Const(1) : Gen.Frequency((4, Gen.Const(1)), (1, Gen.Const(2))),
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
        Argument($"Stride{axis}", Stride, usualStride) + Argument($"Padding{before}", Before, 0) + Argument($"Padding{after}", After, 0) + Argument($"Dilation{axis}", Dilation, 1);

    private static string Argument(string name, int value, int usual) => value == usual ? "" : string.Create(CultureInfo.InvariantCulture, $", {name} = {value}");
}
