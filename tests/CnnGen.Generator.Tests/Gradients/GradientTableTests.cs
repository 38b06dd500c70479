using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Tests.Harness;
using CnnGen.Generator.Tests.Widths;
using Xunit;

namespace CnnGen.Generator.Tests.Gradients;

public class GradientTableTests
{
    private static readonly Lazy<CompiledNetworks> Networks = new(() => CompiledNetworks.Compile(GradientTable.InDouble, Width.Only(Width.Fastest)));

    private static readonly Lazy<CompiledNetworks> Singles = new(() =>
        CompiledNetworks.Compile(GradientTable.ByName, RunOptions.Default with { References = ReferenceSet.NetStandard21 }));

    public static TheoryData<string> Names => new(GradientTable.ByName.Keys);

    [Fact]
    public void Table_HasAtLeastSixtyNetworks() => Assert.True(GradientTable.ByName.Count >= 60);

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_AgreeWithFiniteDifferences(string name)
    {
        foreach (GradientCheckReport report in Check(name, Networks.Value).Concat(HasModes(name) ? Check(name, Networks.Value, training: true) : []))
        {
            Assert.True(report.Passed, $"{GradientTable.ByName[name]}\n{report}");
        }
    }

    // The same through the text for netstandard2.1, in single precision.
    [Theory]
    [MemberData(nameof(Names))]
    public void GradientsInSinglePrecision_AgreeWithFiniteDifferences(string name)
    {
        ITrainableNetwork<float> network = Singles.Value.Create<ITrainableNetwork<float>>(name, 1);
        network.Training = HasModes(name);
        float[] target = RandomData.Numbers(network.Batch * RandomData.TargetSize(network.Description), 4).Select(x => (float)Math.Abs(x)).ToArray();

        // The wide steps of single precision meet a kink easily: then another input decides. A wrong gradient is wrong for all of them.
        GradientCheckReport report = Run(3);
        for (int seed = 4; seed < 8 && !report.Passed; seed++) report = Run(seed);
        Assert.True(report.Passed, $"{GradientTable.ByName[name]}\n{report}");

        GradientCheckReport Run(int seed)
        {
            float[] input = RandomData.Numbers(network.Batch * network.InputSize, seed).Select(x => (float)x).ToArray();
            return TakesLabels(name)
                ? GradientCheck.Run(network, input, RandomData.Labels(network.Description, network.Batch, 4))
                : GradientCheck.Run(network, input, target);
        }
    }

    /// <summary>The reports of a network of the table.</summary>
    internal static IEnumerable<GradientCheckReport> Check(string name, CompiledNetworks networks, bool training = false)
    {
        ITrainableNetwork<double> network = networks.Create<ITrainableNetwork<double>>(name, 1);
        network.Training = training;
        RandomData.Disturb(network, 2);
        double[] input = RandomData.Numbers(network.Batch * network.InputSize, 3);

        // Positive, since cross-entropies take them for class probabilities; they need not sum to 1.
        double[] target = RandomData.Numbers(network.Batch * RandomData.TargetSize(network.Description), 4).Select(Math.Abs).ToArray();
        yield return GradientCheck.Run(network, input, target);
        if (TakesLabels(name)) yield return GradientCheck.Run(network, input, RandomData.Labels(network.Description, network.Batch, 5));
    }

    /// <summary>Whether training is not like the rest.</summary>
    internal static bool HasModes(string name) =>
        GradientTable.ByName[name].Contains("BatchNorm", StringComparison.Ordinal) || GradientTable.ByName[name].Contains("Dropout", StringComparison.Ordinal);

    private static bool TakesLabels(string name) =>
        GradientTable.ByName[name].Contains("CrossEntropy", StringComparison.Ordinal)
            && !GradientTable.ByName[name].Contains("BinaryCrossEntropy", StringComparison.Ordinal)
            && !GradientTable.ByName[name].Contains("Output(", StringComparison.Ordinal);
}
