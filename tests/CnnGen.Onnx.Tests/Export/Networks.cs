namespace CnnGen.Onnx.Tests.Export;

// Together they have every kind of layer, with every option that decides what it computes.
[Network(3, 11, 9, Batch = 3, ForwardOnly = true)]
[Conv(8, 3, Padding = 1), ReLU]
[Conv(8, 3, 2, StrideHeight = 2, PaddingTop = 1, PaddingLeft = 1, Groups = 2, Bias = false), ReLU6]
[Conv(6, 3, Stride = 2, Same = true), LeakyReLU(0.1)]
[Conv(4, 2, DilationHeight = 2, Padding = 1, PaddingBottom = 0, UntiedBias = true)]
internal sealed partial class Convolutions { }

[Network(4, 5, 4, Batch = 3, ForwardOnly = true)]
[ConvTranspose(6, 3, Stride = 2, Padding = 1, OutputPadding = 1, Groups = 2), Sigmoid]
[ConvTranspose(3, 2, 3, Dilation = 2, PaddingTop = 1, PaddingRight = 1, Bias = false), Tanh]
[ConvTranspose(2, 2, StrideWidth = 2, OutputPaddingWidth = 1, UntiedBias = true)]
internal sealed partial class Transposed { }

[Network(2, 9, 8, Batch = 3, ForwardOnly = true)]
[MaxPool(3, Stride = 2, PaddingTop = 1, PaddingLeft = 1), AvgPool(2, 3, Stride = 1, Padding = 1), Tap("all")]
[AvgPool(3, Stride = 1, Padding = 1, CountPadding = false), Output("counted")]
[From("all"), AvgPool(3, StrideWidth = 2, PaddingBottom = 2, PaddingRight = 1, CountPadding = false), Output("uneven")]
[From("all"), MaxPool(2), Output("tiled")]
[From("all"), GlobalAvgPool, Output("mean")]
[From("all"), GlobalMaxPool, Output("most")]
internal sealed partial class Pools { }

[Network(3, 4, 5, Batch = 3, ForwardOnly = true)]
[Tap("image"), Dense(7), Tanh, Dense(5, Bias = false), Softmax, Flatten, Output("implicit")]
[From("image"), Flatten, Dense(4), Output("explicit")]
internal sealed partial class DenseLayers { }

[Network(4, 3, 5, Batch = 3, ForwardOnly = true)]
[Tap("x"), ReLU, Output("relu")]
[From("x"), ReLU6, Output("relu6")]
[From("x"), LeakyReLU, Output("leaky")]
[From("x"), PReLU, Output("prelu")]
[From("x"), PReLU(Channels = true), Output("prelus")]
[From("x"), ELU(0.7), Output("elu")]
[From("x"), SELU, Output("selu")]
[From("x"), Sigmoid, Output("sigmoid")]
[From("x"), Tanh, Output("tanh")]
[From("x"), SiLU, Output("silu")]
[From("x"), GELU, Output("gelu")]
[From("x"), GELU(Tanh = true), Output("tanhs")]
[From("x"), Mish, Output("mish")]
[From("x"), Softplus, Output("softplus")]
[From("x"), HardSwish, Output("swish")]
[From("x"), HardSigmoid, Output("hard")]
[From("x"), HardSigmoid(Slope = 0.3, Offset = 0.4), Output("harder")]
[From("x"), Clip(-0.5, 1.25), Output("clip")]
[From("x"), Square, Output("square")]
[From("x"), Sign, Output("sign")]
[From("x"), Softmax, Output("softmax")]
internal sealed partial class Functions { }

[Network(6, 4, 3, Batch = 3)]
[Tap("x"), BatchNorm(Epsilon = 0.01), Output("norm")]
[From("x"), BatchNorm(Affine = false), Output("bare")]
[From("x"), LayerNorm(Epsilon = 0.02), Output("layer")]
[From("x"), LayerNorm(Affine = false), Output("layers")]
[From("x"), GroupNorm(3), Output("group")]
[From("x"), GroupNorm(2, Affine = false, Epsilon = 0.1), Output("groups")]
[From("x"), GroupNorm(6), Output("instance")]
[From("x"), Normalize(0.5, 2), Output("normal")]
[From("x"), Normalize(new[] { 0.1, 0.2, 0.3, 0.4, 0.5, 0.6 }, 0.5), Output("normals")]
[From("x"), Scale(-2, 0.5), Output("scale")]
[From("x"), Scale(new[] { 1, 2, 3.5, 4, 5, 6 }, new[] { 0.1, 0.2, 0.3, 0.4, 0.5, 0.6 }), Dropout(0.5), Output("scales")]
internal sealed partial class Norms { }

[Network(8, Batch = 3)]
[Tap("x"), BatchNorm, Output("norm")]
[From("x"), LayerNorm, Output("layer")]
[From("x"), GroupNorm(2), Output("group")]
[From("x"), GroupNorm(4, Affine = false), Output("groups")]
[From("x"), Normalize(new[] { 1.0, 2, 3, 4, 5, 6, 7, 8 }, new[] { 1.0, 2, 3, 4, 5, 6, 7, 8 }), PReLU(Channels = true), Output("normal")]
[From("x"), Slice(3, 2), PadChannels(0, 3), Softmax, Output("part")]
[From("x"), Reshape(2, 2, 2), Output("image")]
internal sealed partial class Features { }

