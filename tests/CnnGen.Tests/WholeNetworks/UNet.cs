namespace CnnGen.Tests.WholeNetworks;

/// <summary>Three levels down and up again, each joined with what it was on the way down; a class for each position (Ronneberger et al. 2015).</summary>
[Network(1, 16, 16, Batch = 8, InputGradient = false)]
[Conv(16, 3, Padding = 1), ReLU, Conv(16, 3, Padding = 1), ReLU, Tap("wide")]
[MaxPool(2), Conv(32, 3, Padding = 1), ReLU, Tap("middle")]
[MaxPool(2), Conv(48, 3, Padding = 1), ReLU]
[Upsample(2, Mode = UpsampleMode.Bilinear), Concat("middle"), Conv(32, 3, Padding = 1), ReLU]
[Upsample(2), Concat("wide"), Conv(16, 3, Padding = 1), ReLU]
[Conv(2, 1)]
[SoftmaxCrossEntropy]
[Adam]
internal sealed partial class UNet;
