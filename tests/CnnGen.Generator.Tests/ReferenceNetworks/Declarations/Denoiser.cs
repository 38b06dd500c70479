namespace CnnGen.Networks;

/// <summary>Takes the noise from a picture: K. Zhang et al., 2017, with fewer layers. It tells the noise, and its picture is padded by reflection.</summary>
[Network(1, 48, 48, Batch = 2)]
[Tap("noisy")]
[Pad(1, Mode = PadMode.Reflect), Conv(32, 3), ReLU]
[Pad(1, Mode = PadMode.Reflect), Conv(32, 3, Bias = false), BatchNorm, ReLU]
[Pad(1, Mode = PadMode.Reflect), Conv(32, 3, Bias = false), BatchNorm, ReLU]
[Pad(1, Mode = PadMode.Reflect), Conv(32, 3, Bias = false), BatchNorm, ReLU]
[Pad(1, Mode = PadMode.Reflect), Conv(32, 3, Bias = false), BatchNorm, ReLU]
[Pad(1, Mode = PadMode.Reflect), Conv(1, 3)]
[Add("noisy")]
[MeanSquaredError]
internal sealed partial class Denoiser;
