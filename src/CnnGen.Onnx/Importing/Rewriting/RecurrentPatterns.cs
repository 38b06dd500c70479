using System.Linq;
using CnnGen.Onnx.Importing.Layers;
using CnnGen.Onnx.Importing.Printing;

namespace CnnGen.Onnx.Importing.Rewriting;

/// <summary>The last position of a recurrent layer, where nobody reads the others, and of what it hands on.</summary>
internal static class RecurrentPatterns
{
    public static Layer? Rewrite(Layer layer, Context context) => layer switch
    {
        BorderLayer { Kind: "Crop" } crop when crop.Input is RecurrentLayer { Last: false } recurrent && crop.Before[0] == recurrent.Shape[1] - 1
            && context.AreOne(crop, recurrent) => Last(crop, recurrent, context),

        // Where the last position alone is read, by the memory, the layer's output is nothing else.
        RecurrentLayer { Last: false, Memory: { } memory } recurrent when context.Readers.ContainsKey(memory) && context.IsAlone(recurrent) =>
            recurrent.OfLastPosition(),
        MemoryLayer { Recurrent: { Last: true } recurrent } memory when memory.Shape[0] == recurrent.Units => recurrent,
        PlainLayer { Kind: "Slice", Input: MemoryLayer { Recurrent: { Last: true } recurrent } } slice when IsState(slice, recurrent) => recurrent,
        _ => null,
    };

    /// <summary>The layer that hands an output on.</summary>
    public static RecurrentLayer MakerOf(LayerOutput output) => output.Layer as RecurrentLayer ?? ((MemoryLayer)output.Layer).Recurrent;

    private static Layer? Last(BorderLayer crop, RecurrentLayer recurrent, Context context)
    {
        string[] shape = crop.Shape.Select(Literals.Of).ToArray();
        if (recurrent.Memory is { } memory) return new PlainLayer("Reshape", StateIn(memory, recurrent.Units), crop.Shape, shape);
        if (context.IsAlone(recurrent)) return new PlainLayer("Reshape", recurrent.OfLastPosition(), crop.Shape, shape);
        return crop.Before[0] == 0 ? recurrent : null;   // of one position
    }

    /// <summary>The state, without the cells that an LSTM hands on behind it.</summary>
    private static Layer StateIn(MemoryLayer memory, int units) => memory.Shape[0] == units
        ? memory
        : new PlainLayer("Slice", memory, [units], Literals.Of(0), Literals.Of(units)) { Origin = memory.Origin };

    private static bool IsState(Layer slice, RecurrentLayer recurrent) => slice.Shape[0] == recurrent.Units && slice.Arguments.First() == "0";
}
