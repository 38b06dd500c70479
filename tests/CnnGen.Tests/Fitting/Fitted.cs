using System;
using System.Collections.Generic;
using CnnGen.Tests.Behaviour;

namespace CnnGen.Tests.Fitting;

[Network(2, 6, 6, Batch = 4)]
[Conv(4, 3, Padding = 1), BatchNorm, ReLU, MaxPool(2), Dropout(0.25)]
[Dense(3)]
[SoftmaxCrossEntropy]
[Adam]
internal sealed partial class Fitted { }

/// <summary>Two inputs, and two outputs whose losses take numbers and labels.</summary>
[Network(3, Batch = 4)]
[Input("more", 4)]
[Dense(4), Tap("trunk"), Dense(2), Output("numbers"), MeanSquaredError]
[From("trunk"), Add("more"), Dense(3), Output("classes"), SoftmaxCrossEntropy]
[Sgd]
internal sealed partial class TwoHeads { }

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
