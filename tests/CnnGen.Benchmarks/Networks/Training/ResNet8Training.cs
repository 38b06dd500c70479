namespace CnnGen.Benchmarks.Networks;

/// <summary><see cref="ResNet8Training"/> for one sample a step.</summary>
[Network(3, 32, 32, Batch = 1, InputGradient = false)]
[Conv(16, 3, Padding = 1), ReLU, Tap("in16")]
[Conv(16, 3, Padding = 1), ReLU, Conv(16, 3, Padding = 1), Add("in16"), ReLU, Tap("in32")]
[Conv(32, 1, Stride = 2), Tap("short32"), From("in32"), Conv(32, 3, Stride = 2, Padding = 1), ReLU, Conv(32, 3, Padding = 1), Add("short32"), ReLU, Tap("in64")]
[Conv(64, 1, Stride = 2), Tap("short64"), From("in64"), Conv(64, 3, Stride = 2, Padding = 1), ReLU, Conv(64, 3, Padding = 1), Add("short64"), ReLU]
[GlobalAvgPool]
[Dense(10)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class ResNet8Training1;

/// <summary><see cref="ResNet8Training"/> for 8 samples a step.</summary>
[Network(3, 32, 32, Batch = 8, InputGradient = false)]
[Conv(16, 3, Padding = 1), ReLU, Tap("in16")]
[Conv(16, 3, Padding = 1), ReLU, Conv(16, 3, Padding = 1), Add("in16"), ReLU, Tap("in32")]
[Conv(32, 1, Stride = 2), Tap("short32"), From("in32"), Conv(32, 3, Stride = 2, Padding = 1), ReLU, Conv(32, 3, Padding = 1), Add("short32"), ReLU, Tap("in64")]
[Conv(64, 1, Stride = 2), Tap("short64"), From("in64"), Conv(64, 3, Stride = 2, Padding = 1), ReLU, Conv(64, 3, Padding = 1), Add("short64"), ReLU]
[GlobalAvgPool]
[Dense(10)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class ResNet8Training8;

/// <summary><see cref="ResNet8Training"/> for 64 samples a step.</summary>
[Network(3, 32, 32, Batch = 64, InputGradient = false)]
[Conv(16, 3, Padding = 1), ReLU, Tap("in16")]
[Conv(16, 3, Padding = 1), ReLU, Conv(16, 3, Padding = 1), Add("in16"), ReLU, Tap("in32")]
[Conv(32, 1, Stride = 2), Tap("short32"), From("in32"), Conv(32, 3, Stride = 2, Padding = 1), ReLU, Conv(32, 3, Padding = 1), Add("short32"), ReLU, Tap("in64")]
[Conv(64, 1, Stride = 2), Tap("short64"), From("in64"), Conv(64, 3, Stride = 2, Padding = 1), ReLU, Conv(64, 3, Padding = 1), Add("short64"), ReLU]
[GlobalAvgPool]
[Dense(10)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class ResNet8Training64;
