using System.Linq;
using CnnGen.Generator.Tests.Harness;
using Xunit;

namespace CnnGen.Generator.Tests.Diagnostics;

/// <summary>CNN03xx: whether the layers fit.</summary>
public sealed class ShapeDiagnosticsTests
{
    [Theory]
    [InlineData("{|CNN0307:Reshape(2, 2, 7)|}", "reshape1 needs 28 numbers for 2×2×7; its input of 6×2×2 has 24")]
    [InlineData("{|CNN0307:Reshape(5, 5)|}", "reshape1 needs 25 numbers for 5×5; its input of 6×2×2 has 24")]
    [InlineData("{|CNN0307:GRU(3)|}", "gru1 needs channels of positions along one axis; its input of 6×2×2 has two")]
    [InlineData("Flatten, {|CNN0304:LSTM(3)|}", "lstm1 needs channels of positions, and its input is a list of 24 features: place it before the first Dense or Flatten, or a Reshape before it")]
    [InlineData("PixelShuffle({|CNN0307:2|})", "pixelshuffle1 needs channels that 4 divides; its input of 6×2×2 has 6")]
    [InlineData("ChannelShuffle({|CNN0307:4|})", "channelshuffle1 needs channels that 4 divides; its input of 6×2×2 has 6")]
    [InlineData("{|CNN0307:Crop(Top = 2)|}", "crop1 needs more than the 2 rows that it takes off; its input of 6×2×2 has 2")]
    [InlineData("{|CNN0307:Pad(PaddingWidth = 2, Mode = PadMode.Reflect)|}", "pad1 needs more than the 2 columns that it reflects; its input of 6×2×2 has 2")]
    [InlineData("{|CNN0307:Pad(PaddingTop = 3, Mode = PadMode.Circular)|}", "pad1 needs the 3 rows that it takes round; its input of 6×2×2 has 2")]
    [InlineData("{|CNN0307:Reshape(65536, 65536, 1)|}, Flatten, Dense(2)", "reshape1 needs 4,294,967,296 numbers for 65536×65536×1; its input of 6×2×2 has 24")]
    [InlineData("Pad({|CNN0201:-1|})", "size of pad1 is at least 0; -1 came")]
    [InlineData("Pad(1, {|CNN0230:Mode = (PadMode)4|})", "Mode of pad1 is PadMode.Zero, Reflect, Replicate or Circular; 4 came")]
    [InlineData("Flatten, {|CNN0304:Crop(1)|}", "crop1 needs channels of positions, and its input is a list of 24 features: place it before the first Dense or Flatten, or a Reshape before it")]
    public void NotSoRearranged(string layer, string message) => Assert.Equal(message, Expect.Message(Source.Network($"[Network(6, 2, 2), {layer}]")));

    [Theory]
    [InlineData("[Network(3, 20), Conv(2, {|CNN0301:21|})]", "The kernel of conv1, 21, does not fit its input of 20; the smallest Padding that fits is 1")]
    [InlineData("[Network(3, 20), Conv(2, {|CNN0301:8|}, Dilation = 3, PaddingLeft = 1)]", "The kernel of conv1, 8 (dilated to 22), does not fit its input of 20 (padded to 21); it needs 1 more position of padding")]
    [InlineData("[Network(3, 20), MaxPool(2), ConvTranspose(2, {|CNN0306:3|}, Padding = 9)]", "convtranspose1 would make -6 positions of its input of 3×10: padding takes that much off the output")]
    [InlineData("[Network(3, 20), Tap(\"a\"), Conv(2, 3), Concat({|CNN0405:\"a\"|})]", "concat1 cannot join 2×18 and 3×20: it takes two lines of equal length, or two lists of features")]
    public void AlongOneAxis(string attributes, string message) => Assert.Equal(message, Expect.Message(Source.Network(attributes)));

