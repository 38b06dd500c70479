using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Emission;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Tests.Gradients;
using CnnGen.Generator.Writing;
using Xunit;

namespace CnnGen.Generator.Tests.Stages;

public class PlannerTests
{
    private const string LeNet =
        "[Network(1, 28, 28, Batch = 32)] [Conv(6, 5, Padding = 2), ReLU, MaxPool(2)] [Conv(16, 5), ReLU, MaxPool(2)] [Dense(120), ReLU, Dense(84), ReLU, Dense(10)] [SoftmaxCrossEntropy]";

    public static TheoryData<string> Declarations =>
        new(GradientTable.ByName.Values.Append(LeNet).Append(LeNet.Replace("Batch = 32", "ForwardOnly = true", System.StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Declarations))]
    public void Buffers_ThatAreNeededAtTheSameTimeLieApart(string declaration)
    {
        NetworkPlan plan = Plans.Of(declaration);
        foreach (PlannedBuffer one in plan.Buffers)
        {
            Assert.True(one.Offset + one.Count <= plan.LengthOf(one.Slot.Element));
            foreach (PlannedBuffer other in plan.Buffers.Where(other => other != one && other.Slot.Element == one.Slot.Element))
            {
                bool together = one.FirstStep <= other.LastStep && other.FirstStep <= one.LastStep;
                bool overlap = one.Offset < other.Offset + other.Count && other.Offset < one.Offset + one.Count;
                Assert.False(together && overlap, $"{one.Slot.Name} and {other.Slot.Name}");
            }
        }
    }

    /// <summary>Behind the caller's numbers there may be nothing: where vectors read whole past the end of a row, they read a copy.</summary>
    [Theory]
    [InlineData("[Network(10, ForwardOnly = true)] [LayerNorm, Dense(3)]")]
    [InlineData("[Network(4, 3, 5, ForwardOnly = true)] [GroupNorm(2), Dense(3)]")]
    [InlineData("[Network(10, InputGradient = false)] [LayerNorm(Affine = false), Dense(3)]")]
    [InlineData("[Network(3, 7, 9)] [Normalize(0.5, 0.25), Conv(4, 3)]")]
    [InlineData("[Network(3, 7, 9, ForwardOnly = true)] [BatchNorm, Conv(4, 3)]")]
    [InlineData("[Network(3, 7, 9, ForwardOnly = true)] [PReLU(Channels = true), Conv(4, 3)]")]
    [InlineData("[Network(3, 7, 9, ForwardOnly = true)] [Input(\"gate\", 3, 1, 1)] [Multiply(\"gate\"), Conv(4, 3)]")]
    public void WhatVectorsReadPast_IsNotTheCallers(string declaration)
    {
        Step[] steps = [.. Plans.Of(declaration).Forward.Where(step => step.Slots.Any(slot => slot.Store == Store.Caller))];
        Assert.NotEmpty(steps);
        Assert.All(steps, step => Assert.IsType<Copy>(step.Kernel));
    }

    [Theory]
    [MemberData(nameof(Declarations))]
    public void Steps_ReadOnlyWhatAStepBeforeHasWritten(string declaration)
    {
        NetworkPlan plan = Plans.Of(declaration);
        HashSet<Slot> written = [];
        foreach (Step step in plan.Forward) Follow(step);
        written.UnionWith(plan.Heads.SelectMany(head => new[] { head.LossGradient, head.Gradient }).OfType<Slot>());
        foreach (Step step in plan.BackwardOfOutput.Concat(plan.Backward)) Follow(step);
        Assert.Contains(plan.Output, written);
        if (plan.InputGradient != null) Assert.Contains(plan.InputGradient, written);

        void Follow(Step step)
        {
            Assert.Equal(step.Kernel.Ports.Count, step.Slots.Count);
            for (int i = 0; i < step.Slots.Count; i++)
            {
                Assert.Equal(step.Kernel.Ports[i].Element, step.Slots[i].Element);
                bool isBuffer = step.Slots[i].Store == Store.Activations;
                if (isBuffer && step.Kernel.Ports[i].Access != Access.Write)
                {
                    Assert.True(IsWritten(step.Slots[i]), $"{step.Method} reads {step.Slots[i].Name}");
                }

                if (isBuffer && step.Kernel.Ports[i].Access != Access.Read) written.Add(step.Slots[i]);
            }
        }

        // A place, or all that it is a part of, or all its parts.
        bool IsWritten(Slot slot)
        {
            int end = slot.First;
            foreach (Slot part in written.Where(other => other.Own == slot.Own).OrderBy(other => other.First))
            {
                if (part.First <= end) end = System.Math.Max(end, part.First + part.Count);
            }

            return end >= slot.First + slot.Count;
        }
    }

