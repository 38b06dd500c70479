using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using CnnGen.Generator.Tests.Gradients;
using CnnGen.Generator.Tests.Harness;
using CnnGen.Generator.Tests.Stages;
using Xunit;

namespace CnnGen.Generator.Tests.Widths;

/// <summary>
/// An activation has the same bits whether the layer before computes it on the way or it goes by itself, as behind a tensor that is an output too.
/// </summary>
public sealed class FusedActivationsTests
{
    private const int Batch = 3;

    private static readonly string[] Activations =
    [
        "ReLU", "ReLU6", "Clip(-0.25, 0.5)", "LeakyReLU(0.2)", "LeakyReLU(-0.5)", "HardSigmoid", "HardSigmoid(Slope = -0.5, Offset = 0.25)", "HardSwish", "Square",
        "Sign",
    ];

    /// <summary>An input, and layers of which the last computes what comes in the place of <c>{0}</c>, where that may make a tensor an output.</summary>
    private static readonly (string Input, string Layers)[] Places =
    [
        ("3, 9, 11", "Conv(18, 3){0}"),                                                      // filters in lanes
        ("1, 7, 37", "Conv(2, 3, Padding = 1){0}"),                                          // positions in lanes
        ("16, 8, 9", "Conv(17, 3, Padding = 1){0}"),                                         // Winograd
        ("19, 6, 7", "Conv(19, 3, Groups = 19){0}"),                                         // depthwise
        ("37", "Dense(21){0}"),
        ("70", "Dense(4, Bias = false){0}"),
        ("19, 3, 4", "Conv(19, 1), Tanh, BatchNorm{0}"),                                     // channels in lanes
        ("2, 5, 21", "BatchNorm{0}"),                                                        // rows in lanes
        ("6, 5, 7", "Conv(18, 2), GroupNorm(3){0}"),
        ("2, 5, 21", "Tap(\"a\"), BatchNorm, Add(\"a\"){0}"),
    ];

    /// <summary>The same with a max pool, before or behind, and a sum that is no output.</summary>
    private static readonly (string Input, string Layers)[] PooledOrAdded =
    [
        ("5, 6, 7", "Conv(32, 1), Tap(\"a\"), Conv(32, 3, Padding = 1), Add(\"a\"){0}, Conv(32, 1, Groups = 32)"),
        ("3, 9, 11", "Conv(18, 3){0}, MaxPool(2)"),
        ("3, 9, 11", "Conv(18, 3), MaxPool(3){0}"),
        ("1, 7, 37", "Conv(2, 3, Padding = 1){0}, MaxPool(2)"),
        ("1, 7, 37", "Conv(2, 3, Padding = 1), MaxPool(1, 2){0}"),
        ("16, 8, 9", "Conv(17, 3, Padding = 1){0}, MaxPool(2)"),
        ("19, 6, 7", "Conv(19, 3, Groups = 19){0}, MaxPool(2)"),
        ("19, 6, 7", "Conv(19, 3, Groups = 19), MaxPool(2){0}"),
    ];

    [Theory]
    [WidthData(512)]
    [WidthData(128)]
    public void Bits_AreThoseOfAnActivationByItself(int bits) => AssertEqual<float>("", Width.Only(bits), Places);

    [Fact]
    public void ReproducibleBits_AreThoseOfAnActivationByItself() => AssertEqual<float>(", Reproducible = true", Width.Only(0), Places);

    [Fact]
    public void BitsInDouble_AreThoseOfAnActivationByItself() => AssertEqual<double>(", Scalar = Scalar.Double", Width.Only(Width.Fastest), Places);

    [Theory]
    [WidthData(512)]
    [WidthData(256)]
    public void BitsOfPools_AreThoseOfAnActivationByItself(int bits) => AssertEqual<float>("", Width.Only(bits), PooledOrAdded, withGradients: false);

