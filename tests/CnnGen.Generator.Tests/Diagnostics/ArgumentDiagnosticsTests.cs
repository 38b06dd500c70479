using System.Linq;
using CnnGen.Generator.Tests.Harness;
using Xunit;

namespace CnnGen.Generator.Tests.Diagnostics;

/// <summary>CNN02xx: what single arguments may be.</summary>
public sealed class ArgumentDiagnosticsTests
{
    [Theory]
    [InlineData("[Network({|CNN0201:0|}), Dense(2)]", "features of Network is at least 1; 0 came")]
    [InlineData("[Network({|CNN0201:features: -3|}), Dense(2)]", "features of Network is at least 1; -3 came")]
    [InlineData("[Network({|CNN0201:0|}, 8, 8), Conv(2, 3)]", "channels of Network is at least 1; 0 came")]
    [InlineData("[Network(1, {|CNN0201:-8|}, 8), Conv(2, 3)]", "height of Network is at least 1; -8 came")]
    [InlineData("[Network(1, 8, {|CNN0201:8 - 8|}), Conv(2, 3)]", "width of Network is at least 1; 0 came")]
    [InlineData("[Network(4, {|CNN0201:0|}), Dense(2)]", "length of Network is at least 1; 0 came")]
    [InlineData("[Network(3, {|CNN0201:Batch = 0|}), Dense(2)]", "Batch of Network is at least 1; 0 came")]
    [InlineData("[Network(3), Dense({|CNN0201:0|})]", "units of dense1 is at least 1; 0 came")]
    [InlineData("[Network(3), Dense(4), Dense({|CNN0201:units: int.MinValue|})]", "units of dense2 is at least 1; -2147483648 came")]
    [InlineData("[Network(1, 8, 8), Conv({|CNN0201:0|}, 3)]", "filters of conv1 is at least 1; 0 came")]
    [InlineData("[Network(1, 8, 8), Conv(2, {|CNN0201:0|})]", "kernel of conv1 is at least 1; 0 came")]
    [InlineData("[Network(1, 8, 8), Conv(2, {|CNN0201:0|}, 3)]", "kernelHeight of conv1 is at least 1; 0 came")]
    [InlineData("[Network(1, 8, 8), Conv(2, 3, {|CNN0201:-1|})]", "kernelWidth of conv1 is at least 1; -1 came")]
    [InlineData("[Network(1, 8, 8), Conv(2, 3, {|CNN0201:Groups = 0|})]", "Groups of conv1 is at least 1; 0 came")]
    [InlineData("[Network(1, 8, 8), Conv(2, 3, {|CNN0201:Dilation = 0|})]", "Dilation of conv1 is at least 1; 0 came")]
    [InlineData("[Network(1, 8, 8), Conv(2, 3, {|CNN0201:DilationWidth = -1|})]", "DilationWidth of conv1 is at least 1; -1 came")]
    [InlineData("[Network(1, 8, 8), MaxPool({|CNN0201:0|})]", "size of maxpool1 is at least 1; 0 came")]
    [InlineData("[Network(1, 8, 8), AvgPool({|CNN0201:0|}, 2)]", "height of avgpool1 is at least 1; 0 came")]
    [InlineData("[Network(1, 8, 8), AvgPool(2, {|CNN0201:0|})]", "width of avgpool1 is at least 1; 0 came")]
    public void TooSmall(string attributes, string message) => Expects(attributes, message);

