using System;
using System.Collections.Generic;
using System.Linq;
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
    private const double Tolerance = 2e-5;

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

    [Fact]
    public void EveryForm_AgreesWithTheOthers()
    {
        Dictionary<string, string> byName = Declarations
            .Select((declaration, i) => (Name: $"Form{i}", declaration))
            .ToDictionary(pair => pair.Name, pair => pair.declaration);
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
