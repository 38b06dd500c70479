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
    private readonly nint environment, options, session, runOptions, memory, binding;
    private readonly List<nint> values = [];
    private readonly List<float[]> outputs = [];

    public OrtSession(OrtApi api, NetworkDescription description, IReadOnlyList<Operation> operations, float[] sample)
        : this(api, OnnxGraph.Export(description, operations), description, sample)
    {
    }

    /// <summary>A session of a model.</summary>
    /// <param name="api">The functions.</param>
    /// <param name="model">The ONNX file.</param>
    /// <param name="inputs">The names and shapes of its inputs.</param>
    /// <param name="outputs">The names and shapes of its outputs.</param>
    /// <param name="sample">The numbers of all inputs, one behind the other.</param>
    public OrtSession(
        OrtApi api, byte[] model, IEnumerable<(string Name, IReadOnlyList<int> Shape)> inputs, IEnumerable<(string Name, IReadOnlyList<int> Shape)> outputs, float[] sample)
    {
        this.api = api;
        fixed (byte* name = "CnnGen.Benchmarks\0"u8) api.Check(api.CreateEnv(LoggingError, name, out environment));
        api.Check(api.CreateSessionOptions(out options));
        api.Check(api.SetIntraOpNumThreads(options, 1));
        api.Check(api.SetInterOpNumThreads(options, 1));
        api.Check(api.SetSessionExecutionMode(options, Sequential));
        api.Check(api.SetSessionGraphOptimizationLevel(options, OptimizeAll));
        fixed (byte* bytes = model) api.Check(api.CreateSessionFromArray(environment, bytes, (nuint)model.Length, options, out session));
        api.Check(api.CreateRunOptions(out runOptions));

        api.Check(api.CreateCpuMemoryInfo(ArenaAllocator, DefaultMemory, out memory));
        api.Check(api.CreateIoBinding(session, out binding));
        int first = 0;
        foreach ((string name, IReadOnlyList<int> shape) in inputs)
        {
            float[] input = GC.AllocateUninitializedArray<float>(Count(shape), pinned: true);
            sample.AsSpan(first, input.Length).CopyTo(input);
            first += input.Length;
            fixed (byte* text = NullTerminated(name)) api.Check(api.BindInput(binding, text, Wrap(input, shape)));
        }

        foreach ((string name, IReadOnlyList<int> shape) in outputs)
        {
            float[] output = GC.AllocateArray<float>(Count(shape), pinned: true);
            this.outputs.Add(output);
            fixed (byte* text = NullTerminated(name)) api.Check(api.BindOutput(binding, text, Wrap(output, shape)));
        }
    }

    private OrtSession(OrtApi api, (byte[] Model, string Output) exported, NetworkDescription description, float[] sample)
        : this(api, exported.Model, [(OnnxGraph.Input, description.InputShape)], [(exported.Output, description.OutputShape)], sample)
    {
    }

    /// <summary>All outputs, one behind the other.</summary>
    public float[] Output => [.. outputs.SelectMany(output => output)];

    public void Repeat(int count)
    {
        for (int i = 0; i < count; i++) api.Check(api.RunWithBinding(session, runOptions, binding));
    }

    public void Dispose()
    {
        api.ReleaseIoBinding(binding);
        foreach (nint value in values) api.ReleaseValue(value);
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
            values.Add(value);
            return value;
        }
    }

    private static int Count(IReadOnlyList<int> shape) => shape.Aggregate((left, right) => left * right);

    private static byte[] NullTerminated(string text) => Encoding.UTF8.GetBytes(text + '\0');
}
