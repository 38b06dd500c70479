using System.Collections.Generic;
using CnnGen;

namespace WorkedExamples.Running;

/// <summary>What one layer read and wrote, forward and backward.</summary>
internal sealed record LayerRun(
    LayerDescription Layer,
    double[] Input,
    double[] Output,
    double[] OutputGradient,
    double[] InputGradient,
    IReadOnlyList<ParameterRun> Parameters);

/// <summary>A parameter and its gradient.</summary>
internal sealed record ParameterRun(TensorDescription Tensor, double[] Values, double[] Gradient);
