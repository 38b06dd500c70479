using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Activations;

/// <summary>A function of a number that takes a few instructions: who makes the number can compute it while the number is in a register.</summary>
/// <param name="Name">In a method's name.</param>
/// <param name="Sentence">What becomes of a number, in a sentence: <c>rectified</c>.</param>
/// <param name="Function">The function of <c>x</c>, which has a text for vectors.</param>
internal sealed record Activation(string Name, string Sentence, Expression Function)
{
    /// <summary>Whether it never falls, and makes a NaN of nothing but a NaN: the largest number of several then becomes the largest.</summary>
    public bool KeepsMaximum { get; init; }

    /// <summary>
    /// Whether it leaves numbers as they are where it passes their gradients: the largest is then at the same place before and behind, or has no gradient.
    /// </summary>
    public bool KeepsWinner { get; init; }

    /// <summary>A number in a method's name.</summary>
    public static string InName(double number) => Text.Number(number).Replace(".", "p").Replace("-", "m").Replace("+", "");

    /// <summary>The text for a variable of the dialect's type.</summary>
    public string Of(KernelWriter writer, string variable) => writer.Dialect.IsVector
        ? Function.OfLanes(writer, ("x", variable))
        : OfNumber(writer, variable);

    /// <summary>The text for a variable that is a single number, in a text of vectors too.</summary>
    public string OfNumber(KernelWriter writer, string variable) => Function.Text(writer, ("x", variable));
}
