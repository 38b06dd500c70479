using Xunit;

namespace CnnGen.Tests.Behaviour;

/// <summary>An output may be the input itself: its gradient then is the input's, and what Backward returns stays when another Loss comes.</summary>
public class InputAsOutputTests
{
    [Fact]
    public void OnlyOutput_PassesItsGradient()
    {
        InputIsOutput network = new();
        Assert.Equal([1, 2, 3, 4], network.Forward([1, 2, 3, 4]).ToArray());
        Assert.Equal([5, 6, 7, 8], network.Backward([5, 6, 7, 8]).ToArray());
    }

    [Fact]
    public void BesideAnother_AddsItsGradient()
    {
        InputIsAnOutput network = new();
        network.SetParameters([1, 0, 0, 2, 0, 0]);
        network.Forward([1, 2]);
        Assert.Equal([1, 2], network.B.ToArray());
        network.Loss([0, 0], [1, 1], 1);

        // Of the mean of (x0, 2 x1)² and of half of (x − 1)².
        double[] expected = [1 + 0, 8 + 1];
        Assert.Equal(expected, network.Backward().ToArray());
    }
}

[Network(4, Scalar = Scalar.Double)]
[Output("a")]
internal sealed partial class InputIsOutput;

[Network(2, Scalar = Scalar.Double)]
[Tap("x"), Dense(2), Output("a"), MeanSquaredError]
[From("x"), Output("b"), HalfSquaredError]
internal sealed partial class InputIsAnOutput;
