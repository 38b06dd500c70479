using System;
using System.Linq;
using System.Numerics;
using CnnGen.Generator.Tests.Harness;
using CnnGen.Generator.Tests.ReferenceCases;
using CnnGen.Generator.Tests.Widths;
using Xunit;

namespace CnnGen.Generator.Tests.ReferenceNetworks;

/// <summary>Networks that people run, whole and at their published sizes, compute what PyTorch computes, in training and out of it, and stay readable in size.</summary>
public sealed class ReferenceNetworkTests
{
    // Of the largest number of a list. In single precision a network of many layers is as far from the truth as PyTorch's is.
    private const double DoubleTolerance = 1e-9, SingleTolerance = 5e-5, OfPyTorchs = 4;

    // Where rounding goes across a rectifier's or a pool's kink, one of very many decides otherwise, and the gradients behind it jump.
    private const double SingleGradientTolerance = 1e-2;

    private const int MostText = 2_000_000;

    public static TheoryData<string, Scalar> Networks
    {
        get
        {
            TheoryData<string, Scalar> data = [];
            foreach (string name in ReferenceNetwork.AttributesByName.Keys.Order(StringComparer.Ordinal))
            {
                foreach (Scalar scalar in Enum.GetValues<Scalar>()) data.Add(name, scalar);
            }

            return data;
        }
    }

    public static TheoryData<string> Names => [.. ReferenceNetwork.AttributesByName.Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public void EveryDeclaration_HasNumbers() => Assert.Equal(
        ReferenceNetwork.AttributesByName.Keys.Order(StringComparer.Ordinal), ReferenceNetwork.ByName.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Networks))]
    public void Network_AgreesWithPyTorch(string name, Scalar scalar)
    {
        ReferenceNetwork expected = ReferenceNetwork.ByName[name];
        string attributes = expected.Attributes($"Scalar = Scalar.{scalar}");
        RunOptions options = Width.Only(Width.Fastest);
        if (scalar == Scalar.Double) Check(expected, CompiledNetworks.Create<ITrainableNetwork<double>>(attributes, options), isSingle: false);
        else Check(expected, CompiledNetworks.Create<ITrainableNetwork<float>>(attributes, options), isSingle: true);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Text_StaysWithinItsBudget(string name)
    {
        GeneratorRun run = GeneratorRun.Of(Source.Network(ReferenceNetwork.AttributesByName[name]));
        Assert.Empty(run.Diagnostics);
        Assert.InRange(run.Sources.Sum(source => source.SourceText.Length), 1, MostText);
    }

    private static void Check<T>(ReferenceNetwork expected, ITrainableNetwork<T> network, bool isSingle) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Assert.Equal(
            expected.Parameters.Select(tensor => $"{tensor.Name} {string.Join("×", tensor.Shape)}"),
            network.Description.Parameters.Select(tensor => $"{tensor.Name} {string.Join("×", tensor.Shape)}"));
        Drawn drawn = new(expected.Seed);
        double[] parameters = [.. expected.Parameters.SelectMany(tensor => drawn.Numbers(tensor.Count, tensor.Scale).Select(number => number + tensor.Mean))];
        T[] input = Numbers<T>(drawn.Numbers(expected.Batch * network.InputSize, 1));
        network.SetParameters(Numbers<T>(parameters));

        network.Training = true;
        double[] output = Doubles<T>(network.Forward(input));
        AssertClose("output", expected.Output, output, Allowed(expected.Single.Output));
        double[] inputGradient = Doubles<T>(network.Backward(Numbers<T>(drawn.Numbers(output.Length, 1))));
        AssertClose("input gradient", expected.InputGradient, inputGradient, isSingle ? SingleGradientTolerance : DoubleTolerance);
        T[] gradients = new T[network.ParameterCount];
        network.CopyGradientsTo(gradients);
        double largest = expected.Gradients.Max(summary => summary.Largest);
        foreach ((TensorDescription tensor, Summary summary) in network.Description.Parameters.Zip(expected.Gradients))
        {
            AssertClose(
                tensor.Name,
                summary with { Largest = largest },
                Doubles<T>(gradients.AsSpan(tensor.Offset, tensor.Count)),
                isSingle ? SingleGradientTolerance : DoubleTolerance);
        }

        network.Training = false;
        network.SetBuffers(Fresh(network));
        AssertClose("output out of training", expected.OutOfTraining, Doubles<T>(network.Forward(input)), Allowed(expected.Single.OutOfTraining));

        double Allowed(double ofPyTorch) => isSingle ? Math.Max(SingleTolerance, OfPyTorchs * ofPyTorch) : DoubleTolerance;
    }

    /// <summary>Running averages as they are at first: what training has left is not what the script has.</summary>
    private static T[] Fresh<T>(ITrainableNetwork<T> network) where T : unmanaged, IFloatingPointIeee754<T> =>
        [.. network.Description.Buffers.SelectMany(buffer =>
            Enumerable.Repeat(buffer.Name.EndsWith("running_var", StringComparison.Ordinal) ? T.One : T.Zero, buffer.Count))];

    private static void AssertClose(string what, Summary expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Count, actual.Length);
        double norm = Math.Sqrt(actual.Sum(number => number * number)), worst = Math.Abs(norm - expected.Norm) / Math.Max(expected.Norm, expected.Largest);
        foreach ((double one, double other) in expected.Values.Zip(expected.Of(actual))) worst = Math.Max(worst, Math.Abs(one - other) / expected.Largest);
        Assert.True(worst <= tolerance, $"{what} is {worst:E1} of the largest number away, and {tolerance:E1} is allowed.");
    }

    private static T[] Numbers<T>(double[] numbers) where T : INumberBase<T> => [.. numbers.Select(T.CreateChecked)];

    private static double[] Doubles<T>(ReadOnlySpan<T> numbers) where T : INumberBase<T>
    {
        double[] doubles = new double[numbers.Length];
        for (int i = 0; i < doubles.Length; i++) doubles[i] = double.CreateChecked(numbers[i]);
        return doubles;
    }
}
