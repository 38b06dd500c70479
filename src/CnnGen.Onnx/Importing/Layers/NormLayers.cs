using System.Collections.Generic;
using CnnGen.Onnx.Importing.Printing;

namespace CnnGen.Onnx.Importing.Layers;

/// <summary>BatchNorm, LayerNorm or GroupNorm.</summary>
internal sealed class NormLayer(string kind, Layer input, double epsilon, LayerTensor? weight, LayerTensor? bias, params string[] arguments)
    : Layer(input.Shape, input)
{
    public double Epsilon => epsilon;

    /// <summary>Null: neither weight nor bias.</summary>
    public LayerTensor? Weight => weight;

    public LayerTensor? Bias => bias;

    /// <summary>Of a batch norm: mean and variance.</summary>
    public LayerTensor[] Buffers { get; init; } = [];

    /// <summary>Of a batch norm, the share of the newest call.</summary>
    public double Momentum { get; init; } = 0.1;

    public override string Kind => kind;

    public override IEnumerable<string> Arguments
    {
        get
        {
            List<string> all = [.. arguments];
            if (epsilon != 1e-5) all.Add($"Epsilon = {Literals.Of(epsilon)}");
            if (Momentum != 0.1) all.Add($"Momentum = {Literals.Of(Momentum)}");
            if (weight is null) all.Add("Affine = false");
            return all;
        }
    }

    public override IEnumerable<LayerTensor> Tensors => weight is null ? Buffers : [weight, bias!, .. Buffers];

    public override bool HasParameters => weight is not null;

    public override bool OnlyAdjusts => true;

    public NormLayer With(LayerTensor? weight, LayerTensor? bias) =>
        new(kind, Input, epsilon, weight, bias, arguments) { Origin = Origin, Buffers = Buffers, Momentum = Momentum };
}

/// <summary>x × factor + offset, one for all or one for each channel.</summary>
internal sealed class ScaleLayer(Layer input, double[] factor, double[] offset) : Layer(input.Shape, input)
{
    public double[] Factor => factor;

    public double[] Offset => offset;

    public override string Kind => "Scale";

    public override bool IsElementwise => true;

    public override IEnumerable<string> Arguments => [Literals.Of(factor), Literals.Of(offset)];

    public bool Is(double factor, double offset) =>
        Factor.Length == 1 && Offset.Length == 1 && (float)Factor[0] == (float)factor && (float)Offset[0] == (float)offset;

    /// <summary>The factor of a channel.</summary>
    public double FactorOf(int channel) => factor[factor.Length == 1 ? 0 : channel];

    public double OffsetOf(int channel) => offset[offset.Length == 1 ? 0 : channel];
}

/// <summary>(x − mean) / deviation.</summary>
internal sealed class NormalizeLayer(Layer input, double[] mean, double[] deviation) : Layer(input.Shape, input)
{
    public double[] Mean => mean;

    public double[] Deviation => deviation;

    public override string Kind => "Normalize";

    public override bool IsElementwise => true;

    public override IEnumerable<string> Arguments => [Literals.Of(mean), Literals.Of(deviation)];
}
