using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Tests.Harness;
using Xunit;

namespace CnnGen.Generator.Tests.Widths;

/// <summary>The same bits from every text, from a network and its twins, and whatever the batch.</summary>
public sealed class BitsTests
{
    private const int Count = 10;

    private const string Reproducible = ", Reproducible = true";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Convolutions_AreEqual(int seed) => Twins.AssertEqual<float>(RandomConvolutions.Of(seed, Count), Fused());

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void ReproducibleConvolutions_AreEqual(int seed) => Twins.AssertEqual<float>(RandomConvolutions.Of(seed, Count, Reproducible), All());

    [Fact]
    public void ConvolutionsInDouble_AreEqual() => Twins.AssertEqual<double>(RandomConvolutions.Of(7, Count, Reproducible + ", Scalar = Scalar.Double"), All());

    [Theory]
    [InlineData("filters")]
    [InlineData("rows")]
    [InlineData("winograd2")]
    [InlineData("winograd4")]
    public void ForcedForms_AreEqual(string form) => Twins.AssertEqual<float>(RandomConvolutions.Of(8, Count, Reproducible), All($"*.forward={form}"));

    /// <summary>Shapes that leave something over: a ragged tile under a pool, rows just past a vector, plain numbers where vectors were expected.</summary>
    [Fact]
    public void ShapesWithARest_AreEqual() => Twins.AssertEqual<float>(
        [
            new("16, 6, 5", "Conv(16, 3, Padding = 1), MaxPool(2, 1)", 1, Reproducible),
            new("17, 5, 6", "Conv(19, 3, Padding = 1), ReLU, MaxPool(1, 2)", 2, Reproducible),
            new("16, 5, 5", "Conv(16, 3, Padding = 1), AvgPool(2), Dense(3)", 1, Reproducible),
            new("3, 9, 9", "Conv(5, 3), Flatten, Softmax", 2, Reproducible),
            new("3, 9, 9", "Conv(5, 3), Softmax, Conv(4, 3), Flatten, Tanh, Dense(3)", 2, Reproducible),
            new("3, 8, 8", "Conv(16, 3), ReLU, Conv(1, 3)", 1, Reproducible),
            new("3, 8, 8", "Conv(16, 3), ReLU, Conv(1, 3), MaxPool(2)", 1, Reproducible),
            new("4, 6, 6", "Conv(4, 3, Padding = 1), LeakyReLU(0), MaxPool(2), Dense(2)", 1, Reproducible),
            .. Enumerable.Range(25, 9).Select(width => new TwinDeclaration($"1, 9, {width}", "Conv(3, 3, Padding = 1)", 1, Reproducible)),
        ],
        All());

    [Fact]
    public void DirectForms_AreEqualToEachOther() => Twins.AssertEqual<float>(
        // Without a dense layer, which takes its inputs as they lie, and they lie as the form has it.
        RandomConvolutions.Of(9, 2 * Count, ", Winograd = false").Where(declaration => !declaration.Layers.Contains("Dense", StringComparison.Ordinal)).ToArray(),
        ((string[])["direct", "filters", "rows", "depthwise"]).Select(form => Width.Only(Width.Fastest, $"*.forward={form}")),
        withGradients: false);

    [Fact]
    public void DenseLayers_AreEqual() => Twins.AssertEqual<float>(Dense(""), Fused());

    [Fact]
    public void ReproducibleDenseLayers_AreEqual() => Twins.AssertEqual<float>(Dense(Reproducible), All("*.forward=lanes"));

    [Fact]
    public void DenseLayersInDouble_AreEqual() => Twins.AssertEqual<double>(Dense(Reproducible + ", Scalar = Scalar.Double"), All());

    /// <summary>Every number of inputs around the sixteen lanes, with every number of units around the tiles.</summary>
    private static TwinDeclaration[] Dense(string network) => Enumerable.Range(1, 9).Concat([15, 16, 17, 30, 31, 32, 33, 48, 400, 417])
        .Select(inputs => new TwinDeclaration($"{inputs}", $"Dense({1 + (inputs % 9)}{(inputs % 2 == 0 ? ", Bias = false" : "")}){(inputs % 3 == 0 ? ", ReLU" : "")}", new[] { 1, 3, 5 }[inputs % 3], network))
        .ToArray();

    /// <summary>The widths that fuse multiply-adds; the widest as .NET 8 spells it too.</summary>
    private static IEnumerable<RunOptions> Fused() => Width.OfVectors.Select(bits => Width.Only(bits)).Append(Width.Only(Width.Fastest) with { References = ReferenceSet.Net8 });

    private static IEnumerable<RunOptions> All(string? forms = null) => Width.OfVectors.Append(0).Select(bits => Width.Only(bits, forms));
}
