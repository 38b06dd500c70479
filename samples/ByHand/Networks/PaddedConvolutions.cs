using CnnGen;

namespace WorkedExamples.Networks;

#pragma warning disable CNN0907 // That nothing learns here is what the example shows.
/// <summary>Every window sees padding only.</summary>
[Network(1, 1, 1, Scalar = Scalar.Double)]
[Conv(1, 1, Stride = 2, Padding = 1)]
internal sealed partial class PaddingOnly { }
#pragma warning restore CNN0907

/// <summary>A batch of two images, stride 2, padding 1.</summary>
[Network(3, 9, 7, Batch = 2, Scalar = Scalar.Double)]
[Conv(4, 5, Stride = 2, Padding = 1)]
internal sealed partial class StrideAndPadding { }
