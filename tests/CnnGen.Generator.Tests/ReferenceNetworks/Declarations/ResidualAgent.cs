namespace CnnGen.Networks;

/// <summary>ML-Agents' residual encoder, that of IMPALA: L. Espeholt et al., 2018.</summary>
[Network(3, 84, 84, Batch = 2)]
[Conv(16, 3, Padding = 1), MaxPool(3, Stride = 2, Padding = 1)]
[Tap("smalla"), ReLU, Conv(16, 3, Padding = 1), ReLU, Conv(16, 3, Padding = 1), Add("smalla")]
[Tap("smallb"), ReLU, Conv(16, 3, Padding = 1), ReLU, Conv(16, 3, Padding = 1), Add("smallb")]
[Conv(32, 3, Padding = 1), MaxPool(3, Stride = 2, Padding = 1)]
[Tap("middlea"), ReLU, Conv(32, 3, Padding = 1), ReLU, Conv(32, 3, Padding = 1), Add("middlea")]
[Tap("middleb"), ReLU, Conv(32, 3, Padding = 1), ReLU, Conv(32, 3, Padding = 1), Add("middleb")]
[Conv(32, 3, Padding = 1), MaxPool(3, Stride = 2, Padding = 1)]
[Tap("largea"), ReLU, Conv(32, 3, Padding = 1), ReLU, Conv(32, 3, Padding = 1), Add("largea")]
[Tap("largeb"), ReLU, Conv(32, 3, Padding = 1), ReLU, Conv(32, 3, Padding = 1), Add("largeb")]
[ReLU, Dense(256), ReLU, Tap("trunk")]
[Dense(15), Output("policy"), SoftmaxCrossEntropy]
[From("trunk"), Dense(1), Output("value"), MeanSquaredError]
internal sealed partial class ResidualAgent;