    [Theory]
    [InlineData("Conv(2, 3, {|CNN0201:Stride = 0|})", "Stride of conv1 is at least 1; 0 came")]
    [InlineData("Conv(2, 3, {|CNN0201:StrideHeight = -2|})", "StrideHeight of conv1 is at least 1; -2 came")]
    [InlineData("Conv(2, 3, {|CNN0201:Stride = 0|}, StrideHeight = 1)", "Stride of conv1 is at least 1; 0 came")]
    [InlineData("Conv(2, 3, Stride = 1, {|CNN0201:StrideWidth = 0|})", "StrideWidth of conv1 is at least 1; 0 came")]
    [InlineData("MaxPool(2, {|CNN0201:Stride = 0|})", "Stride of maxpool1 is at least 1; 0 came")]
    [InlineData("AvgPool(2, {|CNN0201:StrideWidth = 0|})", "StrideWidth of avgpool1 is at least 1; 0 came")]
    [InlineData("Conv(2, 3, {|CNN0201:Padding = -1|})", "Padding of conv1 is at least 0; -1 came")]
    [InlineData("Conv(2, 3, {|CNN0201:PaddingHeight = -1|})", "PaddingHeight of conv1 is at least 0; -1 came")]
    [InlineData("Conv(2, 3, Padding = 1, {|CNN0201:PaddingTop = -1|})", "PaddingTop of conv1 is at least 0; -1 came")]
    [InlineData("MaxPool(2, {|CNN0201:Padding = -1|})", "Padding of maxpool1 is at least 0; -1 came")]
    [InlineData("AvgPool(2, {|CNN0201:PaddingRight = -1|})", "PaddingRight of avgpool1 is at least 0; -1 came")]
    [InlineData("Conv(2, 3, {|CNN0201:Stride = 0|}, Name = \"stem\")", "Stride of stem is at least 1; 0 came")]
    public void TooSmall_InItsForms(string layer, string message) => Expects($"[Network(1, 8, 8), {layer}]", message);

    [Theory]
    [InlineData("Conv(2, 3, Stride = 0, StrideHeight = 1, StrideWidth = 1)")]
    [InlineData("MaxPool(2, Padding = -1, PaddingHeight = 1, PaddingLeft = 0, PaddingRight = 1)")]
    [InlineData("Conv(2, 3, Dilation = -1, DilationHeight = 1, DilationWidth = 2)")]
    public void Overridden_IsNotRead(string layer) => Assert.Empty(Expect.Errors(Source.Network($"[Network(1, 8, 8), {layer}]")));

    [Theory]
    [InlineData("[Network({|CNN0201:0|}, {|CNN0201:-8|}, 8, {|CNN0201:Batch = 0|}), Conv(2, 3)]", 3)]
    [InlineData("[Network(1, 8, 8), Conv({|CNN0201:0|}, {|CNN0201:0|})]", 2)]
    [InlineData("[Network(1, 8, 8), Conv(2, {|CNN0201:0|}, {|CNN0201:0|})]", 2)]
    [InlineData("[Network(1, 8, 8), Conv(2, 3, {|CNN0201:Stride = 0|}, {|CNN0201:Padding = -1|})]", 2)]
    public void Each_IsSaid(string attributes, int count) => Assert.Equal(count, Expect.Errors(Source.Network(attributes)).Count);

    [Fact]
    public void Constants_AreUnderlinedAsWritten() => Assert.Equal(
        "units of dense1 is at least 1; -2 came",
        Expect.Message(
            "using CnnGen; [Network(3), Dense({|CNN0201:Sizes.Hidden|})] public partial class Net { } public static class Sizes { public const int Hidden = -2; }"));

    [Fact]
    public void BiasConflict() => Expects(
        "[Network(1, 8, 8), Conv(2, 3, Bias = false, {|CNN0202:UntiedBias = true|})]",
        "UntiedBias = true gives each output element of conv1 a bias of its own, and Bias = false none: leave one of them out");

    [Theory]
    [InlineData("Bias = false")]
    [InlineData("Bias = false, UntiedBias = false")]
    [InlineData("Bias = true, UntiedBias = true")]
    public void Biases_ThatAgree(string arguments) => Assert.Empty(Expect.Errors(Source.Network($"[Network(1, 8, 8), Conv(2, 3, {arguments})]")));

    [Theory]
    [InlineData("[Network(3, 8, 8), Conv(4, 3, {|CNN0203:Groups = 2|})]", "Groups of conv1 divides channels and filters; 2 does not divide channels 3")]
    [InlineData("[Network(4, 8, 8), Conv(6, 3, {|CNN0203:Groups = 4|})]", "Groups of conv1 divides channels and filters; 4 does not divide filters 6")]
    [InlineData("[Network(6, 8, 8), GroupNorm({|CNN0203:4|})]", "Groups of groupnorm1 divides channels; 4 does not divide channels 6")]
    [InlineData("[Network(9), GroupNorm({|CNN0203:2|}, Affine = false)]", "Groups of groupnorm1 divides features; 2 does not divide features 9")]
    [InlineData("[Network(3, 8, 8), Conv(5, 3, {|CNN0203:Groups = 2|})]", "Groups of conv1 divides channels and filters; 2 does not divide filters 5")]
    [InlineData("[Network(4, 8, 8), Conv(2, 3, {|CNN0203:Groups = 4|})]", "Groups of conv1 divides channels and filters; 4 does not divide filters 2")]
    public void GroupsDoNotDivide(string attributes, string message) => Expects(attributes, message);

