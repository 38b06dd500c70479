namespace CnnGen.Networks;

/// <summary>ESPCN: W. Shi et al., 2016. A picture three times as wide and as high.</summary>
[Network(1, 48, 48, Batch = 2)]
[Conv(64, 5, Padding = 2), Tanh]
[Conv(32, 3, Padding = 1), Tanh]
[Conv(9, 3, Padding = 1)]
[PixelShuffle(3)]
[MeanSquaredError]
internal sealed partial class SuperResolution;
