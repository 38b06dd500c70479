namespace CnnGen.Tests.WholeNetworks;

/// <summary>MLPerf Tiny's residual network for 32×32 pictures, without batch normalisation (He et al. 2016).</summary>
[Network(3, 32, 32, Batch = 8, InputGradient = false)]
[Conv(16, 3, Padding = 1), ReLU, Tap("in16")]
[Conv(16, 3, Padding = 1), ReLU, Conv(16, 3, Padding = 1), Add("in16"), ReLU, Tap("in32")]
[Conv(32, 1, Stride = 2), Tap("short32"), From("in32")]
[Conv(32, 3, Stride = 2, Padding = 1), ReLU, Conv(32, 3, Padding = 1), Add("short32"), ReLU, Tap("in64")]
[Conv(64, 1, Stride = 2), Tap("short64"), From("in64")]
[Conv(64, 3, Stride = 2, Padding = 1), ReLU, Conv(64, 3, Padding = 1), Add("short64"), ReLU]
[GlobalAvgPool]
[Dense(10)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class ResNet8;
