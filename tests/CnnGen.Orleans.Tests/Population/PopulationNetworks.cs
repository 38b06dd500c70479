namespace CnnGen.Orleans.Tests;

/// <summary>A dense one with as many parameters as would be seen in any message.</summary>
[Network(64, Batch = 1)]
[Dense(1024), ReLU]
[Dense(64)]
internal sealed partial class Large;

/// <summary>Of <see cref="Small"/>'s shapes, and another architecture.</summary>
[Network(12, Batch = 8)]
[Dense(10), Tanh]
[Dense(4), SoftmaxCrossEntropy, Sgd(Momentum = 0.9)]
internal sealed partial class Other;
