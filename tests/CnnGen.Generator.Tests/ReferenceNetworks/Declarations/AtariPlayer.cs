namespace CnnGen.Networks;

/// <summary>The deep Q-network of V. Mnih et al., 2015: four frames of 84×84, the worth of each of 18 moves.</summary>
[Network(4, 84, 84, Batch = 2)]
[Conv(32, 8, Stride = 4), ReLU]
[Conv(64, 4, Stride = 2), ReLU]
[Conv(64, 3), ReLU]
[Dense(512), ReLU]
[Dense(18)]
[Huber]
[RMSProp]
internal sealed partial class AtariPlayer;
