using System.Linq;
using CnnGen.Onnx.Importing.Graphs;
using CnnGen.Onnx.Importing.Layers;

namespace CnnGen.Onnx.Importing.Operators;

/// <summary>Matrix products with constants: dense layers.</summary>
internal static class Products
{
    public static Value?[] Gemm(Call call)
    {
        float alpha = (float)call.Number("alpha", 1), beta = (float)call.Number("beta", 1);
        if (call[0] is Constant && call[1] is View) throw new RefusalException("has its weights on the left, and its input on the right");
        View input = call.View(0);
        Constant weight = Weights(call);
        call.Require(call.Integer("transA", 0) == 0, "has transA = 1 on a tensor that the network computes");
        call.Require(weight.Shape.Length == 2, $"has weights {Dims.Text(weight.Shape)}");
        bool isRows = call.Integer("transB", 0) != 0;
        int inputs = weight.Shape[isRows ? 1 : 0], units = weight.Shape[isRows ? 0 : 1];
        call.Require(input.Count == inputs && input.Shape.Length == 2, $"has weights for {inputs} features and reads {Dims.Text(input.Shape)}");
        float[] rows = Rows(call, weight, input, units, inputs, isRows, alpha);
        LayerTensor? bias = null;
        if (call[2] is View) throw new RefusalException("adds what the network computes; only constant biases can be declared");
        if (call.Constant(2, "bias") is { Count: > 0 } offsets)
        {
            call.Require(offsets.Count == 1 || (offsets.Count == units && offsets.Shape[^1] == units),
                $"has biases {Dims.Text(offsets.Shape)} for {units} units");
            float[] numbers = offsets.AsFloats();
            bias = new LayerTensor("bias", [units], Enumerable.Range(0, units).Select(i => beta * numbers[numbers.Length == 1 ? 0 : i]).ToArray());
        }

        Layer dense = call.Named(new DenseLayer(input.Source, units, new LayerTensor("weight", [units, inputs], rows), bias));
        return [new View(dense, [1, units])];
    }

    public static Value?[] MatMul(Call call)
    {
        if (call[0] is View && call[1] is View) throw new RefusalException("multiplies two tensors that the network computes: attention cannot be declared");
        bool isLeft = call[0] is Constant;
        View input = call.View(isLeft ? 1 : 0);
        Constant weight = isLeft ? call.Needed(0, "weights") : Weights(call);
        call.Require(weight.Shape.Length == 2, $"has weights {Dims.Text(weight.Shape)}");
        int inputs = weight.Shape[isLeft ? 1 : 0], units = weight.Shape[isLeft ? 0 : 1];
        int along = isLeft && input.Shape.Length > 1 ? input.Shape[^2] : input.Shape[^1];
        call.Require(along == inputs, $"has weights for {inputs} features and reads {Dims.Text(input.Shape)}");
        call.Require(input.Count == inputs, $"multiplies at each position of {Dims.Text(input.Shape)}; write it as a convolution of kernel 1");
        float[] rows = Rows(call, weight, input, units, inputs, isLeft, 1);
        Layer dense = call.Named(new DenseLayer(input.Source, units, new LayerTensor("weight", [units, inputs], rows), null));
        int[] shape = (int[])input.Shape.Clone();
        shape[isLeft && shape.Length > 1 ? ^2 : ^1] = units;
        return [new View(dense, shape) { BatchAxis = input.BatchAxis }];
    }

    private static Constant Weights(Call call) => call[1] is View
        ? throw new RefusalException("multiplies two tensors that the network computes: attention cannot be declared")
        : call.Needed(1, "weights");

    /// <summary>PyTorch's rows of weights, with a column for each number in the order in which the layer before makes it.</summary>
    private static float[] Rows(Call call, Constant weight, View input, int units, int inputs, bool isRows, float alpha)
    {
        float[] numbers = weight.AsFloats();
        if (isRows && input.Order is null && alpha == 1) return numbers;
        if (input.Order is not null)
        {
            call.Note($"The file flattens {Dims.Text(input.Source.Shape)} in another order; the columns of {call.Node} are put in the order of this network.");
        }

        call.Budget.Spend(numbers.Length);
        float[] rows = new float[numbers.Length];
        for (int unit = 0; unit < units; unit++)
        {
            for (int i = 0; i < inputs; i++) rows[unit * inputs + input.At(i)] = alpha * (isRows ? numbers[unit * inputs + i] : numbers[i * units + unit]);
        }

        return rows;
    }
}