[Network(8, 4, 6, Batch = 3, ForwardOnly = true)]
[Tap("x"), Pad(1), Output("zero")]
[From("x"), Pad(0, PaddingTop = 2, PaddingLeft = 1, Mode = PadMode.Reflect), Output("reflect")]
[From("x"), Pad(1, PaddingRight = 3, Mode = PadMode.Replicate), Output("replicate")]
[From("x"), Pad(0, PaddingTop = 1, PaddingBottom = 2, PaddingRight = 3, Mode = PadMode.Circular), Output("circular")]
[From("x"), PadChannels(1, 2), Output("channels")]
[From("x"), Crop(1), Output("crop")]
[From("x"), Crop(0, Top = 1, Right = 2), Output("crops")]
[From("x"), Slice(2, 3), Output("slice")]
[From("x"), PixelShuffle(2), Output("pixels")]
[From("x"), ChannelShuffle(4), Output("shuffle")]
[From("x"), Reshape(4, 8, 6), Output("reshape")]
[From("x"), Reshape(16, 12), Output("line")]
[From("x"), Upsample(3), Output("nearest")]
[From("x"), Upsample(3, Mode = UpsampleMode.Bilinear), Output("linear")]
internal sealed partial class Movements { }

[Network(6, 10, Batch = 3, ForwardOnly = true)]
[Tap("x"), Conv(4, 3, Stride = 2, PaddingLeft = 2, Dilation = 2, Groups = 2), Output("conv")]
[From("x"), Conv(4, 3, Same = true, UntiedBias = true), Output("untied")]
[From("x"), ConvTranspose(4, 3, Stride = 2, PaddingRight = 1, OutputPadding = 1), Output("transposed")]
[From("x"), MaxPool(3, Stride = 2, Padding = 1), AvgPool(2, PaddingLeft = 1, CountPadding = false), Output("pools")]
[From("x"), GlobalAvgPool, Output("mean")]
[From("x"), GlobalMaxPool, Output("most")]
[From("x"), BatchNorm, PReLU(Channels = true), Output("norm")]
[From("x"), GroupNorm(2), LayerNorm, Softmax, Output("norms")]
[From("x"), Scale(new[] { 1.0, 2, 3, 4, 5, 6 }, 0.5), Output("scale")]
[From("x"), Pad(2, PaddingRight = 0, Mode = PadMode.Circular), Pad(1, Mode = PadMode.Reflect), Pad(1), Crop(2, Left = 0), Output("pads")]
[From("x"), PadChannels(1, 1), Slice(0, 4), Output("channels")]
[From("x"), PixelShuffle(3), Output("pixels")]
[From("x"), ChannelShuffle(3), Output("shuffle")]
[From("x"), Reshape(3, 4, 5), Output("image")]
[From("x"), Upsample(2), Output("nearest")]
[From("x"), Upsample(3, Mode = UpsampleMode.Bilinear), Output("linear")]
[From("x"), Dense(3), Output("dense")]
internal sealed partial class Lines { }

[Network(4, 5, 5, Batch = 3, ForwardOnly = true)]
[Input("side", 2, 5, 5), Input("gate", 4, 1, 1), Input("facts", 3)]
[Tap("start"), Conv(4, 3, Padding = 1), Tap("sums"), Add("start"), ReLU, Multiply("gate"), Concat("side"), Output("all")]
[From("gate"), Add("sums"), Multiply("start"), Add("sums"), Output("most")]
[From("facts"), Dense(2), Concat("facts"), Output("told")]
internal sealed partial class Joins { }

[Network(3, 6, Batch = 3, ForwardOnly = true)]
[Tap("x"), GRU(5), Output("states")]
[From("x"), GRU(4, Bias = false, Last = true), Output("state")]
[From("x"), LSTM(5), LSTM(4, Bias = false), Output("cells")]
[From("x"), LSTM(3, Last = true), Dense(2), Output("last")]
internal sealed partial class Sequences { }

[Network(3, 6, Batch = 3, ForwardOnly = true)]
[Input("memory", 5)]
[GRU(5, State = "memory", Last = true)]
internal sealed partial class Remembering { }

[Network(3, 6, Batch = 3, ForwardOnly = true)]
[Input("memory", 8), Input("more", 5)]
[LSTM(4, State = "memory", Bias = false), GRU(5, State = "more"), Dense(2)]
internal sealed partial class Remembered { }

[Network(3, Batch = 3, Scalar = Scalar.Double, ForwardOnly = true)]
[Dense(4), Tanh, Normalize(0.1, 3), Dense(2), Softmax]
internal sealed partial class InDouble { }

// Layers called as inputs are, an output too, one tensor as two outputs, an input as another.
[Network(3, Batch = 3, ForwardOnly = true)]
[Input("speed", 3)]
[Tap("start"), Dense(3, Name = "speed"), Add("speed"), Output("first"), Output("second")]
[From("start"), Dense(3, Name = "input"), Add("start"), Output("input")]
[From("speed"), Output("same")]
internal sealed partial class Names { }

[Network(4, Batch = 3, ForwardOnly = true)]
[Dense(3, Name = "first"), GELU, Dense(2), SiLU]
internal sealed partial class Gated { }

[Network(1, 12, 12, Batch = 3)]
[Conv(4, 3), BatchNorm, ReLU, MaxPool(2)]
[Conv(8, 3, Padding = 1, Bias = false), LeakyReLU(0.2), Dropout(0.3)]
[Dense(6), Tanh, Dense(3)]
[SoftmaxCrossEntropy]
internal sealed partial class Trained { }
