namespace CnnGen.Networks;

/// <summary>A U-Net of three levels: O. Ronneberger et al., 2015. Two classes for each cell of a picture of 64×64.</summary>
[Network(1, 64, 64, Batch = 2)]
[Conv(16, 3, Padding = 1), ReLU, Conv(16, 3, Padding = 1), ReLU, Tap("fine")]
[MaxPool(2)]
[Conv(32, 3, Padding = 1), ReLU, Conv(32, 3, Padding = 1), ReLU, Tap("coarse")]
[MaxPool(2)]
[Conv(64, 3, Padding = 1), ReLU, Conv(64, 3, Padding = 1), ReLU]
[ConvTranspose(32, 2, Stride = 2), Concat("coarse")]
[Conv(32, 3, Padding = 1), ReLU, Conv(32, 3, Padding = 1), ReLU]
[ConvTranspose(16, 2, Stride = 2), Concat("fine")]
[Conv(16, 3, Padding = 1), ReLU, Conv(16, 3, Padding = 1), ReLU]
[Conv(2, 1)]
[SoftmaxCrossEntropy]
internal sealed partial class CellSegmenter;
