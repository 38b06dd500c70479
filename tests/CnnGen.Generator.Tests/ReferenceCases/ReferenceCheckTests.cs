using System;
using Xunit;
using Xunit.Sdk;

namespace CnnGen.Generator.Tests.ReferenceCases;

/// <summary>The comparison with the reference cases fails on each number that can be wrong.</summary>
public sealed class ReferenceCheckTests
{
    private const double Tolerance = 1e-9;

    // One of each kind: a loss with labels, three steps; a gradient of the caller's own, one step; no parameters; buffers and the other mode.
    public static TheoryData<string> Cases => ["Case1000", "SoftmaxClassifier", "UntiedBias", "MaxPoolTiesAll", "CaseModes000"];

    [Theory]
    [MemberData(nameof(Cases))]
    public void RightNumbers_Pass(string name)
    {
        ReferenceCase expected = ReferenceCase.ByName[name];
        ReferenceCaseTests.Check(expected, () => new Echo(expected), Tolerance);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void WrongNumber_Fails(string name)
    {
        ReferenceCase expected = ReferenceCase.ByName[name];
        foreach (
            string list in (string[])[
                "output",
                "loss",
                "input gradient",
                "gradients",
                "parameters after",
                "buffers after",
                "output in the other mode",
                "input gradient in the other mode",
                "gradients in the other mode"])
        {
            bool isThere = list switch
            {
                "loss" => expected.Loss is not null,
                "gradients" => expected.Parameters.Length > 0,
                "parameters after" => expected.Steps > 0,
                "buffers after" => expected.Buffers is not null,
                _ => !list.Contains("mode", StringComparison.Ordinal) || expected.OtherMode is not null
            };
            if (!isThere) continue;
            foreach (double error in (double[])[1e-4, -1e-4, double.NaN])
            {
                var failure = Assert.ThrowsAny<XunitException>(() =>
                    ReferenceCaseTests.Check(expected, () => new Echo(expected) { Wrong = list, By = error }, Tolerance));
                Assert.StartsWith(list, failure.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Declaration_TakesScalarAndBatch()
    {
        Assert.StartsWith(
            "[Network(3, 12, 5, Scalar = Scalar.Double, Batch = 8)]\n[Conv(8, 2, StrideHeight = 2,",
            ReferenceCase.ByName["Case1000"].Attributes("Double", 8),
            StringComparison.Ordinal);
        Assert.Equal("[Network(1, 4, 4, Scalar = Scalar.Single, Batch = 1)]\n[MaxPool(2)]", ReferenceCase.ByName["MaxPoolTiesFirst"].Attributes("Single", 1));
    }
}
