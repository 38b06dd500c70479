using System.Collections.Generic;
using CnnGen.Onnx.Importing.Printing;

namespace CnnGen.Onnx.Importing.Layers;

/// <summary>A dense layer.</summary>
internal sealed class DenseLayer(Layer input, int units, LayerTensor weight, LayerTensor? bias) : Layer([units], input)
{
    public LayerTensor Weight => weight;

    public LayerTensor? Bias => bias;

    public override string Kind => "Dense";

    public override bool BeginsBlock => true;

    public override IEnumerable<string> Arguments => bias is null ? [Literals.Of(units), "Bias = false"] : [Literals.Of(units)];

    public override IEnumerable<LayerTensor> Tensors => bias is null ? [weight] : [weight, bias];

    public DenseLayer With(LayerTensor weight, LayerTensor? bias) => new(Input, units, weight, bias) { Origin = Origin };
}
