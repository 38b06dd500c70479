using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using CnnGen.Generator.Tests.Gradients;
using CnnGen.Generator.Tests.Harness;
using Xunit;

namespace CnnGen.Generator.Tests.Widths;

/// <summary>
/// The gradients of a convolution in each of their forms: to the winners of a pool or to all outputs, by lists or by filters. They add in
/// other orders, and agree on data with ties, dead windows and any sign.
/// </summary>
public sealed class GradientFormsTests
{
    private const double Tolerance = 2e-5, DoubleTolerance = 1e-11;

    private static readonly string[] Declarations =
    [
        "[Network(1, 12, 14, Batch = 3)] [Conv(6, 5, Padding = 2), ReLU, MaxPool(2)] [Conv(16, 3), ReLU, MaxPool(2)] [Dense(5)]",
        "[Network(3, 9, 11, Batch = 2)] [Conv(20, 3, Padding = 1), ReLU, MaxPool(2, 3)] [Conv(17, 2), LeakyReLU(0.1), MaxPool(1, 2)] [Dense(5)]",
        "[Network(16, 8, 8, Batch = 2)] [Conv(32, 3, Padding = 1), ReLU] [Conv(70, 3, Padding = 1), ReLU, MaxPool(2)] [Dense(4)]",
        "[Network(4, 13, 9)] [Conv(16, 3, Stride = 2, Bias = false), MaxPool(3)] [Dense(4)]",
        "[Network(2, 10, 10, Batch = 2)] [Conv(8, 3), ReLU, MaxPool(3, Stride = 1)] [Conv(4, 3), Tanh, AvgPool(2)] [Dense(3)]",
        "[Network(2, 10, 10, Batch = 2)] [Conv(8, 3), ReLU, MaxPool(2, AllTies = true)] [Conv(16, 3, DilationHeight = 2, PaddingHeight = 1), ReLU, GlobalMaxPool] [Dense(3)]",
        "[Network(40, 6, 6)] [Conv(24, 1), ReLU, MaxPool(2)] [Conv(8, 1), ReLU] [Dense(3)]",
    ];

    /// <summary>
    /// Winograd's gradients: paddings on some sides, too wide to be turned and none; images of several tiles, of one, and of parts of tiles; a rest
    /// of channels and filters; frozen weights; a pool behind, and behind another one, whose gradients reach beyond the image.
    /// </summary>
    private static readonly string[] OfWinograd =
    [
        "[Network(16, 8, 12, Batch = 3)] [Conv(20, 3, Padding = 1), Tanh, Conv(17, 3, PaddingTop = 2, PaddingRight = 2)] [Dense(3)]",
        "[Network(18, 10, 18, Batch = 2)] [Conv(16, 3, Bias = false), Tanh, Conv(16, 3, Padding = 3), Tanh, Conv(33, 3, PaddingBottom = 2, PaddingLeft = 1)]",
        "[Network(17, 4, 4)] [Conv(19, 3, Padding = 2), Tanh, Conv(16, 3), Tanh, Conv(18, 3, Padding = 1)]",
        "[Network(16, 8, 8, Batch = 2)] [Conv(16, 3, Padding = 1), ReLU, Conv(32, 3, Padding = 1), ReLU, MaxPool(2), Dense(4)]",
        "[Network(16, 5, 7, Batch = 2)] [Conv(16, 3, Padding = 1, Frozen = true), Tanh, Conv(16, 3, Padding = 1, BiasOnly = true), Tanh, Tap(\"a\"), Conv(16, 3, Padding = 1), Add(\"a\")]",
        "[Network(16, 8, 8)] [Conv(16, 3, Padding = 1), Tanh, Conv(16, 3, Padding = 1), Tanh, MaxPool(2), Dense(4)]",
        "[Network(3, 8, 8)] [Conv(16, 1), Tanh, Conv(16, 3, Padding = 1), GlobalAvgPool]",
        "[Network(16, 70, 40)] [Conv(16, 3, Padding = 1), AvgPool(10), Dense(2)]",
    ];

