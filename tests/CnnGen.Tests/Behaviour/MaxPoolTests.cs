using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace CnnGen.Tests.Behaviour;

/// <summary>
/// Who wins a max pool's window, and who receives its gradient. In each of these networks every window sees every cell: written out, in a
/// loop, cut at the padding, or the whole channel.
/// </summary>
public class MaxPoolTests
{
    private static readonly Dictionary<string, Func<ITrainableNetwork<double>>> First = new()
    {
        ["2×2"] = () => new FirstOfFour(),
        ["4×4"] = () => new FirstOfSixteen(),
        ["padded"] = () => new FirstPadded(),
        ["global"] = () => new FirstGlobal(),
    };

    private static readonly Dictionary<string, Func<ITrainableNetwork<double>>> All = new()
    {
        ["2×2"] = () => new AllOfFour(),
        ["4×4"] = () => new AllOfSixteen(),
        ["padded"] = () => new AllPadded(),
    };

    public static TheoryData<string> FirstNames => new(First.Keys);

    public static TheoryData<string> AllNames => new(All.Keys);

    [Theory]
    [MemberData(nameof(FirstNames))]
    public void TiedMaxima_TheFirstReceivesTheGradient(string name)
    {
        ITrainableNetwork<double> network = First[name]();
        double[] input = Cells(network, -7);
        input[1] = input[2] = input[^1] = -2;
        AssertPool(network, input, -2, 1);
    }

    [Theory]
    [MemberData(nameof(AllNames))]
    public void TiedMaximaWithAllTies_EachReceivesTheWholeGradient(string name)
    {
        ITrainableNetwork<double> network = All[name]();
        double[] input = Cells(network, -7);
        input[1] = input[2] = input[^1] = -2;
        AssertPool(network, input, -2, 1, 2, input.Length - 1);
    }

    [Theory]
    [MemberData(nameof(FirstNames))]
    public void ZerosOfBothSigns_Tie(string name)
    {
        ITrainableNetwork<double> network = First[name]();
        double[] input = Cells(network, -1);
        input[1] = -0.0;
        input[2] = 0.0;
        AssertPool(network, input, 0, 1);
    }

    [Theory]
    [MemberData(nameof(FirstNames))]
    public void AnyCell_CanWin(string name)
    {
        ITrainableNetwork<double> network = First[name]();
        for (int winner = 0; winner < network.InputSize; winner++)
        {
            double[] input = Cells(network, -1e300);
            input[winner] = -1e299;
            AssertPool(network, input, -1e299, winner);
        }
    }

    [Theory]
    [MemberData(nameof(FirstNames))]
    public void NaN_WinsAndReceivesTheGradient(string name) => AssertNaNWins(First[name]);

    [Theory]
    [MemberData(nameof(AllNames))]
    public void NaNWithAllTies_WinsAndReceivesTheGradient(string name) => AssertNaNWins(All[name]);

    [Theory]
    [MemberData(nameof(FirstNames))]
    public void TwoNaNs_OneOfThemReceivesTheGradient(string name)
    {
        ITrainableNetwork<double> network = First[name]();
        double[] input = Cells(network, 1);
        input[1] = input[2] = double.NaN;
        Assert.All(network.Forward(input).ToArray(), value => Assert.True(double.IsNaN(value)));
        double[] gradient = network.Backward(Ones(network)).ToArray();
        Assert.Equal(network.OutputSize, gradient[1] + gradient[2]);
        Assert.Equal(network.OutputSize, gradient.Sum());
        Assert.Contains(0, gradient[1..3]);
    }

    [Theory]
    [MemberData(nameof(AllNames))]
    public void TwoNaNsWithAllTies_BothReceiveTheGradient(string name)
    {
        ITrainableNetwork<double> network = All[name]();
        double[] input = Cells(network, 1);
        input[1] = input[2] = double.NaN;
        AssertPool(network, input, double.NaN, 1, 2);
    }

    [Theory]
    [MemberData(nameof(FirstNames))]
    public void NothingButMinusInfinity_TheFirstCellReceivesTheGradient(string name)
    {
        ITrainableNetwork<double> network = First[name]();
        AssertPool(network, Cells(network, double.NegativeInfinity), double.NegativeInfinity, 0);
    }

    [Theory]
    [MemberData(nameof(AllNames))]
    public void NothingButMinusInfinityWithAllTies_EveryCellReceivesTheGradient(string name)
    {
        ITrainableNetwork<double> network = All[name]();
        AssertPool(network, Cells(network, double.NegativeInfinity), double.NegativeInfinity, [.. Enumerable.Range(0, network.InputSize)]);
    }

