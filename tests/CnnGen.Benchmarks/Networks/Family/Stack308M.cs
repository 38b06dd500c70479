namespace CnnGen.Benchmarks.Networks;

/// <summary>Six pointwise layers of 128 channels on a large plane: 308,281,344 multiply-adds.</summary>
[Network(128, 56, 56, ForwardOnly = true)]
[Conv(128, 1), ReLU]
[Conv(128, 1), ReLU]
[Conv(128, 1), ReLU]
[Conv(128, 1), ReLU]
[Conv(128, 1), ReLU]
[Conv(128, 1), ReLU]
internal sealed partial class Stack308M;
