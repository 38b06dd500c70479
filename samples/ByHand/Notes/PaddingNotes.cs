using System.Collections.Generic;
using System.Linq;
using WorkedExamples.Output;
using WorkedExamples.Running;

namespace WorkedExamples.Notes;

/// <summary>PaddingOnly and StrideAndPadding: where the windows lie.</summary>
internal static class PaddingNotes
{
    private const int Stride = 2, Padding = 1;    // of both examples

    public static void PaddingOnly(NoteContext context)
    {
        LayerRun conv = context.Layers[0];
        Windows(context, conv, kernel: 1);
        context.Page.Line("No window meets the image: each output is the bias, and weight and input receive nothing.");
        context.Page.Line($"gradient of the bias: {Numbers.Terms(conv.OutputGradient)} = {Numbers.Text(conv.OutputGradient.Sum())}");

        double bias = conv.Parameters[1].Values[0];
        context.Check("conv1 output", conv.Output, [.. conv.Output.Select(_ => bias)]);
        context.Check("conv1.weight gradient", conv.Parameters[0].Gradient, [0]);
        context.Check("conv1.bias gradient", conv.Parameters[1].Gradient, [conv.OutputGradient.Sum()]);
        context.Check("conv1 input gradient", conv.InputGradient, [0]);
    }

    public static void StrideAndPadding(NoteContext context)
    {
        Windows(context, context.Layers[0], kernel: 5);
        context.Page.Line("Cells outside the image are padding and count as 0. Weight and bias gradients are sums over both samples.");
    }

    private static void Windows(NoteContext context, LayerRun conv, int kernel)
    {
        IReadOnlyList<int> input = conv.Layer.InputShape, output = conv.Layer.OutputShape;
        var rows = new List<string[]> { new[] { "output", "input", "of these in the image" } };
        foreach ((string axis, int index) in new[] { ("row", 1), ("column", 2) })
        {
            for (int i = 0; i < output[index]; i++)
            {
                int[] cells = [.. Enumerable.Range(i * Stride - Padding, kernel)];
                int[] inside = [.. cells.Where(cell => cell >= 0 && cell < input[index])];
                rows.Add([$"{axis} {i}", $"{axis} {Range(cells)}", Range(inside)]);
            }
        }

        context.Page.Line("which part of the image each output sees");
        context.Page.Table(rows);
    }

    private static string Range(int[] cells) => cells.Length switch
    {
        0 => "none",
        1 => $"{cells[0]}",
        _ => $"{cells[0]} to {cells[^1]}",
    };
}
