using System.Linq;
using Xunit;

namespace CnnGen.Tests.Behaviour;

/// <summary>ReLU is x &lt; 0 ? 0 : x, and its gradient passes where the output is not ≤ 0: so a NaN passes both ways.</summary>
public class RectifierTests
{
    private static readonly double[] Inputs = [-1, -0.0, 0, 2, double.NaN, double.NegativeInfinity, double.PositiveInfinity];

    private static readonly double[] Gradients = [1, 2, 3, 4, 5, 6, 7];

    [Fact]
    public void ReLU_StopsNegativesAndZerosAndLetsNaNPass()
    {
        PlainReLU network = new();
        Assert.Equal([0, 0, 0, 2, double.NaN, 0, double.PositiveInfinity], network.Forward(Inputs).ToArray());
        Assert.Equal([0, 0, 0, 4, 5, 0, 7], network.Backward(Gradients).ToArray());
    }

    // Behind another layer a ReLU may work in place.
    [Fact]
    public void ReLUBehindAConvolution_DoesTheSame()
    {
        ConvolvedReLU network = new();
        network.SetParameters([1]);
        double[] inputs = [.. Inputs.Where(double.IsFinite), double.NaN], gradients = [1, 2, 3, 4, 5];
        Assert.Equal([0, 0, 0, 2, double.NaN], network.Forward(inputs).ToArray());
        Assert.Equal([0, 0, 0, 4, 5], network.Backward(gradients).ToArray());
    }

    [Fact]
    public void SingleReLU_DoesTheSame()
    {
        SingleReLU network = new();
        Assert.Equal([0, 0, 0, 2, float.NaN, 0, float.PositiveInfinity], network.Forward([.. Inputs.Select(x => (float)x)]).ToArray());
        Assert.Equal([0, 0, 0, 4, 5, 0, 7], network.Backward([.. Gradients.Select(x => (float)x)]).ToArray());
    }

    // PyTorch's leaky_relu: the slope holds where x > 0 is false, so at zero too.
    [Fact]
    public void LeakyReLU_HasItsSlopeUpToZero()
    {
        PlainLeakyReLU network = new();
        Assert.Equal([-0.25, 0, 0, 2, double.NaN, double.NegativeInfinity, double.PositiveInfinity], network.Forward(Inputs).ToArray());
        Assert.Equal([0.25, 0.5, 0.75, 4, 1.25, 1.5, 7], network.Backward(Gradients).ToArray());
    }

    // The output has the wrong sign then: −2 becomes 1.
    [Fact]
    public void LeakyReLUOfNegativeSlope_GoesByTheInput()
    {
        TurnedLeakyReLU network = new();
        Assert.Equal([1, 0, 3], network.Forward([-2, 0, 3]).ToArray());
        Assert.Equal([-0.5, -1, 3], network.Backward([1, 2, 3]).ToArray());
    }
}

[Network(7, Scalar = Scalar.Double)]
[ReLU]
internal sealed partial class PlainReLU { }

[Network(1, 1, 5, Scalar = Scalar.Double)]
[Conv(1, 1, Bias = false), ReLU]
internal sealed partial class ConvolvedReLU { }

[Network(7)]
[ReLU]
internal sealed partial class SingleReLU { }

[Network(7, Scalar = Scalar.Double)]
[LeakyReLU(0.25)]
internal sealed partial class PlainLeakyReLU { }

[Network(3, Scalar = Scalar.Double)]
[LeakyReLU(-0.5)]
internal sealed partial class TurnedLeakyReLU { }
