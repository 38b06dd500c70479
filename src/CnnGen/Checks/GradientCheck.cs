using System;

namespace CnnGen;

/// <summary>Compares the gradient of every parameter and every input of a network with central differences of its loss. For tests.</summary>
/// <remarks>
/// <para>
/// The differences are the five-point formula f′(x) ≈ (f(x − 2h) − 8 f(x − h) + 8 f(x + h) − f(x + 2h)) / 12h (B. Fornberg, "Generation
/// of finite difference formulas on arbitrarily spaced grids", Mathematics of Computation 51, 1988, table 1), with
/// h = 1e-3 × max(1, |x|) in double. The error is |analytic − numeric| / max(|analytic|, |numeric|, 1e-3), and the largest has to be
/// below 1e-7; a NaN or an infinity on either side, or as the loss, is an infinite error. It takes at least six Forwards and Losses for
/// each number.
/// </para>
/// <para>
/// Where the estimates at h and h/2 differ by more than 1e-8 in the same measure there is a kink within reach (a ReLU that switches,
/// a max pool whose winner changes): the estimates at h/16 and h/32 are tried, and if those differ too the number is skipped and
/// counted. A kink at x itself, such as a ReLU at exactly 0, shows as slopes that differ on both sides, and is skipped as well. More
/// than 5 % skipped is a failure.
/// </para>
/// <para>
/// In single precision a loss is known to about 2⁻²³ of itself, so that an estimate carries about 2⁻²³ |loss| / h of rounding. The
/// steps are therefore 1/64, then 1/256 and 1/1024 × max(1, |x|) (wider ones meet a kink in most numbers of a ReLU network); estimates
/// may differ by 5e-3, half the tolerance of 1e-2; and gradients count as at least 1e-2 × max(1, |loss|) in the error, instead of 1e-3.
/// That still sees a wrong sign in all but the smallest gradients, those below some 2e-3 of the loss. A network that exists in double as
/// well is better checked there.
/// </para>
/// <para>
/// The check works on a replica in the network's own mode (<see cref="ITrainableNetwork{T}.Training"/>). Parameters and buffers, which a
/// replica shares, are put back bit for bit, also after an exception; gradients, optimizer state, step count and order of calls of the
/// network are not touched. Until it returns, no other thread may use the network or its replicas.
/// </para>
/// </remarks>
public static class GradientCheck
{
    /// <summary>Checks the gradients of the loss against a target of numbers.</summary>
    /// <param name="network">A network with a declared loss.</param>
    /// <param name="input">1 to Batch samples back to back, InputSize numbers each, row-major.</param>
    /// <param name="target">OutputSize numbers for each sample, without those of outputs that have no loss; class probabilities for the
    /// cross-entropies.</param>
    /// <returns>The worst, the counts, and whether it passed; the inputs are left out at <c>InputGradient = false</c>.</returns>
    /// <exception cref="ArgumentNullException">There is no network.</exception>
    /// <exception cref="ArgumentException">The input or the target has a wrong length.</exception>
    /// <exception cref="InvalidOperationException">The network declares no loss, or none that this call could give a target to.</exception>
    public static GradientCheckReport Run(ITrainableNetwork<double> network, ReadOnlySpan<double> input, ReadOnlySpan<double> target)
    {
        double[] copy = target.ToArray();
        return RunDouble(network, input, replica => replica.Loss(copy, default, 1));
    }

    /// <summary>Checks the gradients of the loss against class labels.</summary>
    /// <param name="network">A network with a declared loss that takes labels.</param>
    /// <param name="input">1 to Batch samples back to back, InputSize numbers each, row-major.</param>
    /// <param name="labels">One label for each sample; on a spatial output one for each position.</param>
    /// <returns>The worst, the counts, and whether it passed; the inputs are left out at <c>InputGradient = false</c>.</returns>
    /// <exception cref="ArgumentNullException">There is no network.</exception>
    /// <exception cref="ArgumentException">The input or the labels have a wrong length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class.</exception>
    /// <exception cref="InvalidOperationException">The network declares no loss, or its loss takes no labels.</exception>
    public static GradientCheckReport Run(ITrainableNetwork<double> network, ReadOnlySpan<double> input, ReadOnlySpan<int> labels)
    {
        int[] copy = labels.ToArray();
        return RunDouble(network, input, replica => replica.Loss(new ReadOnlySpan<int>(copy), 1));
    }

