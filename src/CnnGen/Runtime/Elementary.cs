using System;
using System.ComponentModel;

namespace CnnGen.Runtime;

/// <summary>The elementary functions of generated code: the one place that decides how they are computed.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Elementary
{
    /// <summary>eˣ.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>The exponential.</returns>
    public static float Exp(float x) => MathF.Exp(x);

    /// <summary>eˣ.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>The exponential.</returns>
    public static double Exp(double x) => Math.Exp(x);

    /// <summary>The natural logarithm.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>The logarithm.</returns>
    public static float Log(float x) => MathF.Log(x);

    /// <summary>The natural logarithm.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>The logarithm.</returns>
    public static double Log(double x) => Math.Log(x);

    /// <summary>The hyperbolic tangent.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>The hyperbolic tangent.</returns>
    public static float Tanh(float x) => MathF.Tanh(x);

    /// <summary>The hyperbolic tangent.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>The hyperbolic tangent.</returns>
    public static double Tanh(double x) => Math.Tanh(x);
}
