namespace CnnGen.Orleans.Tests;

/// <summary>A dense one, quick to build and to train.</summary>
[Network(12, Batch = 8)]
[Dense(10), ReLU]
[Dense(4), SoftmaxCrossEntropy, Sgd(Momentum = 0.9)]
internal sealed partial class Small;
