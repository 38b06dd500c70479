using System;
using System.Linq;

namespace CnnGen.Generator.Tests.ReferenceCases;

/// <summary>A network that knows the answers of one case, and may get one list wrong.</summary>
internal sealed class Echo(ReferenceCase expected) : ITrainableNetwork<double>
{
    /// <summary>The list, as the comparison calls it.</summary>
    public string? Wrong { get; init; }

    /// <summary>How far off its last number is, in parts of the list's largest.</summary>
    public double By { get; init; }

    public int InputSize => expected.Input.Length / expected.Batch;

    public int OutputSize => expected.Output.Length / expected.Batch;

    public int ParameterCount => expected.Parameters.Sum(tensor => tensor.Values.Length);

    public int BufferCount => expected.Buffers?.Sum(tensor => tensor.Values.Length) ?? 0;

    public int OptimizerStateCount => 0;

    public int Batch => expected.Batch;

    public bool Training { get; set; }

    public long StepCount { get; private set; }

    public NetworkDescription Description => new(
        expected.Name, [], [], [], [.. expected.Parameters.Select(tensor => new TensorDescription(tensor.Name, 0, tensor.Shape))],
        [.. (expected.Buffers ?? []).Select(tensor => new TensorDescription(tensor.Name, 0, tensor.Shape))], 0, 0, "double", expected.Batch, true, null, null);

    public ReadOnlySpan<double> Forward(ReadOnlySpan<double> input) =>
        IsOther ? Say("output in the other mode", expected.OtherMode!.Output) : Say("output", expected.Output);

    public double Loss(ReadOnlySpan<double> target, double weight) => Say("loss", [expected.Loss!.Value])[0];

    public double Loss(ReadOnlySpan<int> labels, double weight) => Say("loss", [expected.Loss!.Value])[0];

    public ReadOnlySpan<double> Backward() => InputGradient();

    public ReadOnlySpan<double> Backward(ReadOnlySpan<double> outputGradient) => InputGradient();

    public void Step(double learningRate) => StepCount++;

    public void CopyGradientsTo(Span<double> destination) =>
        (
            IsOther
                ? Say("gradients in the other mode", expected.OtherMode!.Gradients)
                : Say("gradients", [.. expected.Parameters.SelectMany(tensor => tensor.Gradient)]))
            .CopyTo(destination);

    public void CopyParametersTo(Span<double> destination) => Say("parameters after", (expected.AfterThreeSteps ?? expected.AfterOneStep)!).CopyTo(destination);

    public void SetParameters(ReadOnlySpan<double> values) { }

    public void SetParameters(ReadOnlySpan<double> values, int start) => throw new NotSupportedException();

    public void ClearGradients() => throw new NotSupportedException();

    public void SetGradients(ReadOnlySpan<double> values) => throw new NotSupportedException();

    public void CopyBuffersTo(Span<double> destination) =>
        Say("buffers after", [.. (expected.Buffers ?? []).SelectMany(tensor => tensor.AfterThreeSteps)]).CopyTo(destination);

    public void SetBuffers(ReadOnlySpan<double> values) { }

    public void SetBuffers(ReadOnlySpan<double> values, int start) => throw new NotSupportedException();

    public void CopyOptimizerStateTo(Span<double> destination) => throw new NotSupportedException();

    public void SetOptimizerState(ReadOnlySpan<double> values, long stepCount) => throw new NotSupportedException();

    public void WarmUp() => throw new NotSupportedException();

    public ITrainableNetwork<double> CreateReplica() => throw new NotSupportedException();

    INetwork<double> INetwork<double>.CreateReplica() => CreateReplica();

    private bool IsOther => Training != expected.Training;

    private double[] InputGradient() =>
        IsOther ? Say("input gradient in the other mode", expected.OtherMode!.InputGradient) : Say("input gradient", expected.InputGradient);

    private double[] Say(string list, double[] right)
    {
        double[] said = [.. right];
        if (list == Wrong && said.Length > 0) said[^1] += By * said.Select(Math.Abs).Max();
        return said;
    }
}
