using CnnGen;

namespace WorkedExamples.Networks;

/// <summary>Every maximum that ties in its window receives the whole gradient.</summary>
[Network(1, 4, 4, Scalar = Scalar.Double)]
[MaxPool(2, AllTies = true)]
internal sealed partial class MaxPoolTiesAll { }

/// <summary>Only the first maximum in row-major order receives the gradient.</summary>
[Network(1, 4, 4, Scalar = Scalar.Double)]
[MaxPool(2)]
internal sealed partial class MaxPoolTiesFirst { }

/// <summary>3×3 windows that overlap.</summary>
[Network(3, 5, 5, Scalar = Scalar.Double)]
[MaxPool(3, Stride = 1)]
internal sealed partial class OverlappingMaxPool { }

/// <summary>Overlapping windows add their gradients.</summary>
[Network(2, 4, 3, Scalar = Scalar.Double)]
[MaxPool(2, Stride = 1)]
internal sealed partial class OverlappingMaxPoolGradient { }