    [Fact]
    public void Groups_ThatDivide() =>
        Assert.Empty(Expect.Errors(Source.Network("[Network(4, 8, 8), Conv(8, 3, Groups = 4), Conv(2, 3, Groups = 2), Conv(4, 1, Groups = 1)]")));

    [Theory]
    [InlineData("LeakyReLU({|CNN0204:double.NaN|})", "slope of leakyrelu1 is a finite number; NaN came")]
    [InlineData("LeakyReLU({|CNN0204:slope: 1 / 0.0|})", "slope of leakyrelu1 is a finite number; infinity came")]
    [InlineData("LeakyReLU({|CNN0204:double.NegativeInfinity|})", "slope of leakyrelu1 is a finite number; -infinity came")]
    [InlineData("Clip(0, {|CNN0204:0|})", "maximum of clip1 is a number above the minimum, 0; 0 came")]
    [InlineData("Clip(1, {|CNN0204:maximum: -1|})", "maximum of clip1 is a number above the minimum, 1; -1 came")]
    [InlineData("Clip(1, {|CNN0204:1 + 1e-12|})", "maximum of clip1 is a number above the minimum, 1, in single precision too; 1.000000000001 came")]
    [InlineData("Clip({|CNN0204:double.NaN|}, 0)", "minimum of clip1 is a finite number; NaN came")]
    [InlineData("Clip(0, {|CNN0204:double.PositiveInfinity|})", "maximum of clip1 is a finite number; infinity came")]
    [InlineData("HardSigmoid({|CNN0204:Slope = double.NaN|})", "Slope of hardsigmoid1 is a finite number; NaN came")]
    [InlineData("HardSigmoid({|CNN0204:Offset = -1 / 0.0|})", "Offset of hardsigmoid1 is a finite number; -infinity came")]
    [InlineData("ELU({|CNN0204:double.NaN|})", "alpha of elu1 is a finite number; NaN came")]
    [InlineData("LeakyReLU({|CNN0204:-1e300|})", "slope of leakyrelu1 is a finite number that single precision holds; -1E+300 came")]
    [InlineData("Dropout({|CNN0204:-0.1|})", "rate of dropout1 is a number of at least 0 and at most 1; -0.1 came")]
    [InlineData("Dropout({|CNN0204:rate: 1.5|})", "rate of dropout1 is a number of at least 0 and at most 1; 1.5 came")]
    [InlineData("Dropout({|CNN0204:double.NaN|})", "rate of dropout1 is a number of at least 0 and at most 1; NaN came")]
    [InlineData("BatchNorm({|CNN0204:Momentum = 2|})", "Momentum of batchnorm1 is a number of at least 0 and at most 1; 2 came")]
    [InlineData("LayerNorm({|CNN0204:Epsilon = -1|})", "Epsilon of layernorm1 is a finite number above 0; -1 came")]
    [InlineData("GroupNorm(1, {|CNN0204:Epsilon = double.NaN|})", "Epsilon of groupnorm1 is a finite number above 0; NaN came")]
    [InlineData("BatchNorm({|CNN0204:Epsilon = 0|})", "Epsilon of batchnorm1 is a finite number above 0; 0 came")]
    [InlineData("Normalize({|CNN0204:double.NaN|}, 1)", "mean of normalize1 is a finite number; NaN came")]
    [InlineData("Normalize({|CNN0204:1e39|}, 1)", "mean of normalize1 is a finite number that single precision holds; 1E+39 came")]
    [InlineData("Normalize(0, {|CNN0204:deviation: 0|})", "deviation of normalize1 is a finite number above 0; 0 came")]
    [InlineData("Normalize(0, {|CNN0204:-1|})", "deviation of normalize1 is a finite number above 0; -1 came")]
    [InlineData("Normalize(0, {|CNN0204:1e-40|})", "deviation of normalize1 is a finite number above 0 that single precision holds, and its inverse too; 1E-40 came")]
    [InlineData("Normalize(new double[] { 0, 1 }, {|CNN0204:new double[] { 1, double.NaN }|})", "deviation of normalize1 is a finite number above 0; NaN came")]
    [InlineData("Sgd({|CNN0204:Momentum = 1e39|})", "Momentum of Sgd is a finite number of at least 0 that single precision holds; 1E+39 came")]
    [InlineData("Sgd({|CNN0204:Momentum = -0.9|})", "Momentum of Sgd is a finite number of at least 0; -0.9 came")]
    [InlineData("Sgd({|CNN0204:Momentum = -1|})", "Momentum of Sgd is a finite number of at least 0; -1 came")]
    [InlineData("Sgd({|CNN0204:Momentum = double.NaN|})", "Momentum of Sgd is a finite number of at least 0; NaN came")]
    [InlineData("Sgd(Momentum = 0.9, {|CNN0204:WeightDecay = -1e-4|})", "WeightDecay of Sgd is a finite number of at least 0; -0.0001 came")]
    [InlineData("Sgd({|CNN0204:WeightDecay = double.PositiveInfinity|})", "WeightDecay of Sgd is a finite number of at least 0; infinity came")]
    [InlineData("Adam({|CNN0204:Beta1 = 1|})", "Beta1 of Adam is a number of at least 0 and below 1; 1 came")]
    [InlineData("Adam(Beta1 = 0.5, {|CNN0204:Beta2 = -0.1|})", "Beta2 of Adam is a number of at least 0 and below 1; -0.1 came")]
    [InlineData("AdamW({|CNN0204:Beta2 = double.NaN|})", "Beta2 of AdamW is a number of at least 0 and below 1; NaN came")]
    [InlineData("AdamW({|CNN0204:Beta2 = 0.9999999999|})", "Beta2 of AdamW is a number of at least 0 and below 1 in single precision; 0.9999999999 came")]
    [InlineData("AdamW({|CNN0204:Epsilon = 0|})", "Epsilon of AdamW is a finite number above 0; 0 came")]
    [InlineData("AdamW({|CNN0204:WeightDecay = -0.1|})", "WeightDecay of AdamW is a finite number of at least 0; -0.1 came")]
    [InlineData("RMSProp({|CNN0204:Alpha = double.PositiveInfinity|})", "Alpha of RMSProp is a number of at least 0 and below 1; infinity came")]
    [InlineData("RMSProp({|CNN0204:Epsilon = 1e-60|})", "Epsilon of RMSProp is a finite number above 0 that single precision holds; 1E-60 came")]
    [InlineData("RMSProp({|CNN0204:Epsilon = double.NaN|})", "Epsilon of RMSProp is a finite number above 0; NaN came")]
    [InlineData("RMSProp({|CNN0204:Momentum = -0.9|})", "Momentum of RMSProp is a finite number of at least 0; -0.9 came")]
    [InlineData("Sgd({|CNN0204:ClipNorm = -1|})", "ClipNorm of Sgd is a finite number of at least 0; -1 came")]
    [InlineData("AdamW({|CNN0204:ClipNorm = double.NaN|})", "ClipNorm of AdamW is a finite number of at least 0; NaN came")]
    [InlineData("RMSProp({|CNN0204:ClipNorm = double.PositiveInfinity|})", "ClipNorm of RMSProp is a finite number of at least 0; infinity came")]
    [InlineData("SoftmaxCrossEntropy({|CNN0204:LabelSmoothing = 1|})", "LabelSmoothing of SoftmaxCrossEntropy is a number of at least 0 and below 1; 1 came")]
    [InlineData("SoftmaxCrossEntropy({|CNN0204:LabelSmoothing = -0.1|})", "LabelSmoothing of SoftmaxCrossEntropy is a number of at least 0 and below 1; -0.1 came")]
    [InlineData("SoftmaxCrossEntropy({|CNN0204:LabelSmoothing = double.NaN|})", "LabelSmoothing of SoftmaxCrossEntropy is a number of at least 0 and below 1; NaN came")]
    [InlineData("SoftmaxCrossEntropy({|CNN0204:LabelSmoothing = 0.9999999999|})", "LabelSmoothing of SoftmaxCrossEntropy is a number of at least 0 and below 1 in single precision; 0.9999999999 came")]
    [InlineData("SoftmaxCrossEntropy({|CNN0204:Weights = new[] { 1, -0.5 }|})", "Weights of SoftmaxCrossEntropy is a finite number of at least 0; -0.5 came")]
    [InlineData("SoftmaxCrossEntropy({|CNN0204:Weights = new[] { double.NaN, 1 }|})", "Weights of SoftmaxCrossEntropy is a finite number of at least 0; NaN came")]
    [InlineData("SoftmaxCrossEntropy({|CNN0204:Weights = new[] { 1, 1 / 0.0 }|})", "Weights of SoftmaxCrossEntropy is a finite number of at least 0; infinity came")]
    [InlineData("SoftmaxCrossEntropy({|CNN0204:Weights = new[] { 1, 1e39 }|})", "Weights of SoftmaxCrossEntropy is a finite number of at least 0 that single precision holds; 1E+39 came")]
    [InlineData("SoftmaxCrossEntropy({|CNN0204:Weights = new double[] { 0, 0 }|})", "Weights of SoftmaxCrossEntropy is above 0 for one class at least; 0 came")]
    [InlineData("SoftmaxCrossEntropy({|CNN0204:Weights = new[] { 0, 1e-60 }|})", "Weights of SoftmaxCrossEntropy is above 0 for one class at least; 0 came")]
    public void OutOfRange(string attribute, string message) => Expects($"[Network(3), Dense(2), {attribute}]", message);

