namespace CnnGen.Networks;

/// <summary>MLPerf Tiny's DS-CNN: twelve words in a second of sound, 49 frames of 10 coefficients.</summary>
[Network(1, 49, 10, Batch = 4)]
[Conv(64, 10, 4, Stride = 2, Same = true), BatchNorm, ReLU, Dropout(0.2)]
[Conv(64, 3, Same = true, Groups = 64), BatchNorm, ReLU, Conv(64, 1), BatchNorm, ReLU]
[Conv(64, 3, Same = true, Groups = 64), BatchNorm, ReLU, Conv(64, 1), BatchNorm, ReLU]
[Conv(64, 3, Same = true, Groups = 64), BatchNorm, ReLU, Conv(64, 1), BatchNorm, ReLU]
[Conv(64, 3, Same = true, Groups = 64), BatchNorm, ReLU, Conv(64, 1), BatchNorm, ReLU]
[Dropout(0.4), GlobalAvgPool, Dense(12)]
[SoftmaxCrossEntropy]
[Adam(WeightDecay = 1e-4, DecayAll = false)]
internal sealed partial class KeywordSpotter;
