using CnnGen;

namespace MyNet._1;

/// <summary>Tells strokes of three directions apart. The generator writes everything else of this class.</summary>
[Network(1, Strokes.Size, Strokes.Size, Batch = 32)]   // channels, height, width; up to 32 pictures a call
[Conv(8, 3), SiLU]
[Conv(16, 3), SiLU, GlobalAvgPool]
[Dense(Strokes.Directions)]
[SoftmaxCrossEntropy]
[Adam]
public sealed partial class StrokeNet { }
