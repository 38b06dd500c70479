using System;
using CnnGen.Runtime;
using Xunit;

namespace CnnGen.Tests.ElementaryFunctions;

public sealed class SpanTests
{
    [Theory]
    [InlineData(Function.Exp)]
    [InlineData(Function.Log)]
    [InlineData(Function.Tanh)]
    [InlineData(Function.Sigmoid)]
    [InlineData(Function.Erf)]
    public void EveryLength_InPlaceOrNot_HasTheBitsOfTheScalarAndTouchesNothingElse(Function function)
    {
        var random = new Random(5);
        for (int length = 0; length <= 70; length++)
        {
            foreach (bool reproducible in new[] { false, true })
            {
                float[] x = new float[length], y = new float[length + 1];
                for (int i = 0; i < length; i++) x[i] = (float)((random.NextDouble() - 0.3) * 10);
                y[length] = 42;
                Functions.Apply(function, reproducible, x, y.AsSpan(0, length));
                for (int i = 0; i < length; i++) Assert.Equal(Numbers.Bits(Functions.Of(function, reproducible, x[i])), Numbers.Bits(y[i]));
                Assert.Equal(42, y[length]);
                Functions.Apply(function, reproducible, x, x);
                Assert.Equal(y.AsSpan(0, length).ToArray(), x);

                double[] xd = new double[length], yd = new double[length + 1];
                for (int i = 0; i < length; i++) xd[i] = (random.NextDouble() - 0.3) * 10;
                yd[length] = 42;
                Functions.Apply(function, reproducible, xd, yd.AsSpan(0, length));
                for (int i = 0; i < length; i++) Assert.Equal(Numbers.Bits(Functions.Of(function, reproducible, xd[i])), Numbers.Bits(yd[i]));
                Assert.Equal(42, yd[length]);
                Functions.Apply(function, reproducible, xd, xd);
                Assert.Equal(yd.AsSpan(0, length).ToArray(), xd);
            }
        }
    }

    [Fact]
    public void UnequalLengths_AreRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => Elementary.Exp(new float[3], new float[4]));
        Assert.Contains("3", error.Message);
        Assert.Contains("4", error.Message);
        Assert.Throws<ArgumentException>(() => ReproducibleElementary.Tanh(new double[5], new double[4]));
    }

    [Fact]
    public void Calls_AllocateNothing()
    {
        float[] x = new float[37];
        double[] xd = new double[37];
        Call();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++) Call();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Call()
        {
            foreach (Function function in new ReadOnlySpan<Function>([Function.Exp, Function.Log, Function.Tanh, Function.Sigmoid, Function.Erf]))
            {
                Functions.Apply(function, false, x, x);
                Functions.Apply(function, true, xd, xd);
                xd[0] += Functions.Of(function, false, 0.5f) + Functions.Of(function, true, 0.5);
            }

            Softmax.Forward(x, x);
            ReproducibleSoftmax.Forward(xd, xd);
        }
    }
}
