using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using CnnGen.Generator.Tests.Harness;
using CnnGen.Generator.Tests.ReferenceCases;
using Xunit;

namespace CnnGen.Probe.Tests;

/// <summary>Random graphs, of those that agree with PyTorch, give the same bits on whatever they run: forward, and in two steps of training.</summary>
public sealed class GraphsTests : IDisposable
{
    // An emulator takes its time to compile what they are made of.
    private const int Every = 5;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    [ToolFact(Arm64Host.Tool, Arm64Host.Packages, Arm64Host.Library)]
    public void RandomGraphs_AreTheSameOnArm64()
    {
        string file = Path.Combine(folder.FullName, "Graphs.dll");
        IEnumerable<ReferenceCase> graphs = ReferenceGraph.All.Where((_, i) => i % Every == 0).Select(graph => graph.Case());
        CompiledNetworks.CompileTo(file, graphs.ToDictionary(one => one.Name, one => one.Attributes("Single", one.Batch)));
        (string, string) inFile = ("CNNGEN_PROBE_ASSEMBLY", file);
        IReadOnlyDictionary<string, Hashes> expected = Probe.EveryWidth.Run(inFile);
        Assert.Equal(ReferenceGraph.All.Count / Every, expected.Count);
        Assert.Equal(expected.Count, expected.Values.Distinct().Count());
        Assert.Equal(expected, Arm64Host.Run(inFile));
    }

    public void Dispose() => folder.Delete(recursive: true);
}
