namespace CnnGen.Probe.Networks;

/// <summary>What signals go through: one axis, dilation to one side, gates, recurrent layers, a loss with weights.</summary>
[Network(3, 24, Batch = 3, ForwardOnly = true, Reproducible = Mode.Reproducible)]
[Tap("signal"), Conv(16, 3, PaddingLeft = 4, Dilation = 2), BatchNorm, Tanh, Tap("filter"), From("signal"), Conv(16, 3, PaddingLeft = 4, Dilation = 2)]
[Sigmoid, Multiply("filter"), Tap("gated"), Conv(16, 1), Add("gated"), GroupNorm(4), LSTM(20), LayerNorm, Tap("states")]
[GRU(17, Last = true), Dense(5), Output("last"), SoftmaxCrossEntropy(LabelSmoothing = 0.1, Weights = new[] { 1, 2, 0.5, 1, 3 })]
[From("states"), Conv(4, 1), Pad(2, Mode = PadMode.Circular), MaxPool(2), Softmax, Output("path"), CrossEntropy]
internal sealed partial class Signal;

/// <summary><see cref="Signal"/> with its backward pass.</summary>
[Network(3, 24, Batch = 3, Reproducible = Mode.Reproducible)]
[Tap("signal"), Conv(16, 3, PaddingLeft = 4, Dilation = 2), BatchNorm, Tanh, Tap("filter"), From("signal"), Conv(16, 3, PaddingLeft = 4, Dilation = 2)]
[Sigmoid, Multiply("filter"), Tap("gated"), Conv(16, 1), Add("gated"), GroupNorm(4), LSTM(20), LayerNorm, Tap("states")]
[GRU(17, Last = true), Dense(5), Output("last"), SoftmaxCrossEntropy(LabelSmoothing = 0.1, Weights = new[] { 1, 2, 0.5, 1, 3 })]
[From("states"), Conv(4, 1), Pad(2, Mode = PadMode.Circular), MaxPool(2), Softmax, Output("path"), CrossEntropy]
[Adam]
internal sealed partial class SignalTraining;