    [Fact]
    public void Padding_NeverWins()
    {
        // Windows at the corners that see one real cell each.
        CornerPool network = new();
        double[] input = [-1, -2, -3, -4];
        Assert.Equal(input, network.Forward(input).ToArray());
        Assert.Equal([1, 2, 3, 4], network.Backward([1, 2, 3, 4]).ToArray());
        Array.Fill(input, double.NegativeInfinity);
        Assert.Equal(input, network.Forward(input).ToArray());
        Assert.Equal([1, 2, 3, 4], network.Backward([1, 2, 3, 4]).ToArray());
    }

    [Fact]
    public void OverlappingWindows_AddTheirGradients()
    {
        OverlappingPool network = new();
        Assert.Equal([5, 5, 3], network.Forward([0, 5, 3, 3]).ToArray());
        Assert.Equal([0, 6, 8, 0], network.Backward([2, 4, 8]).ToArray());
    }

    [Fact]
    public void CellsThatNoWindowSees_HaveNoGradient()
    {
        // 3×3 under windows of 2×2: the last row and the last column are dropped.
        DroppingPool network = new();
        Assert.Equal([4], network.Forward([1, 2, 9, 3, 4, 9, 9, 9, 9]).ToArray());
        Assert.Equal([0, 0, 0, 0, 7, 0, 0, 0, 0], network.Backward([7]).ToArray());
    }

    [Fact]
    public void WindowOfOneCell_IsTheCell()
    {
        OneCellPools network = new();
        Assert.Equal([-3, 4], network.Forward([-3, 4]).ToArray());
        Assert.Equal([1, 2], network.Backward([1, 2]).ToArray());
    }

    // Without a backward pass the maximum is computed by another text, which keeps no winner.
    [Fact]
    public void NaNAndMinusInfinityForwardOnly_AreTheSame()
    {
        ForwardPool network = new();
        Assert.True(float.IsNaN(network.Forward([float.NaN, 1, 2, float.PositiveInfinity])[0]));
        Assert.True(float.IsNaN(network.Forward([1, 2, 3, float.NaN])[0]));
        Assert.Equal(
            float.NegativeInfinity, network.Forward([float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity])[0]);
        Assert.Equal(-1, network.Forward([-4, -3, -2, -1])[0]);
    }

    private static void AssertNaNWins(Func<ITrainableNetwork<double>> create)
    {
        ITrainableNetwork<double> network = create();
        for (int winner = 0; winner < network.InputSize; winner++)
        {
            double[] input = Cells(network, double.PositiveInfinity);
            input[winner] = double.NaN;
            AssertPool(network, input, double.NaN, winner);
        }
    }

    private static void AssertPool(ITrainableNetwork<double> network, double[] input, double output, params int[] winners)
    {
        double[] expected = new double[input.Length];
        foreach (int winner in winners) expected[winner] = network.OutputSize;
        Assert.All(network.Forward(input).ToArray(), value => Assert.Equal(output, value));
        Assert.Equal(expected, network.Backward(Ones(network)).ToArray());
    }

    private static double[] Cells(ITrainableNetwork<double> network, double value) => [.. Enumerable.Repeat(value, network.InputSize)];

    private static double[] Ones(ITrainableNetwork<double> network) => [.. Enumerable.Repeat(1.0, network.OutputSize)];
}

[Network(1, 2, 2, Scalar = Scalar.Double)]
[MaxPool(2)]
internal sealed partial class FirstOfFour { }

[Network(1, 2, 2, Scalar = Scalar.Double)]
[MaxPool(2, AllTies = true)]
internal sealed partial class AllOfFour { }

[Network(1, 4, 4, Scalar = Scalar.Double)]
[MaxPool(4)]
internal sealed partial class FirstOfSixteen { }

[Network(1, 4, 4, Scalar = Scalar.Double)]
[MaxPool(4, AllTies = true)]
internal sealed partial class AllOfSixteen { }

[Network(1, 2, 2, Scalar = Scalar.Double)]
[MaxPool(3, Stride = 1, Padding = 1)]
internal sealed partial class FirstPadded { }

[Network(1, 2, 2, Scalar = Scalar.Double)]
[MaxPool(3, Stride = 1, Padding = 1, AllTies = true)]
internal sealed partial class AllPadded { }

[Network(1, 2, 2, Scalar = Scalar.Double)]
[GlobalMaxPool]
internal sealed partial class FirstGlobal { }

[Network(1, 2, 2, Scalar = Scalar.Double)]
[MaxPool(2, Padding = 1)]
internal sealed partial class CornerPool { }

[Network(1, 1, 4, Scalar = Scalar.Double)]
[MaxPool(1, 2, Stride = 1)]
internal sealed partial class OverlappingPool { }

[Network(1, 3, 3, Scalar = Scalar.Double)]
[MaxPool(2)]
internal sealed partial class DroppingPool { }

[Network(2, 1, 1, Scalar = Scalar.Double)]
[GlobalMaxPool, MaxPool(1), MaxPool(1, AllTies = true)]
internal sealed partial class OneCellPools { }

[Network(1, 2, 2, ForwardOnly = true)]
[MaxPool(2)]
internal sealed partial class ForwardPool { }
