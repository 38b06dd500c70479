using System.Linq;

namespace WorkedExamples.Cases;

/// <summary>One example of by-hand.json: what goes in and what has to come out.</summary>
internal sealed record ExpectedCase(
    string Name,
    string About,
    string[] Declaration,
    int Batch,
    int[] InputShape,
    double[] Input,
    double[] Output,
    double[] InputGradient,
    ExpectedParameter[] Parameters,
    double[]? OutputGradient = null,
    double? Loss = null,
    int[]? Labels = null,
    double[]? Target = null,
    double? LearningRate = null,
    double[]? AfterOneStep = null)
{
    /// <summary>All parameters in the order of <c>SetParameters</c>.</summary>
    public double[] ParameterValues => Parameters.SelectMany(parameter => parameter.Values).ToArray();
}

/// <summary>One tensor of parameters and its gradient.</summary>
internal sealed record ExpectedParameter(string Name, int[] Shape, double[] Values, double[] Gradient);
