namespace CnnGen.Benchmarks.Networks;

/// <summary>LeNet-5.</summary>
[Network(1, 28, 28, ForwardOnly = true)]
[Conv(6, 5, Padding = 2), ReLU, MaxPool(2)]
[Conv(16, 5), ReLU, MaxPool(2)]
[Dense(120), ReLU]
[Dense(84), ReLU]
[Dense(10), Softmax]
internal sealed partial class LeNet;
