using System.Collections.Generic;
using System.Linq;
using BenchmarkDotNet.Attributes;
using CnnGen.Benchmarks.Peers;
using CnnGen.Benchmarks.Peers.OnnxRuntime;
using CnnGen.Benchmarks.Subjects;

namespace CnnGen.Benchmarks.Modes;

/// <summary>One forward pass of one sample.</summary>
[MemoryDiagnoser]
public class ForwardBenchmarks
{
    private CompiledNetwork compiled = null!;
    private NaiveTwin naive = null!;
    private OrtSession? onnxRuntime;

    [ParamsSource(nameof(Names))]
    public string Network { get; set; } = "";

    // BenchmarkDotNet constructs this class; what the command line says reaches it by these.
    public static IReadOnlyList<string> Names { get; internal set; } = [];

    internal static string DataDirectory { get; set; } = "";

    [GlobalSetup]
    public void SetUp()
    {
        var prepared = new PreparedSubject(Catalogue.Reference.Single(subject => subject.Name == Network), DataDirectory);
        compiled = new CompiledNetwork(prepared.Network, prepared.Input);
        naive = new NaiveTwin(prepared.Operations, prepared.Input);
        onnxRuntime = OrtApi.FromEnvironment() is { } api ? new OrtSession(api, prepared.Network.Description, prepared.Operations, prepared.Input) : null;
    }

    [GlobalCleanup]
    public void CleanUp() => onnxRuntime?.Dispose();

    [Benchmark(Baseline = true)]
    public void Compiled() => compiled.Repeat(1);

    [Benchmark]
    public void Naive() => naive.Repeat(1);

    [Benchmark]
    public void OnnxRuntime() => onnxRuntime!.Repeat(1);
}
