using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;
using Xunit;

namespace CnnGen.Generator.Tests.Stages;

/// <summary>What is cheap is made again and not kept. (That it changes nothing else is shown here for these, and in PlanMemoryTests for many more.)</summary>
public class RecomputationTests
{
    private static readonly ForcedForms Kept = new(EquatableArray.Of("*.again=kept"));

    [Theory]
    [InlineData("[Network(3, 8, 8, Batch = 4)] [Conv(16, 3), BatchNorm, ReLU, Conv(16, 3), Dense(2)]", "", "batchnorm1 forward")]
    [InlineData("[Network(3, 8, 8, Batch = 4)] [Conv(16, 3), BatchNorm, Conv(16, 3), BatchNorm, Dense(2)]", "", "batchnorm1 forward")] // a dense layer takes all samples at once
    [InlineData("[Network(3, 8, 8, Batch = 4)] [Conv(4, 3), BatchNorm, ReLU, Conv(4, 3), Dense(2)]", "", "batchnorm1 forward, conv2 frame")] // the frame is read, and made of the other
    [InlineData("[Network(3, 8, 8, Batch = 4)] [Conv(16, 3), GroupNorm(2), ReLU, Conv(16, 3), Dense(2)]", "", "groupnorm1 forward")]
    [InlineData("[Network(3, 8, 8, Batch = 4)] [Conv(16, 3), HardSwish, Conv(16, 3), Dense(2)]", "", "hardswish1 forward")] // its derivative reads its input
    [InlineData("[Network(3, 8, 8, Batch = 4)] [Conv(16, 3), Tap(\"a\"), Conv(16, 3, Padding = 1), Multiply(\"a\"), Conv(16, 3), Dense(2)]", "", "multiply1 forward")]
    [InlineData(
        "[Network(3, 8, 8, Batch = 4)] [Conv(16, 3), BatchNorm, ReLU, Tap(\"a\"), Conv(16, 3, Padding = 1), BatchNorm, Add(\"a\"), ReLU, Conv(16, 3), Dense(2)]",
        "batchnorm1 forward (Training)",
        "batchnorm1 forward, batchnorm2 forward, batchnorm1 forward")] // the sum, and what it is made of; in training the statistics stand between
    [InlineData("[Network(3, 8, 8)] [Conv(16, 3), BatchNorm, ReLU, Conv(16, 3), Dense(2)]", "", "")] // of one sample it is little
    [InlineData("[Network(3, 8, 8, Batch = 4)] [Conv(16, 3), ReLU, Conv(16, 3), Dense(2)]", "", "")] // the convolution would be made again
    [InlineData("[Network(3, 8, 8, Batch = 4)] [Conv(16, 3), SiLU, Conv(16, 3), Dense(2)]", "", "")] // an exponential takes longer than to read a number
    [InlineData("[Network(3, 8, 8, Batch = 4)] [BatchNorm, ReLU, Flatten, Dense(2)]", "", "")]
    [InlineData("[Network(8, Batch = 4)] [Dense(4), BatchNorm, ReLU, Dense(2)]", "", "")]
    public void WhatIsCheap_IsMadeAgain(string declaration, string forward, string backward)
    {
        NetworkModel model = Plans.Model(declaration + " [MeanSquaredError]");
        NetworkPlan plan = Planner.Plan(model);
        Assert.Equal((forward, backward), (Again(plan.Forward), Again(plan.Backward)));
        PlanMemory.AssertReadsTheSame(declaration, plan, Planner.Plan(model, Kept));

        static string Again(EquatableArray<Step> pass) => string.Join(
            ", ", pass.Where(step => step.IsAgain).Select(step => $"{step.Title}{(step.Mode == Mode.Always ? "" : $" ({step.Mode})")}"));
    }

    // Each sum reads the one before: without an end to it, each phase would begin with the first of all.
    [Theory]
    [InlineData(4)]
    [InlineData(13)]
    public void OfAChainOfSums_EveryThirdIsKept(int blocks)
    {
        string block = "Tap(\"a\"), Conv(16, 3, Padding = 1), BatchNorm, Add(\"a\"), ReLU, ";
        NetworkModel model = Plans.Model($"[Network(16, 8, 8, Batch = 4)] [Conv(16, 3, Padding = 1), BatchNorm, ReLU, {string.Concat(Enumerable.Range(0, blocks).Select(i => block.Replace("\"a\"", $"\"a{i}\"")))} Conv(16, 3), GlobalAvgPool, Dense(2)] [MeanSquaredError]");
        NetworkPlan plan = Planner.Plan(model);
        string[] again = [.. plan.Backward.Where(step => step.IsAgain).Select(step => step.Layer)];
        IEnumerable<int> norms = Enumerable.Range(1, blocks + 1);
        Assert.Equal(norms.Where(norm => norm % 3 != 0).Select(norm => $"batchnorm{norm}"), again.Distinct().Order(System.StringComparer.Ordinal).OrderBy(norm => norm.Length));
        Assert.InRange(again.Length, blocks / 2, 2 * blocks);
        PlanMemory.AssertReadsTheSame("a chain of sums", plan, Planner.Plan(model, Kept));
    }

    // Places that several buffers of one phase shared would each have their own, from Forward to Backward.
    [Theory]
    [InlineData("[Network(16, 8, 8, Batch = 2, InputGradient = false)] [Tap(\"t0\"), Conv(16, 1), MaxPool(2), Upsample(2), GroupNorm(2), Multiply(\"t0\"), Multiply(\"t0\"), HardSwish, Concat(\"t0\"), Slice(7, 16), Dense(3)]")]
    [InlineData("[Network(2, 2, 2, Batch = 2, Scalar = Scalar.Double, InputGradient = false)] [BatchNorm(Frozen = true), LeakyReLU(0.1), BatchNorm, GroupNorm(2)]")]
    public void WhatWouldTakeMoreMemory_IsKept(string declaration)
    {
        NetworkModel model = Plans.Model(declaration);
        Assert.Equal(Planner.Plan(model, Kept).LengthOf(Element.Number), Planner.Plan(model).LengthOf(Element.Number));
    }
}
