using System.Collections.Generic;
using System.Linq;
using CnnGen.Onnx.Importing.Graphs;
using CnnGen.Onnx.Importing.Layers;
using CnnGen.Onnx.Importing.Printing;

namespace CnnGen.Onnx.Importing.Operators;

/// <summary>
/// Makes layers whose numbers lie as somebody needs them: nothing where they do, a Reshape or Flatten where only the shape differs, a shuffle
/// where that is what reshapes and transpositions came to; and an input is declared as its first reader needs it.
/// </summary>
internal sealed class Arranger(ISet<string> settledInputs)
{
    private const int MostAxes = 3;

    public Layer Arrange(View view) => view.Arranged ??= Make(view, SampleShape(view.Shape));

    /// <summary>The shape of one sample.</summary>
    public static int[] SampleShape(int[] shape)
    {
        int[] sample = shape.Length > 1 && shape[0] == 1 ? shape[1..] : shape.Length == 0 ? [1] : shape;
        return sample.Length <= MostAxes
            ? sample
            : throw new RefusalException($"makes numbers of {sample.Length} axes {Dims.Text(sample)}; a network has channels, rows and columns at most");
    }

    /// <summary>The input that is this list of numbers, whatever shape the file gives it; null: it is none.</summary>
    public InputLayer? InputOf(View view, int count)
    {
        if (view.Source is not InputLayer input || view.Order is not null || view.Count != count || Dims.Count(input.Shape) != count) return null;
        if (input.Shape.Length == 1) return input;
        return Settle(view, [count]) is { } layout ? throw layout : null;
    }

    private Layer Make(View view, int[] wanted)
    {
        Layer source = view.Source;
        if (view.Order is null && Dims.Same(source.Shape, wanted)) return source;
        bool isLine = view.Order is null && wanted.Length == 1;
        if (view.Order is not null && Shuffled(source, view.Order, wanted) is { } shuffled) return shuffled;
        if (!isLine && Settle(view, wanted) is { } layout) throw layout;
        if (isLine) return new PlainLayer("Flatten", source, wanted);
        if (view.Order is null) return new PlainLayer("Reshape", source, wanted, wanted.Select(Literals.Of).ToArray());
        throw new RefusalException(
            $"needs the order of {Dims.Text(wanted)}, but {view.MovedBy ?? "what is before"} put the numbers of {Dims.Text(source.Shape)} "
            + "in another one, which nothing undoes");
    }

    /// <summary>What an input has to be so that nothing need be moved; null where this is no input, or one that is settled.</summary>
    private LayoutException? Settle(View view, int[] wanted)
    {
        Layer layer = view.Source;
        while (layer.IsElementwise && layer.Inputs.Length == 1) layer = layer.Input;
        if (layer is not InputLayer input || settledInputs.Contains(input.Tensor)) return null;
        if (Dims.Count(wanted) != Dims.Count(input.Shape)) return null;
        return new LayoutException(input.Tensor, wanted, view.Order ?? Enumerable.Range(0, view.Count).ToArray());
    }

    private static Layer? Shuffled(Layer source, int[] order, int[] wanted)
    {
        int[] shape = source.Shape;
        if (shape.Length != wanted.Length || shape.Length < 2) return null;
        if (Dims.Same(shape, wanted)) return ChannelShuffle(source, order);
        int factor = wanted[^1] / shape[^1], axes = shape.Length - 1, cells = axes == 1 ? factor : factor * factor;
        if (factor < 2 || wanted[0] * cells != shape[0] || !shape.Skip(1).Zip(wanted.Skip(1)).All(pair => pair.First * factor == pair.Second)) return null;
        int rows = axes == 1 ? 1 : wanted[1], columns = wanted[^1], tall = axes == 1 ? 1 : factor;

        // ONNX's DCR has the cells outermost, CRD (and PyTorch) the channels.
        foreach (bool cellsFirst in new[] { false, true })
        {
            bool fits = true;
            for (int k = 0; k < order.Length && fits; k++)
            {
                int column = k % columns, row = k / columns % rows, channel = k / columns / rows;
                int cell = row % tall * factor + column % factor;
                int from = cellsFirst ? cell * wanted[0] + channel : channel * cells + cell;
                fits = order[k] == (from * (rows / tall) + row / tall) * (columns / factor) + column / factor;
            }

            if (!fits) continue;
            Layer shuffled = cellsFirst ? new PlainLayer("ChannelShuffle", source, shape, Literals.Of(cells)) : source;
            return new PlainLayer("PixelShuffle", shuffled, wanted, Literals.Of(factor));
        }

        return null;
    }

    private static PlainLayer? ChannelShuffle(Layer source, int[] order)
    {
        int channels = source.Shape[0], positions = order.Length / channels;
        int width = order[positions] / positions;
        if (width < 1 || channels % width != 0) return null;
        int groups = channels / width;
        for (int k = 0; k < order.Length; k++)
        {
            int channel = k / positions, from = channel % groups * width + channel / groups;
            if (order[k] != from * positions + k % positions) return null;
        }

        return new PlainLayer("ChannelShuffle", source, source.Shape, Literals.Of(groups));
    }
}
