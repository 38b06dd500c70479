using System.Collections.Generic;
using System.Linq;
using WorkedExamples.Output;
using WorkedExamples.Running;

namespace WorkedExamples.Notes;

/// <summary>Shows which cell of each window won and so receives the window's gradient.</summary>
internal static class PoolRouting
{
    public static void Write(NoteContext context, LayerRun layer, PoolWindow window)
    {
        IReadOnlyList<int> inputShape = layer.Layer.InputShape, outputShape = layer.Layer.OutputShape;
        var received = layer.Input.Select(_ => new List<double>()).ToArray();
        var rows = new List<string[]> { new[] { "window", "largest", "found at", "gradient" } };
        for (int i = 0; i < layer.Output.Length; i++)
        {
            int[] winners = Winners(layer.Input, inputShape, Position(i, outputShape), window);
            foreach (int winner in winners) received[winner].Add(layer.OutputGradient[i]);
            rows.Add([
                Text(i, outputShape), Numbers.Text(layer.Input[winners[0]]),
                string.Join(" ", winners.Select(winner => Text(winner, inputShape))), Numbers.Text(layer.OutputGradient[i])]);
        }

        context.Page.Line($"where {layer.Layer.Name} found the largest of each window, as (channel, row, column)");
        context.Page.Table(rows);
        for (int i = 0; i < received.Length; i++)
        {
            if (received[i].Count < 2) continue;
            string sum = $"{Numbers.Terms(received[i])} = {Numbers.Text(received[i].Sum())}";
            context.Page.Line($"  {Text(i, inputShape)} won {received[i].Count} windows: {sum}");
        }

        context.Check($"{layer.Layer.Name} input gradient", layer.InputGradient, received.Select(gradients => gradients.Sum()).ToArray());
    }

    private static int[] Winners(double[] input, IReadOnlyList<int> shape, int[] output, PoolWindow window)
    {
        int firstRow = output[1] * window.Stride, firstColumn = output[2] * window.Stride;
        int[] cells =
        [
            .. from row in Enumerable.Range(firstRow, window.Height)
               from column in Enumerable.Range(firstColumn, window.Width)
               select (output[0] * shape[1] + row) * shape[2] + column,
        ];
        double largest = cells.Max(cell => input[cell]);
        int[] winners = cells.Where(cell => input[cell] == largest).ToArray();
        return window.AllTies ? winners : winners[..1];
    }

    private static int[] Position(int index, IReadOnlyList<int> shape) =>
        [index / (shape[1] * shape[2]), index / shape[2] % shape[1], index % shape[2]];

    private static string Text(int index, IReadOnlyList<int> shape) => $"({string.Join(", ", Position(index, shape))})";
}
