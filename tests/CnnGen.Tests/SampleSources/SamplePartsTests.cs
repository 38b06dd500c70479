using System;
using CnnGen.Tests.Behaviour;
using Xunit;

namespace CnnGen.Tests.SampleSources;

/// <summary>Parts of samples.</summary>
public sealed class SamplePartsTests
{
    [Fact]
    public void Part_IsSomeOfThem()
    {
        ISampleSource<float> part = new MemorySamples<float>(new float[] { 1, 2, 3, 4, 5 }, new[] { 5, 6, 7, 8, 9 }).Part(1, 3);
        float[] input = new float[1];
        int[] label = new int[1];
        part.CopyTo(2, 0, input, [], label);
        Assert.Equal((3, true, 4f, 8), (part.Count, part.HasLabels, input[0], label[0]));
        Data.AssertSays(Assert.Throws<ArgumentOutOfRangeException>(() => part.CopyTo(3, 0, input, [], label)), 3);
        Data.AssertSays(Assert.Throws<ArgumentOutOfRangeException>(() => part.Part(1, 3)), 1, 2, 3);
        Data.AssertSays(Assert.Throws<ArgumentOutOfRangeException>(() => part.Part(3, 1)), 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => part.Part(0, 0));
    }
}
