using CnnGen;
using Xunit;

namespace MyNet._1.Tests;

public class GradientTests
{
    /// <summary>The gradients of all weights and inputs are what finite differences of the loss say.</summary>
    /// <remarks>
    /// Differences say nothing where a ReLU switches or a max pool changes its winner, and steps in single precision are wide: of a network that has them,
    /// check a twin with Scalar = Scalar.Double.
    /// </remarks>
    [Fact]
    public void Gradients_AreThoseOfTheLoss()
    {
        const int samples = 4;
        float[] pictures = new float[samples * StrokeNet.InputSize];
        int[] directions = new int[samples];
        MemorySamples<float> strokes = Strokes.Draw(samples, seed: 1);
        for (int i = 0; i < samples; i++)
        {
            Span<float> picture = pictures.AsSpan(i * StrokeNet.InputSize, StrokeNet.InputSize);
            strokes.CopyTo(i, variant: 0, picture, default, directions.AsSpan(i, 1));
        }

        GradientCheckReport report = GradientCheck.Run(new StrokeNet(seed: 1), pictures, directions);
        Assert.True(report.Passed, report.ToString());
    }
}
