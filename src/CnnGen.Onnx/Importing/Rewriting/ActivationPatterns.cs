using System;
using System.Globalization;
using System.Linq;
using CnnGen.Onnx.Importing.Layers;
using CnnGen.Onnx.Importing.Operators;
using CnnGen.Onnx.Importing.Printing;

namespace CnnGen.Onnx.Importing.Rewriting;

/// <summary>Activations that exporters write out: SiLU, HardSwish, GELU and the like.</summary>
internal static class ActivationPatterns
{
    private const string Doubled = "DoubleGELU";

    public static Layer? Rewrite(Layer layer, Context context) => !layer.Inputs.Any(input => context.AreOne(layer, input)) ? Square(layer) : layer switch
    {
        JoinLayer { Kind: "Multiply" } => Product(layer.Inputs[0], layer.Inputs[1]) ?? Product(layer.Inputs[1], layer.Inputs[0]),
        ScaleLayer scale when scale.Is(0.5, 0) && scale.Input.Kind == Doubled => Gelu(scale.Input.Input, scale.Input is PatternLayer { IsTanh: true }),
        ScaleLayer or NormalizeLayer when IsSixth(layer) => Sixth(layer.Input),
        ActivationLayer { Kind: "Clip" or "ReLU" or "ReLU6" } => Clip(layer, context),
        _ => null,
    };

    private static ActivationLayer? Square(Layer layer) =>
        layer is JoinLayer { Kind: "Multiply" } && layer.Inputs[0] == layer.Inputs[1] ? new ActivationLayer("Square", layer.Inputs[0]) : null;

    private static Layer? Product(Layer x, Layer gate)
    {
        if (x == gate) return new ActivationLayer("Square", x);
        if (gate is ActivationLayer activation && activation.Inputs[0] == x)
        {
            if (activation.Is("Sigmoid")) return new ActivationLayer("SiLU", x);
            if (activation.Is("HardSigmoid")) return new ActivationLayer("HardSwish", x);
        }

        if (gate is ActivationLayer { Kind: "Tanh", Input: ActivationLayer { Kind: "Softplus" } softplus } && softplus.Input == x)
        {
            return new ActivationLayer("Mish", x);
        }

        if (IsOnePlusErf(gate, x, out bool isTanh)) return new PatternLayer(Doubled, x, $"{gate} can only be imported as a part of GELU") { IsTanh = isTanh };
        if (x is ScaleLayer half && half.Is(0.5, 0) && IsOnePlusErf(gate, half.Input, out isTanh)) return Gelu(half.Input, isTanh);
        return gate is ScaleLayer halved && halved.Is(0.5, 0) && IsOnePlusErf(halved.Input, x, out isTanh) ? Gelu(x, isTanh) : null;
    }

    private static ActivationLayer Gelu(Layer x, bool isTanh) => isTanh ? new ActivationLayer("GELU", x, "Tanh = true") : new ActivationLayer("GELU", x);

    private static bool IsOnePlusErf(Layer layer, Layer x, out bool isTanh)
    {
        isTanh = false;
        if (layer is not ScaleLayer one || !one.Is(1, 1)) return false;
        isTanh = one.Input.Kind == "Tanh";
        return isTanh ? IsTanhArgument(one.Input.Input, x) : one.Input.Kind == "Erf" && IsFactor(one.Input.Input, Math.Sqrt(0.5), x);
    }

    /// <summary>√(2/π) (x + 0.044715 x³).</summary>
    private static bool IsTanhArgument(Layer layer, Layer x)
    {
        if (layer is not ScaleLayer factor || !IsFactor(layer, Math.Sqrt(2 / Math.PI), factor.Input) || factor.Input is not JoinLayer { Kind: "Add" } sum)
        {
            return false;
        }

        Layer cubic = sum.Inputs[0] == x ? sum.Inputs[1] : sum.Inputs[0];
        if (!sum.Inputs.Contains(x) || cubic is not ScaleLayer scale || !IsFactor(scale, 0.044715, scale.Input)) return false;
        Layer cube = scale.Input;
        bool isPower = cube.Kind == "Cube" && cube.Input == x;
        return isPower
            || (cube is JoinLayer { Kind: "Multiply" } product && product.Inputs.Contains(x)
            && product.Inputs.Any(part => part.Kind == "Square" && part.Input == x));
    }

    private static bool IsFactor(Layer layer, double factor, Layer x) => layer.Inputs.Length == 1 && layer.Input == x && layer switch
    {
        ScaleLayer scale => scale.Factor.Length == 1 && Math.Abs(scale.Factor[0] - factor) < 1e-5 && scale.Offset is [0],
        NormalizeLayer norm => norm.Mean is [0] && norm.Deviation.Length == 1 && Math.Abs(1 / norm.Deviation[0] - factor) < 1e-5,
        _ => false,
    };

    private static bool IsSixth(Layer layer) => layer switch
    {
        ScaleLayer scale => scale.Offset is [0] && scale.Factor.Length == 1 && Math.Abs(scale.Factor[0] - 1.0 / 6) < 1e-6,
        NormalizeLayer norm => norm.Mean is [0] && norm.Deviation is [6],
        _ => false,
    };

    private static Layer? Sixth(Layer layer)
    {
        if (RampOf(layer) is { } x) return new ActivationLayer("HardSigmoid", x);
        if (layer is not JoinLayer { Kind: "Multiply" } product) return null;
        if (RampOf(product.Inputs[1]) == product.Inputs[0]) return new ActivationLayer("HardSwish", product.Inputs[0]);
        return RampOf(product.Inputs[0]) == product.Inputs[1] ? new ActivationLayer("HardSwish", product.Inputs[1]) : null;
    }

    /// <summary>What relu6(x + 3) is of.</summary>
    private static Layer? RampOf(Layer layer) =>
        layer is ActivationLayer { Kind: "ReLU6", Input: ScaleLayer three } && three.Is(1, 3) ? three.Input : null;

    /// <summary>Bounds of bounds, and of a straight line.</summary>
    private static ActivationLayer? Clip(Layer layer, Context context)
    {
        (double low, double high) = Bounds(layer);
        if (!context.IsAlone(layer.Input)) return null;
        if (low == 0 && high == 1 && layer.Input is ScaleLayer { Factor.Length: 1, Offset.Length: 1 } line && line.Input is not InputLayer
            && line.Offset[0] != 0)
        {
            return new ActivationLayer("HardSigmoid", line.Input, Activations.HardSigmoidArguments(line.Factor[0], line.Offset[0]));
        }

        if (layer.Input is not ActivationLayer { Kind: "Clip" or "ReLU" or "ReLU6" }) return null;
        (double from, double to) = Bounds(layer.Input);
        low = Math.Max(low, from);
        high = Math.Min(high, to);
        if (low >= high) return null;
        if (low == 0 && high >= float.MaxValue) return new ActivationLayer("ReLU", layer.Input.Input);
        return low == 0 && high == 6
            ? new ActivationLayer("ReLU6", layer.Input.Input)
            : new ActivationLayer("Clip", layer.Input.Input, Literals.Of(low), Literals.Of(high));
    }

    private static (double Low, double High) Bounds(Layer layer)
    {
        if (layer.Kind == "ReLU") return (0, Literals.Shortest(float.MaxValue));
        if (layer.Kind == "ReLU6") return (0, 6);
        double[] bounds = layer.Arguments.Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return (bounds[0], bounds[1]);
    }
}
