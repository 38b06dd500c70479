using CnnGen;

namespace WorkedExamples.Networks;

/// <summary>One 2×2 kernel over a 4×4 image: small enough to write out every product.</summary>
[Network(1, 4, 4, Scalar = Scalar.Double)]
[Conv(1, 2, Bias = false)]
internal sealed partial class Patches { }
