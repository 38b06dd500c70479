using CnnGen;

namespace Document;

[Network(1, 8, 8, Batch = 32), Dense(2), SoftmaxCrossEntropy]
public sealed partial class Reader { }
