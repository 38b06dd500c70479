using System;
using CnnGen.Runtime;
using Xunit;

namespace CnnGen.Tests;

/// <summary>Assert.Throws takes the exact type: an ArgumentOutOfRangeException would not do for an ArgumentException.</summary>
public sealed class CheckTests
{
    [Theory]
    [InlineData(784, 784, 1, 1)]
    [InlineData(784, 784, 32, 1)]
    [InlineData(1568, 784, 32, 2)]
    [InlineData(25088, 784, 32, 32)]
    [InlineData(5, 1, 5, 5)]
    public void Samples_WholeNumber_IsReturned(int length, int size, int batch, int expected) => Assert.Equal(expected, Check.Samples(length, size, batch));

    [Theory]
    [InlineData(0, 784, 32)]         // an empty input is an error
    [InlineData(783, 784, 32)]
    [InlineData(785, 784, 32)]
    [InlineData(25872, 784, 32)]     // 33 samples
    public void Samples_Otherwise_Throws(int length, int size, int batch) =>
        AssertThrows<ArgumentException>(() => Check.Samples(length, size, batch), "input", $"1 to {batch} samples of {size}", $"{length} numbers came");

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(20)]
    public void Samples_ForOneSample_Throws(int length) =>
        AssertThrows<ArgumentException>(() => Check.Samples(length, 10, 1), "input", "one sample of 10 numbers", $"{length} numbers came");

    [Theory]
    [InlineData(29)]
    [InlineData(31)]
    [InlineData(0)]
    [InlineData(10)]
    public void PerSample_WrongLength_Throws(int length)
    {
        Check.PerSample(30, 10, 3, "target");
        AssertThrows<ArgumentException>(() => Check.PerSample(length, 10, 3, "target"), "target", "10 for each sample", "had 3: 30", $"{length} came");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(10)]
    [InlineData(-100)]
    [InlineData(int.MaxValue)]
    public void Labels_NotAClass_Throws(int label)
    {
        Check.Labels([0, 9, 5], 10);
        Check.Labels([], 10);
        int[] labels = [3, 9, label, 0];
        var exception = AssertThrows<ArgumentOutOfRangeException>(() => Check.Labels(labels, 10), "labels", "0 to 9", "labels[2]", $"{label}");
        Assert.Equal(label, exception.ActualValue);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(10, 0)]
    [InlineData(3, 7)]
    [InlineData(2, 3)]      // fewer than the rest
    [InlineData(0, 10)]     // none at the end does nothing
    public void Part_Inside_IsAccepted(int length, int start) => Assert.Null(Record.Exception(() => Check.Part(length, start, 10, "parameters")));

    [Theory]
    [InlineData(-1)]
    [InlineData(11)]
    [InlineData(int.MinValue)]
    public void Part_StartOutside_Throws(int start)
    {
        var exception = AssertThrows<ArgumentOutOfRangeException>(
            () => Check.Part(0, start, 10, "parameters"), "start", "10 parameters", "0 to 10", $"{start}");
        Assert.Equal(start, exception.ActualValue);
    }

    [Theory]
    [InlineData(11, 0, 10)]
    [InlineData(4, 7, 3)]
    [InlineData(1, 10, 0)]
    [InlineData(int.MaxValue, 10, 0)]    // start + length would overflow
    public void Part_TooManyValues_Throws(int length, int start, int room) =>
        AssertThrows<ArgumentException>(
            () => Check.Part(length, start, 10, "buffers"), "values", "10 buffers", $"{room} of them from {start}", $"{length} values came");

    [Theory]
    [InlineData(9)]
    [InlineData(11)]
    [InlineData(0)]
    public void Whole_WrongLength_Throws(int length)
    {
        Check.Whole(10, 10, "gradients");
        AssertThrows<ArgumentException>(() => Check.Whole(length, 10, "gradients"), "values", "10 gradients", $"{length} values came");
    }

    [Theory]
    [InlineData(9)]
    [InlineData(0)]
    public void Destination_TooShort_Throws(int length)
    {
        Check.Destination(10, 10, "parameters");
        Check.Destination(11, 10, "parameters");
        AssertThrows<ArgumentException>(() => Check.Destination(length, 10, "parameters"), "destination", "10 parameters", $"room for {length}");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public void StepCount_Negative_Throws(long stepCount)
    {
        Check.StepCount(0);
        Check.StepCount(long.MaxValue);
        var exception = AssertThrows<ArgumentOutOfRangeException>(() => Check.StepCount(stepCount), "stepCount", "at least 0", $"{stepCount} came");
        Assert.Equal(stepCount, exception.ActualValue);
    }

    private static TException AssertThrows<TException>(Action call, string argument, params string[] parts) where TException : ArgumentException
    {
        TException exception = Assert.Throws<TException>(call);
        Assert.Equal(argument, exception.ParamName);
        foreach (string part in parts) Assert.Contains(part, exception.Message, StringComparison.Ordinal);
        return exception;
    }
}