    [Theory]
    [InlineData("[Network(3), Normalize(new[] { 0.5, 1, 2 }, {|CNN0209:new double[] { 1 }|})]", "deviation of normalize1 has 1 number, and its input 3 has 3 features: give one number for each, or a single one without an array")]
    [InlineData("[Network(2, 4, 4), Normalize({|CNN0209:new double[0]|}, new[] { 1.0, 2 }, Name = \"scaled\")]", "mean of scaled has 0 numbers, and its input 2×4×4 has 2 channels: give one number for each, or a single one without an array")]
    [InlineData("[Network(1, 4, 4), Normalize({|CNN0209:null!|}, new[] { 1.0 })]", "mean of normalize1 has 0 numbers, and its input 1×4×4 has 1 channel: give one number for each, or a single one without an array")]
    [InlineData("[Network(3), Dense(2), SoftmaxCrossEntropy({|CNN0209:Weights = new double[] { 1, 2, 3 }|})]", "Weights of SoftmaxCrossEntropy has 3 numbers, and its input 2 has 2 classes: give one number for each")]
    [InlineData("[Network(3, 4, 4), Conv(5, 2), SoftmaxCrossEntropy({|CNN0209:Weights = new[] { 1.0 }|}, LabelSmoothing = 0.1)]", "Weights of SoftmaxCrossEntropy has 1 number, and its input 5×3×3 has 5 classes: give one number for each")]
    [InlineData("[Network(3), Dense(2), SoftmaxCrossEntropy({|CNN0209:Weights = null|})]", "Weights of SoftmaxCrossEntropy has 0 numbers, and its input 2 has 2 classes: give one number for each")]
    public void WrongCounts(string attributes, string message) => Expects(attributes, message);