    [Fact]
    public void ForwardOnly_SharesMemoryByLives()
    {
        NetworkPlan forward = Plans.Of(LeNet.Replace("Batch = 32", "ForwardOnly = true", System.StringComparison.Ordinal));

        // The largest moment: conv2 reads what the first pool has made, in rows of whole vectors, and writes what the second makes. The
        // zeros around the input stay where they are, and what the dense layers make takes the place of what is done with.
        Assert.Equal((32 * 32) + (6 * 14 * 16) + (16 * 5 * 5), forward.LengthOf(Element.Number));
        Assert.True(forward.Buffers.Sum(buffer => buffer.Count) > forward.LengthOf(Element.Number));
        Assert.Empty(forward.Backward);
        Assert.Equal(0, forward.LengthOf(Element.Index));
    }

    [Fact]
    public void Activation_OverwritesItsInputUnlessSomebodyReadsIt()
    {
        Assert.Equal(["values"], Ports("[Network(4)] [Dense(3), ReLU]", "relu1"));
        Assert.Equal(["input", "output"], Ports("[Network(4)] [ReLU]", "relu1"));                       // the caller's numbers
        Assert.Equal(["input", "output"], Ports("[Network(4)] [Dense(3), Sigmoid, ReLU]", "relu1"));   // sigmoid's backward reads its output
        Assert.Equal(["values"], Ports("[Network(4, ForwardOnly = true)] [Dense(3), Sigmoid, ReLU]", "relu1"));
        Assert.Equal(["input", "output"], Ports("[Network(4)] [Dense(3), LeakyReLU(-1)]", "leakyrelu1"));
        Assert.Equal(["input", "output"], Ports("[Network(1, 2, 2)] [Conv(1, 1), Sigmoid, Flatten, Tanh]", "tanh1"));   // the same place under another name
    }

    [Fact]
    public void RectifierAndPool_AreComputedWithTheLayerBefore()
    {
        Assert.Equal(
            ["conv1", "dense1"],
            Plans.Of("[Network(1, 12, 12, ForwardOnly = true)] [Conv(4, 3), ReLU, MaxPool(2), Dense(30), LeakyReLU]").Forward
                .Where(step => step.Pass == "forward")
                .Select(step => step.Layer));
        Assert.Equal(
            ["relu1", "maxpool1"],
            Plans.Of("[Network(1, 12, 12)] [Conv(4, 3), ReLU, MaxPool(2)]").Forward.Single(step => step.Layer == "conv1" && step.Pass == "forward").Fused);
        Assert.Equal(
            ["relu1"],
            Plans.Of(
                "[Network(1, 12, 12)] [Conv(4, 3), ReLU, MaxPool(2, Stride = 1)]").Forward.Single(step => step.Layer == "conv1"
                    && step.Pass == "forward").Fused);
        Assert.Empty(
            Plans.Of("[Network(1, 12, 12)] [Conv(4, 3), Tanh, MaxPool(2)]").Forward.Single(step => step.Layer == "conv1" && step.Pass == "forward").Fused);
    }

    /// <summary>What needs a few instructions, and in training has a derivative that its output tells.</summary>
    [Theory]
    [InlineData("ReLU6", true)]
    [InlineData("Clip(-1, 2)", true)]
    [InlineData("HardSigmoid(Slope = -0.5)", true)]
    [InlineData("LeakyReLU(3)", true)]
    [InlineData("LeakyReLU(-3)", false)]
    [InlineData("HardSwish", false)]
    [InlineData("Square", false)]
    [InlineData("Sign", false)]
    public void Activation_IsComputedWithTheLayerBefore(string activation, bool inTraining)
    {
        string layers = $"Conv(16, 3), {activation}, BatchNorm, {activation}, Tap(\"a\"), Conv(16, 1), BatchNorm, Add(\"a\"), {activation}, Dense(30), {activation}";
        Assert.Equal(0, OwnSteps($"[Network(1, 12, 12, ForwardOnly = true)] [{layers}]"));
        Assert.Equal(inTraining ? 0 : 4, OwnSteps($"[Network(1, 12, 12)] [{layers}]"));

        // Where nothing before it is trained, nobody asks for its derivative.
        Assert.Equal(0, OwnSteps($"[Network(40, InputGradient = false)] [Dense(30, Frozen = true), {activation}, Dense(2)]"));

        int OwnSteps(string declaration) => Plans.Of(declaration).Forward.Count(step => IsActivation(step.Layer) && step.Pass == "forward");

        bool IsActivation(string layer) => layer.StartsWith(activation.Split('(')[0].ToLowerInvariant(), System.StringComparison.Ordinal);
    }

