using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Tests.Harness;
using Xunit;

namespace CnnGen.Generator.Tests.Diagnostics;

/// <summary>All independent mistakes are told at once, and none that only follows from another.</summary>
public sealed class IndependentMistakesTests
{
    // Each is one mistake, whatever stands before it; the first is one of the network itself.
    private static readonly (string Layers, string Place)[] Mistakes =
    [
        ("Network(1, 12, 12, {|CNN0201:Batch = 0|})", "network"),
        ("Conv({|CNN0201:0|}, 3)", "spatial"),
        ("Conv(2, {|CNN0201:0|})", "spatial"),
        ("Conv(2, 3, {|CNN0201:Stride = 0|})", "spatial"),
        ("Conv(2, 3, {|CNN0201:PaddingTop = -1|})", "spatial"),
        ("Conv(2, 3, Bias = false, {|CNN0202:UntiedBias = true|})", "spatial"),
        ("Conv(5, 3, {|CNN0203:Groups = 2|})", "spatial"),
        ("MaxPool({|CNN0201:0|})", "spatial"),
        ("MaxPool(2, {|CNN0302:Padding = 2|})", "spatial"),
        ("AvgPool(3, {|CNN0302:PaddingLeft = 3|})", "spatial"),
        ("LeakyReLU({|CNN0204:double.NaN|})", "spatial"),
        ("ReLU({|CNN0110:Name = \"a b\"|})", "spatial"),
        ("Tanh(Name = \"same\"), Sigmoid({|CNN0109:Name = \"same\"|})", "spatial"),
        ("Dense(4), {|CNN0304:Conv(2, 3)|}, Dense(3)", "flat"),
        ("Dense({|CNN0201:0|})", "flat"),
        ("Dense(300000), {|CNN0303:Dense(100000)|}", "flat"),
        ("{|CNN0105:MeanSquaredError|}, Dense(2)", "end"),
        ("{|CNN0108:CrossEntropy|}", "end"),
        ("Sgd(Momentum = 0.1), {|CNN0107:Sgd|}", "end"),
        ("Sgd({|CNN0205:Nesterov = true|})", "end"),
        ("Sgd({|CNN0204:WeightDecay = -1|})", "end"),
    ];

    private static readonly string[] Order = ["network", "spatial", "flat", "end"];

    public static TheoryData<int> Numbers => new(Enumerable.Range(1, Mistakes.Length - 1));

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Pairs_AreBothTold(int number)
    {
        for (int other = 0; other < Mistakes.Length; other++)
        {
            (string layers, string place) = Mistakes[number];
            if (other == number || Array.IndexOf(Order, Mistakes[other].Place) > Array.IndexOf(Order, place)) continue;

            // A loss or optimizer would be in the wrong place, or the second one.
            if (place == "end" && Mistakes[other].Place == "end") continue;
            string network = Mistakes[other].Place == "network" ? Mistakes[other].Layers : "Network(1, 12, 12)";
            string first = Mistakes[other].Place == "network" ? "" : Mistakes[other].Layers.Replace("same", "same" + other, StringComparison.Ordinal) + ", ";
            string tail = place == "end" ? $"Dense(4), {layers}" : layers;
            Expect.Errors(Source.Network($"[{network}, {first}{tail}]"));
        }
    }

    [Theory]
    [InlineData("[Network({|CNN0201:0|}, {|CNN0201:0|}, 8, {|CNN0201:Batch = 0|}, {|CNN0206:Scalar = (Scalar)7|}), Conv({|CNN0201:0|}, {|CNN0201:0|}), Dense({|CNN0201:0|})]")]
    [InlineData("[Network(1, 4, 4), Conv(2, {|CNN0301:5|}), Conv(2, 5), Dense(3), {|CNN0304:Conv(1, 1)|}]")] // Behind Dense the shape is known again.
    [InlineData("[Network(1, 4, 4), Conv(2, {|CNN0301:5|}), MaxPool(99), Softmax, CrossEntropy]")]
    [InlineData("[Network(1, 4, 4), Conv(2, {|CNN0301:5|}), Tanh, {|CNN0108:CrossEntropy|}]")]
    [InlineData("[Network(3), Dense({|CNN0201:0|}), {|CNN0105:MeanSquaredError|}, Dense(2), {|CNN0106:MeanSquaredError|}]")]
    [InlineData("[{|CNN0104:Dense({|CNN0201:0|})|}, Network(3), Dense({|CNN0201:-1|}), Sgd, {|CNN0107:Sgd|}]")]
    [InlineData("[Network(3, 20), Conv({|CNN0201:0|}, 3), Dense({|CNN0201:0|})]")]
    [InlineData("[Network(3, 20), Conv(2, {|CNN0234:3|}, 3, {|CNN0234:PaddingTop = 1|}), Dense(2), {|CNN0304:MaxPool(2)|}]")]
    [InlineData("[{|CNN0303:Network(100000, 100000, 3)|}, Conv(2, 3, {|CNN0201:Stride = 0|})]")]
    [InlineData("[Network(3), Dense(2), {|CNN0304:GlobalAvgPool|}, {|CNN0108:CrossEntropy|}]")]
    public void All_AreTold(string attributes) => Expect.Errors(Source.Network(attributes));

    [Fact]
    public void TheClasses_AndTheLayers() => Assert.Equal(
        ["CNN0009", "CNN0011", "CNN0102", "CNN0201", "CNN0201"],
        Expect.Errors("""
            using CnnGen;
            [Network(3), Dense({|CNN0201:0|})] public partial class Net { public {|CNN0009:Net|}() { } public int {|CNN0011:Forward|}; }
            [{|CNN0102:Dense({|CNN0201:-1|})|}] public partial class Net { }
            """).Select(error => error.Id).Order(StringComparer.Ordinal));

    [Fact]
    public void ThreeArguments_ThreeMessages()
    {
        IReadOnlyList<Reported> errors = Expect.Errors(Source.Network("[Network(1, 8, 8), Conv({|CNN0201:0|}, {|CNN0201:-3|}, {|CNN0201:Stride = 0|})]"));
        Assert.Equal(3, errors.Count);
    }
}