    [Theory]
    [InlineData("LeakyReLU(-0.5)")]
    [InlineData("LeakyReLU(0)")]
    [InlineData("LeakyReLU(1e-30)")]
    [InlineData("LeakyReLU(1e-60)")]
    [InlineData("Sgd(Momentum = 0, WeightDecay = 0)")]
    [InlineData("Sgd(Momentum = 1.5)")]
    [InlineData("Adam(Beta1 = 0, Beta2 = 0)")]
    [InlineData("AdamW(Beta1 = 0.99, Epsilon = 1e-30, WeightDecay = 0)")]
    [InlineData("RMSProp(Alpha = 0, Momentum = 1.5)")]
    [InlineData("Adam(ClipNorm = 0, DecayAll = false)")]
    [InlineData("Sgd(ClipNorm = 1e-300, WeightDecay = 0.1, DecayAll = true)")]
    [InlineData("SoftmaxCrossEntropy(LabelSmoothing = 0, Weights = new double[] { 0, 1 }, IgnoreIndex = 1)")]
    [InlineData("SoftmaxCrossEntropy(LabelSmoothing = 0.999, IgnoreIndex = int.MinValue)")]
    public void InRange(string attribute) => Assert.Empty(Expect.Errors(Source.Network($"[Network(3), Dense(2), {attribute}]")));

