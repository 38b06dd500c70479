namespace CnnGen.Networks;

/// <summary>MLPerf Tiny's autoencoder: five frames of 128 bands of a machine's sound, and what is odd about it.</summary>
[Network(640, Batch = 8)]
[Dense(128), BatchNorm, ReLU]
[Dense(128), BatchNorm, ReLU]
[Dense(128), BatchNorm, ReLU]
[Dense(128), BatchNorm, ReLU]
[Dense(8), BatchNorm, ReLU]
[Dense(128), BatchNorm, ReLU]
[Dense(128), BatchNorm, ReLU]
[Dense(128), BatchNorm, ReLU]
[Dense(128), BatchNorm, ReLU]
[Dense(640)]
[MeanSquaredError]
[Adam]
internal sealed partial class AnomalyDetector;
