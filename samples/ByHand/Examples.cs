using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen;
using WorkedExamples.Networks;
using WorkedExamples.Notes;
using WorkedExamples.Running;

namespace WorkedExamples;

/// <summary>All examples, in the order of by-hand.json.</summary>
internal static class Examples
{
    public static IReadOnlyList<Example> All { get; } = Create();

    public static string Names => string.Join(", ", All.Select(example => example.Name));

    private static Func<ITrainableNetwork<double>>[] ByHandLayers =>
        [() => new ByHandConv(), () => new ByHandPool(), () => new ByHandDense(), () => new ByHandSigmoid()];

    private static PoolWindow ByHandPoolWindow => new(2, 1, Stride: 1);

    private static Example[] Create() =>
    [
        new("Patches", () => new Patches()) { Notes = PatchesNotes.Write },
        new("SoftmaxClassifier", () => new SoftmaxClassifier())
        {
            Layers =
            [
                () => new SoftmaxClassifierConv(), () => new SoftmaxClassifierPool(),
                () => new SoftmaxClassifierDense(), () => new SoftmaxClassifierSoftmax(),
            ],
            Pool = new PoolWindow(2, 2, Stride: 2),
            Notes = SoftmaxNotes.Write,
        },
        new("MaxPoolTiesAll", () => new MaxPoolTiesAll()) { Pool = new PoolWindow(2, 2, Stride: 2, AllTies: true) },
        new("MaxPoolTiesFirst", () => new MaxPoolTiesFirst()) { Pool = new PoolWindow(2, 2, Stride: 2) },
        new("UntiedBias", () => new UntiedBias()) { Notes = UntiedBiasNotes.Write },
        new("PaddingOnly", () => new PaddingOnly()) { Notes = PaddingNotes.PaddingOnly },
        new("StrideAndPadding", () => new StrideAndPadding()) { Notes = PaddingNotes.StrideAndPadding },
        new("OverlappingMaxPool", () => new OverlappingMaxPool()) { Pool = new PoolWindow(3, 3, Stride: 1) },
        new("OverlappingMaxPoolGradient", () => new OverlappingMaxPoolGradient()) { Pool = new PoolWindow(2, 2, Stride: 1) },
        new("ByHand", () => new ByHand()) { Layers = ByHandLayers, Pool = ByHandPoolWindow, Notes = ByHandNotes.Write },
        new("ByHandAsPrinted", () => new ByHandAsPrinted()) { Layers = ByHandLayers, Pool = ByHandPoolWindow, Notes = AsPrintedNotes.Write },
    ];
}
