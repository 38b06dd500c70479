using System;
using Catch.Game;
using CnnGen.Runtime;

namespace Catch.Learning;

/// <summary>
/// What logits say of actions. In double, and with the library's own functions: Math.Exp and Math.Log are the C runtime's, and have other bits elsewhere.
/// </summary>
internal static class Softmax
{
    /// <summary>Fills in the logarithms of the probabilities.</summary>
    public static void Logarithms(ReadOnlySpan<float> logits, Span<double> logarithms)
    {
        double largest = logits[0], sum = 0;
        foreach (float logit in logits) largest = Math.Max(largest, logit);
        foreach (float logit in logits) sum += ReproducibleElementary.Exp(logit - largest);
        double shift = largest + ReproducibleElementary.Log(sum);
        for (int i = 0; i < logits.Length; i++) logarithms[i] = logits[i] - shift;
    }

    /// <summary>An action by chance, with the probabilities that the logits give.</summary>
    /// <param name="logits">A number for each action.</param>
    /// <param name="dice">Chance.</param>
    /// <param name="logarithm">How likely that action was: the logarithm.</param>
    public static int Sample(ReadOnlySpan<float> logits, Dice dice, out float logarithm)
    {
        Span<double> logarithms = stackalloc double[Field.Actions];
        Logarithms(logits, logarithms);
        double left = dice.Unit();
        int action = 0;
        while (action < Field.Actions - 1 && (left -= ReproducibleElementary.Exp(logarithms[action])) >= 0) action++;
        logarithm = (float)logarithms[action];
        return action;
    }
}
