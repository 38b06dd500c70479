using System;
using Xunit;

namespace CnnGen.Tests.ElementaryFunctions;

/// <summary>That <see cref="Reference"/> has 128 bits and more.</summary>
public sealed class ReferenceTests
{
    /// <summary>What is left of a value, relative to it, where 128 bits are right.</summary>
    private const int Right = -128;

    // To 60 digits, 199 bits. The numbers at 1 are published (OEIS A001113, A002162, A073744, A103647), those elsewhere mpmath's.
    [Theory]
    [InlineData(Function.Exp, 1.0, "2.71828182845904523536028747135266249775724709369995957496697")]
    [InlineData(Function.Exp, 0.1, "1.10517091807564763094663882345877965774166341637421962084148")]
    [InlineData(Function.Exp, -1.5, "0.223130160148429828933280470764012521342171629361079328743835")]
    [InlineData(Function.Exp, 88.25, "2.12074293053525407920857688572816243374000677012690768193413e38")]
    [InlineData(Function.Exp, -700.5, "5.98019611863979120641210733049510004798077289264143028991014e-305")]
    [InlineData(Function.Exp, 1e-300, "1.00000000000000000000000000000000000000000000000000000000000")]
    [InlineData(Function.Exp, 709.75, "1.73983687326416055769825271167383039386476848748305484259749e308")]
    [InlineData(Function.Exp, -744.25, "5.97491654329588527650190231634191118882376758545553714399913e-324")]
    [InlineData(Function.Log, 2.0, "0.693147180559945309417232121458176568075500134360255254120680")]
    [InlineData(Function.Log, 1.0000001, "9.99999950583870451775160996834544912302987959214771887459571e-8")]
    [InlineData(Function.Log, 0.75, "-0.287682072451780927439219005993827431503509710897761056506666")]
    [InlineData(Function.Log, 1e+300, "690.775527898213705257902196660513681150659990441493231550394")]
    [InlineData(Function.Log, 5e-320, "-735.217802978539805776386146338705591351070955376787006524118")]
    [InlineData(Function.Log, 0.9999999999999999, "-1.11022302462515660205338988848237217180973272006529009577799e-16")]
    [InlineData(Function.Tanh, 1.0, "0.761594155955764888119458282604793590412768597257936551596811")]
    [InlineData(Function.Tanh, 1e-05, "9.99999999966666748471053905850950186750569827586812780561586e-6")]
    [InlineData(Function.Tanh, 0.1, "0.0996679946249558226142770436986248332553787540229117893161320")]
    [InlineData(Function.Tanh, 0.5625, "0.509829973735256582489312135070531356552446395501394127760010")]
    [InlineData(Function.Tanh, -3.7, "-0.998778241281131198007129952053986172624222944753813456638318")]
    [InlineData(Function.Tanh, 1e-310, "9.99999999999996944932750289769196936057731524703811503348409e-311")]
    [InlineData(Function.Tanh, 18.5, "0.999999999999999829339047485118698677019360184461542646090869")]
    [InlineData(Function.Sigmoid, 1.0, "0.731058578630004879251159241821836274365144640165056519276366")]
    [InlineData(Function.Sigmoid, -40.5, "2.57675710915498094148472674790571712976707378009019543305363e-18")]
    [InlineData(Function.Sigmoid, -0.3, "0.425557483188341015561961196765939677060362518279832977249136")]
    [InlineData(Function.Sigmoid, 0.7, "0.668187772168166096684758858197487376435302544812673756943006")]
    [InlineData(Function.Sigmoid, 12.25, "0.999995214905505109881389872603726539501422280232670052356713")]
    [InlineData(Function.Sigmoid, -744.5, "4.65326968270512698256778388216139289634657806007611718841465e-324")]
    [InlineData(Function.Erf, 1.0, "0.842700792949714869341220635082609259296066997966302908459938")]
    [InlineData(Function.Erf, 1e-07, "1.12837916709550876157098069735235455495706650326565695193213e-7")]
    [InlineData(Function.Erf, 0.5, "0.520499877813046537682746653891964528736451575757963700058806")]
    [InlineData(Function.Erf, 1.1, "0.880205069574081729657259509255651057052753498804361374835352")]
    [InlineData(Function.Erf, -3.3, "-0.999996942290203561834801237331977289567587164141913228950711")]
    [InlineData(Function.Erf, 5.5, "0.999999999999992642152082025601936931637601429909791776915031")]
    [InlineData(Function.Erf, 5e-324, "5.57493381944852271267550929623630733570012743736272034450298e-324")]
    public void Values_AreThoseOfOthers(Function function, double x, string digits) => AssertEqual(BigReal.Parse(digits), Reference.Of(function, x));

