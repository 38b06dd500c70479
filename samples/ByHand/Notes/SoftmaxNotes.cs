using System;
using System.Linq;
using WorkedExamples.Output;
using WorkedExamples.Running;

namespace WorkedExamples.Notes;

/// <summary>SoftmaxClassifier: softmax, loss and the short way back through both.</summary>
internal static class SoftmaxNotes
{
    public static void Write(NoteContext context)
    {
        Page page = context.Page;
        LayerRun softmax = context.Layers[^1];
        int label = context.Expected.Labels![0];

        double largest = softmax.Input.Max();
        double[] exponentials = [.. softmax.Input.Select(z => Math.Exp(z - largest))];
        double sum = exponentials.Sum();
        double[] probabilities = [.. exponentials.Select(e => e / sum)];
        page.Line($"softmax: the largest, {Numbers.Text(largest)}, is subtracted first, so that no exponential overflows; it cancels");
        for (int i = 0; i < exponentials.Length; i++)
        {
            page.Line($"  e^({Numbers.Text(softmax.Input[i])} - {Numbers.Factor(largest)}) = {Numbers.Text(exponentials[i])}");
        }

        page.Line($"  their sum is {Numbers.Text(sum)}");
        for (int i = 0; i < probabilities.Length; i++)
        {
            page.Line($"  p[{i}] = {Numbers.Text(exponentials[i])} / {Numbers.Text(sum)} = {Numbers.Text(probabilities[i])}");
        }

        double loss = -Math.Log(probabilities[label]);
        page.Line($"loss: -ln p[{label}] = -ln {Numbers.Text(probabilities[label])} = {Numbers.Text(loss)}");

        page.Line($"back: through -ln p and softmax together the gradient is p - t, where t is 1 at label {label} and 0 elsewhere");
        double[] gradient = [.. probabilities.Select((p, i) => i == label ? p - 1 : p)];
        for (int i = 0; i < gradient.Length; i++)
        {
            page.Line($"  {Numbers.Text(probabilities[i])} - {(i == label ? 1 : 0)} = {Numbers.Text(gradient[i])}");
        }

        page.Line("The whole network goes this short way; the layers above went the long one, -1/p and then the softmax.");

        context.Check("softmax1 output", softmax.Output, probabilities);
        context.Check("loss", [context.Whole.Loss!.Value], [loss]);
        context.Check("softmax1 input gradient", softmax.InputGradient, gradient);
    }
}
