namespace CnnGen.Tests.WholeNetworks;

/// <summary>Three of MobileNetV2's blocks: channels are widened, filtered one by one, and narrowed without an activation (Sandler et al. 2018).</summary>
[Network(8, 16, 16, Batch = 8)]
[Conv(16, 1), Tap("narrow")]
[Conv(48, 1), ReLU, Conv(48, 3, Padding = 1, Groups = 48), ReLU, Conv(16, 1), Add("narrow"), Tap("again")]
[Conv(48, 1), ReLU, Conv(48, 3, Padding = 1, Groups = 48), ReLU, Conv(16, 1), Add("again")]
[Conv(64, 1), ReLU, Conv(64, 3, Stride = 2, Padding = 1, Groups = 64), ReLU, Conv(24, 1)]
[Conv(32, 1), ReLU, GlobalAvgPool]
[Dense(10)]
[SoftmaxCrossEntropy]
[Adam]
internal sealed partial class InvertedResiduals;
