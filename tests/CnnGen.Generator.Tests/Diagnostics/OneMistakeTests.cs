using System;
using System.Linq;
using CnnGen.Generator.Tests.Harness;
using Xunit;

namespace CnnGen.Generator.Tests.Diagnostics;

/// <summary>On an error the class still has its members, so that code which uses it compiles: one mistake is one message.</summary>
public sealed class OneMistakeTests
{
    private const string User = """

        public static class User
        {
            public static double Use()
            {
                Net first = new Net(), second = new Net(3), replica = first.CreateReplica();
                System.Span<float> numbers = new float[Net.ParameterCount + Net.BufferCount + Net.OptimizerStateCount + Net.Batch * (Net.InputSize + Net.OutputSize)];
                int[] labels = { 1 / Net.Batch };
                first.Training = !second.Training;
                first.WarmUp();
                System.ReadOnlySpan<float> output = first.Forward(numbers);
                float loss = first.Loss(numbers) + first.Loss(numbers, 2) + first.Loss(labels) + first.Loss(labels, weight: 0.5f);
                System.ReadOnlySpan<float> gradient = first.Backward(first.Backward());
                first.Step(0.1f);
                first.ClearGradients();
                first.CopyParametersTo(numbers);
                first.SetParameters(numbers);
                first.SetParameters(values: numbers, start: 2);
                first.CopyBuffersTo(numbers);
                first.SetBuffers(numbers, 0);
                first.CopyGradientsTo(numbers);
                first.SetGradients(numbers);
                first.CopyOptimizerStateTo(numbers);
                first.SetOptimizerState(numbers, stepCount: first.StepCount);
                CnnGen.NetworkDescription description = Net.Description;
                CnnGen.ITrainableNetwork<float> trainable = replica;
                CnnGen.INetwork<float> network = trainable.CreateReplica();
                return loss + output[0] + gradient[0] + network.InputSize + description.ToString().Length;
            }
        }
        """;

    [Theory]
    [InlineData("[{|CNN0101:Network(3)|}]")]
    [InlineData("[{|CNN0104:Dense(2)|}, Network(3)]")]
    [InlineData("[Network(3), MeanSquaredError]", "CNN0101:Network(3)")]
    [InlineData("[Network(3), Dense(2), {|CNN0105:MeanSquaredError|}, ReLU]")]
    [InlineData("[Network(3), Dense(2), MeanSquaredError, {|CNN0106:HalfSquaredError|}]")]
    [InlineData("[Network(3), Dense(2), Sgd, {|CNN0107:Sgd|}]")]
    [InlineData("[Network(3), Dense(2), {|CNN0108:CrossEntropy|}]")]
    [InlineData("[Network(3), Dense(2, Name = \"a\"), ReLU({|CNN0109:Name = \"a\"|})]")]
    [InlineData("[Network(3), Dense(2, {|CNN0110:Name = \"a b\"|})]")]
    [InlineData("[Network(3, 20), Conv(2, 3, {|CNN0234:StrideWidth = 2|}), Dense(2)]")]
    [InlineData("[Network({|CNN0201:0|}), Dense(2)]")]
    [InlineData("[Network(3), Dense({|CNN0201:0|})]")]
    [InlineData("[Network(1, 8, 8), Conv(2, 3, Bias = false, {|CNN0202:UntiedBias = true|})]")]
    [InlineData("[Network(3, 8, 8), Conv(2, 3, {|CNN0203:Groups = 2|})]")]
    [InlineData("[Network(3), LeakyReLU({|CNN0204:double.NaN|})]")]
    [InlineData("[Network(3), Clip(1, {|CNN0204:0|})]")]
    [InlineData("[Network(3), Normalize({|CNN0209:new[] { 0.5 }|}, new[] { 1.0, 2, 3 }), Dense(2)]")]
    [InlineData("[Network(3), Dense(2), SoftmaxCrossEntropy({|CNN0204:LabelSmoothing = 2|})]")]
    [InlineData("[Network(3), Dense(2), SoftmaxCrossEntropy({|CNN0209:Weights = new[] { 0.5 }|})]")]
    [InlineData("[Network(3), Dense(2), Sgd({|CNN0205:Nesterov = true|})]")]
    [InlineData("[Network(3, {|CNN0206:Scalar = (Scalar)2|}), Dense(2)]")]
    [InlineData("[Network(3, {|CNN0235:MaxBytes = 100|}), Dense(2)]")]
    [InlineData("[Network(3), Dense(2, {|CNN0230:Init = (Init)9|})]")]
    [InlineData("[Network(3), Dense(2, Frozen = true, {|CNN0231:BiasOnly = true|})]")]
    [InlineData("[Network(3), Dense(2, Bias = false, {|CNN0232:BiasOnly = true|})]")]
    [InlineData("[Network(1, 4), LSTM({|CNN0201:0|})]")]
    [InlineData("[Network(1, 4), GRU(2, Bias = false, {|CNN0232:BiasOnly = true|})]")]
    [InlineData("[Network(1, 4), {|CNN0303:LSTM(30000)|}]")]
    [InlineData("[Network(1, 4), {|CNN0303:GRU(int.MaxValue)|}]")]
    [InlineData("[Network(1, 4), {|CNN0303:GRU(int.MaxValue, Last = true)|}]")]
    [InlineData("[Network(1, 4, 4), {|CNN0307:GRU(2)|}]")]
    [InlineData("[Network(1, 4, 4), Conv(2, {|CNN0301:5|})]")]
    [InlineData("[Network(1, 4, 4), MaxPool(2, {|CNN0302:Padding = 2|})]")]
    [InlineData("[Network(1, 300, 300), {|CNN0303:Dense(100000)|}]")]
    [InlineData("[Network(3), {|CNN0304:Conv(2, 3)|}]")]
    public void Members_AreThere(string attributes, string? mark = null)
    {
        string marked = mark is null ? attributes : attributes.Replace(mark.Split(':')[1], $"{{|{mark}|}}", StringComparison.Ordinal);
        Assert.Single(Expect.Errors(Source.Network(attributes: marked, place: Place.Global) + User));
    }

