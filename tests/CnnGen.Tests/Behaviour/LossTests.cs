using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace CnnGen.Tests.Behaviour;

/// <summary>Every loss against its textbook formula, written without any care for speed or overflow, and its gradient against differences of that.</summary>
public class LossTests
{
    private static readonly Dictionary<string, Case> Cases = new()
    {
        ["MeanSquaredError"] = new(() => new SquaredMean(), (x, t, _) => SumOfSquares(x, t) / x.Length),
        ["MeanSquaredError, spatial"] = new(() => new SpatialSquaredMean(), (x, t, _) => SumOfSquares(x, t) / x.Length),
        ["HalfSquaredError"] = new(() => new SquaredHalf(), (x, t, _) => SumOfSquares(x, t) / 2),
        ["HalfSquaredError, spatial"] = new(() => new SpatialSquaredHalf(), (x, t, _) => SumOfSquares(x, t) / 2),
        ["SoftmaxCrossEntropy"] = new(() => new Logits(), (x, t, classes) => CrossEntropy(Softmax(x, classes), t, classes)),
        ["SoftmaxCrossEntropy, spatial"] = new(() => new SpatialLogits(), (x, t, classes) => CrossEntropy(Softmax(x, classes), t, classes)),
        ["CrossEntropy of Softmax"] = new(() => new SoftmaxProbabilities(), (x, t, classes) => CrossEntropy(Softmax(x, classes), t, classes)),
        ["CrossEntropy of Softmax, spatial"] = new(() => new SpatialSoftmaxProbabilities(), (x, t, classes) => CrossEntropy(Softmax(x, classes), t, classes)),

        // Three channels at two positions, then flattened to six classes: not the softmax's own, so that nothing can be fused.
        ["CrossEntropy of Softmax, flattened"] = new(() => new FlattenedProbabilities(), (x, t, _) => CrossEntropy(Softmax(x, 3), t, 6)),
        ["CrossEntropy of Sigmoid"] = new(() => new SigmoidProbabilities(), (x, t, classes) => CrossEntropy(Sigmoid(x), t, classes)),
        ["CrossEntropy of Sigmoid, spatial"] = new(() => new SpatialSigmoidProbabilities(), (x, t, classes) => CrossEntropy(Sigmoid(x), t, classes)),
    };

    public static TheoryData<string> Names => new(Cases.Keys);

    public static TheoryData<string> NamesWithLabels => new(Cases.Keys.Where(name => name.Contains("CrossEntropy", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Names))]
    public void LossOfTarget_IsTheTextbooks(string name)
    {
        ITrainableNetwork<double> network = Cases[name].Create();
        foreach (int samples in Enumerable.Range(1, network.Batch))
        {
            // As class probabilities they do not sum to 1, which must not matter.
            double[] input = Data.Numbers<double>(samples * network.InputSize, 11), target = Data.Targets<double>(samples * network.OutputSize, 12);
            AssertLoss(name, network, input, target, weight => network.Loss(target, weight));
        }
    }

    [Theory]
    [MemberData(nameof(NamesWithLabels))]
    public void LossOfLabels_IsThatOfCertainty(string name)
    {
        ITrainableNetwork<double> network = Cases[name].Create();
        int classes = network.Description.OutputShape[0], positions = network.OutputSize / classes;
        foreach (int samples in Enumerable.Range(1, network.Batch))
        {
            double[] input = Data.Numbers<double>(samples * network.InputSize, 13), target = new double[samples * network.OutputSize];
            int[] labels = Data.Labels(samples * positions, classes, 14);
            for (int i = 0; i < labels.Length; i++) target[(i / positions * network.OutputSize) + (labels[i] * positions) + (i % positions)] = 1;
            AssertLoss(name, network, input, target, weight => network.Loss(labels, weight));
        }
    }

    [Theory]
    [MemberData(nameof(NamesWithLabels))]
    public void EveryLabel_IsAllowed(string name)
    {
        ITrainableNetwork<double> network = Cases[name].Create();
        int classes = network.Description.OutputShape[0];
        network.Forward(Data.Numbers<double>(network.InputSize, 15));
        for (int label = 0; label < classes; label++)
        {
            int[] labels = new int[network.OutputSize / classes];
            Array.Fill(labels, label);
            Assert.True(network.Loss(labels, 1) > 0);
        }
    }

