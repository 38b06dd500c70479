using System;
using System.Collections.Generic;
using CnnGen.Tests.Behaviour;
using Xunit;

namespace CnnGen.Tests.Fitting;

[Network(2, 6, 6, Batch = 4)]
[Conv(4, 3, Padding = 1), BatchNorm, ReLU, MaxPool(2), Dropout(0.25)]
[Dense(3)]
[SoftmaxCrossEntropy]
[Adam]
internal sealed partial class Fitted { }

[Network(2, 6, 6, Batch = 4)]
[Conv(4, 3, Padding = 1), BatchNorm, ReLU, MaxPool(2), Dropout(0.25)]
[Dense(3)]
[SoftmaxCrossEntropy]
[Adam(Beta1 = 0.8)]
internal sealed partial class FittedOtherwise { }

/// <summary>Two inputs, and two outputs whose losses take numbers and labels.</summary>
[Network(3, Batch = 4)]
[Input("more", 4)]
[Dense(4), Tap("trunk"), Dense(2), Output("numbers"), MeanSquaredError]
[From("trunk"), Add("more"), Dense(3), Output("classes"), SoftmaxCrossEntropy]
[Sgd]
internal sealed partial class TwoHeads { }

[Network(3, Batch = 4)]
[Dense(2)]
[SoftmaxCrossEntropy(IgnoreIndex = -100)]
[Sgd]
internal sealed partial class Ignoring { }

/// <summary>One sample, whose label somebody changes.</summary>
internal sealed class SwitchedLabels : ISampleSource<float>
{
    public int Count => 1;

    public bool HasLabels => true;

    public int Label { get; set; } = -100;

    public void CopyTo(int index, int variant, Span<float> inputs, Span<float> targets, Span<int> labels) => labels[0] = Label;
}

/// <summary>Samples that set one number, and look at all others.</summary>
internal sealed class Marks : ISampleSource<float>
{
    public int Count => 5;

    public bool HasLabels => false;

    public void CopyTo(int index, int variant, Span<float> inputs, Span<float> targets, Span<int> labels)
    {
        Assert.All(inputs.ToArray(), number => Assert.Equal(0, number));
        Assert.All(targets.ToArray(), number => Assert.Equal(0, number));
        inputs[index] = 1;
        targets[index % 3] = 1;
    }
}

/// <summary>Samples that can be learned: the class is where the picture is brightest. It notes who was asked for.</summary>
internal sealed class Bright : ISampleSource<float>
{
    private readonly float[] inputs;

    public Bright(int count, int seed)
    {
        Count = count;
        inputs = Data.Numbers<float>(count * Fitted.InputSize, seed);
        for (int i = 0; i < count; i++) inputs[(i * Fitted.InputSize) + (10 * Label(i))] += 3;
    }

    public int Count { get; }

    public bool HasLabels => true;

    public List<(int Index, int Variant)> Asked { get; } = new(10_000);

    public void CopyTo(int index, int variant, Span<float> inputs, Span<float> targets, Span<int> labels)
    {
        Asked.Add((index, variant));
        this.inputs.AsSpan(index * Fitted.InputSize, Fitted.InputSize).CopyTo(inputs);
        if (variant % 2 == 1) inputs[0] += 0.5f;
        labels[0] = Label(index);
    }

    public static int Label(int index) => index * 7 % 3;
}

/// <summary>Progress that is told at once, and may do anything.</summary>
internal sealed class Told(Action<FitProgress> tell) : IProgress<FitProgress>
{
    public void Report(FitProgress value) => tell(value);
}