    [Theory]
    [InlineData("[Network(1, 4, 4), Conv(2, {|CNN0301:5|})]", "The kernel of conv1, 5×5, does not fit its input of 4×4; the smallest Padding that fits is 1")]
    [InlineData("[Network(1, 10, 10), Conv(2, 3), MaxPool(2), Conv(4, {|CNN0301:5|})]", "The kernel of conv2, 5×5, does not fit its input of 4×4; the smallest Padding that fits is 1")]
    [InlineData("[Network(1, 4, 4), Conv(2, {|CNN0301:7|}, Padding = 1)]", "The kernel of conv1, 7×7, does not fit its input of 4×4 (padded to 6×6); the smallest Padding that fits is 2")]
    [InlineData("[Network(1, 4, 4), Conv(2, {|CNN0301:7|}, PaddingTop = 2, PaddingRight = 9)]", "The kernel of conv1, 7×7, does not fit its input of 4×4 (padded to 6×13); it needs 1 more row of padding")]
    [InlineData("[Network(1, 4, 4), Conv(2, {|CNN0301:9|}, Padding = 1, PaddingTop = 2)]", "The kernel of conv1, 9×9, does not fit its input of 4×4 (padded to 7×6); it needs 2 more rows and 3 more columns of padding")]
    [InlineData("[Network(1, 4, 9), Conv(2, {|CNN0301:5|}, 3)]", "The kernel of conv1, 5×3, does not fit its input of 4×9; the smallest PaddingHeight that fits is 1")]
    [InlineData("[Network(1, 9, 4), Conv(2, 3, {|CNN0301:5|})]", "The kernel of conv1, 3×5, does not fit its input of 9×4; the smallest PaddingWidth that fits is 1")]
    [InlineData("[Network(1, 9, 4), Conv(kernelWidth: 9, {|CNN0301:kernelHeight: 12|}, filters: 2)]", "The kernel of conv1, 12×9, does not fit its input of 9×4; the smallest PaddingHeight that fits is 2, the smallest PaddingWidth 3")]
    [InlineData("[Network(1, 8, 8), Conv(2, {|CNN0301:5|}, Dilation = 2)]", "The kernel of conv1, 5×5 (dilated to 9×9), does not fit its input of 8×8; the smallest Padding that fits is 1")]
    [InlineData("[Network(1, 8, 8), Conv(2, {|CNN0301:3|}, DilationWidth = 5)]", "The kernel of conv1, 3×3 (dilated to 3×11), does not fit its input of 8×8; the smallest PaddingWidth that fits is 2")]
    [InlineData("[Network(1, 8, 8), Conv(2, {|CNN0301:kernel: 9|}, Name = \"stem\")]", "The kernel of stem, 9×9, does not fit its input of 8×8; the smallest Padding that fits is 1")]
    [InlineData("[Network(1, 4, 4), MaxPool({|CNN0301:5|})]", "The window of maxpool1, 5×5, does not fit its input of 4×4; the smallest Padding that fits is 1")]
    [InlineData("[Network(1, 4, 9), AvgPool(2, {|CNN0301:12|})]", "The window of avgpool1, 2×12, does not fit its input of 4×9; the smallest PaddingWidth that fits is 2")]
    public void DoesNotFit(string attributes, string message) => Expects(attributes, message);

    [Theory]
    [InlineData("Conv(2, 8)")]
    [InlineData("Conv(2, 9, PaddingTop = 1, PaddingLeft = 1)")]
    [InlineData("Conv(2, 3, DilationHeight = 3)")]
    [InlineData("MaxPool(8)")]
    [InlineData("AvgPool(9, PaddingBottom = 1, PaddingRight = 1)")]
    [InlineData("MaxPool(8, 1)")]
    [InlineData("MaxPool(2, Stride = 100)")]
    [InlineData("Conv(2, 11, Same = true)")]
    [InlineData("Conv(2, 3, Dilation = 9, Stride = 100, Same = true)")]
    public void JustFits(string layer) => Assert.Empty(Expect.Errors(Source.Network($"[Network(1, 8, 8), {layer}]")));

    [Theory]
    [InlineData(4, 5)]
    [InlineData(4, 6)]
    [InlineData(1, 7)]
    [InlineData(3, 10)]
    public void SmallestPadding_IsTheSmallest(int size, int kernel)
    {
        string message = Expect.Message(Source.Network($"[Network(1, {size}, {size}), Conv(2, {{|CNN0301:{kernel}|}})]"));
        int padding = int.Parse(message.Split(' ').Last(), System.Globalization.CultureInfo.InvariantCulture);
        Assert.Empty(Expect.Errors(Source.Network($"[Network(1, {size}, {size}), Conv(2, {kernel}, Padding = {padding})]")));
        Assert.Single(Expect.Errors(Source.Network($"[Network(1, {size}, {size}), Conv(2, {{|CNN0301:{kernel}|}}, Padding = {padding - 1})]")));
    }

