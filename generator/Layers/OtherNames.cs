using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Layers;

/// <summary>What PyTorch, Keras and hurried hands call CnnGen's attributes and their arguments.</summary>
internal static class OtherNames
{
    // Endings that other libraries give to what has a name without them here: Conv2d, MaxPooling2D, HuberLoss, DenseLayer.
    private static readonly string[] Endings = { "1D", "2D", "3D", "LOSS", "LAYER" };

    // Known elsewhere; once the catalogue has one, it is named like any other.
    private static readonly string[] Absent =
    {
        "RNN", "SimpleRNN", "Embedding", "MultiHeadAttention", "GLU", "RReLU", "CReLU", "NAdam", "RAdam", "PixelUnshuffle",
    };

    // Each kind with its other names, without endings.
    private static readonly Dictionary<string, string> Attributes = Index(
        ("Network", "Sequential Model NeuralNetwork Net NN InputShape"),
        ("Conv", "Convolution Convolutional DepthwiseConv LazyConv"),
        ("Dense", "Linear LazyLinear FullyConnected FC"),
        ("GRU", "GatedRecurrentUnit GRUCell CuDNNGRU"),
        ("LSTM", "LongShortTermMemory LSTMCell CuDNNLSTM"),
        ("MaxPool", "MaxPooling"),
        ("Upsample", "Upsampling UpsamplingNearest UpsamplingBilinear Interpolate Resize"),
        ("AvgPool", "AvgPooling AveragePool AveragePooling MeanPool"),
        ("GlobalAvgPool", "AdaptiveAvgPool GlobalAveragePool GlobalAveragePooling GlobalAvgPooling"),
        ("GlobalMaxPool", "AdaptiveMaxPool GlobalMaxPooling"),
        ("Softmax", "LogSoftmax"),
        ("Sigmoid", "Logistic"),
        ("SoftmaxCrossEntropy", "CrossEntropyLoss CategoricalCrossentropy SparseCategoricalCrossentropy SoftmaxLoss"),
        ("CrossEntropy", "NLL"),
        ("MeanSquaredError", "MSE L2"),
        ("Sgd", "StochasticGradientDescent"),
        ("ConvTranspose", "Conv1DTranspose Conv2DTranspose Deconv Deconvolution TransposedConv"),
        ("BatchNorm", "BatchNormalization"),
        ("LayerNorm", "LayerNormalization"),
        ("GroupNorm", "GroupNormalization InstanceNorm"),
        ("SiLU", "Swish"),
        ("Clip", "Clamp Hardtanh"),
        ("Pad", "ZeroPad ZeroPadding ReflectionPad ReplicationPad CircularPad ConstantPad"),
        ("Crop", "Cropping CenterCrop"),
        ("PixelShuffle", "DepthToSpace"),
        ("Reshape", "Unflatten View"),
        ("ELU", "CELU"),
        ("Dropout", "SpatialDropout"),
        ("BinaryCrossEntropy", "BCE BCEWithLogits"),
        ("MeanAbsoluteError", "MAE L1"),
        ("Huber", "SmoothL1"));

    // Those of other mathematics than what they are called here, or of arguments that mean something else: to write the name alone would be another network.
    private static readonly HashSet<string> Unlike = new(StringComparer.OrdinalIgnoreCase)
    {
        "DepthwiseConv", "UpsamplingBilinear", "Interpolate", "Resize", "LogSoftmax", "InstanceNorm", "CELU", "DepthToSpace", "CenterCrop",
        "ReflectionPad", "ReplicationPad", "CircularPad", "ConstantPad", "SpatialDropout", "Dropout1D", "Dropout2D", "Dropout3D",
    };

    // Those that pool a whole plane where they are told to leave one number of it, as these do without being told.
    private static readonly string[] WholePlanes = { "GlobalAvgPool", "GlobalMaxPool" };

