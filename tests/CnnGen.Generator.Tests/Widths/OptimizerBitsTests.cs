using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using CnnGen.Generator.Tests.Gradients;
using CnnGen.Generator.Tests.Harness;
using Xunit;

namespace CnnGen.Generator.Tests.Widths;

/// <summary>The same bits of parameters and of what the optimizer keeps, in every text, where Step makes gradients on the way and where it does not.</summary>
public sealed class OptimizerBitsTests
{
    private static readonly string[] Optimizers =
    [
        "Sgd(Momentum = 0.9, Nesterov = true, WeightDecay = 0.01)", "Adam", "Adam(Beta1 = 0.5, Epsilon = 1e-3, WeightDecay = 0.1)", "AdamW", "RMSProp",
        "RMSProp(Alpha = 0.9, Momentum = 0.9, WeightDecay = 0.1)", "Sgd(Momentum = 0.9, WeightDecay = 0.1, DecayAll = false, ClipNorm = 0.5)",
        "AdamW(WeightDecay = 0.1, DecayAll = false)",
    ];

    private static readonly string[] Networks = [
        "5, Batch = 2#Dense(3)",
        "37#Dense(9), Tanh, Dense(4)",
        "37, Batch = 9#Dense(9), Tanh, Dense(4)",
        "1, 9, 9, Batch = 3#Conv(17, 3), ReLU, MaxPool(2), Dense(19, Bias = false)"];

    [Fact]
    public void InSinglePrecision() => AssertEqual<float>("", Width.OfVectors);

    [Fact]
    public void Reproducible_InSinglePrecision() => AssertEqual<float>(", Reproducible = true", Width.OfVectors.Append(0));

    [Fact]
    public void Reproducible_InDoublePrecision() => AssertEqual<double>(", Reproducible = true, Scalar = Scalar.Double", Width.OfVectors.Append(0));

    private static void AssertEqual<T>(string arguments, IEnumerable<int> widths) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var declarations = (from network in Networks
                            from optimizer in Optimizers
                            let parts = network.Split('#')
                            select $"[Network({parts[0]}{arguments}), {parts[1]}, HalfSquaredError, {optimizer}]").Select((text, i) =>
                                (Name: $"Net{i}", Text: text)).ToArray();
        Dictionary<string, T[]> first = [];
        List<string> wrong = [];
        foreach (int bits in widths)
        {
            CompiledNetworks networks = CompiledNetworks.Compile(declarations.ToDictionary(one => one.Name, one => one.Text), Width.Only(bits));
            foreach ((string name, string text) in declarations)
            {
                T[] trained = Train(networks.Create<ITrainableNetwork<T>>(name));
                if (first.TryAdd(name, trained)) Assert.All(trained, number => Assert.True(T.IsFinite(number)));
                else if (!trained.SequenceEqual(first[name])) wrong.Add($"{bits} bits: {text}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    private static T[] Train<T>(ITrainableNetwork<T> network) where T : unmanaged, IFloatingPointIeee754<T>
    {
        network.SetParameters(Numbers(network.ParameterCount, 1));
        for (int step = 0; step < 4; step++)
        {
            network.Forward(Numbers(network.Batch * network.InputSize, step));
            network.Loss(Numbers(network.Batch * network.OutputSize, step + 10), T.One);
            network.Backward();
            network.Step(T.CreateChecked(0.01));
        }

        T[] trained = new T[network.ParameterCount + network.OptimizerStateCount];
        network.CopyParametersTo(trained);
        network.CopyOptimizerStateTo(trained.AsSpan(network.ParameterCount));
        return trained;

        static T[] Numbers(int count, int seed) => RandomData.Numbers(count, seed).Select(T.CreateChecked).ToArray();
    }
}
