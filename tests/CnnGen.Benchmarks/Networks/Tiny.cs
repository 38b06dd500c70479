namespace CnnGen.Benchmarks.Networks;

/// <summary>Small planes, few filters.</summary>
[Network(1, 8, 8, ForwardOnly = true)]
[Conv(8, 3, Padding = 1), ReLU, MaxPool(2)]
[Conv(16, 3, Padding = 1), ReLU, MaxPool(2)]
[Dense(10), Softmax]
internal sealed partial class Tiny;
