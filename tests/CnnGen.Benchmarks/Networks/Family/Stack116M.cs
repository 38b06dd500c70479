namespace CnnGen.Benchmarks.Networks;

/// <summary>Four 3×3 layers of 16 channels on a large plane: 115,605,504 multiply-adds.</summary>
[Network(16, 112, 112, ForwardOnly = true)]
[Conv(16, 3, Padding = 1), ReLU]
[Conv(16, 3, Padding = 1), ReLU]
[Conv(16, 3, Padding = 1), ReLU]
[Conv(16, 3, Padding = 1), ReLU]
internal sealed partial class Stack116M;
