using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using CnnGen.Generator.Tests.Harness;
using CnnGen.Generator.Tests.Widths;
using Xunit;

namespace CnnGen.Generator.Tests.ReferenceCases;

/// <summary>
/// 200 random graphs agree with PyTorch in both number types. A graph has one or two of all the texts, modes and batches, so that of each combination
/// there are many; those of a graph have the same bits, and so have its ForwardOnly twin and any number of threads.
/// </summary>
public sealed class ReferenceGraphTests
{
    private const double SingleTolerance = 5e-5;

    private static readonly string[] Kinds =
    [
        "Conv", "Dense", "MaxPool", "AvgPool", "GlobalAvgPool", "GlobalMaxPool", "Flatten", "ReLU", "LeakyReLU", "Sigmoid", "Tanh", "Softmax",
        "Tap", "Add", "Multiply", "Concat", "From", "Slice", "Output",
        "SoftmaxCrossEntropy", "CrossEntropy", "MeanSquaredError", "HalfSquaredError", "Sgd", "Adam", "AdamW", "RMSProp",
    ];

    private static readonly string[] Options =
        ["Frozen", "BiasOnly", "Groups", "Dilation", "UntiedBias", "Weight", "InputGradient", "Winograd", "ClipNorm", "DecayAll"];

    private static readonly Lazy<ReferenceCase[]> Cases = new(() => [.. ReferenceGraph.All.Select(graph => graph.Case())]);

    private static readonly Variant[] InDouble = [.. Numbered(i => [Variant.Of(i, i % 2 == 0, i / 2, isLarger: i / 8 % 2 == 1)])];

    private static readonly Variant[] InSingle =
    [
        .. Numbered(i => i / 2 % 2 == 0
            ? [Variant.Of(i, i % 2 == 1, i / 2, isLarger: false), Variant.Of(i, i % 2 == 1, (i / 2) + 1 + (i / 8 % 2), isLarger: true)]
            : [Variant.Of(i, i % 2 == 1, i / 2, isLarger: i / 8 % 2 == 0)]),
    ];

    [Fact]
    public void InDoublePrecision() => AssertAgree<double>(ReferenceCaseTests.DoubleTolerance, InDouble);

    [Fact]
    public void InSinglePrecision() => AssertAgree<float>(SingleTolerance, InSingle);

    [Fact]
    public void EveryGraph_IsThere()
    {
        int[] layers = [.. ReferenceGraph.All.Select(graph => graph.Declaration.Skip(1).Count(text => IsLayer(KindOf(text))))];
        Assert.Equal((200, 5, 40), (layers.Length, layers.Min(), layers.Max()));
        Assert.All([1, 2, 3], inputs => Assert.True(Graphs(texts => texts.Count(text => KindOf(text) == "Input") == inputs - 1) >= 60));
        Assert.All([1, 2, 3], heads => Assert.True(ReferenceGraph.All.Count(graph => graph.Heads.Length == heads) >= 60));
        Assert.All(Kinds, kind => Assert.True(Graphs(texts => texts.Any(text => KindOf(text) == kind)) >= 15, kind));
        Assert.All(Options, option => Assert.True(Graphs(texts => texts.Any(text => text.Contains($"{option} = ", StringComparison.Ordinal))) >= 15, option));

        Assert.True(Graphs(texts => texts.Where(IsReader).GroupBy(NameOf).Any(readers => readers.Count() >= 3)) >= 30, "a tap that is read three times");
        Assert.True(Graphs(Follow((first, second) => KindOf(first) == "Tap" && KindOf(second) == "Tap")) >= 30, "a tap of a tap");
        Assert.True(Graphs(Follow((tap, add) => KindOf(tap) == "Tap" && add == $"Add(\"{NameOf(tap)}\")")) >= 20, "a tensor added to itself");
        Assert.True(Graphs(Follow((first, second) => IsJoin(first) && IsJoin(second))) >= 30, "a join of joins");

        // Each text in each mode, with the batch that the samples fill and with a larger one; two of them where bits are compared.
        foreach (Variant[] variants in (Variant[][])[InDouble, InSingle])
        {
            foreach (bool isReproducible in (bool[])[false, true])
            {
                foreach (int bits in Variant.Texts(isReproducible))
                {
                    foreach (bool isLarger in (bool[])[false, true])
                    {
                        Assert.True(variants.Count(one => one.IsReproducible == isReproducible && one.Bits == bits && one.IsLarger == isLarger) >= 10);
                    }
                }
            }
        }

        int inTwo = InSingle.GroupBy(variant => variant.Number).Count(ofGraph => ofGraph.Select(variant => variant.Bits).Distinct().Count() == 2);
        Assert.True(inTwo >= 70 || Width.OfVectors.Count() < 2);
    }