    /// <summary>The pool is computed first; where it is declared last, that must not change a maximum, nor in training whose it is.</summary>
    [Theory]
    [InlineData("ReLU6, MaxPool(2)", 2, 2)]
    [InlineData("Clip(-1, 2), MaxPool(2)", 2, 2)]
    [InlineData("HardSigmoid, MaxPool(2)", 2, 1)]
    [InlineData("LeakyReLU(0.5), MaxPool(2)", 2, 1)]
    [InlineData("LeakyReLU(0), MaxPool(2)", 1, 1)]
    [InlineData("LeakyReLU(-1), MaxPool(2)", 1, 0)]
    [InlineData("HardSigmoid(Slope = -1), MaxPool(2)", 1, 1)]
    [InlineData("HardSwish, MaxPool(2)", 1, 0)]
    [InlineData("MaxPool(2), HardSwish", 2, 1)]
    [InlineData("MaxPool(2), LeakyReLU(-1)", 2, 1)]
    [InlineData("MaxPool(2), HardSigmoid", 2, 2)]
    [InlineData("MaxPool(2), SiLU", 1, 1)]
    [InlineData("Tanh, MaxPool(2)", 0, 0)]
    public void ActivationAndPool_AreComputedWithTheLayerBefore(string layers, int forwardOnly, int inTraining)
    {
        Assert.Equal(forwardOnly, Fused("ForwardOnly = true"));
        Assert.Equal(inTraining, Fused("Batch = 2"));

        int Fused(string options) =>
            Plans.Of($"[Network(1, 12, 12, {options})] [Conv(4, 3), {layers}]").Forward.Single(step => step.Layer == "conv1" && step.Pass == "forward").Fused.Count;
    }

    [Fact]
    public void Input_IsKeptOnlyForAGradientThatReadsIt()
    {
        Assert.Contains(Plans.Of("[Network(4)] [Dense(3)]").Forward, step => step.Method == "InputCopy");
        Assert.DoesNotContain(Plans.Of("[Network(4, ForwardOnly = true)] [Dense(3)]").Forward, step => step.Method == "InputCopy");
        // the frame is
        Assert.DoesNotContain(Plans.Of("[Network(1, 8, 8, Batch = 2)] [Conv(3, 3, Padding = 1)]").Forward, step => step.Method == "InputCopy");
    }

    [Fact]
    public void InputGradient_IsLeftOutWhereNobodyWantsIt()
    {
        NetworkPlan plan = Plans.Of("[Network(1, 8, 8, Batch = 2, InputGradient = false)] [MaxPool(2), Conv(3, 3), ReLU]");
        Assert.Equal(["Conv1SumsClear", "Relu1InputGradient", "Conv1WeightGradient", "Conv1SumsAdd"], plan.Backward.Select(step => step.Method));
        Assert.Null(plan.InputGradient);
    }

    [Fact]
    public void Gradients_GoToTheWinnersOfAFusedPool()
    {
        Assert.DoesNotContain(Plans.Of("[Network(1, 12, 12)] [Conv(4, 3), ReLU, MaxPool(2)]").Backward, step => step.Layer == "maxpool1");
        Assert.Contains(Plans.Of("[Network(1, 12, 12)] [Conv(4, 3), ReLU, MaxPool(2, Stride = 1)]").Backward, step => step.Layer == "maxpool1");
        Assert.Contains(Plans.Of("[Network(4, 12, 12)] [Conv(4, 3, Groups = 4), ReLU, MaxPool(2)]").Backward, step => step.Layer == "maxpool1");
    }

