namespace CnnGen.Benchmarks.Networks;

/// <summary>64 to 128 channels, 3×3 and pointwise: 2,883,584 multiply-adds.</summary>
[Network(64, 8, 8, ForwardOnly = true)]
[Conv(64, 3, Padding = 1), ReLU]
[Conv(128, 1), ReLU]
internal sealed partial class Stack2900K;