    [Theory]
    [InlineData("public partial class Net { public int {|CNN0011:Order|} => 3; }", "Order", "order")]
    [InlineData("public partial class Net { public {|CNN0012:Net|}(string title) { } }")]
    [InlineData("public partial class Net { public {|CNN0009:Net|}() { } }")]
    [InlineData("public partial class Net { public {|CNN0009:Net|}(int seed) { } }")]
    [InlineData("public partial class Net { public float {|CNN0011:Forward|}(string text) => 0; public System.ReadOnlySpan<float> Forward(System.ReadOnlySpan<float> input) => input; }")]
    [InlineData("public partial class {|CNN0011:Net|} : Base { } public class Base { public bool Training { get; set; } }")]
    [InlineData("public partial class Net { } [{|CNN0102:ReLU|}] public partial class Net { }")]
    public void Members_AreThere_BesideTheClassesOwn(string type, string from = "-", string to = "-") =>
        Assert.Single(Expect.Errors($"using CnnGen; [Network(3), Dense(2)] {type.Replace(from, to, StringComparison.Ordinal)}{User}"));

    [Fact]
    public void Members_AreThere_InARecord() =>
        Assert.Single(Expect.Errors("using CnnGen; [Network(3), Dense(2)] public partial record {|CNN0006:Net|};" + User));

    [Fact]
    public void Members_AreThere_InAGenericClass() =>
        Assert.Single(
            Expect.Errors(
                "using CnnGen; [Network(3), Dense(2)] public partial class {|CNN0003:Net|}<T> { }" + User.Replace("Net ", "Net<int> ", StringComparison.Ordinal)
                    .Replace("Net(", "Net<int>(", StringComparison.Ordinal)
                    .Replace("Net.", "Net<int>.", StringComparison.Ordinal)));

    [Fact]
    public void Members_AreThere_InAnAbstractClass() =>
        Assert.Single(
            Expect.Errors(
                "using CnnGen; [Network(3), Dense(2)] public abstract partial class {|CNN0005:Net|} { } public class Derived : Net { }"
                    + User.Replace("new Net(", "new Derived(", StringComparison.Ordinal)
                    .Replace("new Derived(3)", "new Derived()", StringComparison.Ordinal)));

    [Fact]
    public void Members_AreThere_InAClassNamedLikeOne()
    {
        string user = User.Replace("Net.Batch", "1", StringComparison.Ordinal)
            .Replace("Net ", "Batch ", StringComparison.Ordinal)
            .Replace("Net(", "Batch(", StringComparison.Ordinal)
            .Replace("Net.", "Batch.", StringComparison.Ordinal);
        Assert.Single(Expect.Errors("using CnnGen; [Network(3), Dense(2)] public partial class {|CNN0010:Batch|} { }" + user));
    }

    [Fact]
    public void Members_AreOfTheNumberType() => Assert.Single(Expect.Errors(
        "using CnnGen; [Network(3, Scalar = Scalar.Double), Dense({|CNN0201:0|})] public partial class Net { }"
            + User.Replace("float>", "double>", StringComparison.Ordinal)
            .Replace("float[", "double[", StringComparison.Ordinal)
            .Replace("float loss", "double loss", StringComparison.Ordinal)));

    [Fact]
    public void Members_AreThoseOfAForwardOnlyNetwork() => Assert.Single(Expect.Errors("""
        using CnnGen;
        [Network(3, ForwardOnly = true), Dense({|CNN0201:0|})] public partial class Net { public int Loss, Step, OptimizerStateCount; }
        public static class User
        {
            public static INetwork<float> Use(Net net)
            {
                net.SetParameters(net.Forward(new float[Net.InputSize * Net.Batch]), 1);
                return net.CreateReplica();
            }
        }
        """));

    [Fact]
    public void Bodies_Throw()
    {
        string text = GeneratorRun.Of(Source.Network("[Network(3), Dense(0)]")).Text;
        Assert.Contains(
            "public global::System.ReadOnlySpan<float> Forward(global::System.ReadOnlySpan<float> input) => throw new global::System.InvalidOperationException(\"Net has errors in its declaration.\");",
            text,
            StringComparison.Ordinal);
        Assert.Single(GeneratorRun.Of(Source.Network("[Network(3), Dense(0)]")).Sources);
    }

    [Fact]
    public void OtherNetworks_AreNotTouched()
    {
        GeneratorRun run = GeneratorRun.Of(Source.Network("[Network(3), Dense(0)]", "Bad"), Source.Network("[Network(3), Dense(2)]", "Good"));
        Assert.Single(run.Diagnostics);
        Assert.Equal(
            GeneratorRun.Of(Source.Network("[Network(3), Dense(2)]", "Good")).Text,
            string.Concat(
                run.Sources.Where(source => source.HintName.Contains("Good", StringComparison.Ordinal)).Select(source => source.SourceText.ToString())));
    }
}
