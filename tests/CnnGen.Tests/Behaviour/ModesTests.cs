using System;
using System.Linq;
using System.Numerics;
using CnnGen.Runtime;
using Xunit;

namespace CnnGen.Tests.Behaviour;

public sealed class SingleModesTests : ModesTests<float>
{
    protected override double Tolerance => 1e-5;
}

public sealed class DoubleModesTests : ModesTests<double>
{
    protected override double Tolerance => 1e-12;
}

/// <summary>What Training changes: statistics of the call and running averages, masks, and which of them a Backward goes by.</summary>
public abstract class ModesTests<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    protected abstract double Tolerance { get; }

    [Theory]
    [InlineData("Normed")]
    [InlineData("Dropping")]
    public void Training_IsFalseAtFirst_AndOfEachInstance(string name)
    {
        ITrainableNetwork<T> network = SmallNetworks.Create<T>(name);
        Assert.False(network.Training);
        network.Training = true;
        ITrainableNetwork<T> replica = network.CreateReplica();
        Assert.False(replica.Training);
        replica.Training = true;
        network.Training = false;
        Assert.True(replica.Training);
    }

    [Theory]
    [InlineData("Normed")]
    [InlineData("Dropping")]
    public void ForwardInTraining_MovesTheAverages_AndNothingElseDoes(string name)
    {
        Session<T> session = new(name);
        T[] before = Data.Buffers(session.Network);
        session.Learn();
        Assert.Equal(before, Data.Buffers(session.Network));
        session.Network.Training = true;
        session.Forward();
        T[] after = Data.Buffers(session.Network);
        Assert.All(before.Zip(after), pair => Assert.NotEqual(pair.First, pair.Second));
        session.Loss();
        session.Backward();
        session.Network.Step(Session<T>.Number(0.1));
        Assert.Equal(after, Data.Buffers(session.Network));
    }

    // The averages are shared, so that who runs beside others leaves them alone: they are folded in later.
    [Theory]
    [InlineData("Normed")]
    [InlineData("Dropping")]
    public void Replica_LeavesTheAverages_AndTellsWhatItHasSeen(string name)
    {
        Session<T> session = new(name), other = new(name);
        T[] before = Data.Buffers(session.Network);
        ITrainableNetwork<T> replica = session.Network.CreateReplica();
        replica.Training = other.Network.Training = true;
        T[] output = replica.Forward(session.Input).ToArray();
        Assert.Equal(before, Data.Buffers(replica));
        Assert.Equal(other.Forward(), output);
        Assert.NotEqual(before, Data.Buffers(other.Network));
        ((IKeepsStatistics<T>)session.Network).FoldStatistics(((IKeepsStatistics<T>)replica).Statistics);
        Assert.Equal(Data.Buffers(other.Network), Data.Buffers(session.Network));
    }

    [Theory]
    [InlineData("Normed")]
    [InlineData("Dropping")]
    public void Backward_GoesByTheModeOfItsForward(string name)
    {
        foreach (bool isTraining in (bool[])[false, true])
        {
            Session<T> session = new(name), other = new(name);
            session.Network.Training = other.Network.Training = isTraining;
            T[] expected = session.Learn();
            other.Forward();
            other.Network.Training = !isTraining;
            other.Loss();
            Assert.Equal(expected, other.Backward());
            Assert.Equal(Data.Gradients(session.Network), Data.Gradients(other.Network));
        }
    }

    [Fact]
    public void AveragesAndOutputs_AreThoseOfTheDefinition()
    {
        ITrainableNetwork<T> network = typeof(T) == typeof(float)
            ? (ITrainableNetwork<T>)(object)new NormSingle()
            : (ITrainableNetwork<T>)(object)new NormDouble();
        const double momentum = 0.25, epsilon = 0.01;
        const int channels = 3, positions = 10;
        Data.Disturb(network, 2);
        double[] parameters = Data.Parameters(network).Select(double.CreateChecked).ToArray();
        double[] means = new double[channels], variances = [1, 1, 1];
        network.Training = true;
        foreach (int samples in (int[])[4, 1, 3])
        {
            T[] input = Data.Numbers<T>(samples * channels * positions, samples);
            double[] output = new double[input.Length];
            for (int channel = 0; channel < channels; channel++)
            {
                int[] elements = Enumerable.Range(0, samples * positions)
                    .Select(i => (((i / positions * channels) + channel) * positions) + (i % positions))
                    .ToArray();
                double[] values = elements.Select(i => double.CreateChecked(input[i])).ToArray();
                double mean = values.Average(), squares = values.Sum(value => (value - mean) * (value - mean));
                means[channel] += momentum * (mean - means[channel]);
                variances[channel] += momentum * ((squares / (values.Length - 1)) - variances[channel]);
                foreach (int i in elements)
                {
                    output[i] = ((double.CreateChecked(input[i]) - mean) / Math.Sqrt((squares / values.Length) + epsilon) * parameters[channel])
                        + parameters[channels + channel];
                }
            }

            Data.AssertClose<T>(output.Select(T.CreateChecked).ToArray(), network.Forward(input), Tolerance);
            Data.AssertClose<T>(means.Concat(variances).Select(T.CreateChecked).ToArray(), Data.Buffers(network), Tolerance);
        }
    }

    // Of one sample of features there is a single number of each: it has no variance.
    [Fact]
    public void OneValueOfAChannel_ThrowsInTraining_AndChangesNothing()
    {
        Session<T> session = new(
            typeof(T) == typeof(float) ? (ITrainableNetwork<T>)(object)new FeatureNormSingle() : (ITrainableNetwork<T>)(object)new FeatureNormDouble());
        session.Network.Training = true;
        T[] one = session.Input[..session.Network.InputSize];
        session.Forward();
        session.Loss();
        ArgumentException exception = session.Fails<ArgumentException>(() => session.Network.Forward(one));
        Assert.Contains("batchnorm1", exception.Message, StringComparison.Ordinal);
        session.Backward();
        session.Network.Training = false;
        Assert.Equal(session.Network.OutputSize, session.Network.Forward(one).Length);
    }

    [Fact]
    public void Mask_FollowsFromSeedStepSampleAndElement()
    {
        ITrainableNetwork<T> network = Noise(5), same = Noise(5), other = Noise(6);
        T[] ones = Enumerable.Repeat(T.One, network.Batch * network.InputSize).ToArray();
        Assert.Equal(ones, network.Forward(ones).ToArray());
        network.Training = same.Training = other.Training = true;
        T[] first = network.Forward(ones).ToArray();
        Assert.Equal(first, network.Forward(ones).ToArray());
        Assert.Equal(first, same.Forward(ones).ToArray());
        Assert.NotEqual(first, other.Forward(ones).ToArray());
        Assert.NotEqual(first[..network.InputSize], first[network.InputSize..(2 * network.InputSize)]);

        // The gradient goes through the same mask.
        Assert.Equal(first, network.Backward(ones).ToArray());
        network.Step(T.Zero);
        T[] second = network.Forward(ones).ToArray();
        Assert.NotEqual(first, second);
        ITrainableNetwork<T> replica = network.CreateReplica();
        replica.Training = true;
        Assert.Equal(second, replica.Forward(ones).ToArray());

        // Who computes the samples from the second on draws their masks.
        ((IDrawsMasks)replica).FirstSample = 1;
        T[] part = replica.Forward(ones.AsSpan(network.InputSize)).ToArray();
        Assert.Equal(second[network.InputSize..], part);
    }

    [Fact]
    public void Mask_DropsAsOftenAsTheRateSays()
    {
        ITrainableNetwork<T> network = Noise(1);
        T[] ones = Enumerable.Repeat(T.One, network.Batch * network.InputSize).ToArray();
        network.Training = true;
        int dropped = 0, all = 0, pairs = 0;
        for (int step = 0; step < 50; step++)
        {
            T[] output = network.Forward(ones).ToArray();
            Assert.All(output, value => Assert.True(T.IsZero(value) || value == T.One / T.CreateChecked(0.75)));
            dropped += output.Count(T.IsZero);
            pairs += Enumerable.Range(1, output.Length - 1).Count(i => T.IsZero(output[i]) && T.IsZero(output[i - 1]));
            all += output.Length;
            network.Step(T.Zero);
        }

        // Five standard deviations; and neighbours know nothing of each other.
        Assert.InRange(dropped / (double)all, 0.25 - (5 * Math.Sqrt(0.25 * 0.75 / all)), 0.25 + (5 * Math.Sqrt(0.25 * 0.75 / all)));
        Assert.InRange(pairs / (double)all, 0.0625 - (8 * Math.Sqrt(0.0625 / all)), 0.0625 + (8 * Math.Sqrt(0.0625 / all)));
    }

    [Fact]
    public void Apply_IsIsKept_WhereverItBegins()
    {
        foreach (int length in (int[])[1, 3, 7, 8, 15, 16, 17, 33, 70])
        {
            foreach ((int first, int step) in ((int, int)[])[(0, 1), (5, 1), (0, 12), (7, 49)])
            {
                long key = new DropoutMasks(3, 4, 0).Key(length, 1), threshold = 1L << 31;
                T[] source = Data.Numbers<T>(length, 1), destination = new T[length];
                if (source is float[] singles) Dropout.Apply(singles, (float[])(object)destination, key, threshold, 2, first, step);
                else Dropout.Apply((double[])(object)source, (double[])(object)destination, key, threshold, 2, first, step);
                T[] expected = Enumerable.Range(0, length)
                    .Select(i => Dropout.IsKept(key, first + (i * step), threshold) ? source[i] + source[i] : T.Zero)
                    .ToArray();
                Assert.Equal(expected, destination);
            }
        }
    }

    private static ITrainableNetwork<T> Noise(int seed) =>
        typeof(T) == typeof(float) ? (ITrainableNetwork<T>)(object)new NoiseSingle(seed) : (ITrainableNetwork<T>)(object)new NoiseDouble(seed);
}

[Network(3, 2, 5, Batch = 4)]
[BatchNorm(Momentum = 0.25, Epsilon = 0.01)]
internal sealed partial class NormSingle { }

[Network(3, 2, 5, Batch = 4, Scalar = Scalar.Double)]
[BatchNorm(Momentum = 0.25, Epsilon = 0.01)]
internal sealed partial class NormDouble { }

[Network(3, Batch = 4)]
[Dense(5), BatchNorm, ReLU, Dense(2)]
[MeanSquaredError]
internal sealed partial class FeatureNormSingle { }

[Network(3, Batch = 4, Scalar = Scalar.Double)]
[Dense(5), BatchNorm, ReLU, Dense(2)]
[MeanSquaredError]
internal sealed partial class FeatureNormDouble { }

[Network(3, 5, 21, Batch = 6)]
[Dropout(0.25)]
internal sealed partial class NoiseSingle { }

[Network(3, 5, 21, Batch = 6, Scalar = Scalar.Double)]
[Dropout(0.25)]
internal sealed partial class NoiseDouble { }
