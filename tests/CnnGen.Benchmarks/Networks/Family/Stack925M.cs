namespace CnnGen.Benchmarks.Networks;

/// <summary>3×3 layers of 64 and 128 channels on a large plane: 924,844,032 multiply-adds.</summary>
[Network(64, 56, 56, ForwardOnly = true)]
[Conv(64, 3, Padding = 1), ReLU]
[Conv(64, 3, Padding = 1), ReLU]
[Conv(128, 3, Padding = 1), ReLU]
[Conv(64, 3, Padding = 1), ReLU]
[Conv(64, 3, Padding = 1), ReLU]
[Conv(64, 3, Padding = 1), ReLU]
internal sealed partial class Stack925M;