    /// <summary>What one sample after the other writes and reads again is there once.</summary>
    [Fact]
    public void GradientsBetweenConvolutions_AreThoseOfOneSample()
    {
        NetworkPlan plan = Plans.Of("[Network(3, 16, 16, Batch = 8, InputGradient = false)] [Conv(16, 3), ReLU, Conv(16, 3), ReLU, MaxPool(2)] [Dense(10)]");
        Assert.False(plan.Buffers.Single(buffer => buffer.Slot.Name == "Relu1OutputGradient").Slot.PerSample);
        Assert.True(plan.Buffers.Single(buffer => buffer.Slot.Name == "Maxpool1OutputGradient").Slot.PerSample);
    }

    [Fact]
    public void CrossEntropyAfterSoftmax_SkipsTheSoftmaxOnTheWayBack()
    {
        NetworkPlan plan = Plans.Of("[Network(4)] [Dense(3), Softmax, Flatten] [CrossEntropy]");
        Assert.Equal(["Softmax1InputGradient"], plan.BackwardOfOutput.Select(step => step.Method));
        Assert.Equal("softmax1", plan.Heads[0].Loss.FusedWith);
        Assert.Null(Plans.Of("[Network(4)] [Dense(3), Sigmoid] [CrossEntropy]").Heads[0].Loss.FusedWith);
        Assert.Null(Plans.Of("[Network(4, 3, 3)] [Conv(3, 2), Softmax, Flatten] [CrossEntropy]").Heads[0].Loss.FusedWith);
    }

    [Fact]
    public void TinyLayer_IsWrittenWithoutLoops()
    {
        Assert.Contains("without a loop", Forward("[Network(1, 3, 1)] [Conv(3, 2, 1)]", "conv1").Tile, System.StringComparison.Ordinal);
        Assert.Contains("in lanes", Forward("[Network(1, 8, 8)] [Conv(3, 2, 1)]", "conv1").Tile, System.StringComparison.Ordinal);
        Assert.Contains("without a loop", Forward("[Network(3, Batch = 2)] [Dense(3)]", "dense1").Tile, System.StringComparison.Ordinal);
    }

    [Fact]
    public void Batch_ChangesTheTileAndNeverTheForm()
    {
        Dialect widest = new(512, Model.Scalar.Single, Fuses: true, Reproducible: false, CompilationFacts.None);
        Kernel one = Forward("[Network(30)] [Dense(90)]", "dense1"), several = Forward("[Network(30, Batch = 8)] [Dense(90)]", "dense1");
        Assert.Equal(one.Form, several.Form);
        Assert.NotEqual(one.TileIn(widest), several.TileIn(widest));
    }

    [Theory]
    [InlineData("conv1.forward=filters", "filters in lanes")]
    [InlineData("*.forward=rows", "positions in lanes")]
    [InlineData("*.forward=direct,conv1.forward=winograd2", "F(2×2, 3×3)")]
    [InlineData("conv1.forward=winograd4", "F(4×4, 3×3)")]
    [InlineData("conv2.forward=depthwise", "channels in lanes")]
    [InlineData("dense1.forward=lanes", "a row of weights")]
    public void Form_IsTheOneThatIsAskedFor(string forms, string said)
    {
        NetworkPlan plan = Planner.Plan(
            Plans.Model("[Network(3, 6, 6, Winograd = false)] [Conv(4, 3), Conv(4, 3, Groups = 4), Dense(2)]"), ForcedForms.Parse(forms));
        string layer = forms.Split(',')[^1].Split('.')[0].Replace("*", "conv1", System.StringComparison.Ordinal);
        Kernel kernel = plan.Forward.Single(step => step.Layer == layer && step.Pass == "forward").Kernel;
        Assert.Contains(said, $"{kernel.Form} {kernel.Tile}", System.StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_IsEqualToItselfMadeAgain()
    {
        NetworkPlan one = Plans.Of(LeNet), other = Plans.Of(LeNet);
        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.Equal(61706, one.ParameterCount);
        Assert.Contains("conv2 ", string.Join("\n", LayerTable.Overview(one)), System.StringComparison.Ordinal);
    }

    private static IEnumerable<string> Ports(string declaration, string layer) =>
        Plans.Of(declaration).Forward.Single(step => step.Layer == layer).Kernel.Ports.Select(port => port.Name);

    private static Kernel Forward(string declaration, string layer) =>
        Plans.Of(declaration).Forward.Single(step => step.Layer == layer && step.Pass == "forward").Kernel;
}
