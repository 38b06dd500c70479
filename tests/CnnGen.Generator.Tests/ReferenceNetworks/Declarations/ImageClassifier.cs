namespace CnnGen.Networks;

/// <summary>MLPerf Tiny's residual network of eight layers: ten classes of pictures.</summary>
[Network(3, 32, 32, Batch = 3)]
[Conv(16, 3, Same = true), BatchNorm, ReLU]
[Tap("in16"), Conv(16, 3, Same = true), BatchNorm, ReLU, Conv(16, 3, Same = true), BatchNorm, Add("in16"), ReLU]
[Tap("in32"), Conv(32, 1, Stride = 2), Tap("in32short")]
[From("in32"), Conv(32, 3, Stride = 2, Same = true), BatchNorm, ReLU, Conv(32, 3, Same = true), BatchNorm, Add("in32short"), ReLU]
[Tap("in64"), Conv(64, 1, Stride = 2), Tap("in64short")]
[From("in64"), Conv(64, 3, Stride = 2, Same = true), BatchNorm, ReLU, Conv(64, 3, Same = true), BatchNorm, Add("in64short"), ReLU]
[GlobalAvgPool]
[Dense(10)]
[SoftmaxCrossEntropy]
internal sealed partial class ImageClassifier;
