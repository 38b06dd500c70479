namespace CnnGen.Benchmarks.Networks;

/// <summary>128 channels, 3×3 and pointwise: 96,337,920 multiply-adds.</summary>
[Network(128, 14, 14, ForwardOnly = true)]
[Conv(128, 3, Padding = 1), ReLU]
[Conv(128, 1), ReLU]
[Conv(128, 3, Padding = 1), ReLU]
[Conv(128, 1), ReLU]
[Conv(128, 3, Padding = 1), ReLU]
[Conv(128, 1), ReLU]
internal sealed partial class Stack96M;
