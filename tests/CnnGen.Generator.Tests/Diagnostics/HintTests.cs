using System.Collections.Generic;
using System.Threading.Tasks;
using CnnGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace CnnGen.Generator.Tests.Diagnostics;

/// <summary>CNN09xx: what is probably a mistake.</summary>
public sealed class HintTests
{
    [Theory]
    [InlineData("[Network(3, 8, 8), Conv(16, 3, {|CNN0902:2|})]", "Conv(16, 3, 2) has a kernel of 3×2; a 3×3 kernel with stride 2 is Conv(16, 3, Stride = 2)")]
    [InlineData("[Network(3, 8, 8), Conv(4, 5, {|CNN0902:kernelWidth: 2|}, Padding = 1)]", "Conv(4, 5, 2) has a kernel of 5×2; a 5×5 kernel with stride 2 is Conv(4, 5, Stride = 2)")]
    [InlineData("[Network(3, 8, 8), Conv(16, 3), ReLU, Conv(8, 3, {|CNN0902:2|}), Dense(2)]", "Conv(8, 3, 2) has a kernel of 3×2; a 3×3 kernel with stride 2 is Conv(8, 3, Stride = 2)")]
    public async Task LooksLikeStride(string attributes, string message)
    {
        Reported hint = Assert.Single(await Expect.Hints(Source.Network(attributes)));
        Assert.Equal((message, DiagnosticSeverity.Warning), (hint.Message, hint.Severity));
    }

    [Fact]
    public async Task LooksLikeStride_IsSaidOfEach() =>
        Assert.Equal(2, (await Expect.Hints(Source.Network("[Network(3, 8, 8), Conv(16, 3, {|CNN0902:2|}), Conv(16, 3, {|CNN0902:2|})]"))).Count);

    [Theory]
    [InlineData("[Network(3, 8, 8), Conv(16, 3)]")]
    [InlineData("[Network(3, 8, 8), Conv(16, 5, 3)]")]
    [InlineData("[Network(3, 8, 8), Conv(16, 1, 2)]")]
    [InlineData("[Network(3, 8, 8), Conv(16, 2, 2)]")]
    [InlineData("[Network(3, 8, 8), Conv(16, 3, 2, Stride = 1)]")]
    [InlineData("[Network(3, 8, 8), Conv(16, 3, 2, StrideWidth = 2)]")]
    [InlineData("[Network(3, 8, 2), Conv(16, 3, 2)]")] // The square kernel would not fit.
    [InlineData("[Network(3, 8, 8), MaxPool(3, 2)]")]
    public async Task LooksRight(string attributes) => Assert.Empty(await Expect.Hints(Source.Network(attributes)));

    [Theory]
    [InlineData("[Network(3), Dense(2, Frozen = true), {|CNN0920:Adam|}]", "Adam has nothing to train: all 8 parameters of the network are frozen")]
    [InlineData("[Network(3), Dense(2, Frozen = true), {|CNN0920:Sgd(Momentum = 0.9)|}, MeanSquaredError]", "Sgd has nothing to train: all 8 parameters of the network are frozen")]
    [InlineData("[Network(3, 3, 3), Conv(100, 3, Frozen = true), Dense(1, Bias = false, Frozen = true), {|CNN0920:AdamW|}]", "AdamW has nothing to train: all 2,900 parameters of the network are frozen")]
    public async Task NothingTrained(string attributes, string message)
    {
        Reported hint = Assert.Single(await Expect.Hints(Source.Network(attributes)));
        Assert.Equal((message, DiagnosticSeverity.Warning), (hint.Message, hint.Severity));
    }

    [Theory]
    [InlineData("[Network(3), Dense(2, Frozen = true)]")]
    [InlineData("[Network(3), Dense(2, BiasOnly = true), Adam]")]
    [InlineData("[Network(3), Dense(2, Frozen = true), Dense(2), Adam]")]
    [InlineData("[Network(3), ReLU, Adam]")]
    [InlineData("[Network(3, ForwardOnly = true), Dense(2, Frozen = true), Adam]")]
    public async Task SomethingTrained(string attributes) => Assert.Empty(await Expect.Hints(Source.Network(attributes)));