    [Theory]
    [InlineData("MaxPool(2, {|CNN0302:Padding = 2|})", "Padding of maxpool1 is below the window's 2, or a window would see padding only; 2 came")]
    [InlineData("AvgPool(3, {|CNN0302:Padding = 4|})", "Padding of avgpool1 is below the window's 3, or a window would see padding only; 4 came")]
    [InlineData("MaxPool(2, 3, {|CNN0302:PaddingHeight = 2|})", "PaddingHeight of maxpool1 is below the window's 2, or a window would see padding only; 2 came")]
    [InlineData("MaxPool(2, 3, {|CNN0302:PaddingWidth = 3|})", "PaddingWidth of maxpool1 is below the window's 3, or a window would see padding only; 3 came")]
    [InlineData("MaxPool(3, {|CNN0302:PaddingLeft = 3|})", "PaddingLeft of maxpool1 is below the window's 3, or a window would see padding only; 3 came")]
    [InlineData("MaxPool(3, Padding = 1, {|CNN0302:PaddingBottom = 3|})", "PaddingBottom of maxpool1 is below the window's 3, or a window would see padding only; 3 came")]
    [InlineData("AvgPool(3, 1, {|CNN0302:Padding = 1|}, CountPadding = false)", "Padding of avgpool1 is below the window's 1, or a window would see padding only; 1 came")]
    public void PaddingPastWindow(string layer, string message) => Expects($"[Network(1, 8, 8), {layer}]", message);

    [Theory]
    [InlineData("ConvTranspose(2, 3, {|CNN0305:OutputPadding = 1|})", "OutputPadding of convtranspose1 is below the larger of its stride and its dilation, 1; 1 came")]
    [InlineData("ConvTranspose(2, 3, Stride = 2, {|CNN0305:OutputPadding = 2|})", "OutputPadding of convtranspose1 is below the larger of its stride and its dilation, 2; 2 came")]
    [InlineData("ConvTranspose(2, 3, StrideHeight = 4, Dilation = 2, {|CNN0305:OutputPaddingWidth = 3|}, OutputPadding = 3)", "OutputPaddingWidth of convtranspose1 is below the larger of its stride and its dilation, 2; 3 came")]
    [InlineData("ConvTranspose(2, 3, {|CNN0201:OutputPadding = -1|})", "OutputPadding of convtranspose1 is at least 0; -1 came")]
    [InlineData("ConvTranspose({|CNN0201:0|}, 3)", "filters of convtranspose1 is at least 1; 0 came")]
    [InlineData("ConvTranspose(3, 3, {|CNN0203:Groups = 2|})", "Groups of convtranspose1 divides channels and filters; 2 does not divide filters 3")]
    [InlineData("ConvTranspose(3, 3, {|CNN0202:UntiedBias = true|}, Bias = false)", "UntiedBias = true gives each output element of convtranspose1 a bias of its own, and Bias = false none: leave one of them out")]
    public void TransposedArguments(string layer, string message) => Expects($"[Network(4, 8, 8), {layer}]", message);

    [Theory]
    [InlineData("[Network(1, 1, 1), ConvTranspose(2, {|CNN0306:2|}, Padding = 1)]", "convtranspose1 would make 0 rows and 0 columns of its input of 1×1×1: padding takes that much off the output")]
    [InlineData("[Network(3, 2, 1), ConvTranspose(2, 3, {|CNN0306:kernelWidth: 1|}, Padding = 1, Stride = 2)]", "convtranspose1 would make 3 rows and -1 columns of its input of 3×2×1: padding takes that much off the output")]
    public void NothingLeft(string attributes, string message) => Expects(attributes, message);

