namespace CnnGen.Networks;

/// <summary>An evaluator of chess positions of the kind that is updated move by move: Y. Nasu, 2018. Between zero and one, and squared.</summary>
[Network(768, Batch = 8)]
[Dense(256), Clip(0, 1), Square]
[Dense(32), Clip(0, 1)]
[Dense(32), Clip(0, 1)]
[Dense(1)]
[MeanSquaredError]
internal sealed partial class ChessEvaluator;
