using System;
using System.Numerics;
using CnnGen.Runtime;

namespace CnnGen.Tests.Networks;

/// <summary>How a <see cref="Perceptron{T}"/> differs from a right one.</summary>
public sealed record PerceptronOptions
{
    /// <summary>ReLU after the first layer, not tanh.</summary>
    public bool Rectify { get; init; }

    public bool InputGradient { get; init; } = true;

    public bool DeclaresLoss { get; init; } = true;

    /// <summary>The tensor (or "input") of which one gradient is wrong.</summary>
    public string? WrongTensor { get; init; }

    public int WrongIndex { get; init; }

    /// <summary>What the wrong gradient is multiplied by.</summary>
    public double WrongFactor { get; init; } = -1;
}

/// <summary>
/// Two dense layers, 3 → 4 → 2, up to 2 samples a call; half the squared error against numbers, softmax cross-entropy against labels.
/// A training Forward moves a running mean of the inputs, also on a replica, which a well-behaved network would not do.
/// </summary>
public sealed class Perceptron<T> : HandWrittenNetwork<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public const int Inputs = 3, Hidden = 4, Outputs = 2;

    private const int Bias1 = Inputs * Hidden, Weight2 = Bias1 + Hidden, Bias2 = Weight2 + (Hidden * Outputs);

    private readonly PerceptronOptions options;
    private T[] input = [];
    private T[] hidden = [];
    private T[] output = [];
    private T[] outputGradient = [];

    public Perceptron(PerceptronOptions options, int seed = 1)
        : base(
            Describe(
                "Perceptron",
                Inputs,
                Outputs,
                [
                    new("first.weight", 0, Hidden, Inputs),
                    new("first.bias", Bias1, Hidden),
                    new("second.weight", Weight2, Outputs, Hidden),
                    new("second.bias", Bias2, Outputs)],
                [new("first.running_mean", 0, Inputs)]),
            batch: 2)
    {
        this.options = options;
        var values = new double[ParameterCount];
        new RandomNumbers(seed).FillNormal(values, 0.5);
        for (int i = 0; i < values.Length; i++) Parameters[i] = T.CreateChecked(values[i]);
    }

    private Perceptron(Perceptron<T> original)
        : base(original) => options = original.options;

    public override ITrainableNetwork<T> CreateReplica() => new Perceptron<T>(this);

    protected override T[] ComputeOutput(T[] input, int samples)
    {
        this.input = input;
        hidden = new T[samples * Hidden];
        output = new T[samples * Outputs];
        for (int sample = 0; sample < samples; sample++)
        {
            for (int unit = 0; unit < Hidden; unit++)
            {
                T sum = Parameters[Bias1 + unit];
                for (int i = 0; i < Inputs; i++) sum += Parameters[(unit * Inputs) + i] * input[(sample * Inputs) + i];
                hidden[(sample * Hidden) + unit] = options.Rectify ? T.Max(sum, T.Zero) : T.Tanh(sum);
            }

            for (int unit = 0; unit < Outputs; unit++)
            {
                T sum = Parameters[Bias2 + unit];
                for (int i = 0; i < Hidden; i++) sum += Parameters[Weight2 + (unit * Hidden) + i] * hidden[(sample * Hidden) + i];
                output[(sample * Outputs) + unit] = sum;
            }
        }

        for (int i = 0; Training && i < input.Length; i++) Buffers[i % Inputs] += T.CreateChecked(0.1) * (input[i] - Buffers[i % Inputs]);
        return output;
    }

    protected override T ComputeLoss(ReadOnlySpan<T> target, T weight)
    {
        if (!options.DeclaresLoss) throw CallOrder.NoLoss("Perceptron", "declares no loss");
        Check.PerSample(target.Length, Outputs, Samples, nameof(target));
        outputGradient = new T[output.Length];
        T sum = T.Zero, scale = weight / T.CreateChecked(Samples);
        for (int i = 0; i < output.Length; i++)
        {
            T difference = output[i] - target[i];
            sum += difference * difference;
            outputGradient[i] = scale * difference;
        }

        return scale * sum / (T.One + T.One);
    }

    protected override T ComputeLoss(ReadOnlySpan<int> labels, T weight)
    {
        if (!options.DeclaresLoss) throw CallOrder.NoLoss("Perceptron", "declares no loss");
        Check.PerSample(labels.Length, 1, Samples, nameof(labels));
        Check.Labels(labels, Outputs);
        outputGradient = new T[output.Length];
        T sum = T.Zero, scale = weight / T.CreateChecked(Samples);
        for (int sample = 0; sample < Samples; sample++)
        {
            Span<T> gradient = outputGradient.AsSpan(sample * Outputs, Outputs);
            T total = T.Zero;
            for (int unit = 0; unit < Outputs; unit++) total += gradient[unit] = T.Exp(output[(sample * Outputs) + unit]);
            sum += T.Log(total) - output[(sample * Outputs) + labels[sample]];
            for (int unit = 0; unit < Outputs; unit++) gradient[unit] = scale * ((gradient[unit] / total) - (unit == labels[sample] ? T.One : T.Zero));
        }

        return scale * sum;
    }

    protected override T[] ComputeGradients(Span<T> parameterGradients)
    {
        var fresh = new T[ParameterCount];
        var inputGradient = new T[input.Length];
        for (int sample = 0; sample < Samples; sample++)
        {
            for (int unit = 0; unit < Hidden; unit++)
            {
                T value = hidden[(sample * Hidden) + unit], gradient = T.Zero;
                for (int o = 0; o < Outputs; o++)
                {
                    T dy = outputGradient[(sample * Outputs) + o];
                    gradient += dy * Parameters[Weight2 + (o * Hidden) + unit];
                    fresh[Weight2 + (o * Hidden) + unit] += dy * value;
                }

                gradient *= options.Rectify ? (value > T.Zero ? T.One : T.Zero) : T.One - (value * value);
                fresh[Bias1 + unit] += gradient;
                for (int i = 0; i < Inputs; i++)
                {
                    fresh[(unit * Inputs) + i] += gradient * input[(sample * Inputs) + i];
                    inputGradient[(sample * Inputs) + i] += gradient * Parameters[(unit * Inputs) + i];
                }
            }

            for (int o = 0; o < Outputs; o++) fresh[Bias2 + o] += outputGradient[(sample * Outputs) + o];
        }

        Spoil(fresh, inputGradient);
        for (int i = 0; i < fresh.Length; i++) parameterGradients[i] += fresh[i];
        return options.InputGradient ? inputGradient : [];
    }

    private void Spoil(T[] parameterGradients, T[] inputGradient)
    {
        T factor = T.CreateChecked(options.WrongFactor);
        if (options.WrongTensor == "input") inputGradient[options.WrongIndex] *= factor;
        foreach (TensorDescription tensor in Description.Parameters)
        {
            if (tensor.Name == options.WrongTensor) parameterGradients[tensor.Offset + options.WrongIndex] *= factor;
        }
    }
}
