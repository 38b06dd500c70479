using System;
using System.Linq;
using CnnGen.Tests.Behaviour;
using CnnGen.Tests.Fitting;
using Xunit;

namespace CnnGen.Tests.Evaluating;

/// <summary>Evaluate beside what a Forward and a Loss of each sample give.</summary>
public sealed class EvaluateTests
{
    [Fact]
    public void Labels_GiveLossAndConfusion()
    {
        const int count = 11;   // two calls and a rest
        Fitted network = new(3) { Training = true };
        Bright samples = new(count, 1);
        Evaluation evaluation = network.Evaluate(samples);
        Assert.True(network.Training);
        Assert.Equal(Enumerable.Range(0, count), samples.Asked.Select(sample => sample.Index));

        network.Training = false;
        double loss = 0;
        int correct = 0;
        for (int i = 0; i < count; i++)
        {
            float[] inputs = new float[Fitted.InputSize];
            int[] label = new int[1];
            samples.CopyTo(i, 0, inputs, [], label);
            float[] outputs = network.Forward(inputs).ToArray();
            loss += network.Loss(label);
            if (Array.IndexOf(outputs, outputs.Max()) == label[0]) correct++;
        }

        Assert.Equal(loss / count, evaluation.Loss!.Value, 1e-6);
        Assert.Equal((count, count, (double)correct / count), (evaluation.Count, evaluation.Confusion!.Count, evaluation.Accuracy));
    }

    // A loss that divides by what its labels weigh divides by what all of them weigh, in however many calls they come.
    [Fact]
    public void WeighedLabels_WeighInAllSamples()
    {
        Weighed small = new(3);
        WeighedAtOnce large = new(3);
        large.SetParameters(Data.Parameters(small));
        float[] inputs = Data.Numbers<float>(7 * 3, 2);
        int[] labels = [0, 1, 2, 2, -100, 0, 1];
        large.Forward(inputs);
        Evaluation evaluation = small.Evaluate(new MemorySamples<float>(inputs, labels));
        Assert.Equal(large.Loss(labels), evaluation.Loss!.Value, 1e-6);
        Assert.Equal(6, evaluation.Confusion!.Count);
    }

    // The label that a loss ignores may be a class: it is neither right nor wrong.
    [Fact]
    public void IgnoredClass_IsNotCounted()
    {
        IgnoresAClass network = new(3);
        float[] inputs = Data.Numbers<float>(4 * 3, 2);
        Evaluation evaluation = network.Evaluate(new MemorySamples<float>(inputs, new[] { 1, 0, 1, 2 }));
        Assert.Equal((4, 2), (evaluation.Count, evaluation.Confusion!.Count));
        Assert.Equal(0, evaluation.Confusion[1, 0] + evaluation.Confusion[1, 1] + evaluation.Confusion[1, 2]);
        Assert.Null(network.Evaluate(new MemorySamples<float>(inputs, new[] { 1, 1, 1, 1 })).Accuracy);
    }

    [Fact]
    public void ManyClasses_HaveAnAccuracyAndNoMatrix()
    {
        ManyClasses network = new(3);
        Evaluation evaluation = network.Evaluate(new MemorySamples<float>(new float[3], new[] { 4_999 }));
        Assert.Null(evaluation.Confusion);
        Assert.Equal(0, evaluation.Accuracy);
    }

    [Fact]
    public void Targets_GiveALossAlone()
    {
        TwoHeads network = new(3);
        float[] inputs = Data.Numbers<float>(5 * TwoHeads.InputSize, 1), targets = Data.Numbers<float>(5 * 2, 2);
        Evaluation evaluation = network.Evaluate(new MemorySamples<float>(5, inputs, targets, new int[5]));
        Assert.Null(evaluation.Confusion);
        Assert.NotNull(evaluation.Loss);
    }

    [Fact]
    public void ForwardOnly_HasAccuracyAndNoLoss()
    {
        ForwardOnlyClasses network = new(3);
        Evaluation evaluation = network.Evaluate(new MemorySamples<float>(Data.Numbers<float>(9, 1), new[] { 0, 1, 1 }));
        Assert.Null(evaluation.Loss);
        Assert.Equal(3, evaluation.Confusion!.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Evaluate(new MemorySamples<float>(new float[3], new[] { 2 })));
    }
}

[Network(3, Batch = 2)]
[Dense(3)]
[SoftmaxCrossEntropy(Weights = new[] { 1.0, 2.0, 0.5 })]
internal sealed partial class Weighed { }

[Network(3, Batch = 7)]
[Dense(3)]
[SoftmaxCrossEntropy(Weights = new[] { 1.0, 2.0, 0.5 })]
internal sealed partial class WeighedAtOnce { }

[Network(3, ForwardOnly = true)]
[Dense(2)]
internal sealed partial class ForwardOnlyClasses { }

[Network(3, Batch = 3)]
[Dense(3)]
[SoftmaxCrossEntropy(IgnoreIndex = 1)]
internal sealed partial class IgnoresAClass { }

[Network(3, ForwardOnly = true)]
[Dense(5000)]
internal sealed partial class ManyClasses { }
