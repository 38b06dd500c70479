using System;
using CnnGen.Runtime;

namespace CnnGen.Tests.ElementaryFunctions;

/// <summary>The functions under test.</summary>
public enum Function
{
    Exp,
    Log,
    Tanh,
    Sigmoid,
    Erf,
}

/// <summary>The public functions by name, in both flavours, and the loops behind them at a chosen width.</summary>
internal static class Functions
{
    public static void Apply(Function function, bool reproducible, ReadOnlySpan<float> x, Span<float> y)
    {
        switch (function, reproducible)
        {
            case (Function.Exp, false): Elementary.Exp(x, y); break;
            case (Function.Log, false): Elementary.Log(x, y); break;
            case (Function.Tanh, false): Elementary.Tanh(x, y); break;
            case (Function.Sigmoid, false): Elementary.Sigmoid(x, y); break;
            case (Function.Erf, false): Elementary.Erf(x, y); break;
            case (Function.Exp, true): ReproducibleElementary.Exp(x, y); break;
            case (Function.Log, true): ReproducibleElementary.Log(x, y); break;
            case (Function.Tanh, true): ReproducibleElementary.Tanh(x, y); break;
            case (Function.Sigmoid, true): ReproducibleElementary.Sigmoid(x, y); break;
            default: ReproducibleElementary.Erf(x, y); break;
        }
    }

    public static void Apply(Function function, bool reproducible, ReadOnlySpan<double> x, Span<double> y)
    {
        switch (function, reproducible)
        {
            case (Function.Exp, false): Elementary.Exp(x, y); break;
            case (Function.Log, false): Elementary.Log(x, y); break;
            case (Function.Tanh, false): Elementary.Tanh(x, y); break;
            case (Function.Sigmoid, false): Elementary.Sigmoid(x, y); break;
            case (Function.Erf, false): Elementary.Erf(x, y); break;
            case (Function.Exp, true): ReproducibleElementary.Exp(x, y); break;
            case (Function.Log, true): ReproducibleElementary.Log(x, y); break;
            case (Function.Tanh, true): ReproducibleElementary.Tanh(x, y); break;
            case (Function.Sigmoid, true): ReproducibleElementary.Sigmoid(x, y); break;
            default: ReproducibleElementary.Erf(x, y); break;
        }
    }

    public static float Of(Function function, bool reproducible, float x) => (function, reproducible) switch
    {
        (Function.Exp, false) => Elementary.Exp(x),
        (Function.Log, false) => Elementary.Log(x),
        (Function.Tanh, false) => Elementary.Tanh(x),
        (Function.Sigmoid, false) => Elementary.Sigmoid(x),
        (Function.Erf, false) => Elementary.Erf(x),
        (Function.Exp, true) => ReproducibleElementary.Exp(x),
        (Function.Log, true) => ReproducibleElementary.Log(x),
        (Function.Tanh, true) => ReproducibleElementary.Tanh(x),
        (Function.Sigmoid, true) => ReproducibleElementary.Sigmoid(x),
        _ => ReproducibleElementary.Erf(x),
    };

    public static double Of(Function function, bool reproducible, double x) => (function, reproducible) switch
    {
        (Function.Exp, false) => Elementary.Exp(x),
        (Function.Log, false) => Elementary.Log(x),
        (Function.Tanh, false) => Elementary.Tanh(x),
        (Function.Sigmoid, false) => Elementary.Sigmoid(x),
        (Function.Erf, false) => Elementary.Erf(x),
        (Function.Exp, true) => ReproducibleElementary.Exp(x),
        (Function.Log, true) => ReproducibleElementary.Log(x),
        (Function.Tanh, true) => ReproducibleElementary.Tanh(x),
        (Function.Sigmoid, true) => ReproducibleElementary.Sigmoid(x),
        _ => ReproducibleElementary.Erf(x),
    };

    public static void ApplyAt<TFlavour>(Function function, int widest, ReadOnlySpan<float> x, Span<float> y) where TFlavour : struct, IFlavour
    {
        switch (function)
        {
            case Function.Exp: Elementwise<ExpFunction, TFlavour>.Apply(x, y, widest); break;
            case Function.Log: Elementwise<LogFunction, TFlavour>.Apply(x, y, widest); break;
            case Function.Tanh: Elementwise<TanhFunction, TFlavour>.Apply(x, y, widest); break;
            case Function.Sigmoid: Elementwise<SigmoidFunction, TFlavour>.Apply(x, y, widest); break;
            default: Elementwise<ErfFunction, TFlavour>.Apply(x, y, widest); break;
        }
    }

    public static void ApplyAt<TFlavour>(Function function, int widest, ReadOnlySpan<double> x, Span<double> y) where TFlavour : struct, IFlavour
    {
        switch (function)
        {
            case Function.Exp: Elementwise<ExpFunction, TFlavour>.Apply(x, y, widest); break;
            case Function.Log: Elementwise<LogFunction, TFlavour>.Apply(x, y, widest); break;
            case Function.Tanh: Elementwise<TanhFunction, TFlavour>.Apply(x, y, widest); break;
            case Function.Sigmoid: Elementwise<SigmoidFunction, TFlavour>.Apply(x, y, widest); break;
            default: Elementwise<ErfFunction, TFlavour>.Apply(x, y, widest); break;
        }
    }
}
