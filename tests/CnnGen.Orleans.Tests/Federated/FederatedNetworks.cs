namespace CnnGen.Orleans.Tests.Federated;

/// <summary>One with buffers, and with parameters that are frozen.</summary>
[Network(6, Batch = 4)]
[Dense(8, Frozen = true), BatchNorm, ReLU]
[Dense(3), SoftmaxCrossEntropy, Sgd]
internal sealed partial class Normed;

/// <summary>One of doubles, of more numbers than are added in one part.</summary>
[Network(100, Batch = 2, Scalar = Scalar.Double)]
[Dense(200), Tanh]
[Dense(2), SoftmaxCrossEntropy, Sgd]
internal sealed partial class Wide;
