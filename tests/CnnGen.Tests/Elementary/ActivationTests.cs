using System;
using System.Linq;
using CnnGen.Runtime;
using Xunit;

namespace CnnGen.Tests.ElementaryFunctions;

/// <summary>The smooth activations and their slopes: against the formulas in double, and with the same bits at every width.</summary>
public sealed class ActivationTests
{
    private const double Alpha = 0.75, Scale = 1.5, Root = 0.79788456080286536, Cubic = 0.044715;

    public static TheoryData<string> All { get; } = new("Elu", "Softplus", "Silu", "Gelu", "GeluTanh", "Mish");

    /// <summary>Those with slopes: of ELU the layer takes them from the output.</summary>
    public static TheoryData<string> WithSlopes { get; } = new("Softplus", "Silu", "Gelu", "GeluTanh", "Mish");

    // In units of the last place of the result, or of x where the formula itself takes the difference of two numbers of that size;
    // where a factor of x is below the smallest normal number, in units of its last place.
    [Theory]
    [InlineData("Elu", 4)]
    [InlineData("Softplus", 4)]
    [InlineData("Silu", 4)]
    [InlineData("Gelu", 2)]
    [InlineData("GeluTanh", 4)]
    [InlineData("Mish", 6)]
    public void Function_InSingle_IsWithinUlps(string name, double bound)
    {
        float[] x = Interesting(), fused = new float[x.Length], rounded = new float[x.Length];
        Apply<float>(name, false, x, fused);
        Apply<float>(name, true, x, rounded);
        for (int i = 0; i < x.Length; i++)
        {
            double expected = Of(name, x[i]), of = Math.Max(Math.Abs(expected), Math.Abs(x[i]) * (name.StartsWith("Gelu", StringComparison.Ordinal) ? 1 : 1.2e-38)), ulp = Ulp(of);
            Assert.True(Math.Abs(fused[i] - expected) <= bound * ulp, $"{name}({x[i]:R}) is {fused[i]:R}, not {expected:R}: {Math.Abs(fused[i] - expected) / ulp:F1}");
            Assert.True(Math.Abs(rounded[i] - expected) <= bound * ulp, $"Reproducible {name}({x[i]:R}) is {rounded[i]:R}, not {expected:R}: {Math.Abs(rounded[i] - expected) / ulp:F1}");
        }
    }

