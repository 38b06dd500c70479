using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json;
using CnnGen.Generator.Tests.Harness;
using CnnGen.Generator.Tests.Widths;
using Xunit;
using Xunit.Sdk;
using static CnnGen.Generator.Tests.ReferenceCases.ReferenceCaseTests;

namespace CnnGen.Generator.Tests.ReferenceCases;

/// <summary>
/// 500 more networks of level 2, from another seed, agree with PyTorch: chunk by chunk in turn in double and in single precision, in the widest text
/// and in the one for any machine.
/// </summary>
public sealed class MoreReferenceCasesTests
{
    private const int Count = 500, PerChunk = 25;

    private static readonly Lazy<ReferenceCase[]> All = new(() =>
    {
        using Stream stream = typeof(MoreReferenceCasesTests).Assembly.GetManifestResourceStream("MoreReferenceCases")!;
        using GZipStream text = new(stream, CompressionMode.Decompress);
        return JsonSerializer.Deserialize<ReferenceCase[]>(text, ReferenceCase.Json)!;
    });

    public static TheoryData<int> Chunks => [.. Enumerable.Range(0, Count / PerChunk)];

    [Fact]
    public void EveryCase_IsThere() => Assert.Equal(Count, All.Value.Select(one => one.Name).Distinct().Count());

    [Theory]
    [MemberData(nameof(Chunks))]
    public void Networks_AgreeWithPyTorch(int chunk)
    {
        Scalar scalar = chunk % 2 == 0 ? Scalar.Double : Scalar.Single;
        ReferenceCase[] cases = All.Value[(chunk * PerChunk)..((chunk + 1) * PerChunk)];
        CompiledNetworks networks = Compile(scalar, spareBatch: false, Width.Only(chunk / 2 % 2 == 0 ? Width.Fastest : 0), cases);
        List<string> wrong = [];
        foreach (ReferenceCase one in cases)
        {
            try
            {
                if (scalar == Scalar.Double) Check(one, () => networks.Create<ITrainableNetwork<double>>(one.Name), DoubleTolerance);
                else Check(one, () => networks.Create<ITrainableNetwork<float>>(one.Name), SingleTolerance);
            }
            catch (XunitException exception)
            {
                wrong.Add($"{one.Name} {string.Join(", ", one.Declaration)}: {exception.Message}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }
}