    [Fact]
    public void EveryForm_AgreesWithTheOthers()
    {
        Dictionary<string, string> byName = Named(Declarations);
        CompiledNetworks[] forms = ((string?[])[null, "*.gradient=dense", "*.gradient=lists"])
            .Select(form => CompiledNetworks.Compile(byName, Width.Only(Width.Fastest, form)))
            .ToArray();
        List<string> wrong = [];
        foreach ((string name, string declaration) in byName)
        {
            float[][] gradients = forms.Select(networks => Gradients(networks.Create<ITrainableNetwork<float>>(name))).ToArray();
            double most = gradients[0].Max(gradient => Math.Abs((double)gradient));
            Assert.True(most > 0);
            foreach (float[] other in gradients.Skip(1))
            {
                double worst = gradients[0].Zip(other, (a, b) => Math.Abs((double)a - b)).Max();
                if (!(worst <= Tolerance * most)) wrong.Add($"{declaration}: {worst / most:G3}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public void WinogradGradients_AgreeWithDirectOnes()
    {
        Dictionary<string, string> single = Named(OfWinograd), twice = Named(OfWinograd.Select(one => one.Insert(one.IndexOf(')'), ", Scalar = Scalar.Double")));
        const string Direct = "*.forward=direct,*.gradient=dense";
        List<string> wrong = [];
        foreach (string? forms in (string?[])[null, "*.gradient=winograd", "*.forward=winograd4,*.gradient=winograd", "*.forward=winograd2"])
        {
            AssertClose(Gradients<float>(single, Direct), Gradients<float>(single, forms), Tolerance, forms);
            AssertClose(Gradients<double>(twice, Direct), Gradients<double>(twice, forms), DoubleTolerance, forms);
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));

        void AssertClose(double[][] direct, double[][] winograd, double tolerance, string? forms)
        {
            Assert.Contains(direct.Zip(winograd), pair => !pair.First.SequenceEqual(pair.Second));
            for (int i = 0; i < direct.Length; i++)
            {
                double worst = direct[i].Zip(winograd[i], (a, b) => Math.Abs(a - b)).Max() / direct[i].Max(Math.Abs);
                if (!(worst <= tolerance)) wrong.Add($"{OfWinograd[i]}, {forms}: {worst:G3}");
            }
        }
    }

    private static Dictionary<string, string> Named(IEnumerable<string> declarations) =>
        declarations.Select((declaration, i) => (Name: $"Form{i}", declaration)).ToDictionary(pair => pair.Name, pair => pair.declaration);

    /// <summary>Of each network the gradients of the input and of the parameters, summed over two calls.</summary>
    private static double[][] Gradients<T>(Dictionary<string, string> byName, string? forms) where T : unmanaged, INumber<T>
    {
        CompiledNetworks networks = CompiledNetworks.Compile(byName, Width.Only(Width.Fastest, forms));
        return byName.Keys.Select(name =>
        {
            var network = networks.Create<ITrainableNetwork<T>>(name);
            network.SetParameters(Numbers(network.ParameterCount, 1).Select(number => number / T.CreateChecked(4)).ToArray());
            T[] ofInput = [], ofParameters = new T[network.ParameterCount];
            foreach (int samples in (int[])[network.Batch, 1])
            {
                int outputs = network.Forward(Numbers(samples * network.InputSize, 2 + samples)).Length;
                ofInput = [.. ofInput, .. network.Backward(Numbers(outputs, 3 + samples))];
            }

            network.CopyGradientsTo(ofParameters);
            return ofInput.Concat(ofParameters).Select(double.CreateChecked).ToArray();
        }).ToArray();

        static T[] Numbers(int count, int seed) => RandomData.Numbers(count, seed).Select(number => T.CreateChecked((float)number)).ToArray();
    }

    /// <summary>The gradients of the input and of the parameters.</summary>
    private static float[] Gradients(ITrainableNetwork<float> network)
    {
        network.SetParameters(Quarters(network.ParameterCount, 1));
        int outputs = network.Forward(Quarters(network.Batch * network.InputSize, 2)).Length;
        float[] ofInput = network.Backward(Quarters(outputs, 3)).ToArray(), ofParameters = new float[network.ParameterCount];
        network.CopyGradientsTo(ofParameters);
        return [.. ofInput, .. ofParameters];
    }

    /// <summary>Few different numbers, so that many maxima are tied and many sums are zero.</summary>
    private static float[] Quarters(int count, int seed) => RandomData.Numbers(count, seed).Select(number => (float)(Math.Round(number * 2) / 4)).ToArray();
}