    /// <summary>At numbers of every magnitude: e⁻ˣ eˣ = 1, ln eˣ = x, tanh 2x = 2 tanh x / (1 + tanh² x), σ(x) + σ(−x) = 1.</summary>
    [Fact]
    public void Identities_Hold()
    {
        foreach (double x in Numbers.ManyDoubles(3, 3000))
        {
            if (!double.IsFinite(x) || x == 0) continue;
            if (x > 0) AssertEqual(x, Reference.Exp(Reference.Log(x)));
            if (Math.Abs(x) > 700) continue;
            AssertEqual(1, Reference.Exp(x) * Reference.Exp(-x));
            AssertEqual(1, Reference.Of(Function.Sigmoid, x) + Reference.Of(Function.Sigmoid, -x));
            if (Math.Abs(x) > 1e-6) AssertEqual(x, Reference.Log(Reference.Exp(x)));
            if (Math.Abs(x) > 40) continue;
            BigReal tanh = Reference.Tanh(x);
            AssertEqual(tanh.Scale(1) / ((tanh * tanh) + 1), Reference.Tanh(2 * x));
        }
    }

    /// <summary>The derivative of erf, 2/√π e^(−x²), by differences of four places, which leave terms of the fourth power of their distance.</summary>
    [Fact]
    public void Erf_HasItsDerivative()
    {
        BigReal slope = Reference.Erf(double.Epsilon) / double.Epsilon;
        foreach (double x in new[] { 0, 0.125, -0.5, 1, 1.75, -3, 5 })
        {
            BigReal step = new(1, -30), near = Of(1) - Of(-1), far = Of(2) - Of(-2);
            BigReal came = ((near * 8) - far) / (step * 12), expected = slope * Reference.Exp(-((BigReal)x * x));
            Assert.True((came - expected).Log2 < expected.Log2 - 105, $"At {x}.");

            BigReal Of(int steps) => Reference.Erf((BigReal)x + (step * steps));
        }
    }

    [Fact]
    public void Ulps_AreOfTheLastPlace()
    {
        Assert.Equal(0.25, Reference.Ulps(new BigReal((1L << 54) + 1, -54), 1));
        Assert.Equal(0.5, Reference.Ulps(new BigReal((1L << 54) - 1, -54), 1));   // below a power of two the places are half as wide
        Assert.Equal(0.5, Reference.Ulps(new BigReal(1, -1075), double.Epsilon));
        Assert.Equal(3, Reference.Ulps(new BigReal(1, -1074), 4 * double.Epsilon));
        Assert.Equal(0, Reference.Ulps(new BigReal(1, 1024), double.PositiveInfinity));
        Assert.Equal(1, Reference.Ulps(double.MaxValue, double.PositiveInfinity));
        Assert.Equal(double.PositiveInfinity, Reference.Ulps(new BigReal(1, 1024), double.MaxValue));
        Assert.Equal(double.PositiveInfinity, Reference.Ulps(1, double.NaN));
        Assert.Equal(double.PositiveInfinity, Reference.Ulps(0, double.Epsilon));
    }

    private static void AssertEqual(BigReal expected, BigReal actual) =>
        Assert.True((actual - expected).IsZero || (actual - expected).Log2 < expected.Log2 + Right, $"{(double)actual:R} is not {(double)expected:R}.");
}
