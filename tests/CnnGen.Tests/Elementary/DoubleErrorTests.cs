using Xunit;

namespace CnnGen.Tests.ElementaryFunctions;

public sealed class DoubleErrorTests
{
    [Theory]
    [InlineData(Function.Exp, 2, 20_000)]
    [InlineData(Function.Log, 2, 20_000)]
    [InlineData(Function.Tanh, 2, 20_000)]
    [InlineData(Function.Sigmoid, 4, 20_000)]
    [InlineData(Function.Erf, 4, 10_000)]
    public void Error_OfManyNumbers_IsWithinUlps(Function function, double bound, int count)
    {
        double[] x = Numbers.ManyDoubles(2, count), y = new double[x.Length], z = new double[x.Length];
        Functions.Apply(function, false, x, y);
        Functions.Apply(function, true, x, z);
        for (int i = 0; i < x.Length; i++)
        {
            if (!IsOrdinary(function, x[i])) continue;
            Reference expected = Reference.Of(function, x[i]);
            if (!(expected.Ulps(y[i]) <= bound)) Assert.Fail($"{function}({x[i]:R}) is {y[i]:R}: {expected.Ulps(y[i]):F2} ulp.");
            if (!(expected.Ulps(z[i]) <= bound)) Assert.Fail($"Reproducible {function}({x[i]:R}) is {z[i]:R}: {expected.Ulps(z[i]):F2} ulp.");
        }
    }

    // The values are mpmath's.
    [Theory]
    [InlineData(Function.Exp, 0.1, 1.1051709180756477, -8.149523913327619e-17)]
    [InlineData(Function.Exp, -1.5, 0.22313016014842982, 1.0887723699042263e-17)]
    [InlineData(Function.Exp, 88.25, 2.120742930535254e+38, 1.3744173199953419e+22)]
    [InlineData(Function.Exp, -700.5, 5.980196118639791e-305, -2.87e-321)]
    [InlineData(Function.Log, 1.0000001, 9.999999505838704e-08, 1.5249709528441489e-24)]
    [InlineData(Function.Log, 0.75, -0.2876820724517809, -2.607160616442564e-17)]
    [InlineData(Function.Log, 1e+300, 690.7755278982137, 2.3747660028800243e-14)]
    [InlineData(Function.Log, 5e-320, -735.2178029785398, -1.1864181232543711e-14)]
    [InlineData(Function.Tanh, 1e-05, 9.999999999666668e-06, -4.5758701526937e-22)]
    [InlineData(Function.Tanh, 0.1, 0.09966799462495582, 3.542433877641546e-18)]
    [InlineData(Function.Tanh, 0.5625, 0.5098299737352566, -4.2722008489587145e-17)]
    [InlineData(Function.Tanh, 3.7, 0.9987782412811312, -4.246277383496195e-17)]
    [InlineData(Function.Sigmoid, -40.5, 2.576757109154981e-18, -1.0178357095552758e-34)]
    [InlineData(Function.Sigmoid, -0.3, 0.425557483188341, -8.05466865782085e-18)]
    [InlineData(Function.Sigmoid, 0.7, 0.668187772168166, 4.6882662817831034e-17)]
    [InlineData(Function.Sigmoid, 12.25, 0.9999952149055051, -2.658983001209362e-17)]
    [InlineData(Function.Erf, 1e-07, 1.1283791670955088e-07, -1.899915714034866e-24)]
    [InlineData(Function.Erf, 0.5, 0.5204998778130465, 1.900077467916287e-17)]
    [InlineData(Function.Erf, 1.1, 0.8802050695740817, -3.550744643146631e-18)]
    [InlineData(Function.Erf, 3.3, 0.9999969422902035, 3.418688300158856e-17)]
    [InlineData(Function.Erf, 5.5, 0.9999999999999927, -3.03759554483649e-17)]
    public void Reference_IsThatOfAnIndependentProgram(Function function, double x, double high, double low)
    {
        Reference reference = Reference.Of(function, x);
        DoubleDouble error = reference.Value.Scale(reference.Exponent) - new DoubleDouble(high, low);
        Assert.Equal(0, error.High / high, 1e-29);
    }

    /// <summary>Where the reference is a finite number other than zero; the rest is in <see cref="EdgeTests"/>.</summary>
    private static bool IsOrdinary(Function function, double x) => function switch
    {
        Function.Exp => x > -745 && x < 709.7,
        Function.Log => x > 0 && x != 1 && double.IsFinite(x),
        Function.Sigmoid => x > -745 && x <= double.MaxValue,
        _ => x != 0 && double.IsFinite(x),
    };
}
