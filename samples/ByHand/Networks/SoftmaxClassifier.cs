using CnnGen;

namespace WorkedExamples.Networks;

/// <summary>Convolution, max pool that drops the odd row and column, dense layer, softmax, −ln p.</summary>
[Network(1, 9, 9, Scalar = Scalar.Double)]
[Conv(4, 3, Bias = false)]
[MaxPool(2)]
[Dense(3)]
[Softmax]
[CrossEntropy]
internal sealed partial class SoftmaxClassifier { }

// The same layers, each a network of its own, so that the numbers between them can be read.

[Network(1, 9, 9, Scalar = Scalar.Double)]
[Conv(4, 3, Bias = false)]
internal sealed partial class SoftmaxClassifierConv { }

[Network(4, 7, 7, Scalar = Scalar.Double)]
[MaxPool(2)]
internal sealed partial class SoftmaxClassifierPool { }

[Network(4, 3, 3, Scalar = Scalar.Double)]
[Dense(3)]
internal sealed partial class SoftmaxClassifierDense { }

[Network(3, Scalar = Scalar.Double)]
[Softmax]
internal sealed partial class SoftmaxClassifierSoftmax { }
