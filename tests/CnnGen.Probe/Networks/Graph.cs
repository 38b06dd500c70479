namespace CnnGen.Probe.Networks;

/// <summary>
/// Several inputs and outputs, and every join: a residual block, a gate of one number a channel, a sum with itself, a tensor read three times.
/// </summary>
[Network(3, 8, 8, ForwardOnly = true, Reproducible = Mode.Reproducible)]
[Input("side", 3, 8, 8), Input("vector", 5)]
[Add("side"), Conv(8, 3, Padding = 1), ReLU, Tap("stem"), Tap("again")]
[Conv(8, 3, Padding = 1), ReLU, Conv(8, 3, Padding = 1), Add("stem"), ReLU, Tap("block")]
[GlobalAvgPool, Conv(4, 1), ReLU, Conv(8, 1), Sigmoid, Multiply("block"), Add("stem"), Tap("sum"), Add("sum"), Multiply("stem"), Concat("again")]
[Slice(4, 10), Conv(6, 3, Stride = 2, Padding = 1), Tanh, Output("cells", Weight = 0.5), HalfSquaredError]
[MaxPool(2), Dense(20), ReLU, Concat("vector"), Tap("trunk")]
[Dense(5), Output("policy"), SoftmaxCrossEntropy]
[From("trunk"), Dense(3), Softmax, Output("share", Weight = 2), CrossEntropy]
internal sealed partial class Graph;

/// <summary><see cref="Graph"/> with its backward pass.</summary>
[Network(3, 8, 8, Reproducible = Mode.Reproducible)]
[Input("side", 3, 8, 8), Input("vector", 5)]
[Add("side"), Conv(8, 3, Padding = 1), ReLU, Tap("stem"), Tap("again")]
[Conv(8, 3, Padding = 1), ReLU, Conv(8, 3, Padding = 1), Add("stem"), ReLU, Tap("block")]
[GlobalAvgPool, Conv(4, 1), ReLU, Conv(8, 1), Sigmoid, Multiply("block"), Add("stem"), Tap("sum"), Add("sum"), Multiply("stem"), Concat("again")]
[Slice(4, 10), Conv(6, 3, Stride = 2, Padding = 1), Tanh, Output("cells", Weight = 0.5), HalfSquaredError]
[MaxPool(2), Dense(20), ReLU, Concat("vector"), Tap("trunk")]
[Dense(5), Output("policy"), SoftmaxCrossEntropy]
[From("trunk"), Dense(3), Softmax, Output("share", Weight = 2), CrossEntropy]
[AdamW(DecayAll = false, ClipNorm = 1)]
internal sealed partial class GraphTraining;
