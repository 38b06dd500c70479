using System.Linq;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using CnnGen.Benchmarks.Peers.OnnxRuntime;
using CnnGen.Benchmarks.Subjects;

namespace CnnGen.Benchmarks.Modes;

/// <summary>The long mode: the reference networks under BenchmarkDotNet.</summary>
internal static class BenchmarkDotNetMode
{
    public static void Run(Options options)
    {
        ForwardBenchmarks.Names = Catalogue.Choose(Catalogue.Reference, subject => subject.Name, options.Only).Select(subject => subject.Name).ToArray();
        ForwardBenchmarks.DataDirectory = options.DataDirectory;

        // In this process: a project of BenchmarkDotNet's own would inherit this repository's central package versions.
        ManualConfig config = DefaultConfig.Instance.AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance));
        if (OrtApi.FromEnvironment() is null)
        {
            config.AddFilter(new SimpleFilter(benchmark => benchmark.Descriptor.WorkloadMethod.Name != nameof(ForwardBenchmarks.OnnxRuntime)));
        }

        BenchmarkRunner.Run<ForwardBenchmarks>(config);
    }
}