    private static void AssertAgree<T>(double tolerance, IEnumerable<Variant> variants) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Dictionary<int, T[]> first = [];
        List<string> wrong = [];
        foreach (IGrouping<int, Variant> text in variants.GroupBy(variant => variant.Bits))
        {
            IEnumerable<Variant> all = text.SelectMany(variant => variant.WithTwin);
            Dictionary<string, string> attributes = all.ToDictionary(variant => variant.Name, variant => variant.Attributes(typeof(T).Name));
            CompiledNetworks networks = CompiledNetworks.Compile(attributes, Width.Only(text.Key));
            foreach (Variant variant in text)
            {
                ReferenceCase expected = Cases.Value[variant.Number];
                Exception? failure = Record.Exception(() =>
                {
                    ITrainableNetwork<T> Create() => networks.Create<ITrainableNetwork<T>>(variant.Name);
                    T[] trained = Trained(variant.Number, Create(), 1), got = [.. ReferenceCaseTests.Check(expected, Create, tolerance), .. trained];
                    if (!first.TryAdd(variant.Number, got)) AssertSame("in another text", first[variant.Number], got);
                    AssertSame("with threads", trained, Trained(variant.Number, Create(), 2 + (variant.Number % 2)));
                    foreach (Variant twin in variant.WithTwin.Skip(1))
                    {
                        AssertSame("without a backward pass", got[..expected.Output.Length], Outputs(expected, networks.Create<INetwork<T>>(twin.Name)));
                    }
                });
                if (failure != null) wrong.Add($"{variant}: {failure.Message}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    /// <summary>Losses and parameters of two steps of a trainer with more samples than a call takes; without a declared loss, with one of one's own.</summary>
    private static T[] Trained<T>(int number, ITrainableNetwork<T> network, int threads) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReferenceGraph graph = ReferenceGraph.All[number];
        (double[] inputs, double[] targets, int[] labels) = graph.Samples(new Drawn(graph.Seed), (4 * graph.Batch) + 1);
        SetParameters(Cases.Value[number], network);
        using Trainer<T> trainer = new(network, threads, shardSize: graph.Batch);
        T rate = T.CreateChecked(graph.LearningRate);
        T[] x = Numbers<T>(inputs), y = Numbers<T>(targets), got = new T[2 + network.ParameterCount];
        for (int step = 0; step < 2; step++) got[step] = graph.Loss == null ? trainer.Train(x, OwnLoss, rate) : trainer.Train(x, y, labels, rate);
        network.CopyParametersTo(got.AsSpan(2));
        return got;

        static T OwnLoss(int first, ReadOnlySpan<T> outputs, Span<T> gradient)
        {
            T loss = T.Zero;
            for (int i = 0; i < outputs.Length; i++)
            {
                gradient[i] = outputs[i] / T.CreateChecked(outputs.Length + first);
                loss += gradient[i] * outputs[i];
            }

            return loss;
        }
    }

    private static T[] Outputs<T>(ReferenceCase one, INetwork<T> network) where T : unmanaged, IFloatingPointIeee754<T>
    {
        SetParameters(one, network);
        return network.Forward(Numbers<T>(one.Input)).ToArray();
    }

    private static void SetParameters<T>(ReferenceCase one, INetwork<T> network) where T : unmanaged, IFloatingPointIeee754<T> =>
        network.SetParameters(Numbers<T>(one.Parameters.SelectMany(tensor => tensor.Values)));

    private static T[] Numbers<T>(IEnumerable<double> values) where T : IFloatingPointIeee754<T> => [.. values.Select(T.CreateChecked)];

    private static void AssertSame<T>(string where, T[] expected, T[] actual) => Assert.True(expected.AsSpan().SequenceEqual(actual), $"other bits {where}");

    private static IEnumerable<Variant> Numbered(Func<int, Variant[]> variants) => Enumerable.Range(0, ReferenceGraph.All.Count).SelectMany(variants);

    private static int Graphs(Func<string[], bool> holds) => ReferenceGraph.All.Count(graph => holds(graph.Declaration));

    private static Func<string[], bool> Follow(Func<string, string, bool> holds) =>
        texts => texts.Zip(texts.Skip(1)).Any(pair => holds(pair.First, pair.Second));

    private static bool IsLayer(string kind) => kind
        is not ("Input" or "MeanSquaredError" or "HalfSquaredError" or "CrossEntropy" or "SoftmaxCrossEntropy" or "Sgd" or "Adam" or "AdamW" or "RMSProp");

    private static bool IsReader(string text) => IsJoin(text) || KindOf(text) == "From";

    private static bool IsJoin(string text) => KindOf(text) is "Add" or "Multiply" or "Concat";

    private static string KindOf(string text) => text.Split('(')[0];

    private static string NameOf(string text) => text.Split('"')[1];

    /// <summary>How a graph is compiled.</summary>
    private sealed record Variant(int Number, int Bits, bool IsReproducible, bool IsLarger, bool IsForwardOnly = false)
    {
        private const int Spare = 3;

        public string Name => $"{Cases.Value[Number].Name}{(IsLarger ? "Larger" : "")}{(IsForwardOnly ? "ForwardOnly" : "")}";

        /// <summary>Itself, and for every eighth graph the twin without a backward pass.</summary>
        public IEnumerable<Variant> WithTwin => Number / 2 % 8 == 0 ? [this, this with { IsForwardOnly = true }] : [this];

        /// <summary>The texts whose bits are the same: those that fuse, or all.</summary>
        public static int[] Texts(bool isReproducible) => [.. Width.OfVectors, .. isReproducible || !Width.OfVectors.Any() ? new[] { 0 } : []];

        public static Variant Of(int number, bool isReproducible, int text, bool isLarger)
        {
            int[] texts = Texts(isReproducible);
            return new Variant(number, texts[text % texts.Length], isReproducible, isLarger);
        }

        public string Attributes(string scalar)
        {
            ReferenceCase one = Cases.Value[Number];
            string more = (IsReproducible ? ", Reproducible = true" : "") + (IsForwardOnly ? ", ForwardOnly = true" : "");
            return one.Attributes(scalar, one.Batch + (IsLarger ? Spare : 0), more);
        }
    }
}
