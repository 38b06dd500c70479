namespace CnnGen.Benchmarks.Networks;

/// <summary>16 channels, 3×3 and pointwise: 92,160 multiply-adds.</summary>
[Network(16, 6, 6, ForwardOnly = true)]
[Conv(16, 3, Padding = 1), ReLU]
[Conv(16, 1), ReLU]
internal sealed partial class Stack92K;