    [Theory]
    [InlineData("[Network(28, 28), Dense(2)]", "Network(28, 28)", "Network(28, 28) is a one-dimensional network of 28 channels and 28 positions; an image of 28×28 with one channel is Network(1, 28, 28)")]
    [InlineData("[Network(2, 2, Batch = 4), Dense(2)]", "Network(2, 2, Batch = 4)", "Network(2, 2) is a one-dimensional network of 2 channels and 2 positions; an image of 2×2 with one channel is Network(1, 2, 2)")]
    public async Task LooksTwoDimensional(string attributes, string underlined, string message)
    {
        string source = Source.Network(attributes);
        Diagnostic hint = Assert.Single(await HintsOf(source));
        Assert.Equal(
            ("CNN0901", underlined, message, DiagnosticSeverity.Warning),
            (hint.Id, source.Substring(hint.Location.SourceSpan.Start, hint.Location.SourceSpan.Length), hint.GetMessage(), hint.Severity));
    }

    [Theory]
    [InlineData("[Network(3, 28), Dense(2)]")]
    [InlineData("[Network(1, 1), Dense(2)]")]
    [InlineData("[Network(0, 0), Dense(2)]")]
    public async Task LooksOneDimensional(string attributes) => Assert.Empty(await HintsOf(Source.Network(attributes)));

    [Theory]
    [InlineData("[Network(4), Dense(3), Softmax, {|CNN0903:SoftmaxCrossEntropy|}]", "SoftmaxCrossEntropy computes the softmax itself, and its input is already one, softmax1: leave Softmax out, or write CrossEntropy")]
    [InlineData("[Network(3, 4, 4), Softmax(Name = \"end\"), Flatten, Sgd, {|CNN0903:SoftmaxCrossEntropy|}]", "SoftmaxCrossEntropy computes the softmax itself, and its input is already one, end: leave Softmax out, or write CrossEntropy")]
    [InlineData("[Network(4), Dense(1), {|CNN0904:SoftmaxCrossEntropy|}]", "SoftmaxCrossEntropy is over one class, the only label of an output of 1, so that there is nothing to tell apart: two classes are two outputs")]
    [InlineData("[Network(3, 4, 4), Conv(1, 3), Sigmoid, {|CNN0904:CrossEntropy|}]", "CrossEntropy is over one class, the only label of an output of 1×2×2, so that there is nothing to tell apart: two classes are two outputs")]
    [InlineData("[Network(4), Dense(1), Softmax, {|CNN0904:CrossEntropy|}]", "CrossEntropy is over one class, the only label of an output of 1, so that there is nothing to tell apart: two classes are two outputs")]
    [InlineData("[Network(1, 28, 28), Conv({|CNN0905:1|}, 6, 5)]", "Conv(1, 6, 5) has a kernel of 6×5 and as many filters as channels come in, 1; these are not written: 6 filters of 5×5 are Conv(6, 5)")]
    [InlineData("[Network(1, 28, 28), Conv(6, 5), Conv({|CNN0905:filters: 6|}, 16, 5)]", "Conv(6, 16, 5) has a kernel of 16×5 and as many filters as channels come in, 6; these are not written: 16 filters of 5×5 are Conv(16, 5)")]
    [InlineData("[{|CNN0906:Network(28, 28, 1)|}, Dense(2)]", "Network(28, 28, 1) has 28 channels of 28×1; an image of 28×28 with channels last, 1 of them, is Network(1, 28, 28)")]
    [InlineData("[{|CNN0906:Network(24, 32, 3)|}, Dense(2)]", "Network(24, 32, 3) has 24 channels of 32×3; an image of 24×32 with channels last, 3 of them, is Network(3, 24, 32)")]
    [InlineData("[Network(4), Dense(1), {|CNN0907:Softmax|}, Dense(2)]", "Whatever softmax1 reads, it makes the same of it, since a softmax over one feature makes 1 of every number: nothing before it learns")]
    [InlineData("[Network(4), Dense(3), {|CNN0907:GroupNorm(3)|}, Dense(2)]", "Whatever groupnorm1 reads, it makes the same of it, since a norm over one number leaves nothing of it: nothing before it learns")]
    [InlineData("[Network(3, 4, 4), Conv(1, 3), {|CNN0907:Softmax|}]", "Whatever softmax1 reads, it makes the same of it, since a softmax over one channel makes 1 of every number: nothing before it learns")]
    [InlineData("[Network(3, 2, 2), {|CNN0907:Conv(4, 1, Padding = 3, Stride = 7)|}]", "Whatever conv1 reads, it makes the same of it, since its kernel meets padding only: nothing before it learns")]
    [InlineData("[Network(3, 1, 1), {|CNN0907:Conv(4, 2, Padding = 1, Dilation = 2)|}]", "Whatever conv1 reads, it makes the same of it, since its kernel meets padding only: nothing before it learns")]
    public async Task ProbablyAMistake(string attributes, string message)
    {
        Reported warning = Assert.Single(await Expect.Hints(Source.Network(attributes)));
        Assert.Equal((message, DiagnosticSeverity.Warning), (warning.Message, warning.Severity));
    }

