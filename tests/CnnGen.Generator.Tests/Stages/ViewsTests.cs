using System.Linq;
using CnnGen.Generator.Layers.Joins;
using CnnGen.Generator.Layers.Recurrent;
using CnnGen.Generator.Planning;
using Xunit;

namespace CnnGen.Generator.Tests.Stages;

/// <summary>A place that is a part of another spares a copy. (That it changes nothing else is shown in PlanMemoryTests.)</summary>
public class ViewsTests
{
    [Theory]
    [InlineData("[Network(4, 8, 8)] [Tap(\"a\"), AvgPool(2), Tanh, Tap(\"b\"), From(\"a\"), MaxPool(2), Concat(\"b\"), AvgPool(2), Dense(3)] [MeanSquaredError]", 0, 1)] // for a copy of half the gradient the whole need not stay: less memory
    [InlineData("[Network(6)] [Dense(8), Tanh, Tap(\"a\"), Dense(4), Tanh, Concat(\"a\"), Dense(3)] [MeanSquaredError]", 0, 0)]
    [InlineData("[Network(6)] [Dense(8), Tanh, Slice(2, 4), Dense(3)] [MeanSquaredError]", 0, 0)]
    [InlineData("[Network(6)] [Input(\"speed\", 2)] [Dense(8), Tanh, Concat(\"speed\"), Dense(3)] [MeanSquaredError]", 1, 0)] // what the caller hands over is copied once
    [InlineData("[Network(6, Batch = 4)] [Dense(8), Tanh, Tap(\"a\"), Dense(4), Tanh, Concat(\"a\"), Dense(3)]", 2, 2)] // a dense layer takes all samples at once
    [InlineData("[Network(6)] [Dense(8), Tanh, Tap(\"a\"), Concat(\"a\"), Dense(3)]", 1, 0)] // twice the same: one is copied, and the gradients of both are added where they are
    [InlineData("[Network(3, 5)] [GRU(16), LSTM(4, Last = true), Dense(2)] [MeanSquaredError]", 0, 0)] // the states behind the first
    [InlineData("[Network(16, 8, 8)] [Conv(16, 3), Tap(\"a\"), Conv(16, 1), Concat(\"a\"), GlobalAvgPool]", 2, 2)] // channels last: no run
    public void RunsAreNotCopied(string declaration, int forward, int backward)
    {
        NetworkPlan plan = Plans.Of(declaration);
        Assert.Equal((forward, backward), (plan.Forward.Count(IsCopy), plan.Backward.Count(IsCopy)));

        static bool IsCopy(Step step) => step.Kernel is ChannelCopy or StatesCopy;
    }

    [Fact]
    public void WhatSomebodyStillReads_IsNotOverwritten()
    {
        // The rectifier works in the place of the concatenation, of which the dense layer before it still reads a part, backward.
        NetworkPlan plan = Plans.Of("[Network(6)] [Dense(8), Sigmoid, Tap(\"a\"), Dense(4), Concat(\"a\"), ReLU, Dense(3)] [MeanSquaredError]");
        Assert.Contains(plan.Forward, step => step.Kernel.Copied != null);
    }
}
