using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Tests.Harness;
using CnnGen.Generator.Tests.ReferenceCases;
using CnnGen.Generator.Tests.Stages;
using Xunit;

namespace CnnGen.Generator.Tests.Widths;

/// <summary>
/// Reference cases for each width, and in each form that can be asked for and changes their text. That widths have the same bits is shown elsewhere
/// (<see cref="BitsTests"/>): of each there are twenty cases or more, and not the same.
/// </summary>
public sealed class ReferenceCasesByWidthTests
{
    // Transforms by 1/24 and 8 magnify the rounding of what cancels: Winograd's F(4×4) is about six times less accurate than the direct sum.
    private const double WinogradTolerance = 1e-4;

    /// <summary>The widest is what ReferenceCaseTests runs; in double, 128 bits would say nothing new.</summary>
    public static TheoryData<int, Scalar> Others
    {
        get
        {
            TheoryData<int, Scalar> all = [];
            foreach (int bits in Width.Others)
            {
                all.Add(bits, Scalar.Single);
                if (bits != 128) all.Add(bits, Scalar.Double);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Cases_AgreeWithPyTorch(int bits, Scalar scalar) => AssertAgree(
        Width.Only(bits),
        scalar,
        scalar == Scalar.Double ? ReferenceCaseTests.DoubleTolerance : ReferenceCaseTests.SingleTolerance,
        Some([.. ReferenceCase.ByName.Values], (bits / 128) + (scalar == Scalar.Double ? 1 : 0)));

    // In the widest text that the machine has: that the others have the same bits is shown in BitsTests.
    [Theory]
    [InlineData("direct", ReferenceCaseTests.SingleTolerance)]
    [InlineData("filters", ReferenceCaseTests.SingleTolerance)]
    [InlineData("rows", ReferenceCaseTests.SingleTolerance)]
    [InlineData("depthwise", ReferenceCaseTests.SingleTolerance)]
    [InlineData("lanes", ReferenceCaseTests.SingleTolerance)]
    [InlineData("winograd2", ReferenceCaseTests.SingleTolerance)]
    [InlineData("winograd4", WinogradTolerance)]
    public void EveryForm_AgreesWithPyTorch(string form, double tolerance) =>
        AssertAgree(Width.Only(Width.Fastest, $"*.forward={form}"), Scalar.Single, tolerance, ChangedBy($"*.forward={form}"));

    [Theory]
    [InlineData("dense")]
    [InlineData("lists")]
    public void EveryFormOfGradients_AgreesWithPyTorch(string form) =>
        AssertAgree(Width.Only(Width.Fastest, $"*.gradient={form}"), Scalar.Single, ReferenceCaseTests.SingleTolerance, ChangedBy($"*.gradient={form}"));

    // Forward and all gradients, also of few channels and tiles.
    [Fact]
    public void WinogradInDouble_AgreesWithPyTorch()
    {
        const string Forms = "*.forward=winograd4,*.gradient=winograd";
        AssertAgree(Width.Only(0, Forms), Scalar.Double, ReferenceCaseTests.DoubleTolerance, ChangedBy(Forms));
    }

    private static readonly Lazy<Dictionary<string, NetworkModel>> Models = new(() => ReferenceCase.ByName.Values.ToDictionary(
        one => one.Name, one => Plans.Model(one.Attributes(nameof(Scalar.Single), one.Batch)), StringComparer.Ordinal));

    /// <summary>The cases that compute something else where forms are asked for: equal kernels have the same text.</summary>
    private static IReadOnlyList<ReferenceCase> ChangedBy(string forms)
    {
        ReferenceCase[] changed = ReferenceCase.ByName.Values
            .Where(one => !Kernels(one, ForcedForms.None).SequenceEqual(Kernels(one, ForcedForms.Parse(forms))))
            .ToArray();
        Assert.NotEmpty(changed);
        return Some(changed, forms.Length);
    }

    /// <summary>Of many cases twenty to forty, from one on.</summary>
    private static ReferenceCase[] Some(ReferenceCase[] cases, int first)
    {
        int every = Math.Max(1, cases.Length / 20);
        return [.. cases.Where((_, i) => (i + first) % every == 0)];
    }

    // Without the reasons: they tell that a form was asked for, be it the one there was.
    private static IEnumerable<Kernel> Kernels(ReferenceCase one, ForcedForms forms)
    {
        NetworkPlan plan = Planner.Plan(Models.Value[one.Name], forms);
        IEnumerable<Step> steps = plan.Forward.Concat(plan.BackwardOfOutput).Concat(plan.Backward).Concat(plan.Update!.Deferred).Concat(plan.Update.Forming);
        return steps.Select(step => step.Kernel with { Why = null });
    }

    private static void AssertAgree(RunOptions options, Scalar scalar, double tolerance, IReadOnlyList<ReferenceCase> cases)
    {
        CompiledNetworks networks = ReferenceCaseTests.Compile(scalar, spareBatch: false, options, cases);
        List<string> wrong = [];
        foreach (ReferenceCase expected in cases)
        {
            string name = expected.Name;
            Exception? failure = Record.Exception(() =>
            {
                if (scalar == Scalar.Double) ReferenceCaseTests.Check(expected, () => networks.Create<ITrainableNetwork<double>>(name), tolerance);
                else ReferenceCaseTests.Check(expected, () => networks.Create<ITrainableNetwork<float>>(name), tolerance);
            });
            if (failure != null) wrong.Add($"{name}: {failure.Message}");
        }

        Assert.True(wrong.Count == 0, $"With {options}:\n{string.Join("\n", wrong)}");
    }
}
