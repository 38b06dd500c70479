namespace CnnGen.Orleans.Tests;

/// <summary>A dense one, quick to build and to train.</summary>
[Network(12, Batch = 8)]
[Dense(10), ReLU]
[Dense(4), SoftmaxCrossEntropy, Sgd(Momentum = 0.9)]
internal sealed partial class Small;

/// <summary>The same with another layer.</summary>
[Network(12, Batch = 8)]
[Dense(10), Tanh]
[Dense(4), SoftmaxCrossEntropy, Sgd(Momentum = 0.9)]
internal sealed partial class Altered;

/// <summary>Masks that go by the sample's number, averages that go by the shard's, and an optimizer with two states.</summary>
[Network(1, 12, 12, Batch = 8)]
[Conv(4, 3), BatchNorm, ReLU, MaxPool(2)]
[Dropout(0.25)]
[Dense(4), SoftmaxCrossEntropy, AdamW]
internal sealed partial class Normed;

/// <summary>A loss that goes by what all labels of a batch weigh, in double.</summary>
[Network(12, Batch = 4, Scalar = Scalar.Double)]
[Dense(10), ReLU]
[Dense(4), SoftmaxCrossEntropy(Weights = new[] { 1, 2, 0.5, 3 }, IgnoreIndex = -1), Sgd(ClipNorm = 1)]
internal sealed partial class Weighed;

/// <summary>Learned digits, LeNet's size.</summary>
[Network(1, 28, 28, Batch = 32)]
[Conv(6, 5), ReLU, MaxPool(2)]
[Conv(16, 5), ReLU, MaxPool(2)]
[Dense(120), ReLU]
[Dense(84), ReLU]
[Dense(10), SoftmaxCrossEntropy, Sgd(Momentum = 0.9)]
internal sealed partial class LeNet;
