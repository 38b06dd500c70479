namespace CnnGen.Networks;

/// <summary>An agent of ML-Agents: its simple encoder of what it sees, what it senses beside it, a policy of nine moves and the worth of where it is.</summary>
[Network(3, 84, 84, Batch = 2)]
[Input("senses", 20)]
[Conv(16, 8, Stride = 4), LeakyReLU]
[Conv(32, 4, Stride = 2), LeakyReLU]
[Dense(256), LeakyReLU]
[Concat("senses")]
[Dense(256), SiLU]
[Dense(256), SiLU, Tap("trunk")]
[Dense(9), Output("policy"), SoftmaxCrossEntropy]
[From("trunk"), Dense(1), Output("value", Weight = 0.5), MeanSquaredError]
[Adam]
internal sealed partial class GameAgent;
