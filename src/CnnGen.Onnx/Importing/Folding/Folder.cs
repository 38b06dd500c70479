using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using CnnGen.Onnx.Importing.Graphs;
using CnnGen.Onnx.Importing.Operators;

namespace CnnGen.Onnx.Importing.Folding;

/// <summary>Computes what depends on constants alone: the arithmetic of shapes, and weights behind a Reshape or a Transpose.</summary>
internal static class Folder
{
    private static readonly Dictionary<string, Func<Call, Constant?[]>> Operators = new(StringComparer.Ordinal)
    {
        ["Constant"] = FoldedSources.Constant,
        ["ConstantOfShape"] = FoldedSources.ConstantOfShape,
        ["Range"] = FoldedSources.Range,
        ["Shape"] = call => [Integers(call.Needed(0, "input").Shape)],
        ["Size"] = call => [new Constant([], [(long)call.Needed(0, "input").Count])],
        ["Identity"] = call => [call.Needed(0, "input")],
        ["Dropout"] = call => [call.Needed(0, "input")],
        ["Cast"] = FoldedSources.Cast,
        ["Reshape"] = FoldedMovements.Reshape,
        ["Flatten"] = FoldedMovements.Flatten,
        ["Squeeze"] = FoldedMovements.Squeeze,
        ["Unsqueeze"] = FoldedMovements.Unsqueeze,
        ["Transpose"] = FoldedMovements.Transpose,
        ["Concat"] = FoldedMovements.Concat,
        ["Slice"] = FoldedMovements.Slice,
        ["Gather"] = FoldedMovements.Gather,
        ["Split"] = FoldedMovements.Split,
        ["Expand"] = FoldedMovements.Expand,
        ["Tile"] = FoldedMovements.Tile,
        ["Add"] = call => FoldedArithmetic.Pairs(call, (a, b) => a + b, (a, b) => checked(a + b)),
        ["Sum"] = call => FoldedArithmetic.Pairs(call, (a, b) => a + b, (a, b) => checked(a + b)),
        ["Sub"] = call => FoldedArithmetic.Pairs(call, (a, b) => a - b, (a, b) => checked(a - b)),
        ["Mul"] = call => FoldedArithmetic.Pairs(call, (a, b) => a * b, (a, b) => checked(a * b)),
        ["Div"] = call => FoldedArithmetic.Pairs(call, (a, b) => a / b, (a, b) => a / b),
        ["Mod"] = call => FoldedArithmetic.Pairs(call, (a, b) => a % b, (a, b) => a % b),
        ["Max"] = call => FoldedArithmetic.Pairs(call, Math.Max, Math.Max),
        ["Min"] = call => FoldedArithmetic.Pairs(call, Math.Min, Math.Min),
        ["Pow"] = call => FoldedArithmetic.Pairs(call, MathF.Pow, (a, b) => checked((long)Math.Pow(a, b))),
        ["Equal"] = call => FoldedArithmetic.Pairs(call, (a, b) => a == b ? 1 : 0, (a, b) => a == b ? 1 : 0),
        ["Greater"] = call => FoldedArithmetic.Pairs(call, (a, b) => a > b ? 1 : 0, (a, b) => a > b ? 1 : 0),
        ["Less"] = call => FoldedArithmetic.Pairs(call, (a, b) => a < b ? 1 : 0, (a, b) => a < b ? 1 : 0),
        ["And"] = call => FoldedArithmetic.Pairs(call, (a, b) => a * b, (a, b) => a * b),
        ["Neg"] = call => FoldedArithmetic.Each(call, a => -a, a => -a),
        ["Abs"] = call => FoldedArithmetic.Each(call, MathF.Abs, Math.Abs),
        ["Not"] = call => FoldedArithmetic.Each(call, a => 1 - a, a => 1 - a),
        ["Floor"] = call => FoldedArithmetic.Each(call, MathF.Floor, a => a),
        ["Ceil"] = call => FoldedArithmetic.Each(call, MathF.Ceiling, a => a),
        ["Sqrt"] = call => FoldedArithmetic.Each(call, MathF.Sqrt, null),
        ["Exp"] = call => FoldedArithmetic.Each(call, MathF.Exp, null),
        ["Log"] = call => FoldedArithmetic.Each(call, MathF.Log, null),
        ["Reciprocal"] = call => FoldedArithmetic.Each(call, a => 1 / a, null),
        ["Where"] = FoldedArithmetic.Where,
        ["ReduceProd"] = call => FoldedArithmetic.Reduce(call, (a, b) => a * b, (a, b) => checked(a * b)),
        ["ReduceSum"] = call => FoldedArithmetic.Reduce(call, (a, b) => a + b, (a, b) => checked(a + b)),
        ["ReduceMax"] = call => FoldedArithmetic.Reduce(call, Math.Max, Math.Max),
        ["ReduceMin"] = call => FoldedArithmetic.Reduce(call, Math.Min, Math.Min),
    };

    public static bool TryFold(Call call, [NotNullWhen(true)] out Constant?[]? folded)
    {
        folded = Operators.TryGetValue(call.Node.Operator, out Func<Call, Constant?[]>? fold) ? fold(call) : null;
        return folded is not null;
    }

    public static Constant Integers(IEnumerable<int> numbers)
    {
        long[] all = numbers.Select(number => (long)number).ToArray();
        return new Constant([all.Length], all);
    }
}