    /// <summary>Checks the gradients of the loss against a target of numbers, in single precision: the tolerance is 1e-2.</summary>
    /// <param name="network">A network with a declared loss.</param>
    /// <param name="input">1 to Batch samples back to back, InputSize numbers each, row-major.</param>
    /// <param name="target">OutputSize numbers for each sample, without those of outputs that have no loss; class probabilities for the
    /// cross-entropies.</param>
    /// <returns>The worst, the counts, and whether it passed; the inputs are left out at <c>InputGradient = false</c>.</returns>
    /// <exception cref="ArgumentNullException">There is no network.</exception>
    /// <exception cref="ArgumentException">The input or the target has a wrong length.</exception>
    /// <exception cref="InvalidOperationException">The network declares no loss, or none that this call could give a target to.</exception>
    public static GradientCheckReport Run(ITrainableNetwork<float> network, ReadOnlySpan<float> input, ReadOnlySpan<float> target)
    {
        float[] copy = target.ToArray();
        return RunSingle(network, input, replica => replica.Loss(copy, default, 1));
    }

    /// <summary>Checks the gradients of the loss against class labels, in single precision: the tolerance is 1e-2.</summary>
    /// <param name="network">A network with a declared loss that takes labels.</param>
    /// <param name="input">1 to Batch samples back to back, InputSize numbers each, row-major.</param>
    /// <param name="labels">One label for each sample; on a spatial output one for each position.</param>
    /// <returns>The worst, the counts, and whether it passed; the inputs are left out at <c>InputGradient = false</c>.</returns>
    /// <exception cref="ArgumentNullException">There is no network.</exception>
    /// <exception cref="ArgumentException">The input or the labels have a wrong length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class.</exception>
    /// <exception cref="InvalidOperationException">The network declares no loss, or its loss takes no labels.</exception>
    public static GradientCheckReport Run(ITrainableNetwork<float> network, ReadOnlySpan<float> input, ReadOnlySpan<int> labels)
    {
        int[] copy = labels.ToArray();
        return RunSingle(network, input, replica => replica.Loss(new ReadOnlySpan<int>(copy), 1));
    }

    /// <summary>Checks the gradients of the loss of a network with any number of inputs and outputs.</summary>
    /// <param name="network">A network with a declared loss.</param>
    /// <param name="input">1 to Batch samples, InputSize numbers each; of several inputs all samples of the first, then of the second.</param>
    /// <param name="targets">The numbers of each output whose loss takes numbers, output after output; where there are no labels, of every output that
    /// has a loss.</param>
    /// <param name="labels">The labels of each output whose loss takes labels, output after output.</param>
    /// <returns>The worst, the counts, and whether it passed; the inputs are left out at <c>InputGradient = false</c>.</returns>
    /// <exception cref="ArgumentNullException">There is no network.</exception>
    /// <exception cref="ArgumentException">The input, the targets or the labels have a wrong length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class.</exception>
    /// <exception cref="InvalidOperationException">The network declares no loss, or none that takes labels.</exception>
    public static GradientCheckReport Run(ITrainableNetwork<double> network, ReadOnlySpan<double> input, ReadOnlySpan<double> targets, ReadOnlySpan<int> labels)
    {
        double[] numbers = targets.ToArray();
        int[] classes = labels.ToArray();
        return RunDouble(network, input, replica => replica.Loss(numbers, classes, 1));
    }

    /// <summary>Checks the gradients of the loss of a network with any number of inputs and outputs, in single precision: the tolerance is 1e-2.</summary>
    /// <param name="network">A network with a declared loss.</param>
    /// <param name="input">1 to Batch samples, InputSize numbers each; of several inputs all samples of the first, then of the second.</param>
    /// <param name="targets">The numbers of each output whose loss takes numbers, output after output; where there are no labels, of every output that
    /// has a loss.</param>
    /// <param name="labels">The labels of each output whose loss takes labels, output after output.</param>
    /// <returns>The worst, the counts, and whether it passed; the inputs are left out at <c>InputGradient = false</c>.</returns>
    /// <exception cref="ArgumentNullException">There is no network.</exception>
    /// <exception cref="ArgumentException">The input, the targets or the labels have a wrong length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class.</exception>
    /// <exception cref="InvalidOperationException">The network declares no loss, or none that takes labels.</exception>
    public static GradientCheckReport Run(ITrainableNetwork<float> network, ReadOnlySpan<float> input, ReadOnlySpan<float> targets, ReadOnlySpan<int> labels)
    {
        float[] numbers = targets.ToArray();
        int[] classes = labels.ToArray();
        return RunSingle(network, input, replica => replica.Loss(numbers, classes, 1));
    }

    private static GradientCheckReport RunDouble(
        ITrainableNetwork<double> network, ReadOnlySpan<double> input, Func<ITrainableNetwork<double>, double> loss) =>
        new GradientSubject<double>(network, input.ToArray(), loss, static x => x, static x => x).Run(GradientPrecision.Double);

    private static GradientCheckReport RunSingle(
        ITrainableNetwork<float> network, ReadOnlySpan<float> input, Func<ITrainableNetwork<float>, float> loss) =>
        new GradientSubject<float>(network, input.ToArray(), loss, static x => (float)x, static x => x).Run(GradientPrecision.Single);
}
