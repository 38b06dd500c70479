using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using CnnGen.Generator.Tests.Gradients;
using CnnGen.Generator.Tests.Harness;
using Xunit;

namespace CnnGen.Generator.Tests.Widths;

/// <summary>
/// Compares bits: a network's text of each width, the network and its ForwardOnly twin, several samples at once and one by one, a full
/// batch and one that is not.
/// </summary>
internal static class Twins
{
    /// <summary>Fails unless every variant of each declaration computes the same bits in each project; gradients too, or only outputs.</summary>
    public static void AssertEqual<T>(IReadOnlyList<TwinDeclaration> declarations, IEnumerable<RunOptions> projects, bool withGradients = true)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Dictionary<string, string> attributes = declarations
            .SelectMany((declaration, i) =>
                new[] { ($"Trainable{i}", declaration.Trainable), ($"ForwardOnly{i}", declaration.ForwardOnly), ($"OneSample{i}", declaration.OneSample) })
            .ToDictionary(pair => pair.Item1, pair => pair.Item2);
        List<Results<T>> first = [];
        List<string> wrong = [];
        foreach (RunOptions project in projects)
        {
            CompiledNetworks networks = CompiledNetworks.Compile(attributes, project);
            for (int i = 0; i < declarations.Count; i++)
            {
                Results<T> results = Results<T>.Of(networks, i, declarations[i].Batch);
                if (first.Count == i) first.Add(results);
                wrong.AddRange(
                    results.DifferencesFrom(first[i], withGradients).Select(difference => $"{declarations[i].Trainable} with {project}: {difference}"));
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} differences:\n{string.Join("\n", wrong.Take(20))}");
        Assert.All(first, results => Assert.Contains(results.Outputs, T.IsFinite));
    }

    private sealed record Results<T>(T[] Outputs, T[] OfForwardOnly, T[] OfPart, T[] OneByOne, T[] InputGradient, T[] Gradients) where T
        : unmanaged, IFloatingPointIeee754<T>
    {
        public static Results<T> Of(CompiledNetworks networks, int number, int batch)
        {
            var trainable = networks.Create<ITrainableNetwork<T>>($"Trainable{number}");
            INetwork<T> forwardOnly = networks.Create<INetwork<T>>($"ForwardOnly{number}"), one = networks.Create<INetwork<T>>($"OneSample{number}");
            T[] parameters = Numbers(trainable.ParameterCount, number), input = Input(trainable.InputSize, batch, number);
            foreach (INetwork<T> network in (INetwork<T>[])[trainable, forwardOnly, one]) network.SetParameters(parameters);

            T[] outputs = trainable.Forward(input).ToArray(), gradients = new T[parameters.Length];
            T[] inputGradient = trainable.Backward(Numbers(outputs.Length, number + 1)).ToArray();
            trainable.CopyGradientsTo(gradients);
            return new Results<T>(
                outputs,
                forwardOnly.Forward(input).ToArray(),
                forwardOnly.Forward(input.AsSpan(0, Math.Max(1, batch - 1) * one.InputSize)).ToArray(),
                Enumerable.Range(0, batch).SelectMany(sample => one.Forward(input.AsSpan(sample * one.InputSize, one.InputSize)).ToArray()).ToArray(),
                inputGradient,
                gradients);
        }

        public IEnumerable<string> DifferencesFrom(Results<T> first, bool withGradients) =>
            from pair in new (string What, T[] Expected, T[] Actual)[]
            {
                ("output", first.Outputs, Outputs),
                ("ForwardOnly output", first.Outputs, OfForwardOnly),
                ("output of fewer samples", first.Outputs[..OfPart.Length], OfPart),
                ("output sample by sample", first.Outputs, OneByOne),
                ("input gradient", first.InputGradient, InputGradient),
                ("gradients", first.Gradients, Gradients),
            }
            let different = Enumerable.Range(0, pair.Actual.Length).Where(i => !IsSame(pair.Expected[i], pair.Actual[i])).ToArray()
            where different.Length > 0 && (withGradients || !pair.What.Contains("gradient", StringComparison.Ordinal))
            select $"{different.Length} of {pair.Actual.Length} differ, {pair.What}[{different[0]}]: {pair.Expected[different[0]]:R}, {pair.Actual[different[0]]:R}";

        /// <summary>The same bits; of NaNs there are many, and all are the same.</summary>
        private static bool IsSame(T one, T other) => one.Equals(other) && (T.IsNaN(one) || T.IsNegative(one) == T.IsNegative(other));

        /// <summary>Random samples; the second of several is all zeros, and the third has what is no number.</summary>
        private static T[] Input(int size, int batch, int seed)
        {
            T[] input = Numbers(size * batch, seed + 2);
            if (batch > 1) input.AsSpan(size, size).Clear();
            if (batch > 2) (input[2 * size], input[^1]) = (T.NaN, T.PositiveInfinity);
            return input;
        }

        private static T[] Numbers(int count, int seed) => RandomData.Numbers(count, seed).Select(T.CreateChecked).ToArray();
    }
}
