using System;
using Catch.Game;
using CnnGen.Runtime;

namespace Catch.Learning;

/// <summary>
/// Proximal policy optimization's clipped objective: J. Schulman et al., 2017, equations 7 and 9. With the ratio r = π(action) / π_old(action), the advantage A,
/// the value V, its target R and the policy's entropy H, a sample's loss is −min(r A, clip(r, 1 − ε, 1 + ε) A) + c (V − R)² − β H.
/// </summary>
internal static class Ppo
{
    /// <summary>ε: how far the policy may go from the one that acted, before there is nothing more to gain.</summary>
    public const double Clip = 0.2;

    /// <summary>c and β: what the value and the entropy count beside the policy.</summary>
    public const double ValueShare = 0.5, EntropyShare = 0.01;

    /// <summary>The loss of some samples, and its gradient.</summary>
    /// <param name="rollout">What was done.</param>
    /// <param name="samples">Which moves of the rollout the network was shown.</param>
    /// <param name="outputs">What it said: first the logits of all samples, then the values of all.</param>
    /// <param name="share">What a sample counts: of a mean, one over how many there are.</param>
    /// <param name="gradient">Where dLoss/dOutput goes, in the same order: <c>Backward</c> takes it.</param>
    public static double Loss(Rollout rollout, ReadOnlySpan<int> samples, ReadOnlySpan<float> outputs, double share, Span<float> gradient)
    {
        int values = samples.Length * Field.Actions;
        double loss = 0;
        Span<double> logarithms = stackalloc double[Field.Actions];
        for (int i = 0; i < samples.Length; i++)
        {
            int sample = samples[i], action = rollout.Actions[sample];
            double advantage = rollout.Advantages[sample], error = outputs[values + i] - rollout.Targets[sample];
            Softmax.Logarithms(outputs.Slice(i * Field.Actions, Field.Actions), logarithms);
            double entropy = 0;
            foreach (double logarithm in logarithms) entropy -= ReproducibleElementary.Exp(logarithm) * logarithm;

            double ratio = ReproducibleElementary.Exp(logarithms[action] - rollout.Logarithms[sample]);
            double open = ratio * advantage, clipped = Math.Min(Math.Max(ratio, 1 - Clip), 1 + Clip) * advantage;
            loss += (ValueShare * error * error) - (EntropyShare * entropy) - Math.Min(open, clipped);

            // Where the clipped term is the smaller one, nothing depends on the ratio.
            double ofRatio = clipped < open ? 0 : open;
            for (int k = 0; k < Field.Actions; k++)
            {
                double p = ReproducibleElementary.Exp(logarithms[k]), ofPolicy = ofRatio * ((k == action ? 1 : 0) - p);
                gradient[(i * Field.Actions) + k] = (float)(share * ((EntropyShare * p * (logarithms[k] + entropy)) - ofPolicy));
            }

            gradient[values + i] = (float)(share * 2 * ValueShare * error);
        }

        return share * loss;
    }
}
