using System.Collections.Generic;
using CnnGen.Onnx.Importing.Printing;

namespace CnnGen.Onnx.Importing.Layers;

/// <summary>GRU or LSTM along a line.</summary>
internal sealed class RecurrentLayer(string kind, Layer input, int units, bool last, LayerTensor[] tensors)
    : Layer(last ? [units] : [units, input.Shape[1]], input)
{
    public bool Last => last;

    public override string Kind => kind;

    public override bool BeginsBlock => true;

    public override IEnumerable<string> Arguments
    {
        get
        {
            List<string> all = [Literals.Of(units)];
            if (last) all.Add("Last = true");
            if (tensors.Length == 2) all.Add("Bias = false");
            return all;
        }
    }

    public override IEnumerable<LayerTensor> Tensors => tensors;

    public RecurrentLayer OfLastPosition() => new(kind, Input, units, true, tensors) { Origin = Origin };
}