    [Theory]
    [InlineData("ConvTranspose(2, 8, 1)")]
    [InlineData("ConvTranspose(2, 3, Padding = 1, Stride = 3, OutputPadding = 2)")]
    [InlineData("ConvTranspose(2, 2, Dilation = 3, OutputPadding = 2)")]
    [InlineData("ConvTranspose(2, 1, PaddingTop = 7)")]
    public void TransposedFits(string layer) => Assert.Empty(Expect.Errors(Source.Network($"[Network(1, 8, 8), {layer}]")));

    [Fact]
    public void PaddingPastWindow_IsSaidOfEachArgument() =>
        Assert.Equal(2, Expect.Errors(Source.Network("[Network(1, 8, 8), MaxPool(3, {|CNN0302:PaddingTop = 4|}, {|CNN0302:PaddingLeft = 3|})]")).Count);

    [Theory]
    [InlineData("MaxPool(2, Padding = 1)")]
    [InlineData("AvgPool(3, Padding = 2)")]
    [InlineData("MaxPool(3, 1, PaddingHeight = 2)")]
    [InlineData("Conv(2, 2, Padding = 2)")] // A convolution may see padding only.
    [InlineData("Conv(2, 1, Padding = 5)")]
    public void Padding_ThatIsFine(string layer) => Assert.Empty(Expect.Errors(Source.Network($"[Network(1, 8, 8), {layer}]")));

    [Theory]
    [InlineData("[{|CNN0303:Network(1000, 2000, 3000)|}, Dense(2)]", "The input would have 1000×2000×3000 numbers; an array holds at most 2,147,483,591")]
    [InlineData("[{|CNN0303:Network(2000000, Batch = 2000)|}, Dense(2)]", "The input would have 2000 × 2000000 numbers; an array holds at most 2,147,483,591")]
    [InlineData("[{|CNN0303:Network(2147483592)|}, Dense(1)]", "The input would have 2147483592 numbers; an array holds at most 2,147,483,591")]
    [InlineData(
        "[{|CNN0303:Network(2147483647, 2147483647, 2147483647, Batch = 2147483647)|}, Dense(2)]",
        "The input would have 2147483647 × 2147483647×2147483647×2147483647 numbers; an array holds at most 2,147,483,591")]
    [InlineData("[Network(1, 300, 300), {|CNN0303:Dense(100000)|}]", "The weight of dense1 would have 100000×90000 numbers; an array holds at most 2,147,483,591")]
    [InlineData("[Network(1, Batch = 100000), {|CNN0303:Dense(100000)|}]", "The output of dense1 would have 100000 × 100000 numbers; an array holds at most 2,147,483,591")]
    [InlineData("[Network(1, 1000, 1000), {|CNN0303:Conv(5000, 1)|}]", "The output of conv1 would have 5000×1000×1000 numbers; an array holds at most 2,147,483,591")]
    [InlineData("[Network(2000, 100, 100), {|CNN0303:Conv(20000, 9)|}]", "The weight of conv1 would have 20000×2000×9×9 numbers; an array holds at most 2,147,483,591")]
    [InlineData("[Network(3, 10, 10, Batch = 100), {|CNN0303:Conv(2, 3, Padding = 5000)|}]", "The padded input of conv1 would have 100 × 3×10010×10010 numbers; an array holds at most 2,147,483,591")]
    [InlineData("[Network(3, 10, 10), {|CNN0303:Conv(2, 3, Padding = 2147483647)|}]", "The padded input of conv1 would have 3×4294967304×4294967304 numbers; an array holds at most 2,147,483,591")]
    [InlineData("[Network(1, 1, 1), {|CNN0303:MaxPool(100000, Padding = 99999, Stride = 1)|}]", "The padded input of maxpool1 would have 199999×199999 numbers; an array holds at most 2,147,483,591")]
    [InlineData("[Network(2, 2, 2), {|CNN0303:AvgPool(65536, Padding = 65535)|}]", "The padded input of avgpool1 would have 2×131072×131072 numbers; an array holds at most 2,147,483,591")]
    [InlineData("[Network(1, 2, 2), {|CNN0303:MaxPool(2147483647, Padding = 2147483646, Stride = 2147483647)|}]", "The padded input of maxpool1 would have 4294967294×4294967294 numbers; an array holds at most 2,147,483,591")]
    [InlineData("[Network(1, 8, 8), {|CNN0303:Conv(2, 2147483647, Dilation = 2147483647)|}]", "The kernel of conv1 would have 2147483647×2147483647 numbers; an array holds at most 2,147,483,591")]
    [InlineData("[{|CNN0303:Network(1, 21213, 21213)|}, MaxPool(1), MaxPool(1), MaxPool(1), MaxPool(1), MaxPool(1), MaxPool(1)]", "The winners of all max pools would have 2,699,948,249 numbers; an array holds at most 2,147,483,591")]
    [InlineData("[{|CNN0303:Network(40000, ForwardOnly = true)|}, Dense(40000), Dense(40000)]", "All parameters together would have 3,200,080,000 numbers; an array holds at most 2,147,483,591")]
    [InlineData("[{|CNN0303:Network(30000, Batch = 30000)|}, ReLU, Softmax, Softmax]", "The activations of a batch would have 3,600,000,000 numbers; an array holds at most 2,147,483,591")]
    public void TooLarge(string attributes, string message) => Expects(attributes, message);

