using System;
using System.Linq;
using WorkedExamples.Output;
using WorkedExamples.Running;

namespace WorkedExamples.Notes;

/// <summary>ByHand: the whole calculation as one would do it on paper, forward and backward.</summary>
internal static class ByHandNotes
{
    private const int Kernels = 3, Windows = 2, Cells = 2;

    public static void Write(NoteContext context)
    {
        Forward(context);
        context.Page.Line();
        double[] pooledGradient = BackwardToPool(context);
        context.Page.Line();
        BackwardThroughConvolution(context, pooledGradient);
    }

    private static void Forward(NoteContext context)
    {
        Page page = context.Page;
        LayerRun conv = context.Layers[0], pool = context.Layers[1], dense = context.Layers[2], sigmoid = context.Layers[3];
        double[] kernels = conv.Parameters[0].Values, neuron = dense.Parameters[0].Values, target = context.Expected.Target!;

        page.Line("convolution: each kernel times each window of two inputs");
        var convolved = new double[Kernels * Windows];
        for (int i = 0; i < convolved.Length; i++)
        {
            (int kernel, int window) = (i / Windows, i % Windows);
            (double, double)[] terms = [.. Enumerable.Range(0, Cells).Select(cell => (kernels[kernel * Cells + cell], conv.Input[window + cell]))];
            convolved[i] = Numbers.Sum(terms);
            page.Line($"  kernel {kernel}, window {window}:  {Numbers.Products(terms)} = {Numbers.Text(convolved[i])}");
        }

        page.Line("max pool: the larger of the two windows");
        var pooled = new double[Kernels];
        for (int kernel = 0; kernel < Kernels; kernel++)
        {
            int winner = Winner(convolved, kernel);
            pooled[kernel] = convolved[kernel * Windows + winner];
            string windows = string.Join(", ", convolved[(kernel * Windows)..((kernel + 1) * Windows)].Select(value => Numbers.Text(value)));
            page.Line($"  kernel {kernel}:  max({windows}) = {Numbers.Text(pooled[kernel])}, window {winner} wins");
        }

        (double, double)[] weighted = [.. neuron.Zip(pooled)];
        double z = Numbers.Sum(weighted), y = 1 / (1 + Math.Exp(-z)), loss = (y - target[0]) * (y - target[0]) / 2;
        page.Line("the neuron");
        page.Line($"  weighted sum  z = {Numbers.Products(weighted)} = {Numbers.Text(z)}");
        page.Line($"  sigmoid       y = 1 / (1 + e^-z) = {Numbers.Text(y)}");
        page.Line($"  loss          E = ½ (y - t)² = ½ ({Numbers.Text(y)} - {Numbers.Text(target[0])})² = {Numbers.Text(loss)}");

        context.Check("conv1 output", conv.Output, convolved);
        context.Check("maxpool1 output", pool.Output, pooled);
        context.Check("dense1 output", dense.Output, [z]);
        context.Check("sigmoid1 output", sigmoid.Output, [y]);
        context.Check("loss", [context.Whole.Loss!.Value], [loss]);
    }

    private static double[] BackwardToPool(NoteContext context)
    {
        Page page = context.Page;
        LayerRun pool = context.Layers[1], dense = context.Layers[2], sigmoid = context.Layers[3];
        double[] neuron = dense.Parameters[0].Values;

        double y = sigmoid.Output[0], target = context.Expected.Target![0];
        double outputGradient = y - target, delta = outputGradient * y * (1 - y);
        page.Line("back through loss and sigmoid");
        page.Line($"  dE/dy = y - t = {Numbers.Text(y)} - {Numbers.Text(target)} = {Numbers.Text(outputGradient)}");
        string factors = $"{Numbers.Factor(outputGradient)}·{Numbers.Text(y)}·{Numbers.Text(1 - y)}";
        page.Line($"  dE/dz = dE/dy · y · (1 - y) = {factors} = {Numbers.Text(delta)}");

        double[] weightGradient = [.. pool.Output.Select(pooled => delta * pooled)];
        page.Line("gradient of the neuron's weights: dE/dz times the pooled value that the weight met");
        for (int i = 0; i < Kernels; i++) page.Line($"  weight {i}:  {Product(delta, pool.Output[i])}");

        double[] pooledGradient = [.. neuron.Select(weight => delta * weight)];
        page.Line("gradient at the pooled values: dE/dz times the weight");
        for (int i = 0; i < Kernels; i++) page.Line($"  pooled {i}:  {Product(delta, neuron[i])}");

        context.Check("sigmoid1 output gradient", sigmoid.OutputGradient, [outputGradient]);
        context.Check("sigmoid1 input gradient", sigmoid.InputGradient, [delta]);
        context.Check("dense1.weight gradient", dense.Parameters[0].Gradient, weightGradient);
        context.Check("dense1 input gradient", dense.InputGradient, pooledGradient);
        return pooledGradient;
    }

    private static void BackwardThroughConvolution(NoteContext context, double[] pooledGradient)
    {
        Page page = context.Page;
        LayerRun conv = context.Layers[0], pool = context.Layers[1];
        double[] input = conv.Input, kernels = conv.Parameters[0].Values;

        page.Line("the convolution's gradient, which the note leaves open");
        page.Line("  The max pool hands each gradient to the window that won; the other window had no influence and gets 0.");
        page.Line("  So a kernel's gradient is the pooled gradient times the inputs under the winning window.");
        var windowGradient = new double[Kernels * Windows];
        var kernelGradient = new double[Kernels * Cells];
        var inputTerms = input.Select(_ => Enumerable.Empty<(double, double)>()).ToArray();
        for (int kernel = 0; kernel < Kernels; kernel++)
        {
            int winner = Winner(conv.Output, kernel);
            double gradient = pooledGradient[kernel];
            windowGradient[kernel * Windows + winner] = gradient;
            page.Line($"  kernel {kernel}, window {winner} won:");
            for (int cell = 0; cell < Cells; cell++)
            {
                kernelGradient[kernel * Cells + cell] = gradient * input[winner + cell];
                inputTerms[winner + cell] = inputTerms[winner + cell].Append((gradient, kernels[kernel * Cells + cell]));
                page.Line($"    cell {cell}:  {Product(gradient, input[winner + cell])}");
            }
        }

        page.Line("gradient of the inputs: from each winning window, its gradient times the kernel cell that lay over the input");
        for (int i = 0; i < input.Length; i++)
        {
            string terms = inputTerms[i].Any() ? $"{Numbers.Products(inputTerms[i])} = " : "no winning window covers it: ";
            page.Line($"  input {i}:  {terms}{Numbers.Text(Numbers.Sum(inputTerms[i]))}");
        }

        context.Check("maxpool1 input gradient", pool.InputGradient, windowGradient);
        context.Check("conv1.weight gradient", conv.Parameters[0].Gradient, kernelGradient);
        context.Check("conv1 input gradient", conv.InputGradient, [.. inputTerms.Select(Numbers.Sum)]);
    }

    /// <summary>The window that the max pool chooses, the first of equals.</summary>
    public static int Winner(double[] convolved, int kernel) => convolved[kernel * Windows] >= convolved[kernel * Windows + 1] ? 0 : 1;

    private static string Product(double a, double b) => $"{Numbers.Products([(a, b)])} = {Numbers.Text(a * b)}";
}
