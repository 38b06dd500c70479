namespace CnnGen.Benchmarks.Networks;

/// <summary>Three pointwise layers of 32 channels: 307,200 multiply-adds.</summary>
[Network(32, 10, 10, ForwardOnly = true)]
[Conv(32, 1), ReLU]
[Conv(32, 1), ReLU]
[Conv(32, 1), ReLU]
internal sealed partial class Stack307K;