    [Theory]
    [InlineData("[Network(4), Dense(3), Softmax, CrossEntropy]")]
    [InlineData("[Network(4), Dense(3), Softmax, Dense(2), SoftmaxCrossEntropy]")]
    [InlineData("[Network(4, ForwardOnly = true), Dense(3), Softmax, SoftmaxCrossEntropy]")] // There the loss is ignored.
    [InlineData("[Network(4, ForwardOnly = true), Dense(1), SoftmaxCrossEntropy]")]
    [InlineData("[Network(4), Dense(2), SoftmaxCrossEntropy]")]
    [InlineData("[Network(4), Dense(1), MeanSquaredError]")]
    [InlineData("[Network(3, 4, 4), Conv(2, 4), SoftmaxCrossEntropy]")]
    [InlineData("[Network(1, 28, 28), Conv(6, 5, 3)]")]
    [InlineData("[Network(16, 28, 28), Conv(16, 1, 7), Conv(16, 7, 1, Stride = 1)]")] // A 7×7 kernel in two steps.
    [InlineData("[Network(16, 28, 28), Conv(16, 5, 3, Groups = 16)]")]
    [InlineData("[Network(3, 28, 28), Conv(3, 3, 3)]")]
    [InlineData("[Network(3, 28, 28), Dense(2)]")]
    [InlineData("[Network(64, 28, 1), Dense(2)]")] // A signal.
    [InlineData("[Network(3, 3, 3), Dense(2)]")]
    [InlineData("[Network(16, 4, 3), Dense(2)]")]
    [InlineData("[Network(3, 1, 1), Conv(4, 3, Padding = 1)]")]
    [InlineData("[Network(3, 2, 2), Conv(4, 1, Padding = 3, Stride = 3)]")]
    [InlineData("[Network(3, 1, 1), Conv(4, 3, Padding = 2, Dilation = 2)]")]
    public async Task ProbablyMeantSo(string attributes) => Assert.Empty(await Expect.Hints(Source.Network(attributes)));

    [Theory]
    [InlineData("Conv(4, 1, Padding = 3, Stride = 7)", true)]
    [InlineData("Conv(4, 2, Padding = 1, Dilation = 2)", true)]
    [InlineData("Conv(4, 1, Padding = 3, Stride = 3)", false)]
    [InlineData("Conv(4, 3, Padding = 2, Dilation = 2)", false)]
    [InlineData("Conv(4, 1)", false)]
    public async Task NothingLearns_IsSo(string conv, bool isSo)
    {
        string attributes = $"[Network(3, 1, 1), {conv}, MeanSquaredError]";
        bool isSaid = (await HintsOf(Source.Network(attributes))).Count > 0;
        ITrainableNetwork<float> network = CompiledNetworks.Create<ITrainableNetwork<float>>(attributes);
        network.Forward(new float[] { 1, 2, 3 });
        float[] gradient = new float[network.OutputSize];
        System.Array.Fill(gradient, 1f);
        bool isZero = System.Linq.Enumerable.All(network.Backward(gradient).ToArray(), value => value == 0);
        Assert.Equal((isSo, isSo), (isSaid, isZero));
    }