    [Fact]
    public void InRange_OfDoublePrecision() =>
        Assert.Empty(
            Expect.Errors(Source.Network("[Network(3, Scalar = Scalar.Double), Dense(2), LeakyReLU(-1e300), Sgd(Momentum = 5e-324, WeightDecay = 1e300)]")));

    [Theory]
    [InlineData("Sgd({|CNN0205:Nesterov = true|})")]
    [InlineData("Sgd(Momentum = 0, {|CNN0205:Nesterov = true|}, WeightDecay = 0.1)")]
    public void NesterovWithoutMomentum(string optimizer) =>
        Expects($"[Network(3), Dense(2), {optimizer}]", "Nesterov = true looks ahead along the momentum, and Momentum is 0: give it a Momentum, such as 0.9");

    [Theory]
    [InlineData("Sgd(Nesterov = true, Momentum = 0.9)")]
    [InlineData("Sgd(Nesterov = false)")]
    public void Nesterov_ThatIsFine(string optimizer) => Assert.Empty(Expect.Errors(Source.Network($"[Network(3), Dense(2), {optimizer}]")));

    [Theory]
    [InlineData("Scalar = (Scalar)2", "2")]
    [InlineData("Scalar = (Scalar)(-1)", "-1")]
    public void UnknownScalar(string argument, string value) =>
        Expects($"[Network(3, {{|CNN0206:{argument}|}}), Dense(2)]", $"Scalar is Scalar.Single or Scalar.Double; {value} came");

    [Theory]
    [InlineData("Dense(2, {|CNN0230:Init = (Init)6|})", "dense1", "6")]
    [InlineData("Conv(2, 3, {|CNN0230:Init = (Init)(-1)|}, Name = \"stem\")", "stem", "-1")]
    public void UnknownInit(string layer, string name, string value) =>
        Expects($"[Network(3, 4, 4), {layer}]", $"Init of {name} is Init.Default, He, HeUniform, Xavier, XavierUniform or Zero; {value} came");

    [Theory]
    [InlineData("Padding = 1")]
    [InlineData("Padding = 0")]
    [InlineData("PaddingWidth = 2")]
    [InlineData("PaddingTop = 1")]
    public void SameWithPadding(string padding) => Expects(
        $"[Network(3, 4, 4), Conv(2, 3, {padding}, {{|CNN0233:Same = true|}})]",
        $"Same = true gives conv1 the padding that keeps its input's size, and {padding.Split(' ')[0]} another: leave one of them out");

    [Theory]
    [InlineData("Conv(2, 3, {|CNN0234:StrideWidth = 2|})", "StrideWidth of conv1 is for rows and columns, and its input of 3×20 has channels of positions along one axis: write Stride")]
    [InlineData("Conv(2, {|CNN0234:3|}, 1)", "kernelHeight of conv1 is for rows and columns, and its input of 3×20 has channels of positions along one axis: write one kernel")]
    [InlineData("Conv(2, 3, {|CNN0234:PaddingTop = 2|})", "PaddingTop of conv1 is for rows and columns, and its input of 3×20 has channels of positions along one axis: write Padding, PaddingLeft or PaddingRight")]
    [InlineData("MaxPool({|CNN0234:1|}, 2)", "height of maxpool1 is for rows and columns, and its input of 3×20 has channels of positions along one axis: write one size")]
    [InlineData("AvgPool(2, {|CNN0234:PaddingWidth = 1|})", "PaddingWidth of avgpool1 is for rows and columns, and its input of 3×20 has channels of positions along one axis: write Padding, PaddingLeft or PaddingRight")]
    [InlineData("ConvTranspose(2, 3, Stride = 2, {|CNN0234:OutputPaddingWidth = 1|})", "OutputPaddingWidth of convtranspose1 is for rows and columns, and its input of 3×20 has channels of positions along one axis: write OutputPadding")]
    public void OfTwoAxes(string layer, string message) => Expects($"[Network(3, 20), {layer}]", message);

