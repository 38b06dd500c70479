namespace CnnGen.Benchmarks.Networks;

/// <summary>15 multiply-adds: what a call itself costs.</summary>
[Network(1, 3, 1, ForwardOnly = true)]
[Conv(3, 2, 1, Bias = false), MaxPool(2, 1, Stride = 1)]
[Dense(1, Bias = false), Sigmoid]
internal sealed partial class ByHand;