    [Theory]
    [InlineData("[Network(3), Dense(2), Frobnicate]", null)]
    [InlineData("[Network(3), Dense(2), {|CNN0908:RelU1|}]", "'RelU1' is not known; CnnGen's is 'ReLU'")]
    [InlineData("[Network(3), Dense(2), {|CNN0908:Relu|}]", "'Relu' is not known; CnnGen's is 'ReLU'")]
    [InlineData("[Network(3), Dense(2), {|CNN0908:CnnGen.Relu()|}]", "'Relu' is not known; CnnGen's is 'ReLU'")]
    [InlineData("[Network(3), Dense(2), {|CNN0908:ReluAttribute|}]", "'Relu' is not known; CnnGen's is 'ReLU'")]
    [InlineData("[Network(3), {|CNN0908:Linear(3, 2)|}, Dense(2)]", "'Linear' is not known; CnnGen's is 'Dense'")]
    [InlineData("[Network(1, 8, 8), {|CNN0908:Conv2d(6, 5)|}, Dense(2)]", "'Conv2d' is not known; CnnGen's is 'Conv'")]
    [InlineData("[Network(1, 8, 8), {|CNN0908:MaxPooling2D(2)|}, Dense(2)]", "'MaxPooling2D' is not known; CnnGen's is 'MaxPool'")]
    [InlineData("[Network(1, 8, 8), {|CNN0908:AveragePooling2D(2)|}, Dense(2)]", "'AveragePooling2D' is not known; CnnGen's is 'AvgPool'")]
    [InlineData("[Network(1, 8, 8), {|CNN0908:GlobalAveragePooling2D|}, Dense(2)]", "'GlobalAveragePooling2D' is not known; CnnGen's is 'GlobalAvgPool'")]
    [InlineData("[Network(1, 8, 8), {|CNN0908:AdaptiveAvgPool2d(1)|}, Dense(2)]", "'AdaptiveAvgPool2d' is not known; CnnGen's is 'GlobalAvgPool'")]
    [InlineData("[Network(1, 8, 8), {|CNN0908:AdaptiveAvgPool2d(7)|}, Dense(2)]", "'AdaptiveAvgPool2d' is not known; what comes nearest is 'GlobalAvgPool'")]
    [InlineData("[Network(1, 8, 8), {|CNN0908:BatchNorm2d(1)|}, Dense(2)]", "'BatchNorm2d' is not known; CnnGen's is 'BatchNorm'")]
    [InlineData("[Network(1, 8, 8), Dense(2), {|CNN0908:Embedding(2)|}]", "'Embedding' is not known; it looks like 'Embedding', which CnnGen does not have")]
    [InlineData("[Network(1, 8, 8), {|CNN0908:ReflectionPad2d(1)|}, Dense(2)]", "'ReflectionPad2d' is not known; what comes nearest is 'Pad'")]
    [InlineData("[Network(1, 8, 8), {|CNN0908:Dropout2d(0.5)|}, Dense(2)]", "'Dropout2d' is not known; what comes nearest is 'Dropout'")]
    [InlineData("[Network(3), Dense(2), {|CNN0908:NAdam|}]", "'NAdam' is not known; it looks like 'NAdam', which CnnGen does not have")]
    [InlineData("[Network(3), Dense(2), {|CNN0908:CrossEntropyLoss|}]", "'CrossEntropyLoss' is not known; CnnGen's is 'SoftmaxCrossEntropy'")]
    [InlineData("[Network(3), Dense(2), {|CNN0908:MSELoss|}]", "'MSELoss' is not known; CnnGen's is 'MeanSquaredError'")]
    [InlineData("[Network(3), Dense(2), {|CNN0908:SGD(0.1)|}]", "'SGD' is not known; CnnGen's is 'Sgd'")]
    [InlineData("[{|CNN0908:Netwrok(3)|}, Dense(2)]", "'Netwrok' is not known; CnnGen's is 'Network'")]
    public Task UnknownAttributes(string attributes, string? message) => ExpectsBesideErrors(attributes, message);