    [Theory]
    [InlineData("Network(4, {|CNN0235:MaxBytes = 5_127|})", "5,128 bytes to train, and MaxBytes is 5,127; the largest parts are parameters 1,600, gradients 1,600, Dense1Output 64: ForwardOnly = true takes 2,704")]
    [InlineData("Network(4, {|CNN0235:MaxBytes = 1|}, ForwardOnly = true)", "2,704 bytes to infer, and MaxBytes is 1; the largest parts are parameters 1,600, Dense1Output 64, Relu2Output 64: smaller layers take less")]
    [InlineData("Network(4, Batch = 2, {|CNN0235:MaxBytes = 3_023|}, ForwardOnly = true)", "3,024 bytes to infer, and MaxBytes is 3,023; the largest parts are parameters 1,600, Dense1Output 128, Relu2Output 128: a smaller Batch takes less")]
    public void TooManyBytes(string network, string message) => Expects($"[{network}, Dense(16), ReLU, Dense(16), ReLU, Dense(2)]", $"Net takes {message}");

    // As many as there are is not too many, and what is no limit is none.
    [Theory]
    [InlineData("MaxBytes = 5128")]
    [InlineData("MaxBytes = 0")]
    [InlineData("MaxBytes = 1L << 40")]
    [InlineData("MaxBytes = 2704, ForwardOnly = true")]
    public void FewEnoughBytes(string limit) => Assert.Empty(Expect.Errors(Source.Network($"[Network(4, {limit}), Dense(16), ReLU, Dense(16), ReLU, Dense(2)]")));

    [Fact]
    public void NegativeMaxBytes() => Expects("[Network(3, {|CNN0201:MaxBytes = -1|}), Dense(2)]", "MaxBytes of Network is at least 0; -1 came");

    [Fact]
    public void UnknownUpsampleMode() => Expects(
        "[Network(3, 4, 4), Upsample(2, {|CNN0230:Mode = (UpsampleMode)2|})]", "Mode of upsample1 is UpsampleMode.Nearest or Bilinear; 2 came");

    [Fact]
    public void UpsamplingByNothing() => Expects("[Network(3, 4, 4), Upsample({|CNN0201:0|})]", "factor of upsample1 is at least 1; 0 came");

    [Theory]
    [InlineData("Dense(2, {|CNN0231:BiasOnly = true|}, Frozen = true)", "Frozen = true trains nothing of dense1, and BiasOnly = true its bias: leave one of them out")]
    [InlineData("Conv(2, 3, Frozen = true, {|CNN0231:BiasOnly = true|}, Bias = false)", "Frozen = true trains nothing of conv1, and BiasOnly = true its bias: leave one of them out")]
    [InlineData("LayerNorm({|CNN0232:BiasOnly = true|}, Affine = false)", "BiasOnly = true trains nothing of layernorm1 but its bias, and Affine = false leaves it none: Frozen = true trains nothing")]
    [InlineData("BatchNorm({|CNN0232:BiasOnly = true|}, Affine = false)", "BiasOnly = true trains nothing of batchnorm1 but its bias, and Affine = false leaves it none: Frozen = true trains nothing")]
    [InlineData("Conv(2, 3, {|CNN0232:BiasOnly = true|}, Bias = false)", "BiasOnly = true trains nothing of conv1 but its bias, and Bias = false leaves it none: Frozen = true trains nothing")]
    public void FrozenAndNot(string layer, string message) => Expects($"[Network(3, 4, 4), {layer}]", message);

    [Theory]
    [InlineData("Dense(2, Frozen = true, BiasOnly = false, Bias = false, Init = Init.Zero)")]
    [InlineData("Conv(2, 3, BiasOnly = true, UntiedBias = true, Init = Init.He)")]
    [InlineData("Conv(2, 3, Frozen = false, BiasOnly = true)")]
    public void FrozenAndFine(string layer) => Assert.Empty(Expect.Errors(Source.Network($"[Network(3, 4, 4), {layer}]")));

    [Fact]
    public void NetworkAttribute_ReportsAll() => Assert.Equal(
        ["CNN0201", "CNN0206"],
        Expect.Errors(Source.Network("[Network(3, {|CNN0201:Batch = 0|}, {|CNN0206:Scalar = (Scalar)7|}), Dense(2)]")).Select(error => error.Id).Order());

    private static void Expects(string attributes, string message) => Assert.Equal(message, Expect.Message(Source.Network(attributes)));
}
