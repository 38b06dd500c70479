namespace CnnGen.Benchmarks.Networks;

/// <summary>32 and 64 channels, 3×3 and pointwise: 10,485,760 multiply-adds.</summary>
[Network(32, 16, 16, ForwardOnly = true)]
[Conv(64, 3, Padding = 1), ReLU]
[Conv(64, 1), ReLU]
[Conv(32, 3, Padding = 1), ReLU]
internal sealed partial class Stack10M;
