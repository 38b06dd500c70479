namespace CnnGen.Benchmarks.Networks;

/// <summary>LeNet's dense layers alone: bound by reading the weights.</summary>
[Network(400, ForwardOnly = true)]
[Dense(120), ReLU]
[Dense(84), ReLU]
[Dense(10), Softmax]
internal sealed partial class LeNetHead;
