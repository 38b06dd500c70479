namespace CnnGen.Networks;

/// <summary>ML-Agents' encoder of a match-3 board: six colours on 9×8 cells.</summary>
[Network(6, 9, 8, Batch = 3)]
[Conv(35, 3, Padding = 1), LeakyReLU]
[Conv(144, 3, Padding = 1), LeakyReLU]
[Dense(128), LeakyReLU]
[Dense(127)]
[SoftmaxCrossEntropy]
internal sealed partial class MatchThree;
