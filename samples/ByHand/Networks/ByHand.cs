using CnnGen;

namespace WorkedExamples.Networks;

/// <summary>The network of the note: three kernels of two cells over three numbers, max pool, one sigmoid neuron.</summary>
[Network(1, 3, 1, Scalar = Scalar.Double)]
[Conv(3, 2, 1, Bias = false)]
[MaxPool(2, 1, Stride = 1)]
[Dense(1, Bias = false)]
[Sigmoid]
[HalfSquaredError]
internal sealed partial class ByHand { }

/// <summary>The same with the kernels that give the numbers which the note prints.</summary>
[Network(1, 3, 1, Scalar = Scalar.Double)]
[Conv(3, 2, 1, Bias = false)]
[MaxPool(2, 1, Stride = 1)]
[Dense(1, Bias = false)]
[Sigmoid]
[HalfSquaredError]
internal sealed partial class ByHandAsPrinted { }

// The same layers, each a network of its own, so that the numbers between them can be read.

[Network(1, 3, 1, Scalar = Scalar.Double)]
[Conv(3, 2, 1, Bias = false)]
internal sealed partial class ByHandConv { }

[Network(3, 2, 1, Scalar = Scalar.Double)]
[MaxPool(2, 1, Stride = 1)]
internal sealed partial class ByHandPool { }

[Network(3, 1, 1, Scalar = Scalar.Double)]
[Dense(1, Bias = false)]
internal sealed partial class ByHandDense { }

[Network(1, Scalar = Scalar.Double)]
[Sigmoid]
internal sealed partial class ByHandSigmoid { }
