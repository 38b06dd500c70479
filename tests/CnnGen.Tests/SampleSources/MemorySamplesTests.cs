using System;
using CnnGen.Tests.Behaviour;
using Xunit;

namespace CnnGen.Tests.SampleSources;

/// <summary>Samples in arrays.</summary>
public sealed class MemorySamplesTests
{
    [Fact]
    public void Sample_IsItsPartOfEachArray()
    {
        MemorySamples<float> samples = new(2, new float[] { 1, 2, 3, 4, 5, 6 }, new float[] { 7, 8 }, new[] { 9, 10 });
        float[] inputs = new float[3], targets = new float[1];
        int[] labels = new int[1];
        samples.CopyTo(1, 0, inputs, targets, labels);
        Assert.Equal([4, 5, 6], inputs);
        Assert.Equal([8], targets);
        Assert.Equal([10], labels);
        Assert.True(samples.HasLabels);
        Assert.False(new MemorySamples<double>(1, new double[3]).HasLabels);
    }

    [Fact]
    public void WhatDoesNotFit_IsRefusedWithNumbers()
    {
        Data.AssertSays(Assert.Throws<ArgumentException>(() => new MemorySamples<float>(new float[7], new int[2])), 2, 7);
        Data.AssertSays(Assert.Throws<ArgumentException>(() => new MemorySamples<float>(4, new float[8], new float[6])), 4, 6);
        Assert.Throws<ArgumentException>(() => new MemorySamples<float>(4, default));
        Data.AssertSays(Assert.Throws<ArgumentOutOfRangeException>(() => new MemorySamples<float>(0, new float[8])), 0);
        MemorySamples<float> samples = new(new float[8], new int[2]);
        Data.AssertSays(Assert.Throws<ArgumentException>(() => samples.CopyTo(0, 0, new float[3], [], new int[1])), 3, 4);
        Data.AssertSays(Assert.Throws<ArgumentException>(() => samples.CopyTo(0, 0, new float[4], new float[2], new int[1])), 2, 0);
        Data.AssertSays(Assert.Throws<ArgumentOutOfRangeException>(() => samples.CopyTo(2, 0, new float[4], [], new int[1])), 2);
    }
}
