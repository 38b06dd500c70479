using System.Linq;
using WorkedExamples.Cases;

namespace WorkedExamples.Running;

/// <summary>The gradient at the network's output, where the way back begins. The losses of one sample, by their formulas.</summary>
internal static class LossGradient
{
    public static double[] AtOutput(ExpectedCase expected, double[] output)
    {
        if (expected.Labels is [int label]) return output.Select((p, i) => i == label ? -1 / p : 0).ToArray();
        if (expected.Target is double[] target) return output.Zip(target, (y, t) => y - t).ToArray();
        return expected.OutputGradient!;
    }

    public static string Explanation(ExpectedCase expected)
    {
        if (expected.Labels is [int label]) return $"the loss is -ln p[{label}], so it is -1/p[{label}] there and 0 elsewhere";
        return expected.Target is null ? "given" : "the loss is ½ (y - t)², so it is y - t";
    }
}
