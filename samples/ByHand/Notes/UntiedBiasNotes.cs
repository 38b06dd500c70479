using System.Linq;
using WorkedExamples.Networks;
using WorkedExamples.Running;

namespace WorkedExamples.Notes;

/// <summary>UntiedBias: what its two gradients without a picture of their own are.</summary>
internal static class UntiedBiasNotes
{
    public static void Write(NoteContext context)
    {
        LayerRun conv = context.Layers[0];
        context.Page.Line("Each output element has a bias of its own, so the bias gradient is the output gradient, element by element.");
        context.Check("conv1.bias gradient", conv.OutputGradient, conv.Parameters[1].Gradient);

        // Conv computes a cross-correlation: with the kernels turned by half a turn it is a convolution. Padding 2 makes a 3×3 one full.
        var full = new UntiedBiasFullConvolution();
        full.SetParameters(TurnedKernels(conv.Parameters[0]));
        double[] inputGradient = full.Forward(conv.OutputGradient).ToArray();
        context.Page.Paragraph(
            "The input gradient is the full convolution of the output gradient with the kernels. Shown by a second network, Network(2, 4, 3) with " +
            "Conv(3, 3, Padding = 2, Bias = false): its kernels are the first one's turned by half a turn, filters and channels exchanged, and its Forward " +
            "of the output gradient gives the same numbers as the Backward above.");
        context.Check("input gradient as a full convolution", conv.InputGradient, inputGradient);
    }

    private static double[] TurnedKernels(ParameterRun weight)
    {
        int filters = weight.Tensor.Shape[0], channels = weight.Tensor.Shape[1], cells = weight.Tensor.Shape[2] * weight.Tensor.Shape[3];
        return
        [
            .. from channel in Enumerable.Range(0, channels)
               from filter in Enumerable.Range(0, filters)
               from cell in Enumerable.Range(0, cells).Reverse()
               select weight.Values[(filter * channels + channel) * cells + cell],
        ];
    }
}
