using System;
using System.Globalization;
using System.Linq;

namespace CnnGen.Onnx.Importing.Graphs;

/// <summary>Shapes: sizes of axes, row-major.</summary>
internal static class Dims
{
    /// <summary>How many numbers a shape has; refused where that is absurd.</summary>
    public static int Count(ReadOnlySpan<int> shape)
    {
        long count = 1;
        foreach (int size in shape)
        {
            if (size < 0) throw new RefusalException($"has a size of {size}");
            if (size == 0) return 0;
            count *= size;
            if (count > Budget.Tensor) throw new RefusalException($"the shape {Text(shape)} has more than {Budget.Tensor / 1_000_000} million numbers");
        }

        return (int)count;
    }

    public static string Text(ReadOnlySpan<int> shape)
    {
        string[] sizes = new string[shape.Length];
        for (int i = 0; i < sizes.Length; i++) sizes[i] = shape[i].ToString(CultureInfo.InvariantCulture);
        return $"[{string.Join(",", sizes)}]";
    }

    public static bool Same(ReadOnlySpan<int> a, ReadOnlySpan<int> b) => a.SequenceEqual(b);

    public static int[] Strides(ReadOnlySpan<int> shape)
    {
        int[] strides = new int[shape.Length];
        for (int i = shape.Length - 1, stride = 1; i >= 0; stride *= shape[i--]) strides[i] = stride;
        return strides;
    }

    /// <summary>An axis counted from 0; ONNX also counts from the end.</summary>
    public static int Axis(long axis, int rank)
    {
        long counted = axis < 0 ? axis + rank : axis;
        return counted >= 0 && counted < Math.Max(1, rank) ? (int)counted : throw new RefusalException($"axis {axis} of {rank} axes");
    }

    /// <summary>The shape that two shapes meet in, by ONNX's (NumPy's) rule.</summary>
    public static int[] Broadcast(int[] a, int[] b)
    {
        int[] shape = new int[Math.Max(a.Length, b.Length)];
        for (int i = 1; i <= shape.Length; i++)
        {
            int left = i <= a.Length ? a[^i] : 1, right = i <= b.Length ? b[^i] : 1;
            if (left != right && left != 1 && right != 1) throw new RefusalException($"{Text(a)} and {Text(b)} do not fit together");
            shape[^i] = left == 1 ? right : left;
        }

        return shape;
    }

    /// <summary>For each place of a shape the place of the smaller one that is broadcast to it.</summary>
    public static int[] BroadcastIndexes(int[] from, int[] to, Budget budget)
    {
        int rank = to.Length;
        int[] own = Strides(from), strides = new int[rank];
        for (int i = 1; i <= from.Length; i++) strides[^i] = from[^i] == 1 ? 0 : own[^i];
        return Walk(to, strides, 0, budget);
    }

    /// <summary>For each place of the transposed shape the place before.</summary>
    public static int[] TransposeIndexes(int[] shape, int[] axes, Budget budget)
    {
        int[] strides = Strides(shape);
        return Walk(Permute(shape, axes), Permute(strides, axes), 0, budget);
    }

    public static int[] Permute(int[] values, int[] axes) => axes.Select(axis => values[axis]).ToArray();

    /// <summary>For each place of a shape, row-major, a start and its coordinates times strides.</summary>
    public static int[] Walk(int[] shape, int[] strides, int start, Budget budget)
    {
        int count = Count(shape);
        budget.Spend(count);
        int[] indexes = new int[count];
        int[] at = new int[shape.Length];
        int index = start;
        for (int k = 0; k < count; k++)
        {
            indexes[k] = index;
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                index += strides[axis];
                if (++at[axis] < shape[axis]) break;
                index -= strides[axis] * shape[axis];
                at[axis] = 0;
            }
        }

        return indexes;
    }
}
