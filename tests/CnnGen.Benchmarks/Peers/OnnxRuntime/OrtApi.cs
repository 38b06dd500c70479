using System;
using System.IO;
using System.Runtime.InteropServices;

namespace CnnGen.Benchmarks.Peers.OnnxRuntime;

/// <summary>
/// The functions of ONNX Runtime's C API that a session needs. The library exports one function, which leads to a table of pointers;
/// the table only ever grows, so that a function keeps its place: that of its line in <c>struct OrtApi</c> of onnxruntime_c_api.h.
/// </summary>
internal sealed unsafe class OrtApi
{
    public const string Variable = "CNNGEN_ONNXRUNTIME";

    // Every function below is older than this version of the API; any newer library still serves it.
    private const uint ApiVersion = 11;

    private readonly nint* table;

    private OrtApi(nint* table, string version)
    {
        this.table = table;
        Version = version;
    }

    public string Version { get; }

    // Result: OrtStatus*, null for success. Where there is an out parameter, it comes last.
    public delegate* unmanaged<int, byte*, out nint, nint> CreateEnv => (delegate* unmanaged<int, byte*, out nint, nint>)table[3];

    public delegate* unmanaged<nint, byte*, nuint, nint, out nint, nint> CreateSessionFromArray =>
        (delegate* unmanaged<nint, byte*, nuint, nint, out nint, nint>)table[8];

    public delegate* unmanaged<out nint, nint> CreateSessionOptions => (delegate* unmanaged<out nint, nint>)table[10];

    public delegate* unmanaged<nint, int, nint> SetSessionExecutionMode => (delegate* unmanaged<nint, int, nint>)table[13];

    public delegate* unmanaged<nint, int, nint> SetSessionGraphOptimizationLevel => (delegate* unmanaged<nint, int, nint>)table[23];

    public delegate* unmanaged<nint, int, nint> SetIntraOpNumThreads => (delegate* unmanaged<nint, int, nint>)table[24];

    public delegate* unmanaged<nint, int, nint> SetInterOpNumThreads => (delegate* unmanaged<nint, int, nint>)table[25];

    public delegate* unmanaged<out nint, nint> CreateRunOptions => (delegate* unmanaged<out nint, nint>)table[39];

    public delegate* unmanaged<nint, void*, nuint, long*, nuint, int, out nint, nint> CreateTensorWithDataAsOrtValue =>
        (delegate* unmanaged<nint, void*, nuint, long*, nuint, int, out nint, nint>)table[49];

    public delegate* unmanaged<int, int, out nint, nint> CreateCpuMemoryInfo => (delegate* unmanaged<int, int, out nint, nint>)table[69];

    public delegate* unmanaged<nint, void> ReleaseEnv => (delegate* unmanaged<nint, void>)table[92];

    public delegate* unmanaged<nint, void> ReleaseMemoryInfo => (delegate* unmanaged<nint, void>)table[94];

    public delegate* unmanaged<nint, void> ReleaseSession => (delegate* unmanaged<nint, void>)table[95];

    public delegate* unmanaged<nint, void> ReleaseValue => (delegate* unmanaged<nint, void>)table[96];

    public delegate* unmanaged<nint, void> ReleaseRunOptions => (delegate* unmanaged<nint, void>)table[97];

    public delegate* unmanaged<nint, void> ReleaseSessionOptions => (delegate* unmanaged<nint, void>)table[100];

    public delegate* unmanaged<nint, nint, nint, nint> RunWithBinding => (delegate* unmanaged<nint, nint, nint, nint>)table[133];

    public delegate* unmanaged<nint, out nint, nint> CreateIoBinding => (delegate* unmanaged<nint, out nint, nint>)table[134];

    public delegate* unmanaged<nint, void> ReleaseIoBinding => (delegate* unmanaged<nint, void>)table[135];

    public delegate* unmanaged<nint, byte*, nint, nint> BindInput => (delegate* unmanaged<nint, byte*, nint, nint>)table[136];

    public delegate* unmanaged<nint, byte*, nint, nint> BindOutput => (delegate* unmanaged<nint, byte*, nint, nint>)table[137];

    /// <summary>The library that the environment names, or null when it names none.</summary>
    public static OrtApi? FromEnvironment() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path ? Load(path) : null;

    /// <summary>Throws with ONNX Runtime's own message unless the call succeeded.</summary>
    public void Check(nint status)
    {
        if (status == 0) return;
        string? message = Marshal.PtrToStringUTF8((nint)((delegate* unmanaged<nint, byte*>)table[2])(status));
        ((delegate* unmanaged<nint, void>)table[93])(status);
        throw new FailureException($"ONNX Runtime: {message?.ReplaceLineEndings(" ")}");
    }

    private static OrtApi Load(string path)
    {
        if (!File.Exists(path)) throw new FailureException($"{Variable} names '{path}', and there is no such file");
        if (!NativeLibrary.TryLoad(path, out nint library) || !NativeLibrary.TryGetExport(library, "OrtGetApiBase", out nint export))
        {
            throw new FailureException($"{Variable} names '{path}', which is no ONNX Runtime library for this machine");
        }

        // struct OrtApiBase { GetApi(version); GetVersionString(); }
        nint* apiBase = ((delegate* unmanaged<nint*>)export)();
        string version = Marshal.PtrToStringUTF8((nint)((delegate* unmanaged<byte*>)apiBase[1])()) ?? "";
        nint* table = ((delegate* unmanaged<uint, nint*>)apiBase[0])(ApiVersion);
        if (table is null) throw new FailureException($"ONNX Runtime {version} is too old: version 1.{ApiVersion} of its API is needed");
        return new OrtApi(table, version);
    }
}
