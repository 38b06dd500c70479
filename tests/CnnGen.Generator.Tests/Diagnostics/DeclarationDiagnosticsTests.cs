using System;
using System.Linq;
using CnnGen.Generator.Emission;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Xunit;

namespace CnnGen.Generator.Tests.Diagnostics;

/// <summary>CNN01xx: how a declaration is put together.</summary>
public sealed class DeclarationDiagnosticsTests
{
    [Theory]
    [InlineData("[{|CNN0101:Network(3)|}]")]
    [InlineData("[{|CNN0101:Network(1, 28, 28, Batch = 4)|}]")]
    [InlineData("[{|CNN0101:Network(3)|}, MeanSquaredError, Sgd]")]
    [InlineData("[{|CNN0101:Network(3)|}, CrossEntropy]")]
    public void NoLayer(string attributes) => Expects(attributes, "'Net' has no layer: write at least one after Network, such as [Dense(10)]");

    [Theory]
    [InlineData("[Network(3), Dense(2)]", "[{|CNN0102:Dense(4)|}]", "Dense")]
    [InlineData("[Network(3), Dense(2)]", "[{|CNN0102:ReLU|}, Dense(4)]", "ReLU")]
    [InlineData("[Network(3)]", "[{|CNN0102:Dense(4)|}, ReLU]", "Dense")]
    [InlineData("[Network(3), Dense(2)]", "[{|CNN0102:MeanSquaredError|}]", "MeanSquaredError")]
    [InlineData("[Network(3), Dense(2), MeanSquaredError]", "[{|CNN0102:MeanSquaredError|}]", "MeanSquaredError")]
    [InlineData("[Network(3), Dense(2)]", "[{|CNN0102:Dense(5)|}]", "Dense")]
    [InlineData("[Network(3), Dense(2)]", "[{|CNN0102:Dense(2)|}] public partial class Net { } [Dense(4)]", "Dense")]
    [InlineData("[{|CNN0102:Dense(4)|}]", "[Network(3), Dense(2)]", "Dense")]
    public void SecondDeclaration(string first, string second, string stray) => Assert.Equal(
        $"{stray} stands on another partial declaration of 'Net' than Network, so that its place in the order means nothing: move it below Network",
        Expect.Message($"using CnnGen; {first} public partial class Net {{ }} {second} public partial class Net {{ }}"));

    [Fact]
    public void SecondDeclaration_InAnotherFile_IsFoundThere()
    {
        GeneratorRun run = GeneratorRun.Of(
            "using CnnGen;\n[Network(3), Dense(2)] public partial class Net { }", "\n\n[CnnGen.Dense(4)] public partial class Net { }");
        Diagnostic error = Assert.Single(run.Diagnostics);
        FileLinePositionSpan lines = error.Location.GetLineSpan();
        Assert.Equal(
            ("CNN0102", "Source1.cs", 2, 1, 16),
            (error.Id, lines.Path, lines.StartLinePosition.Line, lines.StartLinePosition.Character, lines.EndLinePosition.Character));
    }

    [Fact]
    public void SecondDeclaration_OfOtherThings_IsFine() =>
        Assert.Empty(
            Expect.Errors(
                "using CnnGen; [Network(3), Dense(2)] public partial class Net { } [System.Obsolete] public partial class Net { public int Size => 3; }"));

    [Theory]
    [InlineData("[{|CNN0103:Dense(4)|}] public partial class Net { }", "Dense")]
    [InlineData("[{|CNN0103:Dense(4)|}, ReLU] [MeanSquaredError, Sgd] public partial class Net { }", "Dense")]
    [InlineData("[{|CNN0103:ReLU|}] public partial class Net { } [Dense(4)] public partial class Net { }", "ReLU")]
    [InlineData("[{|CNN0103:Conv(6, 5)|}] public class Net { }", "Conv")]
    [InlineData("[{|CNN0103:MeanSquaredError|}] public class Net { }", "MeanSquaredError")]
    [InlineData("[{|CNN0103:Sgd(Momentum = 0.9)|}] public class Net { }", "Sgd")]
    [InlineData("[Network(3), Dense(2)] public partial class Base { } [{|CNN0103:Dense(4)|}] public class Net { }", "Dense")]
    public void WithoutNetwork(string source, string first) => Assert.Equal(
        $"{first} means nothing on 'Net', which has no Network attribute: write [Network(channels, height, width)] before it",
        Expect.Message("using CnnGen; " + source));

