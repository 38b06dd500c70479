using System.Collections.Generic;

namespace CnnGen.Benchmarks.Operations;

/// <summary>Weights or biases, in PyTorch's shape.</summary>
internal sealed record Tensor(IReadOnlyList<int> Shape, float[] Values);