    [Theory]
    [InlineData("[Network(1, 8, 8), Conv(6, 5, {|CNN0909:Pading = 2|})]", "Conv has no 'Pading'; what it has is 'Padding'")]
    [InlineData("[Network(1, 8, 8), Conv(6, 5, {|CNN0909:padding = 2|})]", "Conv has no 'padding'; what it has is 'Padding'")]
    [InlineData("[Network(1, 8, 8), Conv(6, 5, {|CNN0909:padding: 2|})]", "Conv has no 'padding'; what it has is 'Padding'")]
    [InlineData("[Network(1, 8, 8), Conv(6, {|CNN0909:kernel_size: 2|})]", "Conv has no 'kernel_size'; what it has is 'kernel'")]
    [InlineData("[Network(1, 8, 8), Conv({|CNN0909:out_channels: 6|}, kernel: 2)]", "Conv has no 'out_channels'; what it has is 'filters'")]
    [InlineData("[Network(1, 8, 8), Conv(6, 5, {|CNN0909:PadW = 2|})]", "Conv has no 'PadW'; what it has is 'PaddingWidth'")]
    [InlineData("[Network(1, 8, 8), Conv(6, 5, {|CNN0909:bias = false|})]", "Conv has no 'bias'; what it has is 'Bias'")]
    [InlineData("[Network(1, 8, 8), MaxPool({|CNN0909:pool_size: 2|})]", "MaxPool has no 'pool_size'; what it has is 'size'")]
    [InlineData("[Network(3, {|CNN0909:BatchSize = 2|}), Dense(2)]", "Network has no 'BatchSize'; what it has is 'Batch'")]
    [InlineData("[Network(3), Dense(2), Sgd({|CNN0909:weight_decay = 0.1|})]", "Sgd has no 'weight_decay'; what it has is 'WeightDecay'")]
    [InlineData("[Network(3), Dense(2, Frobnicate = 3)]", null)]
    public Task UnknownArguments(string attributes, string? message) => ExpectsBesideErrors(attributes, message);

    [Theory]
    [InlineData("CNN0902", "[Network(3, 8, 8), Conv(16, 3, 2)]")]
    [InlineData("CNN0903", "[Network(3), Softmax, SoftmaxCrossEntropy]")]
    [InlineData("CNN0906", "[Network(28, 28, 1), Dense(2)]")]
    [InlineData("CNN0901", "[Network(28, 28), Dense(2)]")]
    public async Task Pragma_Suppresses(string id, string attributes)
    {
        string source = Source.Network(attributes);
        Assert.Single(await HintsOf(source));
        Assert.Empty(await HintsOf($"#pragma warning disable {id}\n{source}"));
        Assert.Empty(await HintsOf($"#pragma warning disable {id}\n{source}#pragma warning restore {id}\n"));
        Assert.Single(await HintsOf($"#pragma warning disable {id}\n#pragma warning restore {id}\n{source}"));
        Assert.Single(await HintsOf($"#pragma warning disable CNN0900\n{source}"));
    }

    [Fact]
    public async Task Attribute_Suppresses() =>
        Assert.Empty(
            await HintsOf(Source.Network("[System.Diagnostics.CodeAnalysis.SuppressMessage(\"CnnGen\", \"CNN0902\")] [Network(3, 8, 8), Conv(16, 3, 2)]")));

    [Fact]
    public void Pragma_SuppressesNoError() =>
        Assert.Single(Expect.Errors("#pragma warning disable CNN0201\n" + Source.Network("[Network(3), Dense({|CNN0201:0|})]")));

    /// <summary>Beside the compiler's own errors; without a message, nothing is said.</summary>
    private static async Task ExpectsBesideErrors(string attributes, string? message)
    {
        Markup markup = Markup.Parse(Source.Network(attributes));
        IReadOnlyList<Diagnostic> warnings = await HintsOf(markup.Text);
        if (message == null)
        {
            Assert.Empty(warnings);
            return;
        }

        Diagnostic warning = Assert.Single(warnings);
        Assert.Equal((markup.Marks[0], message), ((warning.Id, warning.Location.SourceSpan), warning.GetMessage()));
    }

    private static async Task<IReadOnlyList<Diagnostic>> HintsOf(string source) =>
        await GeneratorRun.Of(source).Output.WithAnalyzers([new NetworkAnalyzer()]).GetAnalyzerDiagnosticsAsync();
}
