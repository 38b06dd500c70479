using CnnGen;

namespace Keyboards;

/// <summary>Which key comes next, given the last four: 27 inputs for each, of which one is 1.</summary>
/// <remarks>Reproducible: whatever a client runs on, the same keys give the same update.</remarks>
[Network(Keys.Before * Keys.Count, Batch = 32, Reproducible = true)]
[Dense(64), ReLU]
[Dense(Keys.Count), SoftmaxCrossEntropy, Sgd(Momentum = 0.9)]
internal sealed partial class KeyNet;
