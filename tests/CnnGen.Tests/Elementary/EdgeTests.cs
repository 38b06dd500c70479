using Xunit;

namespace CnnGen.Tests.ElementaryFunctions;

public sealed class EdgeTests
{
    private const double Infinity = double.PositiveInfinity;

    [Theory]
    [InlineData(Function.Exp, 0.0, 1.0)]
    [InlineData(Function.Exp, Infinity, Infinity)]
    [InlineData(Function.Exp, -Infinity, 0.0)]
    [InlineData(Function.Exp, 709.79, Infinity)]
    [InlineData(Function.Exp, 1e308, Infinity)]
    [InlineData(Function.Exp, -745.2, 0.0)]
    [InlineData(Function.Exp, -1e308, 0.0)]
    [InlineData(Function.Exp, -745.1, double.Epsilon)]
    [InlineData(Function.Log, 1.0, 0.0)]
    [InlineData(Function.Log, 0.0, -Infinity)]
    [InlineData(Function.Log, -1.0, double.NaN)]
    [InlineData(Function.Log, -double.Epsilon, double.NaN)]
    [InlineData(Function.Log, -Infinity, double.NaN)]
    [InlineData(Function.Log, Infinity, Infinity)]
    [InlineData(Function.Tanh, 0.0, 0.0)]
    [InlineData(Function.Tanh, Infinity, 1.0)]
    [InlineData(Function.Tanh, -Infinity, -1.0)]
    [InlineData(Function.Tanh, double.Epsilon, double.Epsilon)]
    [InlineData(Function.Sigmoid, 0.0, 0.5)]
    [InlineData(Function.Sigmoid, Infinity, 1.0)]
    [InlineData(Function.Sigmoid, -Infinity, 0.0)]
    [InlineData(Function.Sigmoid, -1000.0, 0.0)]
    [InlineData(Function.Erf, 0.0, 0.0)]
    [InlineData(Function.Erf, Infinity, 1.0)]
    [InlineData(Function.Erf, -Infinity, -1.0)]
    [InlineData(Function.Exp, double.NaN, double.NaN)]
    [InlineData(Function.Log, double.NaN, double.NaN)]
    [InlineData(Function.Tanh, double.NaN, double.NaN)]
    [InlineData(Function.Sigmoid, double.NaN, double.NaN)]
    [InlineData(Function.Erf, double.NaN, double.NaN)]
    public void Double_AtAnEdge_IsExact(Function function, double x, double expected)
    {
        Assert.Equal(Numbers.Bits(expected), Numbers.Bits(Functions.Of(function, false, x)));
        Assert.Equal(Numbers.Bits(expected), Numbers.Bits(Functions.Of(function, true, x)));
    }

    [Theory]
    [InlineData(Function.Exp, -0.0f, 1.0f)]
    [InlineData(Function.Exp, 88.73f, float.PositiveInfinity)]
    [InlineData(Function.Exp, float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(Function.Exp, -103.9f, float.Epsilon)]
    [InlineData(Function.Exp, -104.0f, 0.0f)]
    [InlineData(Function.Exp, float.NegativeInfinity, 0.0f)]
    [InlineData(Function.Log, 1.0f, 0.0f)]
    [InlineData(Function.Log, -0.0f, float.NegativeInfinity)]
    [InlineData(Function.Log, -float.Epsilon, float.NaN)]
    [InlineData(Function.Log, float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(Function.Tanh, -0.0f, -0.0f)]
    [InlineData(Function.Tanh, float.NegativeInfinity, -1.0f)]
    [InlineData(Function.Tanh, -float.Epsilon, -float.Epsilon)]
    [InlineData(Function.Sigmoid, -0.0f, 0.5f)]
    [InlineData(Function.Sigmoid, float.NegativeInfinity, 0.0f)]
    [InlineData(Function.Sigmoid, float.PositiveInfinity, 1.0f)]
    [InlineData(Function.Erf, -0.0f, -0.0f)]
    [InlineData(Function.Erf, float.NegativeInfinity, -1.0f)]
    [InlineData(Function.Exp, float.NaN, float.NaN)]
    [InlineData(Function.Log, float.NaN, float.NaN)]
    [InlineData(Function.Tanh, float.NaN, float.NaN)]
    [InlineData(Function.Sigmoid, float.NaN, float.NaN)]
    [InlineData(Function.Erf, float.NaN, float.NaN)]
    public void Single_AtAnEdge_IsExact(Function function, float x, float expected)
    {
        Assert.Equal(Numbers.Bits(expected), Numbers.Bits(Functions.Of(function, false, x)));
        Assert.Equal(Numbers.Bits(expected), Numbers.Bits(Functions.Of(function, true, x)));
    }

    [Fact]
    public void NegativeZero_KeepsItsSignInOddFunctions()
    {
        Assert.Equal(1, Functions.Of(Function.Exp, false, -0.0));
        Assert.Equal(-Infinity, Functions.Of(Function.Log, false, -0.0));
        Assert.True(double.IsNegative(Functions.Of(Function.Tanh, false, -0.0)));
        Assert.True(double.IsNegative(Functions.Of(Function.Erf, false, -0.0)));
    }
}
