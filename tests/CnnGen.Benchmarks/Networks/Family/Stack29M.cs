namespace CnnGen.Benchmarks.Networks;

/// <summary>Four 3×3 layers of 64 channels: 28,901,376 multiply-adds.</summary>
[Network(64, 14, 14, ForwardOnly = true)]
[Conv(64, 3, Padding = 1), ReLU]
[Conv(64, 3, Padding = 1), ReLU]
[Conv(64, 3, Padding = 1), ReLU]
[Conv(64, 3, Padding = 1), ReLU]
internal sealed partial class Stack29M;
