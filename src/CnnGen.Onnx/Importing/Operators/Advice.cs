using System;
using System.Collections.Generic;

namespace CnnGen.Onnx.Importing.Operators;

/// <summary>What is said of operators that no attribute declares.</summary>
internal static class Advice
{
    private const string Quantised = "is quantised; import the model of floating-point numbers that it was made of";
    private const string Control = "is control flow, and a network is a fixed graph; export the branch that is used";
    private const string Detection = "belongs to decoding, not to the network; --cut ends the network at the last layers with weights";

    private static readonly Dictionary<string, string> Sentences = new(StringComparer.Ordinal)
    {
        ["QLinearConv"] = Quantised,
        ["QLinearMatMul"] = Quantised,
        ["ConvInteger"] = Quantised,
        ["MatMulInteger"] = Quantised,
        ["QuantizeLinear"] = Quantised,
        ["DequantizeLinear"] = Quantised,
        ["DynamicQuantizeLinear"] = Quantised,
        ["If"] = Control,
        ["Loop"] = Control,
        ["Scan"] = Control,
        ["NonMaxSuppression"] = Detection,
        ["TopK"] = Detection,
        ["ArgMax"] = Detection,
        ["ArgMin"] = Detection,
        ["NonZero"] = Detection,
        ["Multinomial"] = Detection,
        ["RandomNormalLike"] = Detection,
        ["RandomUniformLike"] = Detection,
        ["LogSoftmax"] = "cannot be declared; SoftmaxCrossEntropy takes what is before it, where --cut ends the network",
        ["Log"] = "cannot be declared; --cut ends the network at the last layers with weights",
        ["Exp"] = "cannot be declared; --cut ends the network at the last layers with weights",
        ["LRN"] = "cannot be declared: there is no local response norm",
        ["RNN"] = "cannot be declared; GRU and LSTM can",
        ["Attention"] = "is attention, which cannot be declared",
        ["Einsum"] = "cannot be declared; export with matrix products in its place",
    };

    public static string For(string op) => Sentences.TryGetValue(op, out string? sentence) ? sentence : "cannot be declared: no attribute does what it does";

    public static string ForDomain(string domain) =>
        domain.Contains("ml", StringComparison.Ordinal) ? "trees and tables cannot be declared" : "export the model with ONNX's own operators";
}
