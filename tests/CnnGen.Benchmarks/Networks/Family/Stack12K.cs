namespace CnnGen.Benchmarks.Networks;

/// <summary>Three pointwise layers of 16 channels: 12,288 multiply-adds.</summary>
[Network(16, 4, 4, ForwardOnly = true)]
[Conv(16, 1), ReLU]
[Conv(16, 1), ReLU]
[Conv(16, 1), ReLU]
internal sealed partial class Stack12K;
