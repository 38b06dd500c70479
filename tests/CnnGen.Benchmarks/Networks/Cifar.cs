namespace CnnGen.Benchmarks.Networks;

/// <summary>3×3 convolutions on 32×32 pictures: bound by arithmetic.</summary>
[Network(3, 32, 32, ForwardOnly = true)]
[Conv(32, 3, Padding = 1), ReLU, Conv(32, 3, Padding = 1), ReLU, MaxPool(2)]
[Conv(64, 3, Padding = 1), ReLU, Conv(64, 3, Padding = 1), ReLU, MaxPool(2)]
[Dense(256), ReLU]
[Dense(10), Softmax]
internal sealed partial class Cifar;
