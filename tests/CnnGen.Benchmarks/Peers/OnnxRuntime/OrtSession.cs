using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using CnnGen.Benchmarks.Operations;

namespace CnnGen.Benchmarks.Peers.OnnxRuntime;

/// <summary>
/// The same network in ONNX Runtime at its best: one thread, all graph optimisations, input and output bound once to memory that
/// never moves.
/// </summary>
internal sealed unsafe class OrtSession : IDisposable
{
    // Values of the enums in onnxruntime_c_api.h.
    private const int LoggingError = 3, Sequential = 0, OptimizeAll = 99, ArenaAllocator = 1, DefaultMemory = 0, Float = 1;

    private readonly OrtApi api;
    private readonly float[] input;
    private readonly nint environment, options, session, runOptions, memory, inputValue, outputValue, binding;

    public OrtSession(OrtApi api, NetworkDescription description, IReadOnlyList<Operation> operations, float[] sample)
    {
        this.api = api;
        (byte[] model, string outputName) = OnnxGraph.Export(description, operations);

        fixed (byte* name = "CnnGen.Benchmarks\0"u8) api.Check(api.CreateEnv(LoggingError, name, out environment));
        api.Check(api.CreateSessionOptions(out options));
        api.Check(api.SetIntraOpNumThreads(options, 1));
        api.Check(api.SetInterOpNumThreads(options, 1));
        api.Check(api.SetSessionExecutionMode(options, Sequential));
        api.Check(api.SetSessionGraphOptimizationLevel(options, OptimizeAll));
        fixed (byte* bytes = model) api.Check(api.CreateSessionFromArray(environment, bytes, (nuint)model.Length, options, out session));
        api.Check(api.CreateRunOptions(out runOptions));

        input = GC.AllocateUninitializedArray<float>(sample.Length, pinned: true);
        sample.CopyTo(input, 0);
        Output = GC.AllocateArray<float>(operations[^1].OutputSize, pinned: true);
        api.Check(api.CreateCpuMemoryInfo(ArenaAllocator, DefaultMemory, out memory));
        inputValue = Wrap(input, description.InputShape);
        outputValue = Wrap(Output, description.OutputShape);

        api.Check(api.CreateIoBinding(session, out binding));
        fixed (byte* name = NullTerminated(OnnxGraph.Input)) api.Check(api.BindInput(binding, name, inputValue));
        fixed (byte* name = NullTerminated(outputName)) api.Check(api.BindOutput(binding, name, outputValue));
    }

    public float[] Output { get; }

    public void Repeat(int count)
    {
        for (int i = 0; i < count; i++) api.Check(api.RunWithBinding(session, runOptions, binding));
    }

    public void Dispose()
    {
        api.ReleaseIoBinding(binding);
        api.ReleaseValue(outputValue);
        api.ReleaseValue(inputValue);
        api.ReleaseMemoryInfo(memory);
        api.ReleaseRunOptions(runOptions);
        api.ReleaseSession(session);
        api.ReleaseSessionOptions(options);
        api.ReleaseEnv(environment);
    }

    /// <summary>An OrtValue over pinned memory, a batch of one.</summary>
    private nint Wrap(float[] pinned, IReadOnlyList<int> sampleShape)
    {
        long[] shape = [1, .. sampleShape.Select(size => (long)size)];
        fixed (float* data = pinned)
        fixed (long* sizes = shape)
        {
            nuint bytes = (nuint)pinned.Length * sizeof(float);
            api.Check(api.CreateTensorWithDataAsOrtValue(memory, data, bytes, sizes, (nuint)shape.Length, Float, out nint value));
            return value;
        }
    }

    private static byte[] NullTerminated(string text) => Encoding.UTF8.GetBytes(text + '\0');
}
