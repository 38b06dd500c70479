namespace CnnGen.Networks;

/// <summary>An LSTM of 24 units, as A. Wright et al., 2020, model an amplifier's sound with it, and what is added to the sound.</summary>
[Network(1, 512, Batch = 2)]
[Tap("dry"), LSTM(24), Conv(1, 1), Add("dry")]
[MeanSquaredError]
[Adam]
internal sealed partial class GuitarPedal;
