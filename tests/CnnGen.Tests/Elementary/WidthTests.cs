using System;
using CnnGen.Runtime;
using Xunit;

namespace CnnGen.Tests.ElementaryFunctions;

/// <summary>Every width the machine has gives the bits of the scalar functions.</summary>
public sealed class WidthTests
{
    [Theory]
    [InlineData(Function.Exp)]
    [InlineData(Function.Log)]
    [InlineData(Function.Tanh)]
    [InlineData(Function.Sigmoid)]
    [InlineData(Function.Erf)]
    public void Single_AtEveryWidth_HasTheBitsOfTheScalar(Function function)
    {
        float[] x = Numbers.ManySingles(3, 10_000), y = new float[x.Length];
        float[] fused = Array.ConvertAll(x, v => Functions.Of(function, false, v)), unfused = Array.ConvertAll(x, v => Functions.Of(function, true, v));
        foreach (int width in new[] { 512, 256, 128 })
        {
            Functions.ApplyAt<Fused>(function, width, x, y);
            Assert.Equal(Array.ConvertAll(fused, Numbers.Bits), Array.ConvertAll(y, Numbers.Bits));
        }

        // 0: without vectors, as on netstandard2.1.
        foreach (int width in new[] { 512, 256, 128, 0 })
        {
            Functions.ApplyAt<Unfused>(function, width, x, y);
            Assert.Equal(Array.ConvertAll(unfused, Numbers.Bits), Array.ConvertAll(y, Numbers.Bits));
        }
    }

    [Theory]
    [InlineData(Function.Exp)]
    [InlineData(Function.Log)]
    [InlineData(Function.Tanh)]
    [InlineData(Function.Sigmoid)]
    [InlineData(Function.Erf)]
    public void Double_AtEveryWidth_HasTheBitsOfTheScalar(Function function)
    {
        double[] x = Numbers.ManyDoubles(4, 10_000), y = new double[x.Length];
        double[] fused = Array.ConvertAll(x, v => Functions.Of(function, false, v)), unfused = Array.ConvertAll(x, v => Functions.Of(function, true, v));
        foreach (int width in new[] { 512, 256, 128 })
        {
            Functions.ApplyAt<Fused>(function, width, x, y);
            Assert.Equal(Array.ConvertAll(fused, Numbers.Bits), Array.ConvertAll(y, Numbers.Bits));
        }

        foreach (int width in new[] { 512, 256, 128, 0 })
        {
            Functions.ApplyAt<Unfused>(function, width, x, y);
            Assert.Equal(Array.ConvertAll(unfused, Numbers.Bits), Array.ConvertAll(y, Numbers.Bits));
        }
    }
}
