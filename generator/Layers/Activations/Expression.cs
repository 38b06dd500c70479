using System.Linq;
using System.Text.RegularExpressions;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;
using CnnGen.Generator.Writing;

namespace CnnGen.Generator.Layers.Activations;

/// <summary>
/// A formula in C#, in which <c>{0}</c>, <c>{1}</c>, … are constants of the network's number type, <c>{one}</c> is the number one, <c>{M}</c> the class
/// of its minima and maxima, and <c>{T}</c> a cast to it.
/// </summary>
/// <param name="Format">The formula.</param>
/// <param name="Constants">Its constants.</param>
internal sealed record Expression(string Format, EquatableArray<double> Constants)
{
    public Expression(string format, params double[] constants)
        : this(format, constants.ToEquatableArray())
    {
    }

    /// <summary>
    /// A call of the library that computes it for spans, where there is one: from <c>{x}</c> to <c>{y}</c>, or from <c>{x}</c> and <c>{g}</c> to <c>{d}</c>;
    /// <c>{Elementary}</c> and <c>{Activations}</c> are its classes, <c>{N}</c> the number type, and constants are in double precision.
    /// </summary>
    public string? OfSpans { get; init; }

    /// <summary>One that the library alone computes: its formula is for readers.</summary>
    public static Expression OfLibrary(string formula, string call, params double[] constants) => new(formula, constants) { OfSpans = call, HasText = false };

    /// <summary>Whether there is a text for single numbers.</summary>
    public bool HasText { get; private init; } = true;

    /// <summary>
    /// The same for vectors, where they can do it: <c>{zero}</c> is a vector of zeros, and <c>{min}</c> and <c>{max}</c> are what the hardware has, which
    /// return the second operand where one is no number.
    /// </summary>
    public string? Lanes { get; init; }

    /// <summary>Whether it makes zero of zero, so that it may go over borders.</summary>
    public bool KeepsZero { get; init; }

    /// <summary>
    /// The same with a cast <c>{T}</c> around each operation whose result another one takes: where a runtime may keep more than the type holds.
    /// </summary>
    public string? Rounded { get; init; }

    /// <summary>The text for single numbers, its variables by the names that they have there; without, they are called as in the formula.</summary>
    public string Text(KernelWriter writer, params (string Letter, string Name)[] variables) =>
        Filled(Named(writer.Dialect.Reproducible && Rounded != null ? Rounded : Format, variables), writer.Number)
            .Replace("{T}", $"({writer.Scalar})")
            .Replace("{M}", writer.Dialect.Scalar == Scalar.Single ? "MathF" : "Math")
            .Replace("{one}", "1")
            .Replace("global::CnnGen.Runtime.Elementary", writer.Elementary);

    /// <summary>The call for spans, each by the letter that stands for it.</summary>
    public string Call(KernelWriter writer, params (string Letter, string Text)[] spans)
    {
        string call = Filled(OfSpans!, constant => Literals.Of(constant, Scalar.Double))
            .Replace("{Elementary}", writer.Elementary)
            .Replace("{Activations}", writer.Activations)
            .Replace("{N}", writer.Scalar);
        foreach ((string letter, string text) in spans) call = call.Replace("{" + letter + "}", text);
        return call + ";";
    }

    /// <summary>The text for vectors, its variables named alike.</summary>
    public string OfLanes(KernelWriter writer, params (string Letter, string Name)[] variables) => Filled(Named(Lanes!, variables), writer.Dialect.Constant)
        .Replace("{one}", writer.Dialect.Constant(1))
        .Replace("{zero}", "Lanes.Zero")
        .Replace("{min}", writer.Dialect.NativeMinimum)
        .Replace("{max}", writer.Dialect.NativeMaximum);

    /// <summary>The same for a reader who sees no number type.</summary>
    public override string ToString() => Filled(Format, Model.Text.Number)
        .Replace("{M}", "Math")
        .Replace("{one}", "1")
        .Replace("global::CnnGen.Runtime.Elementary.", "");

    private static string Named(string format, (string Letter, string Name)[] variables) => variables.Length == 0
        ? format
        : Regex.Replace(format, @"\b[a-z]\b", letter => variables.First(variable => variable.Letter == letter.Value).Name);

    private string Filled(string format, System.Func<double, string> constant)
    {
        for (int i = 0; i < Constants.Count; i++) format = format.Replace("{" + Model.Text.Number(i) + "}", constant(Constants[i]));
        return format;
    }
}
