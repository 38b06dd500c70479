using Catch.Game;
using CnnGen;

namespace Catch.Learning;

/// <summary>The agent's network: from a picture of the field to how good each action is (policy) and what is to be expected (value).</summary>
/// <remarks>Reproducible: two machines that train it from the same inputs have the same weights, to the bit.</remarks>
[Network(1, Field.Height, Field.Width, Batch = Practice.Shard, Reproducible = true, InputGradient = false)]
[Conv(4, 3, Padding = 1), ReLU, MaxPool(2)]
[Conv(8, 3, Padding = 1), ReLU, MaxPool(2)]
[Dense(32), ReLU, Tap("seen")]
[Dense(Field.Actions), Output("policy")]
[From("seen"), Dense(1), Output("value")]
[Adam(ClipNorm = 0.5)]
internal sealed partial class Brain { }
