using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers;

/// <summary>What PyTorch, Keras and hurried hands call CnnGen's attributes and their arguments.</summary>
internal static class OtherNames
{
    // Endings that other libraries give to what has a name without them here: Conv2d, MaxPooling2D, HuberLoss, DenseLayer.
    private static readonly string[] Endings = { "1D", "2D", "3D", "LOSS", "LAYER" };

    // Known elsewhere; once the catalogue has one, it is named like any other.
    private static readonly string[] Absent =
    {
        "ConvTranspose", "ReLU6", "PReLU", "ELU", "SiLU", "GELU", "SELU", "Mish", "Softplus", "HardSwish", "HardSigmoid", "BatchNorm", "LayerNorm", "GroupNorm",
        "Dropout", "Normalize", "Upsample", "Reshape", "PixelShuffle", "GRU", "LSTM", "BinaryCrossEntropy", "MeanAbsoluteError", "Huber", "Adam", "AdamW", "RMSProp",
    };

    // By the name in capitals, without an ending.
    private static readonly Dictionary<string, string> Attributes = new()
    {
        ["CONVOLUTION"] = "Conv", ["CONVOLUTIONAL"] = "Conv", ["DEPTHWISECONV"] = "Conv", ["LAZYCONV"] = "Conv",
        ["LINEAR"] = "Dense", ["LAZYLINEAR"] = "Dense", ["FULLYCONNECTED"] = "Dense", ["FC"] = "Dense",
        ["MAXPOOLING"] = "MaxPool", ["AVGPOOLING"] = "AvgPool", ["AVERAGEPOOL"] = "AvgPool", ["AVERAGEPOOLING"] = "AvgPool", ["MEANPOOL"] = "AvgPool",
        ["ADAPTIVEAVGPOOL"] = "GlobalAvgPool", ["GLOBALAVERAGEPOOL"] = "GlobalAvgPool", ["GLOBALAVERAGEPOOLING"] = "GlobalAvgPool", ["GLOBALAVGPOOLING"] = "GlobalAvgPool",
        ["ADAPTIVEMAXPOOL"] = "GlobalMaxPool", ["GLOBALMAXPOOLING"] = "GlobalMaxPool",
        ["LOGSOFTMAX"] = "Softmax", ["LOGISTIC"] = "Sigmoid",
        ["CATEGORICALCROSSENTROPY"] = "SoftmaxCrossEntropy", ["SPARSECATEGORICALCROSSENTROPY"] = "SoftmaxCrossEntropy", ["SOFTMAXLOSS"] = "SoftmaxCrossEntropy", ["CROSSENTROPYLOSS"] = "SoftmaxCrossEntropy",
        ["NLL"] = "CrossEntropy", ["MSE"] = "MeanSquaredError", ["L2"] = "MeanSquaredError", ["STOCHASTICGRADIENTDESCENT"] = "Sgd",
        ["SEQUENTIAL"] = "Network", ["MODEL"] = "Network", ["NEURALNETWORK"] = "Network", ["NET"] = "Network", ["NN"] = "Network", ["INPUTSHAPE"] = "Network",

        ["DECONV"] = "ConvTranspose", ["DECONVOLUTION"] = "ConvTranspose", ["CONV2DTRANSPOSE"] = "ConvTranspose", ["CONV1DTRANSPOSE"] = "ConvTranspose", ["TRANSPOSEDCONV"] = "ConvTranspose",
        ["BATCHNORMALIZATION"] = "BatchNorm", ["LAYERNORMALIZATION"] = "LayerNorm", ["GROUPNORMALIZATION"] = "GroupNorm", ["INSTANCENORM"] = "GroupNorm",
        ["SWISH"] = "SiLU", ["CELU"] = "ELU", ["SPATIALDROPOUT"] = "Dropout", ["UPSAMPLING"] = "Upsample",
        ["BCE"] = "BinaryCrossEntropy", ["BCEWITHLOGITS"] = "BinaryCrossEntropy", ["MAE"] = "MeanAbsoluteError", ["L1"] = "MeanAbsoluteError", ["SMOOTHL1"] = "Huber",
    };

    // By the name in capitals, without underscores: the first that the attribute has.
    private static readonly Dictionary<string, string[]> Arguments = new()
    {
        ["KERNELSIZE"] = new[] { "kernel", "size" }, ["POOLSIZE"] = new[] { "size" }, ["WINDOW"] = new[] { "size" }, ["KERNELH"] = new[] { "kernelHeight", "height" }, ["KERNELW"] = new[] { "kernelWidth", "width" },
        ["OUTCHANNELS"] = new[] { "filters" }, ["CHANNELS"] = new[] { "filters" }, ["OUTFEATURES"] = new[] { "units" }, ["OUTPUTS"] = new[] { "units", "filters" }, ["FILTERS"] = new[] { "units" },
        ["STRIDEH"] = new[] { "StrideHeight" }, ["STRIDEW"] = new[] { "StrideWidth" },
        ["PAD"] = new[] { "Padding" }, ["PADS"] = new[] { "Padding" }, ["PADH"] = new[] { "PaddingHeight" }, ["PADW"] = new[] { "PaddingWidth" },
        ["PADTOP"] = new[] { "PaddingTop" }, ["PADBOTTOM"] = new[] { "PaddingBottom" }, ["PADLEFT"] = new[] { "PaddingLeft" }, ["PADRIGHT"] = new[] { "PaddingRight" },
        ["DILATIONRATE"] = new[] { "Dilation" }, ["GROUP"] = new[] { "Groups" }, ["USEBIAS"] = new[] { "Bias" }, ["HASBIAS"] = new[] { "Bias" },
        ["NEGATIVESLOPE"] = new[] { "slope" }, ["ALPHA"] = new[] { "slope" }, ["COUNTINCLUDEPAD"] = new[] { "CountPadding" },
        ["BATCHSIZE"] = new[] { "Batch" }, ["DTYPE"] = new[] { "Scalar" }, ["DECAY"] = new[] { "WeightDecay" }, ["INCHANNELS"] = new[] { "channels" }, ["INFEATURES"] = new[] { "features" },
    };

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

    /// <summary>What to write instead, as the end of a sentence.</summary>
    public static string Advice(string kind) => Catalogue.Knows(kind) ? $"CnnGen's is '{kind}'" : $"it looks like '{kind}', which CnnGen does not have";

    /// <summary>The argument that a name looks like, among those that the attribute has; null where there is none.</summary>
    public static string? OfArgument(string written, IReadOnlyList<string> properties, IReadOnlyList<string> parameters)
    {
        string name = written.Replace("_", "").ToUpperInvariant();
        string[] own = properties.Concat(parameters).ToArray();
        if (own.FirstOrDefault(other => other.ToUpperInvariant() == name) is { } same) return same;
        if (Arguments.TryGetValue(name, out string[]? candidates) && candidates.FirstOrDefault(own.Contains) is { } known) return known;
        return Spelling.Nearest(name, own);
    }
}
