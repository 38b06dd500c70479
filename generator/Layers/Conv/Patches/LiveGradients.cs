using System;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers.Pool;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Conv.Patches;

/// <summary>
/// The gradients of a convolution's outputs, as its backward steps read them: one for each output; or, behind a max pool, one for each
/// window and the place of its winner, since all others are zero.
/// </summary>
/// <param name="Shape">The convolution.</param>
/// <param name="Input">How its framed input lies, and that input's gradient.</param>
/// <param name="Gradient">How the gradients lie.</param>
/// <param name="Pool">The pool; null for none.</param>
/// <param name="Winners">How the winners lie: where in the input each maximum's patch begins.</param>
internal sealed record LiveGradients(ConvShape Shape, Layout Input, Layout Gradient, PoolShape? Pool = null, Layout? Winners = null)
{
    public bool IsPooled => Pool != null;

    public int Rows => Gradient.Shape.Height;

    /// <summary>From one kernel column to the next, in the input.</summary>
    public int PieceStride => Shape.Window.DilationWidth * Input.ColumnStride;

    public int Columns => Gradient.Shape.Width;

    /// <summary>In a method's name.</summary>
    public string NameSuffix =>
        (IsPooled ? $"BehindMaxPool{Text.Number(Pool!.Window.Height)}x{Text.Number(Pool.Window.Width)}" : "") + Gradient.NameSuffix
            + (Winners == null || Winners == Gradient ? "" : "And" + Winners.NameSuffix);

    /// <summary>In a form: how the sum goes through them.</summary>
    public string Order => IsPooled ? "window row, window column" : "output row, output column";

    /// <summary>What the gradients of an output are in a title: 16×10×10, or 16×5×5 winners.</summary>
    public string Outputs => IsPooled ? $"{Pool!.Output} winners" : Shape.Output.ToString();

    /// <summary>The title of a gradient of the weights.</summary>
    public string WeightGradientTitle => $"{Shape.Weights} ← {Shape.Input} and {Outputs}{Shape.Details}";

    /// <summary>The title of a gradient of the input.</summary>
    public string InputGradientTitle => $"{Shape.Input} ← {Outputs}{Shape.Details}";

    /// <summary>Multiply-adds of a gradient that visits every gradient there is: where none of them is zero.</summary>
    public long Macs => (long)Shape.Weights.Count * Gradient.Shape.Positions;

    /// <summary>In a sentence.</summary>
    public string Describe => IsPooled ? "the winners of the pool's windows whose gradient is not zero" : "the outputs whose gradient is not zero";

    /// <summary>How many rows of gradients have patches, and the gradients beside them, that fit so many bytes; they divide the rows.</summary>
    public int RowsWithin(int bytes, Scalar scalar)
    {
        int size = scalar == Scalar.Single ? 4 : 8, rows = Shape.Window.StrideHeight * (Pool?.Window.StrideHeight ?? 1);
        long inputRow = (long)Input.RowStride * (Input.ChannelsLast ? 1 : Shape.Channels) * size;
        long gradientRow = (long)Gradient.RowStride * size * (IsPooled ? 2 : 1);
        return Enumerable.Range(1, Math.Min(Rows, bytes))
            .Last(count =>
                count == 1 || (Rows % count == 0 && (((count * (long)rows) + Shape.Window.SpanHeight - 1) * inputRow) + (count * gradientRow) <= bytes));
    }

    /// <summary>Whether the gradients of all filters of an output lie together, and their winners.</summary>
    public bool HasFilterLanes => AreTogether(Gradient) && (Winners == null || AreTogether(Winners));

    private static bool AreTogether(Layout layout) =>
        layout.ChannelStride == 1 && (layout.ColumnStride >= layout.Shape.Channels || layout.Shape.Positions == 1);

    /// <summary>Where the patch of an output begins in the input.</summary>
    public Index PatchOf(Index row, Index column) => ConvText.InputAt(Shape, Input, 0, row, 0, column, 0);

    /// <summary>The places of a convolution's outputs, as a pool's winners name them: where their patches begin in the input.</summary>
    public static Places PlacesIn(ConvShape shape, Layout input)
    {
        int origin = ConvText.InputAt(shape, input, 0, 0, 0, 0, 0).Constant;
        return new Places(origin, 0, shape.Window.StrideHeight * input.RowStride, shape.Window.StrideWidth * input.ColumnStride);
    }
}
