namespace CnnGen.Tests.WholeNetworks;

/// <summary>A residual block whose channels are weighed by what the whole image says (Hu et al. 2018).</summary>
[Network(3, 16, 16, Batch = 8)]
[Conv(16, 3, Padding = 1), ReLU, Tap("in")]
[Conv(16, 3, Padding = 1), ReLU, Tap("image")]
[GlobalAvgPool, Conv(4, 1), ReLU, Conv(16, 1), Sigmoid, Multiply("image")]
[Add("in"), ReLU, MaxPool(4)]
[Dense(10)]
[SoftmaxCrossEntropy]
[AdamW]
internal sealed partial class SqueezeExcitation;
