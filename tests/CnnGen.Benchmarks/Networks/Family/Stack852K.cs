namespace CnnGen.Benchmarks.Networks;

/// <summary>32 to 64 channels, 3×3 and pointwise: 851,968 multiply-adds.</summary>
[Network(32, 8, 8, ForwardOnly = true)]
[Conv(32, 3, Padding = 1), ReLU]
[Conv(64, 1), ReLU]
[Conv(32, 1), ReLU]
internal sealed partial class Stack852K;
