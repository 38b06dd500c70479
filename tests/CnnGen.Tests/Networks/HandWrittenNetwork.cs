using System;
using System.Collections.Generic;
using System.Numerics;
using CnnGen.Runtime;

namespace CnnGen.Tests.Networks;

/// <summary>What the hand-written networks of these tests have in common: state, order of calls and a momentum optimizer.</summary>
public abstract class HandWrittenNetwork<T> : ITrainableNetwork<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly SharedState<T> shared;
    private readonly CallOrder order = new();

    protected HandWrittenNetwork(NetworkDescription description, int batch)
        : this(
            description, batch, new SharedState<T>(Count(description.Parameters), 0, Count(description.Buffers), Count(description.Parameters)), new CallLog())
    {
    }

    protected HandWrittenNetwork(HandWrittenNetwork<T> original)
        : this(original.Description, original.Batch, original.shared, original.Log)
    {
        Log.Replicas++;
    }

    private HandWrittenNetwork(NetworkDescription description, int batch, SharedState<T> shared, CallLog log)
    {
        Description = description;
        Batch = batch;
        this.shared = shared;
        Log = log;
        Gradients = new AlignedMemory<T>(shared.Parameters.Length);
    }

    /// <summary>What was called, on this instance or a replica.</summary>
    public CallLog Log { get; }

    public NetworkDescription Description { get; }

    public int Batch { get; }

    public int InputSize => Description.InputShape[0];

    public int OutputSize => Description.OutputShape[0];

    public int ParameterCount => shared.Parameters.Length;

    public int BufferCount => shared.Buffers.Length;

    public int OptimizerStateCount => shared.OptimizerState.Length;

    public long StepCount => shared.StepCount;

    public bool Training { get; set; }

    protected int Samples => order.Samples;

    protected SharedState<T> Shared => shared;

    protected Span<T> Parameters => shared.Parameters.Span;

    protected Span<T> Buffers => shared.Buffers.Span;

    protected AlignedMemory<T> Gradients { get; set; }

    public ReadOnlySpan<T> Forward(ReadOnlySpan<T> input)
    {
        int samples = Check.Samples(input.Length, InputSize, Batch);
        Log.CountForward(Training);
        T[] output = ComputeOutput(input.ToArray(), samples);
        order.AfterForward(samples);
        return output;
    }

    public T Loss(ReadOnlySpan<T> target, T weight)
    {
        order.BeforeLoss();
        Log.CountLoss();
        T loss = ComputeLoss(target, weight);
        order.AfterLoss();
        return loss;
    }

    public T Loss(ReadOnlySpan<int> labels, T weight)
    {
        order.BeforeLoss();
        Log.CountLoss();
        T loss = ComputeLoss(labels, weight);
        order.AfterLoss();
        return loss;
    }

    public ReadOnlySpan<T> Backward()
    {
        order.BeforeBackwardFromLoss();
        T[] inputGradient = ComputeGradients(Gradients.Span);
        order.AfterBackward();
        return inputGradient;
    }

    public ReadOnlySpan<T> Backward(ReadOnlySpan<T> outputGradient) => throw new NotSupportedException("No test needs it.");

    public void Step(T learningRate)
    {
        Log.Steps++;
        for (int i = 0; i < ParameterCount; i++)
        {
            ref T velocity = ref shared.OptimizerState.At(i);
            velocity = (T.CreateChecked(0.5) * velocity) + Gradients.At(i);
            shared.Parameters.At(i) -= learningRate * velocity;
        }

        shared.StepCount++;
        ClearGradients();
        order.AfterChange("Step");
    }

    public void ClearGradients() => Gradients.Span.Clear();

    public void CopyParametersTo(Span<T> destination) => shared.Parameters.Span.CopyTo(destination);

    public void SetParameters(ReadOnlySpan<T> values)
    {
        Check.Whole(values.Length, ParameterCount, "parameters");
        SetParameters(values, 0);
    }

    public void SetParameters(ReadOnlySpan<T> values, int start)
    {
        Check.Part(values.Length, start, ParameterCount, "parameters");
        values.CopyTo(shared.Parameters.Span[start..]);
        order.AfterChange("SetParameters");
    }

    public void CopyGradientsTo(Span<T> destination) => Gradients.Span.CopyTo(destination);

    public void SetGradients(ReadOnlySpan<T> values) => values.CopyTo(Gradients.Span);

    public void CopyBuffersTo(Span<T> destination) => shared.Buffers.Span.CopyTo(destination);

    public void SetBuffers(ReadOnlySpan<T> values)
    {
        Check.Whole(values.Length, BufferCount, "buffers");
        SetBuffers(values, 0);
    }

    public void SetBuffers(ReadOnlySpan<T> values, int start)
    {
        Check.Part(values.Length, start, BufferCount, "buffers");
        values.CopyTo(shared.Buffers.Span.Slice(start));
        order.AfterChange("SetBuffers");
    }

    public void CopyOptimizerStateTo(Span<T> destination) => shared.OptimizerState.Span.CopyTo(destination);

    public void SetOptimizerState(ReadOnlySpan<T> values, long stepCount)
    {
        values.CopyTo(shared.OptimizerState.Span);
        shared.StepCount = stepCount;
    }

    public void WarmUp() { }

    public abstract ITrainableNetwork<T> CreateReplica();

    INetwork<T> INetwork<T>.CreateReplica() => CreateReplica();

    protected abstract T[] ComputeOutput(T[] input, int samples);

    protected abstract T ComputeLoss(ReadOnlySpan<T> target, T weight);

    protected abstract T ComputeLoss(ReadOnlySpan<int> labels, T weight);

    /// <summary>Adds to the gradients of the parameters; returns the input's.</summary>
    protected abstract T[] ComputeGradients(Span<T> parameterGradients);

    protected static NetworkDescription Describe(string name, int inputs, int outputs, TensorDescription[] parameters, TensorDescription[] buffers) =>
        new(name, [inputs], [outputs], [], parameters, buffers, 0, 0, typeof(T).Name, 1, true, "HandWritten, as its class says", null);

    private static int Count(IEnumerable<TensorDescription> tensors)
    {
        int count = 0;
        foreach (TensorDescription tensor in tensors) count += tensor.Count;
        return count;
    }
}