    [Theory]
    [InlineData("[Network(1, 300, 300), Conv(1, 1, Stride = 300)]")]
    [InlineData("[Network(1, 1, 4000, ForwardOnly = true), Conv(1, 1, 2003)]")]
    [InlineData("[Network(1, 200, 200, ForwardOnly = true), Conv(1, 197), MaxPool(4), Dense(1)]")]
    [InlineData("[Network(1, 300, 300), MaxPool(1, 300), AvgPool(300, 1)]")]
    public void LargeSizes_ButNoLargeText(string attributes) => Assert.InRange(GeneratorRun.Of(Source.Network(attributes)).Text.Length, 1, 100_000);

    [Theory]
    [InlineData("[Network(1, 4, 4), MaxPool(2, Stride = 2147483647), Conv(1, 1, Stride = 2147483647, Dilation = 2147483647)]")]
    [InlineData("[Network(1, 40000, 40000, ForwardOnly = true), Conv(1, 2, Dilation = 39999, Stride = 40000)]")]
    [InlineData("[Network(1, 40000, 50000, ForwardOnly = true), AvgPool(40000, 50000)]")]
    public void LargeNumbers_ThatFit(string attributes) => GeneratorRun.Of(new RunOptions { Checked = true }, Source.Network(attributes)).CompilesStrictly();

    [Theory]
    [InlineData("[Network(1, 4, 4), Dense(10), {|CNN0304:Conv(2, 3)|}]", "conv1", "10")]
    [InlineData("[Network(3), {|CNN0304:Conv(2, 3, Padding = 1)|}]", "conv1", "3")]
    [InlineData("[Network(2, 4, 4), Flatten, {|CNN0304:MaxPool(2)|}]", "maxpool1", "32")]
    [InlineData("[Network(1, 4, 4), Dense(8), ReLU, {|CNN0304:AvgPool(2, Name = \"late\")|}]", "late", "8")]
    [InlineData("[Network(1, 4, 4), Dense(8), {|CNN0304:GlobalAvgPool|}, Dense(2)]", "globalavgpool1", "8")]
    [InlineData("[Network(1, 4, 4), Dense(8), {|CNN0304:GlobalMaxPool|}]", "globalmaxpool1", "8")]
    [InlineData("[Network(1, 4, 4), GlobalMaxPool, Flatten, {|CNN0304:Conv(2, 9)|}]", "conv1", "1")]
    public void NotSpatial(string attributes, string layer, string features) => Expects(
        attributes,
        $"{layer} needs channels of positions, and its input is a list of {features} features: place it before the first Dense or Flatten, or a Reshape before it");

    [Theory]
    [InlineData("[Network(1, 4, 4), GlobalMaxPool, Conv(3, 1), MaxPool(1, 1), GlobalAvgPool, Dense(2)]")]
    [InlineData("[Network(1, 4, 4), ReLU, Softmax, Tanh, Conv(3, 1)]")]
    public void Spatial(string attributes) => Assert.Empty(Expect.Errors(Source.Network(attributes)));

    private static void Expects(string attributes, string message) => Assert.Equal(message, Expect.Message(Source.Network(attributes)));
}
