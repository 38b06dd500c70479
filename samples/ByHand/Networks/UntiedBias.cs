using CnnGen;

namespace WorkedExamples.Networks;

/// <summary>One bias for each output element.</summary>
[Network(3, 6, 5, Scalar = Scalar.Double)]
[Conv(2, 3, UntiedBias = true)]
internal sealed partial class UntiedBias { }

/// <summary>The way back through <see cref="UntiedBias"/> as a convolution forward: full padding, kernels turned by half a turn.</summary>
[Network(2, 4, 3, Scalar = Scalar.Double)]
[Conv(3, 3, Padding = 2, Bias = false)]
internal sealed partial class UntiedBiasFullConvolution { }