    private static void AssertLoss(string name, ITrainableNetwork<double> network, double[] input, double[] target, Func<double, double> loss)
    {
        foreach (double weight in (double[])[1, 0.3])
        {
            network.Forward(input);
            Data.AssertClose<double>([Textbook(input)], [loss(weight)], 1e-13);
            double[] gradient = network.Backward().ToArray();
            Data.AssertClose<double>([.. input.Select((_, i) => FiniteDifference.At(Textbook, input, i))], gradient, 1e-9);

            double Textbook(double[] values)
            {
                IEnumerable<double> losses = values.Chunk(network.InputSize)
                    .Zip(target.Chunk(network.OutputSize), (x, t) => Cases[name].Loss(x, t, network.Description.OutputShape[0]));
                return weight * losses.Average();
            }
        }
    }

    private static double SumOfSquares(double[] y, double[] t) => y.Zip(t, (a, b) => (a - b) * (a - b)).Sum();

    // Channels at each position: classes × positions, row-major.
    private static double[] Softmax(double[] x, int classes)
    {
        int positions = x.Length / classes;
        return [.. x.Select((value, i) => Math.Exp(value) / Enumerable.Range(0, classes).Sum(k => Math.Exp(x[(k * positions) + (i % positions)])))];
    }

    private static double[] Sigmoid(double[] x) => [.. x.Select(value => 1 / (1 + Math.Exp(-value)))];

    private static double CrossEntropy(double[] p, double[] t, int classes) => -p.Zip(t, (a, b) => b * Math.Log(a)).Sum() / (p.Length / classes);

    private sealed record Case(Func<ITrainableNetwork<double>> Create, Func<double[], double[], int, double> Loss);
}

// A LeakyReLU of slope 1 is no change at all: so the test chooses the outputs.
[Network(5, Batch = 3, Scalar = Scalar.Double)]
[LeakyReLU(1)]
[MeanSquaredError]
internal sealed partial class SquaredMean { }

[Network(2, 2, 3, Batch = 2, Scalar = Scalar.Double)]
[LeakyReLU(1)]
[MeanSquaredError]
internal sealed partial class SpatialSquaredMean { }

[Network(5, Batch = 3, Scalar = Scalar.Double)]
[LeakyReLU(1)]
[HalfSquaredError]
internal sealed partial class SquaredHalf { }

[Network(2, 2, 3, Batch = 2, Scalar = Scalar.Double)]
[LeakyReLU(1)]
[HalfSquaredError]
internal sealed partial class SpatialSquaredHalf { }

[Network(4, Batch = 3, Scalar = Scalar.Double)]
[LeakyReLU(1)]
[SoftmaxCrossEntropy]
internal sealed partial class Logits { }

[Network(3, 2, 2, Batch = 2, Scalar = Scalar.Double)]
[LeakyReLU(1)]
[SoftmaxCrossEntropy]
internal sealed partial class SpatialLogits { }

[Network(4, Batch = 3, Scalar = Scalar.Double)]
[Softmax]
[CrossEntropy]
internal sealed partial class SoftmaxProbabilities { }

[Network(3, 2, 2, Batch = 2, Scalar = Scalar.Double)]
[Softmax]
[CrossEntropy]
internal sealed partial class SpatialSoftmaxProbabilities { }

[Network(3, 1, 2, Batch = 2, Scalar = Scalar.Double)]
[Softmax, Flatten]
[CrossEntropy]
internal sealed partial class FlattenedProbabilities { }

[Network(4, Batch = 3, Scalar = Scalar.Double)]
[Sigmoid]
[CrossEntropy]
internal sealed partial class SigmoidProbabilities { }

[Network(3, 2, 2, Batch = 2, Scalar = Scalar.Double)]
[Sigmoid]
[CrossEntropy]
internal sealed partial class SpatialSigmoidProbabilities { }