    private static void AssertEqual<T>(string options, RunOptions project, (string Input, string Layers)[] places, bool withGradients = true)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Each place with some of the activations, and each activation in some of the places.
        Variants[] cases = places
            .SelectMany((place, i) => Activations.Where((_, j) => (i + j) % 3 == 0).Select(activation => Variants.Of(place.Input, place.Layers, activation, options)))
            .ToArray();
        CompiledNetworks networks = CompiledNetworks.Compile(
            cases.SelectMany((variants, i) => variants.All.Select(variant => (Name: variant.Name + i, variant.Attributes)))
                .ToDictionary(variant => variant.Name, variant => variant.Attributes),
            project);
        List<string> wrong = [];
        for (int i = 0; i < cases.Length; i++)
        {
            // Or nothing would be compared.
            Assert.True(cases[i].IsFused, cases[i].ForwardOnly);
            var apart = networks.Create<ITrainableNetwork<T>>($"Apart{i}");
            var trainable = networks.Create<ITrainableNetwork<T>>($"Trainable{i}");
            INetwork<T> forwardOnly = networks.Create<INetwork<T>>($"ForwardOnly{i}");
            T[] parameters = Numbers<T>(trainable.ParameterCount, i);
            foreach (INetwork<T> network in (INetwork<T>[])[apart, trainable, forwardOnly]) network.SetParameters(parameters);

            // Numbers on both sides of every kink; and what is no number.
            T[] finite = Numbers<T>(Batch * trainable.InputSize, i + 1).Select(number => number * T.CreateChecked(3)).ToArray(), infinite = [.. finite];
            (infinite[0], infinite[trainable.InputSize], infinite[^1]) = (T.NaN, T.PositiveInfinity, T.NegativeInfinity);
            foreach (T[] input in (T[][])[infinite, finite])
            {
                T[] expected = apart.Forward(input)[^(Batch * trainable.OutputSize)..].ToArray();
                Compare(cases[i].Trainable, "output", expected, trainable.Forward(input));
                Compare(cases[i].ForwardOnly, "output", expected, forwardOnly.Forward(input));
            }

            if (!withGradients) continue;
            T[] outputGradient = Numbers<T>(Batch * trainable.OutputSize, i + 2);
            T[] ofApart = [.. new T[(Batch * apart.OutputSize) - outputGradient.Length], .. outputGradient], gradients = new T[parameters.Length];
            T[] expectedGradient = apart.Backward(ofApart).ToArray(), expectedGradients = new T[parameters.Length];
            Compare(cases[i].Trainable, "input gradient", expectedGradient, trainable.Backward(outputGradient));
            apart.CopyGradientsTo(expectedGradients);
            trainable.CopyGradientsTo(gradients);
            Compare(cases[i].Trainable, "gradients", expectedGradients, gradients);
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} differences:\n{string.Join("\n", wrong.Take(20))}");

        void Compare(string declaration, string what, T[] expected, ReadOnlySpan<T> actual)
        {
            Assert.Equal(expected.Length, actual.Length);
            for (int i = 0; i < expected.Length; i++)
            {
                // The gradient of what is an output too is a sum with zeros, which has no −0.
                bool isSame = expected[i].Equals(actual[i]) && (what != "output" || T.IsNaN(expected[i]) || T.IsNegative(expected[i]) == T.IsNegative(actual[i]));
                if (isSame) continue;
                wrong.Add($"{declaration}, {what}[{i}]: {expected[i]:R}, {actual[i]:R}");
                return;
            }
        }
    }

    private static T[] Numbers<T>(int count, int seed) where T : INumberBase<T> => RandomData.Numbers(count, seed).Select(T.CreateChecked).ToArray();

    /// <summary>A network that may compute an activation on the way, in training and not, and one that may not.</summary>
    private sealed record Variants(string Trainable, string ForwardOnly, string Apart, string Activation)
    {
        public static Variants Of(string input, string layers, string activation, string options) => new(
            $"[Network({input}, Batch = {Batch}{options})] [{layers.Replace("{0}", ", " + activation)}]",
            $"[Network({input}, Batch = {Batch}{options}, ForwardOnly = true)] [{layers.Replace("{0}", ", " + activation)}]",
            $"[Network({input}, Batch = {Batch}{options})] [{layers.Replace("{0}", ", Output(\"sums\"), " + activation)}, Output(\"end\")]",
            activation.Split('(')[0]);

        public IEnumerable<(string Name, string Attributes)> All => [("Trainable", Trainable), ("ForwardOnly", ForwardOnly), ("Apart", Apart)];

        /// <summary>Whether it is so.</summary>
        public bool IsFused => !HasOwnStep(ForwardOnly) && HasOwnStep(Apart);

        private bool HasOwnStep(string declaration) =>
            Plans.Of(declaration).Forward.Any(step => step.Layer.StartsWith(Activation.ToLowerInvariant(), StringComparison.Ordinal));
    }
}
