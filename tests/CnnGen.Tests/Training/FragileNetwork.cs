using System;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading;
using CnnGen.Runtime;
using CnnGen.Tests.Networks;

namespace CnnGen.Tests.Training;

/// <summary>One number times a parameter, against a target: loss ½ (y − t)². A negative input makes it throw.</summary>
internal sealed class FragileNetwork : HandWrittenNetwork<float>, IShardTraining<float>
{
    private float[] input = [];
    private float[] outputGradient = [];

    /// <summary>Makes it.</summary>
    /// <param name="parameters">How many there are; all but the first do nothing.</param>
    public FragileNetwork(int parameters = 1)
        : base(Describe("Fragile", 1, 1, [new("x", 0, parameters)], []), batch: 2) => Parameters[0] = 0.5f;

    private FragileNetwork(FragileNetwork original)
        : base(original) => OnForward = original.OnForward;

    /// <summary>The thread of the last Forward.</summary>
    public Thread? LastThread { get; private set; }

    AlignedMemory<float> IShardTraining<float>.FormGradients() => Gradients;

    public static string Message(float input) => FormattableString.Invariant($"This network does not take {input}.");

    public override ITrainableNetwork<float> CreateReplica() => new FragileNetwork(this);

    void IShardTraining<float>.UseGradients(AlignedMemory<float> memory) => Gradients = memory;

    void IShardTraining<float>.Pack()
    {
    }

    /// <summary>The ranges of the parameters that have made a step, with the threads that made it.</summary>
    public ConcurrentQueue<(int First, int Count, Thread Thread)> Ranges { get; } = [];

    /// <summary>How many steps by range were ended.</summary>
    public int SharedSteps { get; private set; }

    /// <summary>A thread that the first range of a step interrupts.</summary>
    public Thread? Interrupted { get; set; }

    /// <summary>What a Forward does besides, given the inputs.</summary>
    public Action<float[]>? OnForward { get; set; }

    void IShardTraining<float>.StepRange(int first, int count, float learningRate)
    {
        Ranges.Enqueue((first, count, Thread.CurrentThread));
        if (first == 0) Interrupted?.Interrupt();
    }

    void IShardTraining<float>.AfterStep() => SharedSteps++;

    SharedState<float> IShardTraining<float>.State => Shared;

    void IShardTraining<float>.AfterRestore()
    {
    }

    void IShardTraining<float>.CheckLabels(ReadOnlySpan<int> labels)
    {
    }

    protected override float[] ComputeOutput(float[] input, int samples)
    {
        LastThread = Thread.CurrentThread;
        this.input = input;
        OnForward?.Invoke(input);
        return Array.ConvertAll(input, x => x < 0 ? Refuse(x) : x * Parameters[0]);
    }

    // A frame of its own in the stack, whatever the JIT makes of the methods around it in the course of the tests.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static float Refuse(float x) => throw new ApplicationException(Message(x));

    protected override float ComputeLoss(ReadOnlySpan<float> target, float weight)
    {
        float loss = 0;
        outputGradient = new float[input.Length];
        for (int i = 0; i < input.Length; i++)
        {
            float difference = (input[i] * Parameters[0]) - target[i];
            outputGradient[i] = weight * difference / input.Length;
            loss += difference * difference / 2;
        }

        return weight * loss / input.Length;
    }

    protected override float ComputeLoss(ReadOnlySpan<int> labels, float weight) => throw new NotSupportedException("No test needs it.");

    protected override float[] ComputeGradients(Span<float> parameterGradients)
    {
        float sum = 0;
        for (int i = 0; i < input.Length; i++) sum += outputGradient[i] * input[i];
        parameterGradients[0] += sum;
        return [];
    }
}
