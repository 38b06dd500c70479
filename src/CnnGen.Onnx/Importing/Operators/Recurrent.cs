using System;
using System.Linq;
using CnnGen.Onnx.Importing.Graphs;
using CnnGen.Onnx.Importing.Layers;
using CnnGen.Onnx.Importing.Printing;

namespace CnnGen.Onnx.Importing.Operators;

/// <summary>LSTM and GRU: ONNX's orders of axes and gates to PyTorch's.</summary>
internal static class Recurrent
{
    // Where each of PyTorch's gates (i, f, g, o; r, z, n) stands in ONNX's order (i, o, f, c; z, r, h).
    private static readonly int[] LstmGates = [0, 2, 3, 1];
    private static readonly int[] GruGates = [1, 0, 2];

    public static Value?[] Lstm(Call call)
    {
        call.Require(call.Integer("input_forget", 0) == 0, "has input_forget = 1");
        call.Require(IsZero(call, 7), "has peepholes");
        CheckActivations(call, "Sigmoid", "Tanh", "Tanh");
        return Layers(call, "LSTM", LstmGates);
    }

    public static Value?[] Gru(Call call)
    {
        call.Require(call.Integer("linear_before_reset", 0) != 0,
            "has linear_before_reset = 0: its reset gate comes before the product, PyTorch's and CnnGen's behind");
        CheckActivations(call, "Sigmoid", "Tanh");
        return Layers(call, "GRU", GruGates);
    }

    private static void CheckActivations(Call call, params string[] expected)
    {
        // Lists of names are not read: whoever writes them writes what is no default.
        call.Require(!call.Has("activations"), $"names its activations; only {string.Join(", ", expected)} can be declared, ONNX's defaults: leave them out");
        call.Require(!call.Has("clip"), "clips its cells");
    }

    private static Value?[] Layers(Call call, string kind, int[] gates)
    {
        string direction = call.Text("direction", "forward");
        call.Require(direction == "forward", $"is {direction}; only forward can be declared");
        call.Require(IsZero(call, 5) && IsZero(call, 6), "has an initial state other than zeros, or than an input");
        bool batchFirst = call.Integer("layout", 0) != 0;
        View view = call.View(0);
        call.Require(view.Shape.Length == 3 && view.Shape[batchFirst ? 0 : 1] == 1,
            $"reads {Dims.Text(view.Shape)}, where positions, batch and features belong");

        // One position may be the batch, which is read as 1 whatever it is.
        int along = batchFirst ? 1 : 0;
        call.Require(call.IsOfOneSample || view.Shape[along] > 1 || view.BatchAxis != along,
            "goes along the first axis of the file's input, which is the batch here: export it with batch_first=True, or for one sample");
        if (call[4] is View) throw new RefusalException("has lengths that are computed");
        int length = view.Shape[along], features = view.Shape[2];
        call.Require(call.Constant(4, "lengths")?.AsIntegers().All(each => each == length) ?? true, "has lengths shorter than its input");
        Layer line = call.Arranged(Movements.Transposed(call, view, batchFirst ? [0, 2, 1] : [1, 2, 0]));

        Constant w = call.Needed(1, "weights"), r = call.Needed(2, "recurrent weights");
        int rows = r.Shape.Length == 3 ? r.Shape[1] : 0, units = rows / gates.Length;
        bool fits = rows == units * gates.Length && units > 0 && Dims.Same(r.Shape, [1, rows, units]) && Dims.Same(w.Shape, [1, rows, features]);
        call.Require(fits, $"has weights {Dims.Text(w.Shape)} and {Dims.Text(r.Shape)} for {features} features");
        LayerTensor[] tensors =
        [
            new("weight_ih_l0", [rows, features], Ordered(w.AsFloats(), gates)),
            new("weight_hh_l0", [rows, units], Ordered(r.AsFloats(), gates)),
        ];
        if (call.Constant(3, "biases") is { } biases)
        {
            call.Require(biases.Count == 2 * rows, $"has biases {Dims.Text(biases.Shape)}");
            float[] numbers = biases.AsFloats();
            tensors = [.. tensors, new("bias_ih_l0", [rows], Ordered(numbers[..rows], gates)), new("bias_hh_l0", [rows], Ordered(numbers[rows..], gates))];
        }

        // All positions, and the last of them, which becomes Last where nobody reads the others.
        InputLayer? state = StateOf(call, units, hasCells: kind == "LSTM");
        RecurrentLayer all = call.Named(new RecurrentLayer(kind, line, state, units, false, tensors));
        View states = new(all, [1, units, length]);
        int stateBatch = batchFirst ? 0 : 1;
        View positions = batchFirst
            ? Movements.Transposed(call, states, [0, 2, 1]).Reshaped([1, length, 1, units])
            : Movements.Transposed(call, states, [2, 0, 1]).Reshaped([length, 1, 1, units], batchAxis: 2);
        if (state is null)
        {
            BorderLayer last = call.Named(new BorderLayer("Crop", all, [units, 1], [length - 1], [0]));
            return [positions, new View(last, [1, 1, units]) { BatchAxis = stateBatch }, null];
        }

        MemoryLayer memory = all.HandOn(Dims.Count(state.Shape));
        return kind == "LSTM"
            ? [positions, Part(call, memory, 0, units, stateBatch), Part(call, memory, units, units, stateBatch)]
            : [positions, new View(memory, [1, 1, units]) { BatchAxis = stateBatch }];
    }

    /// <summary>The input that the state before the first position is, of an LSTM with the cells behind it; null: it is zeros.</summary>
    private static InputLayer? StateOf(Call call, int units, bool hasCells)
    {
        if (call[5] is not View && call[6] is not View) return null;
        if (!hasCells) return call.InputOf(call.View(5), units) ?? throw new RefusalException("computes its initial state; it can be zeros, or an input");
        if (call[5] is View state && call[6] is View cells && HalfOf(call, state, 0, units) is { } input && HalfOf(call, cells, units, units) == input)
        {
            return input;
        }

        throw new RefusalException(
            $"has an initial state that is no input of {2 * units} numbers, the state and behind it the cells, which Slice or Split takes apart: only so, "
            + "or as zeros, it can be declared");
    }

    private static InputLayer? HalfOf(Call call, View view, int start, int units)
    {
        bool isPart = view.Order is null && view.Count == units && view.Source.Inputs is [InputLayer];
        if (!isPart || call.InputOf(Call.Batched(view.Source.Input), 2 * units) is not { } input) return null;
        return view.Source.Kind == "Slice" && view.Source.Arguments.SequenceEqual([Literals.Of(start), Literals.Of(units)]) ? input : null;
    }

    private static View Part(Call call, Layer memory, int start, int units, int batchAxis) =>
        new(call.Named(new PlainLayer("Slice", memory, [units], Literals.Of(start), Literals.Of(units))), [1, 1, units]) { BatchAxis = batchAxis };

    private static float[] Ordered(float[] numbers, int[] gates)
    {
        int size = numbers.Length / gates.Length;
        return gates.SelectMany(gate => numbers.AsSpan(gate * size, size).ToArray()).ToArray();
    }

    private static bool IsZero(Call call, int index) => call[index] is not Constant constant || constant.AsFloats().All(number => number == 0);
}
