using CnnGen;

namespace Digits;

/// <summary>LeNet-5 for 28×28 digits. The source generator writes everything else of this class.</summary>
/// <remarks>16 images a call: a batch of 32 keeps two cores busy.</remarks>
[Network(1, 28, 28, Batch = 16, InputGradient = false)]
[Conv(6, 5, Padding = 2), ReLU, MaxPool(2)]
[Conv(16, 5), ReLU, MaxPool(2)]
[Dense(120), ReLU]
[Dense(84), ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
public sealed partial class LeNet { }