    // The arguments that may be meant, the first that the attribute has, with their other names without underscores.
    private static readonly Dictionary<string, string> Arguments = Index(
        ("kernel size", "kernelSize"),
        ("size", "poolSize window"),
        ("kernelHeight height", "kernelH"),
        ("kernelWidth width", "kernelW"),
        ("filters units", "outChannels outputs channels"),
        ("units filters", "outFeatures filters hiddenSize numUnits"),
        ("Last", "lastOnly"),
        ("channels", "inChannels"),
        ("features", "inFeatures"),
        ("slope", "negativeSlope alpha"),
        ("StrideHeight", "strideH"),
        ("StrideWidth", "strideW"),
        ("Padding", "pad pads"),
        ("PaddingHeight", "padH"),
        ("PaddingWidth", "padW"),
        ("PaddingTop", "padTop"),
        ("PaddingBottom", "padBottom"),
        ("PaddingLeft", "padLeft"),
        ("PaddingRight", "padRight"),
        ("minimum", "min minVal"),
        ("maximum", "max maxVal"),
        ("CountPadding", "countIncludePad"),
        ("Dilation", "dilationRate"),
        ("Groups", "group"),
        ("Bias", "useBias hasBias"),
        ("Batch", "batchSize"),
        ("Scalar", "dtype"),
        ("WeightDecay", "decay"),
        ("Epsilon", "eps"),
        ("LabelSmoothing", "smoothing"),
        ("Weights", "classWeights classWeight"),
        ("IgnoreIndex", "ignoreLabel"),
        ("Alpha", "rho"));

    /// <summary>The kind that an attribute's name looks like: another library's name for it, or a misspelling; null where there is none.</summary>
    public static string? OfAttribute(string written)
    {
        string name = written.ToUpperInvariant();
        if (Attributes.TryGetValue(name, out string? kind)) return kind;
        string[] own = Catalogue.Dependents.Prepend(Catalogue.Network).Concat(Absent).Distinct().ToArray();
        if (own.FirstOrDefault(other => other.ToUpperInvariant() == name) is { } same) return same;
        string? ending = Endings.FirstOrDefault(end => name.Length > end.Length && name.EndsWith(end, StringComparison.Ordinal));
        if (ending != null && OfAttribute(written.Substring(0, written.Length - ending.Length)) is { } stem) return stem;
        return Spelling.Nearest(written, own);
    }

    /// <summary>The complaint about an unknown attribute, by what it looks like.</summary>
    /// <param name="rule">The diagnostic.</param>
    /// <param name="place">The attribute.</param>
    /// <param name="written">What it is called.</param>
    /// <param name="kind">What it looks like.</param>
    /// <param name="values">What its arguments are, as they are written.</param>
    public static Problem Complaint(DiagnosticDescriptor rule, Place place, string written, string kind, EquatableArray<string> values)
    {
        if (!Catalogue.Knows(kind)) return new Problem(rule.Id, place, written, $"it looks like '{kind}', which CnnGen does not have");
        bool isBare = WholePlanes.Contains(kind) && values.Any();
        if (IsUnlike(written) || (isBare && values.Any(value => value != "1"))) return new Problem(rule.Id, place, written, $"what comes nearest is '{kind}'");
        var remedy = new Remedy($"Write {kind}", new Edit(isBare ? EditKind.Bare : EditKind.Rename, place, kind));
        return new Problem(rule.Id, place, written, $"CnnGen's is '{kind}'") { Remedies = EquatableArray.Of(remedy) };
    }

    /// <summary>The argument that a name looks like, among those that the attribute has; null where there is none.</summary>
    public static string? OfArgument(string written, IReadOnlyList<string> properties, IReadOnlyList<string> parameters)
    {
        string name = written.Replace("_", "").ToUpperInvariant();
        string[] own = properties.Concat(parameters).ToArray();
        if (own.FirstOrDefault(other => other.ToUpperInvariant() == name) is { } same) return same;
        if (Arguments.TryGetValue(name, out string? candidates) && candidates.Split(' ').FirstOrDefault(own.Contains) is { } known) return known;
        return Spelling.Nearest(name, own);
    }

    private static bool IsUnlike(string written) => Unlike.Contains(written) || Endings.Any(end =>
        written.EndsWith(end, StringComparison.OrdinalIgnoreCase) && IsUnlike(written.Substring(0, written.Length - end.Length)));

    private static Dictionary<string, string> Index(params (string Ours, string Others)[] table) =>
        table
            .SelectMany(row => row.Others.Split(' ').Select(other => (Other: other.ToUpperInvariant(), row.Ours)))
            .ToDictionary(pair => pair.Other, pair => pair.Ours);
}
