using System.Linq;
using WorkedExamples.Output;
using WorkedExamples.Running;

namespace WorkedExamples.Notes;

/// <summary>Patches: every product of the convolution and of its gradients.</summary>
internal static class PatchesNotes
{
    private const int InputSize = 4, KernelSize = 2, OutputSize = 3;

    public static void Write(NoteContext context)
    {
        LayerRun conv = context.Layers[0];
        double[] kernel = conv.Parameters[0].Values;

        var output = new double[OutputSize * OutputSize];
        context.Page.Line("output (row, column): the kernel times the patch under it");
        for (int i = 0; i < output.Length; i++)
        {
            (int Row, int Column) cell = Cell(i, OutputSize);
            output[i] = Line(context, cell, [.. Cells(KernelSize).Select(k => (kernel[At(k, KernelSize)], conv.Input[At(Add(cell, k), InputSize)]))]);
        }

        var kernelGradient = new double[KernelSize * KernelSize];
        context.Page.Line("gradient of a kernel cell: each output's gradient times the input that the cell met there");
        for (int i = 0; i < kernelGradient.Length; i++)
        {
            (int Row, int Column) cell = Cell(i, KernelSize);
            var terms = Cells(OutputSize).Select(o => (conv.OutputGradient[At(o, OutputSize)], conv.Input[At(Add(o, cell), InputSize)]));
            kernelGradient[i] = Line(context, cell, [.. terms]);
        }

        var inputGradient = new double[InputSize * InputSize];
        context.Page.Line("gradient of an input cell: each output that used it hands back its gradient times the weight it used");
        for (int i = 0; i < inputGradient.Length; i++)
        {
            (int Row, int Column) cell = Cell(i, InputSize);
            (double, double)[] terms =
            [
                .. from o in Cells(OutputSize)
                   let k = (Row: cell.Row - o.Row, Column: cell.Column - o.Column)
                   where k.Row is >= 0 and < KernelSize && k.Column is >= 0 and < KernelSize
                   select (conv.OutputGradient[At(o, OutputSize)], kernel[At(k, KernelSize)]),
            ];
            inputGradient[i] = Line(context, cell, terms);
        }

        context.Check("conv1 output", conv.Output, output);
        context.Check("conv1.weight gradient", conv.Parameters[0].Gradient, kernelGradient);
        context.Check("conv1 input gradient", conv.InputGradient, inputGradient);
    }

    private static double Line(NoteContext context, (int Row, int Column) cell, (double, double)[] terms)
    {
        context.Page.Line($"  ({cell.Row}, {cell.Column})  {Numbers.Products(terms)} = {Numbers.Text(Numbers.Sum(terms))}");
        return Numbers.Sum(terms);
    }

    private static (int Row, int Column) Cell(int index, int size) => (index / size, index % size);

    private static (int Row, int Column)[] Cells(int size) => [.. Enumerable.Range(0, size * size).Select(index => Cell(index, size))];

    private static int At((int Row, int Column) cell, int size) => cell.Row * size + cell.Column;

    private static (int Row, int Column) Add((int Row, int Column) a, (int Row, int Column) b) => (a.Row + b.Row, a.Column + b.Column);
}