    // A slope is of the size of 1: absolute errors are what gradients see.
    [Theory]
    [MemberData(nameof(WithSlopes))]
    public void Slope_AgreesWithDifferences(string name)
    {
        double[] x = Enumerable.Range(-3000, 6001).Select(i => i / 250.0).ToArray(), ones = x.Select(_ => 1.0).ToArray(), slopes = new double[x.Length];
        Gradient<double>(name, false, x, ones, slopes);
        for (int i = 0; i < x.Length; i++)
        {
            const double Step = 1e-4;
            double difference = ((8 * (Of(name, x[i] + Step) - Of(name, x[i] - Step))) - (Of(name, x[i] + (2 * Step)) - Of(name, x[i] - (2 * Step)))) / (12 * Step);
            Assert.True(Math.Abs(difference - slopes[i]) < 1e-10, $"{name}'({x[i]:R}) is {slopes[i]:R}, not {difference:R}");
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Double_AgreesWithTheFormula(string name)
    {
        double[] x = Interesting().Where(number => Math.Abs(number) is > 1e-3f and < 700f).Select(number => (double)number).ToArray(), y = new double[x.Length];
        Apply<double>(name, false, x, y);
        for (int i = 0; i < x.Length; i++)
        {
            double expected = Of(name, x[i]);
            Assert.True(Math.Abs(y[i] - expected) <= 1e-13 * Math.Max(Math.Abs(expected), Math.Abs(x[i]) * 1e-3), $"{name}({x[i]:R}) is {y[i]:R}, not {expected:R}");
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void EveryWidth_AndLength_HasTheSameBits(string name)
    {
        float[] x = Interesting(), g = RandomOf(x.Length), y = new float[x.Length], d = new float[x.Length];
        foreach (bool reproducible in (bool[])[false, true])
        {
            Apply<float>(name, reproducible, x, y);
            if (name != "Elu") Gradient<float>(name, reproducible, x, g, d);
            foreach (int length in (int[])[1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 33])
            {
                for (int start = 0; start + length <= x.Length; start += 997)
                {
                    float[] part = x[start..(start + length)], result = new float[length];
                    Apply<float>(name, reproducible, part, result);
                    Assert.Equal(y[start..(start + length)].Select(Numbers.Bits), result.Select(Numbers.Bits));
                    Apply<float>(name, reproducible, part, part);
                    Assert.Equal(result.Select(Numbers.Bits), part.Select(Numbers.Bits));
                    if (name == "Elu") continue;
                    float[] inPlace = g[start..(start + length)];
                    Gradient<float>(name, reproducible, x.AsSpan(start, length), inPlace, inPlace);
                    Assert.Equal(d[start..(start + length)].Select(Numbers.Bits), inPlace.Select(Numbers.Bits));
                }
            }
        }

        // 0: without vectors, as on netstandard2.1.
        foreach (int width in (int[])[512, 256, 128, 0])
        {
            float[] other = new float[x.Length];
            ApplyAt(name, width, x, other);
            Assert.Equal(y.Select(Numbers.Bits), other.Select(Numbers.Bits));
            if (name == "Elu") continue;
            GradientAt(name, width, x, g, other);
            Assert.Equal(d.Select(Numbers.Bits), other.Select(Numbers.Bits));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Extremes_AreLimits(string name)
    {
        float[] y = [float.NaN, 1e38f, float.PositiveInfinity, -1e38f];
        Apply<float>(name, false, y, y);
        Assert.True(float.IsNaN(y[0]));
        Assert.Equal(name == "Elu" ? (float)Scale * 1e38f : 1e38f, y[1]);
        Assert.Equal(float.PositiveInfinity, y[2]);
        Assert.Equal(name == "Elu" ? -(float)(Alpha * Scale) : 0, y[3]);
        if (name == "Elu") return;
        float[] x = [float.NaN, 1e10f, 1e17f, -1e17f], slopes = [1, 1, 1, 1];
        Gradient<float>(name, false, x, slopes, slopes);
        Assert.Equal([float.NaN, 1, 1, 0], slopes);
    }

    [Fact]
    public void UnequalLengths_AreRefused()
    {
        Assert.Contains("3", Assert.Throws<ArgumentException>(() => Activations.Silu<float>(new float[3], new float[4])).Message, StringComparison.Ordinal);
        Assert.Contains("4", Assert.Throws<ArgumentException>(() => Activations.SiluGradient<float>(new float[3], new float[4], new float[3])).Message, StringComparison.Ordinal);
    }

    private static double Of(string name, double x) => name switch
    {
        "Elu" => x > 0 ? Scale * x : Scale * Alpha * ExpMinusOne(x),
        "Softplus" => x > 20 ? x : Softplus(x),
        "Silu" => x / (1 + Math.Exp(-x)),
        "Gelu" => x / 2 * (1 + Erf(x / Math.Sqrt(2))),
        "GeluTanh" => x / 2 * (1 + Math.Tanh(Root * (x + (Cubic * x * x * x)))),
        "Mish" => x * Math.Tanh(Softplus(x)),
        _ => throw new ArgumentException(name),
    };

    /// <summary>By its series near zero, where the difference would cancel.</summary>
    private static double ExpMinusOne(double x)
    {
        if (Math.Abs(x) > 0.1) return Math.Exp(x) - 1;
        double term = x, sum = x;
        for (int k = 2; k < 12; k++) sum += term *= x / k;
        return sum;
    }

    private static double Softplus(double x)
    {
        double e = Math.Exp(-Math.Abs(x));
        double log = e > 0.01 ? Math.Log(1 + e) : e * (1 - (e / 2) + (e * e / 3) - (e * e * e / 4) + (e * e * e * e / 5) - (e * e * e * e * e / 6) + (Math.Pow(e, 6) / 7));
        return Math.Max(x, 0) + log;
    }

    private static double Erf(double x) =>
        Math.Abs(x) > 7 ? Math.Sign(x) : Math.Abs(x) < 1e-4 ? x * 1.1283791670955126 * (1 - (x * x / 3)) : (double)Reference.Of(Function.Erf, x);

    private static double Ulp(double value) => Math.ScaleB(1, Math.Max(Math.ILogB(value == 0 ? 1e-40 : value), -126) - 23);

    /// <summary>Numbers of every size, as dense as they are in single precision, without those whose results overflow.</summary>
    private static float[] Interesting() =>
        [.. Numbers.ManySingles(7, 20_000).Where(number => Math.Abs(number) < 1e30f), .. Enumerable.Range(-8000, 16001).Select(i => i / 400f)];

    private static float[] RandomOf(int count)
    {
        var random = new Random(3);
        return Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 4) - 2)).ToArray();
    }

    private static void Apply<T>(string name, bool reproducible, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged
    {
        switch (name, reproducible)
        {
            case ("Elu", false): Activations.Elu(x, y, Alpha, Scale); break;
            case ("Elu", true): ReproducibleActivations.Elu(x, y, Alpha, Scale); break;
            case ("Softplus", false): Activations.Softplus(x, y); break;
            case ("Softplus", true): ReproducibleActivations.Softplus(x, y); break;
            case ("Silu", false): Activations.Silu(x, y); break;
            case ("Silu", true): ReproducibleActivations.Silu(x, y); break;
            case ("Gelu", false): Activations.Gelu(x, y); break;
            case ("Gelu", true): ReproducibleActivations.Gelu(x, y); break;
            case ("GeluTanh", false): Activations.GeluTanh(x, y); break;
            case ("GeluTanh", true): ReproducibleActivations.GeluTanh(x, y); break;
            case ("Mish", false): Activations.Mish(x, y); break;
            case ("Mish", true): ReproducibleActivations.Mish(x, y); break;
            default: throw new ArgumentException(name);
        }
    }

    private static void Gradient<T>(string name, bool reproducible, ReadOnlySpan<T> x, ReadOnlySpan<T> g, Span<T> d) where T : unmanaged
    {
        switch (name, reproducible)
        {
            case ("Softplus", false): Activations.SoftplusGradient(x, g, d); break;
            case ("Softplus", true): ReproducibleActivations.SoftplusGradient(x, g, d); break;
            case ("Silu", false): Activations.SiluGradient(x, g, d); break;
            case ("Silu", true): ReproducibleActivations.SiluGradient(x, g, d); break;
            case ("Gelu", false): Activations.GeluGradient(x, g, d); break;
            case ("Gelu", true): ReproducibleActivations.GeluGradient(x, g, d); break;
            case ("GeluTanh", false): Activations.GeluTanhGradient(x, g, d); break;
            case ("GeluTanh", true): ReproducibleActivations.GeluTanhGradient(x, g, d); break;
            case ("Mish", false): Activations.MishGradient(x, g, d); break;
            case ("Mish", true): ReproducibleActivations.MishGradient(x, g, d); break;
            default: throw new ArgumentException(name);
        }
    }

    /// <summary>Rounded after each operation, at a width.</summary>
    private static void ApplyAt(string name, int width, float[] x, float[] y)
    {
        switch (name)
        {
            case "Elu": Elementwise<EluFunction, Unfused>.Apply<float>(new EluFunction(Alpha, Scale), x, y, width); break;
            case "Softplus": Elementwise<SoftplusFunction, Unfused>.Apply(x, y, width); break;
            case "Silu": Elementwise<SiluFunction, Unfused>.Apply(x, y, width); break;
            case "Gelu": Elementwise<GeluFunction, Unfused>.Apply(x, y, width); break;
            case "GeluTanh": Elementwise<GeluTanhFunction, Unfused>.Apply(x, y, width); break;
            case "Mish": Elementwise<MishFunction, Unfused>.Apply(x, y, width); break;
            default: throw new ArgumentException(name);
        }
    }

    private static void GradientAt(string name, int width, float[] x, float[] g, float[] d)
    {
        switch (name)
        {
            case "Softplus": ElementwiseGradient<SoftplusSlope, Unfused>.Apply<float>(x, g, d, width); break;
            case "Silu": ElementwiseGradient<SiluSlope, Unfused>.Apply<float>(x, g, d, width); break;
            case "Gelu": ElementwiseGradient<GeluSlope, Unfused>.Apply<float>(x, g, d, width); break;
            case "GeluTanh": ElementwiseGradient<GeluTanhSlope, Unfused>.Apply<float>(x, g, d, width); break;
            case "Mish": ElementwiseGradient<MishSlope, Unfused>.Apply<float>(x, g, d, width); break;
            default: throw new ArgumentException(name);
        }
    }
}
