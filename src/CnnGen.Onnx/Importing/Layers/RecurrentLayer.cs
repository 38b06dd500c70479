using System.Collections.Generic;
using CnnGen.Onnx.Importing.Printing;

namespace CnnGen.Onnx.Importing.Layers;

/// <summary>GRU or LSTM along a line.</summary>
internal sealed class RecurrentLayer(string kind, Layer input, InputLayer? state, int units, bool last, LayerTensor[] tensors)
    : Layer(last ? [units] : [units, input.Shape[1]], state is null ? [input] : [input, state])
{
    public bool Last => last;

    public int Units => units;

    /// <summary>The input that the state before the first position comes from; null: it is zeros.</summary>
    public InputLayer? State => state;

    /// <summary>What it hands on, where its state comes from an input.</summary>
    public MemoryLayer? Memory { get; private set; }

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

    /// <summary>The state behind the last position, of an LSTM with the cells behind it, for an output.</summary>
    /// <param name="size">How many numbers that is.</param>
    public MemoryLayer HandOn(int size) => Memory = new MemoryLayer(this, size) { Origin = Origin };

    public RecurrentLayer OfLastPosition() => new(kind, Input, state, units, true, tensors) { Origin = Origin, Memory = Memory };
}

/// <summary>What a recurrent layer hands on to the output that its <c>State</c> makes.</summary>
internal sealed class MemoryLayer(RecurrentLayer recurrent, int size) : Layer([size], recurrent)
{
    /// <summary>The layer, as it is now.</summary>
    public RecurrentLayer Recurrent => (RecurrentLayer)Input;

    public override string Kind => "Memory";
}