    [Fact]
    public void WithoutNetwork_IsSaidOfEveryKind()
    {
        string[] attributes =
        [
            "Conv(1, 1)", "MaxPool(1)", "AvgPool(1)", "GlobalAvgPool", "GlobalMaxPool", "Flatten", "Dense(1)", "ReLU", "LeakyReLU", "Sigmoid", "Tanh", "Softmax",
            "SoftmaxCrossEntropy", "CrossEntropy", "MeanSquaredError", "HalfSquaredError", "Sgd",
        ];
        string source = "using CnnGen; " + string.Concat(attributes.Select((attribute, i) => $"[{{|CNN0103:{attribute}|}}] public class Net{i} {{ }} "));
        Assert.Equal(
            attributes.Select(attribute => attribute.Split('(')[0]).Order(StringComparer.Ordinal),
            Expect.Errors(source).Select(error => error.Message.Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("[{|CNN0104:Dense(2)|}, Network(3)]", "Dense")]
    [InlineData("[{|CNN0104:Dense(2)|}, ReLU] [Network(3)]", "Dense")]
    [InlineData("[{|CNN0104:ReLU|}, Network(3), Dense(2)]", "ReLU")]
    [InlineData("[{|CNN0104:MeanSquaredError|}, Network(3), Dense(2)]", "MeanSquaredError")] // That it stands before Dense too goes without saying.
    [InlineData("[{|CNN0104:Sgd|}, Network(3)]", "Sgd")]
    public void NetworkNotFirst(string attributes, string first) =>
        Expects(attributes, $"{first} stands before Network, which comes first: the layers read its shape");

    [Theory]
    [InlineData("[Network(3), Dense(4), {|CNN0105:MeanSquaredError|}, Dense(2)]", "MeanSquaredError", "Dense")]
    [InlineData("[Network(3), {|CNN0105:Sgd(Momentum = 0.9)|}, Dense(4), ReLU]", "Sgd", "ReLU")]
    [InlineData("[Network(3), Dense(4), {|CNN0105:CrossEntropy|}, Softmax]", "CrossEntropy", "Softmax")]
    [InlineData("[Network(3), Dense(4), Softmax, {|CNN0105:CrossEntropy|}, Dense(2), Sgd]", "CrossEntropy", "Dense")]
    public void EndBeforeLayer(string attributes, string end, string last) =>
        Expects(attributes, $"{end} stands before {last}, a layer; loss and optimizer come after the last layer");

    [Fact]
    public void EndBeforeLayer_IsSaidOfBoth() =>
        Assert.Equal(2, Expect.Errors(Source.Network("[Network(3), Dense(4), {|CNN0105:MeanSquaredError|}, {|CNN0105:Sgd|}, Dense(2)]")).Count);

    [Theory]
    [InlineData("[Network(3), Dense(4), MeanSquaredError, Sgd]")]
    [InlineData("[Network(3), Dense(4), Sgd, MeanSquaredError]")]
    [InlineData("[Network(3)] [Dense(4)] [Sgd] [MeanSquaredError]")]
    [InlineData("[Network(3, ForwardOnly = true), Dense(4), Sgd, MeanSquaredError]")]
    public void LossAndOptimizer_ComeInAnyOrder(string attributes) => Assert.Empty(Expect.Errors(Source.Network(attributes)));

    [Theory]
    [InlineData("[Network(3), Dense(4), MeanSquaredError, {|CNN0106:MeanSquaredError|}]", "MeanSquaredError", "MeanSquaredError")]
    [InlineData("[Network(3), Dense(4), SoftmaxCrossEntropy, Sgd, {|CNN0106:HalfSquaredError|}]", "HalfSquaredError", "SoftmaxCrossEntropy")]
    [InlineData("[Network(3), Dense(4), SoftmaxCrossEntropy, {|CNN0106:CrossEntropy|}]", "CrossEntropy", "SoftmaxCrossEntropy")]
    public void SecondLoss(string attributes, string second, string first) =>
        Expects(attributes, $"{second} is a second loss; {first} already is the loss of the output");

    [Fact]
    public void ThirdLoss_IsSaidToo() => Assert.Equal(
        [
            "MeanSquaredError is a second loss; SoftmaxCrossEntropy already is the loss of the output",
            "HalfSquaredError is a second loss; SoftmaxCrossEntropy already is the loss of the output"],
        Expect.Errors(Source.Network("[Network(3), Dense(4), SoftmaxCrossEntropy, {|CNN0106:MeanSquaredError|}, {|CNN0106:HalfSquaredError|}]"))
            .Select(error => error.Message));

    [Theory]
    [InlineData("[Network(3), Dense(4), Sgd, {|CNN0107:Sgd(Momentum = 0.9)|}]")]
    [InlineData("[Network(3), Dense(4), Sgd(WeightDecay = 1e-4), MeanSquaredError, {|CNN0107:Sgd|}]")]
    public void SecondOptimizer(string attributes) => Expects(attributes, "Sgd is a second optimizer; Sgd already is the network's");

    [Theory]
    [InlineData("[Network(3), Dense(4), {|CNN0108:CrossEntropy|}]", "dense1")]
    [InlineData("[Network(3), Dense(4), ReLU(Name = \"last\"), {|CNN0108:CrossEntropy|}]", "last")]
    [InlineData("[Network(3), Dense(4), Softmax, Dense(2), {|CNN0108:CrossEntropy|}, Sgd]", "dense2")]
    [InlineData("[Network(1, 4, 4), Flatten, {|CNN0108:CrossEntropy|}]", "none")]
    [InlineData("[Network(1, 4, 4), Conv(2, 3), Flatten, {|CNN0108:CrossEntropy|}]", "conv1")]
    [InlineData("[Network(3), Dense(4), Tanh, {|CNN0108:CrossEntropy|}]", "tanh1")]
    public void LossNeedsProbabilities(string attributes, string last) => Expects(
        attributes,
        $"CrossEntropy needs probabilities, from Softmax or Sigmoid as the last layer, and the last layer is {last}; from logits, write SoftmaxCrossEntropy");

    [Theory]
    [InlineData("[Network(3), Dense(4), Softmax, CrossEntropy]")]
    [InlineData("[Network(3), Dense(4), Sigmoid, Sgd, CrossEntropy]")]
    [InlineData("[Network(1, 4, 4), Conv(2, 3), Softmax, Flatten, CrossEntropy]")]
    [InlineData("[Network(3, ForwardOnly = true), Dense(4), Tanh, CrossEntropy]")] // Ignored.
    public void LossHasProbabilities(string attributes) => Assert.Empty(Expect.Errors(Source.Network(attributes)));

    [Theory]
    [InlineData("[Network(3), Dense(4, Name = \"stem\"), Dense(2, {|CNN0109:Name = \"stem\"|})]", "stem", "the Dense before it")]
    [InlineData("[Network(3), Dense(4, Name = \"stem\"), Dense(2, {|CNN0109:Name = \"Stem\"|})]", "Stem", "the Dense before it")]
    [InlineData("[Network(3), Dense(4, Name = \"stem\"), ReLU({|CNN0109:Name = \"stem\"|})]", "stem", "the Dense before it")]
    [InlineData("[Network(3), Dense(4), Dense(2, {|CNN0109:Name = \"dense1\"|})]", "dense1", "the Dense that is called 'dense1' by its number")]
    [InlineData("[Network(3), ReLU({|CNN0109:Name = \"dense1\"|}), Dense(2)]", "dense1", "the Dense that is called 'dense1' by its number")]
    [InlineData("[Network(3), Dense(4, {|CNN0109:Name = \"dense2\"|}), Dense(2)]", "dense2", "the Dense that is called 'dense2' by its number")]
    [InlineData("[Network(3), ReLU({|CNN0109:Name = \"Dense1\"|}), Dense(2)]", "Dense1", "the Dense that is called 'dense1' by its number")]
    public void SameName(string attributes, string name, string holder) =>
        Expects(attributes, $"The name '{name}' is taken by {holder}, or differs from its name only in the first letter's case");

    [Theory]
    [InlineData("[Network(3), Dense(4, Name = \"dense1\"), ReLU, Tanh]")] // Nobody else is dense1.
    [InlineData("[Network(3), Dense(4, Name = \"stem\"), Dense(2, Name = \"stEm\")]")]
    [InlineData("[Network(3), Dense(4, Name = null), Dense(2, Name = null)]")]
    [InlineData("[Network(3), Dense(4, Name = \"relu1\"), Dense(2, Name = \"tanh1\")]")]
    public void Names_ThatAreFine(string attributes) => Assert.Empty(Expect.Errors(Source.Network(attributes)));

    [Theory]
    [InlineData("Name = \"first layer\"", "first layer")]
    [InlineData("Name = \"1st\"", "1st")]
    [InlineData("Name = \"\"", "")]
    [InlineData("Name = \"@stem\"", "@stem")]
    [InlineData("Name = \"a.b\"", "a.b")]
    [InlineData("Name = \"stem\\\" + \\\"\"", "stem\" + \"")]
    [InlineData("Name = \"a\" + \"-b\"", "a-b")]
    [InlineData("Name = \"a\\u200Db\"", "a\u200Db")] // C# takes it for ab.
    public void InvalidName(string argument, string name) => Expects(
        $"[Network(3), Dense(2, {{|CNN0110:{argument}|}})]",
        $"'{name}' is not an identifier: a layer's name is letters, digits and underscores, and does not begin with a digit");

    [Theory]
    [InlineData("class")]
    [InlineData("_stem")]
    [InlineData("größe")]
    [InlineData("層1")]
    [InlineData("input")]
    [InlineData("output")]
    [InlineData("step")]
    [InlineData("reLU2")]
    public void Identifiers_AreNames(string name) => Assert.Empty(Expect.Errors(Source.Network($"[Network(3), Dense(2, Name = \"{name}\"), ReLU]")));

    [Fact]
    public void ALayerCalledInput_IsNotTheInput()
    {
        Assert.Equal(Gradients("inputs"), Gradients("input"));

        static float[] Gradients(string name)
        {
            ITrainableNetwork<float> network = CompiledNetworks.Create<ITrainableNetwork<float>>($"[Network(3), Dense(3, Name = \"{name}\"), Dense(2)]");
            network.Forward(new float[] { 1, 2, 3 });
            float[] input = network.Backward(new float[] { 1, -1 }).ToArray(), parameters = new float[network.ParameterCount];
            network.CopyGradientsTo(parameters);
            return [.. input, .. parameters];
        }
    }

    [Fact]
    public void ALayerCalledLikeASharedKernel_IsFine() =>
        Assert.Empty(Expect.Errors(Source.Network("[Network(4), Dense(4), ReLU(Name = \"reLU4\"), Dense(4), ReLU]")));

    [Fact]
    public void NameTaken_IsAGuard()
    {
        // CNN0112: no declaration leads to it, since no step's name is the end of another's; so a plan that has the same steps twice.
        GeneratorRun run = GeneratorRun.Of(Source.Network("[Network(3), Dense(2), ReLU]"));
        NetworkPlan plan = ((NetworkOutput)Assert.Single(Steps.OutputsOf(run.Result, TrackingNames.Outputs)).Value).Plan!;
        Assert.Empty(MemberNames.Colliding(plan));
        Assert.Equal(
            plan.Forward.Select(step => step.Method),
            MemberNames.Colliding(plan with { Forward = plan.Forward.Concat(plan.Forward).ToEquatableArray() }).Select(step => step.Method));
    }

    private static void Expects(string attributes, string message) => Assert.Equal(message, Expect.Message(Source.Network(attributes)));
}
