using System;
using System.Linq;
using Xunit;

namespace CnnGen.Tests.Behaviour;

/// <summary>Networks of several inputs and outputs: the layout of spans, the sum of losses, gradients.</summary>
public sealed class EndsTests
{
    private const int Image = 36, Vector = 5, Actions = 4;

    private static readonly double[]
        Images = Data.Numbers<double>(3 * Image, 1), Vectors = Data.Numbers<double>(3 * Vector, 2), Values = Data.Numbers<double>(3, 3);
    private static readonly int[] Chosen = [1, 3, 0];

    [Fact]
    public void Spans_HoldOneAfterTheOther()
    {
        ActorCriticDouble network = Disturbed(new ActorCriticDouble(1));
        Assert.Equal((Image + Vector, Actions + 1), (ActorCriticDouble.InputSize, ActorCriticDouble.OutputSize));
        double[][] alone = [
            .. Enumerable.Range(0, 3).Select(sample => network.Forward(Of(Images, Image, sample, 1), Of(Vectors, Vector, sample, 1)).ToArray())];
        for (int samples = 1; samples <= 3; samples++)
        {
            double[] output = network.Forward(Of(Images, Image, 0, samples), Of(Vectors, Vector, 0, samples)).ToArray();
            Assert.Equal(alone.Take(samples).SelectMany(one => one.Take(Actions)).Concat(alone.Take(samples).Select(one => one[Actions])), output);
            Assert.Equal(output.Take(samples * Actions), network.Policy.ToArray());
            Assert.Equal(output.Skip(samples * Actions), network.Value.ToArray());
            double[] joined = [.. Images.Take(samples * Image), .. Vectors.Take(samples * Vector)];
            Assert.Equal(output, ((INetwork<double>)network).Forward(joined).ToArray());
        }
    }

    [Fact]
    public void ForwardOnly_HasTheSameOutputs()
    {
        ActorCriticDouble network = Disturbed(new ActorCriticDouble(1));
        ActorCriticForwardOnly twin = new();
        var parameters = new double[ActorCriticDouble.ParameterCount];
        network.CopyParametersTo(parameters);
        twin.SetParameters(parameters);
        Assert.Equal(network.Forward(Images, Vectors).ToArray(), twin.Forward(Images, Vectors).ToArray());
        Assert.Equal(network.Policy.ToArray(), twin.Policy.ToArray());
        Assert.Equal(
            network.Forward(Of(Images, Image, 0, 2), Of(Vectors, Vector, 0, 2)).ToArray(),
            twin.Forward(Of(Images, Image, 0, 2), Of(Vectors, Vector, 0, 2)).ToArray());
        Assert.Equal(network.Value.ToArray(), twin.Value.ToArray());
    }

    [Fact]
    public void Loss_IsTheWeightedSum()
    {
        ActorCriticDouble network = Disturbed(new ActorCriticDouble(1));
        network.Forward(Images, Vectors);
        double expected = 0;
        for (int sample = 0; sample < 3; sample++)
        {
            double[] logits = Of(network.Policy, Actions, sample, 1).ToArray();
            expected += Math.Log(logits.Sum(Math.Exp)) - logits[Chosen[sample]] + (0.5 * Math.Pow(network.Value[sample] - Values[sample], 2));
        }

        double loss = network.Loss(Chosen, Values);
        Assert.Equal(expected / 3, loss, 1e-12);
        Assert.Equal(-2 * loss, network.Loss(Chosen, Values, -2), 1e-12);
        Assert.Equal(-2 * loss, network.Loss(policy: Chosen, value: Values, weight: -2), 1e-12);
        Assert.Equal(loss, ((ITrainableNetwork<double>)network).Loss(Values, Chosen, 1));
        double[] certain = [.. Chosen.SelectMany(chosen => Enumerable.Range(0, Actions).Select(action => action == chosen ? 1.0 : 0))];
        Assert.Equal(loss, network.Loss(certain, Values), 1e-12);
        Assert.Equal(loss, ((ITrainableNetwork<double>)network).Loss([.. certain, .. Values], default, 1), 1e-12);
    }

    [Fact]
    public void Backward_TakesTheOutputsLayout()
    {
        ActorCriticDouble network = Disturbed(new ActorCriticDouble(1));
        network.Forward(Of(Images, Image, 0, 2), Of(Vectors, Vector, 0, 2));
        double[] gradient = new double[2 * (Actions + 1)];
        for (int sample = 0; sample < 2; sample++)
        {
            double[] logits = Of(network.Policy, Actions, sample, 1).ToArray();
            for (int action = 0; action < Actions; action++)
            {
                gradient[(sample * Actions) + action] = ((Math.Exp(logits[action]) / logits.Sum(Math.Exp)) - (action == Chosen[sample] ? 1 : 0)) / 2;
            }

            gradient[(2 * Actions) + sample] = (network.Value[sample] - Values[sample]) / 2;
        }

        double[] ofInput = network.Backward(gradient).ToArray(), own = Data.Gradients(network);
        Assert.Equal(ofInput.Skip(2 * Image), network.VectorGradient.ToArray());
        network.ClearGradients();
        network.Forward(Of(Images, Image, 0, 2), Of(Vectors, Vector, 0, 2));
        network.Loss(Chosen.AsSpan(0, 2), Values.AsSpan(0, 2));
        Data.AssertClose<double>(ofInput, network.Backward().ToArray(), 1e-12);
        Data.AssertClose<double>(own, Data.Gradients(network), 1e-12);
        Assert.Equal(2 * (Image + Vector), ofInput.Length);
    }

    [Fact]
    public void Gradients_AreTheDifferences()
    {
        double[] input = [.. Images, .. Vectors];
        GradientCheckReport report = GradientCheck.Run(Disturbed(new ActorCriticDouble(1)), input, Values, Chosen);
        Assert.True(report.Passed, report.ToString());

        // A head that is read on, one that is a part, one behind a softmax that is read on, an input read twice and one not at all.
        ManyEnds many = Disturbed(new ManyEnds(2));
        report = GradientCheck.Run(many, Data.Numbers<double>(2 * ManyEnds.InputSize, 7), Data.Targets<double>(2 * (6 + 2), 8), [2, 0]);
        Assert.True(report.Passed, report.ToString());
        ManyEnds few = Disturbed(new ManyEnds(2));
        report = GradientCheck.Run(few, Data.Numbers<double>(ManyEnds.InputSize, 9), Data.Targets<double>(6 + 2, 10), [1]);
        Assert.True(report.Passed, report.ToString());
        report = GradientCheck.Run(Disturbed(new ActorCriticSingle(1)), Data.Numbers<float>(3 * (Image + Vector), 1), Data.Numbers<float>(3, 3), Chosen);
        Assert.True(report.Passed, report.ToString());
    }

    [Fact]
    public void AnInputThatNobodyReads_HasNoGradient()
    {
        ManyEnds network = Disturbed(new ManyEnds(1));
        double[] numbers = Data.Numbers<double>(2 * ManyEnds.InputSize, 3);
        ITrainableNetwork<double> same = network;
        for (int i = 0; i < 2; i++)
        {
            same.Forward(numbers);
            Assert.Contains(same.Backward(Data.Numbers<double>(2 * ManyEnds.OutputSize, 4)).ToArray(), value => value != 0);
            Assert.All(network.UnreadGradient.ToArray(), value => Assert.Equal(0, value));
            Assert.Equal(2 * 2, network.UnreadGradient.Length);
        }
    }

    [Fact]
    public void WrongCalls_SayWhatIsExpected()
    {
        ActorCriticDouble network = new(1);
        ITrainableNetwork<double> same = network;
        Assert.Throws<InvalidOperationException>(() => network.Loss(Chosen, Values));
        Assert.Throws<InvalidOperationException>(() => same.Loss(Values, Chosen, 1));
        Data.AssertSays(Assert.Throws<ArgumentException>("vector", () => network.Forward(Images, Vectors.AsSpan(0, 2 * Vector))), 3 * Vector, 2 * Vector);
        Data.AssertSays(Assert.Throws<ArgumentException>("input", () => network.Forward(Images.AsSpan(1), Vectors)), Image, (3 * Image) - 1);
        Assert.Throws<ArgumentException>("input", () => same.Forward(Images));
        network.Forward(Images, Vectors);
        Assert.Throws<ArgumentException>("vector", () => network.Forward(Images.AsSpan(0, Image), network.Backward(new double[3 * (Actions + 1)])[..Vector]));
        network.Forward(Images, Vectors);
        Assert.Throws<InvalidOperationException>(() => same.Loss(new double[3 * (Actions + 1)], 1));
        Assert.Throws<InvalidOperationException>(() => same.Loss(Chosen, 1));
        Assert.Throws<InvalidOperationException>(() => network.Backward());
        Data.AssertSays(Assert.Throws<ArgumentException>("value", () => network.Loss(Chosen, Values.AsSpan(1))), 3, 2);
        Data.AssertSays(Assert.Throws<ArgumentException>("policy", () => network.Loss(Chosen.AsSpan(1), Values)), 3, 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Loss([0, Actions, 0], Values));
        Assert.Throws<ArgumentException>("targets", () => same.Loss(new double[4], Chosen, 1));
        Assert.Throws<ArgumentException>("labels", () => same.Loss(Values, Chosen.AsSpan(1), 1));
        Assert.Throws<ArgumentException>(() => network.Backward(new double[3 * Actions]));
        Assert.Throws<InvalidOperationException>(() => network.Backward());
    }

    [Fact]
    public void Description_NamesThem()
    {
        NetworkDescription description = ActorCriticDouble.Description;
        Assert.Equal(["input", "vector"], description.Inputs.Select(input => input.Name));
        Assert.Equal([[1, 6, 6], [Vector]], description.Inputs.Select(input => input.Shape));
        Assert.Equal(
            [("policy", "SoftmaxCrossEntropy", 1, Actions), ("value", "MeanSquaredError", 0.5, 1)],
            description.Outputs.Select(output => (output.Name, output.Loss!, output.Weight, output.Count)));
        Assert.Equal([Image + Vector], description.InputShape);
        Assert.Equal([Actions + 1], description.OutputShape);
        Assert.Equal(2, description.Layers.Count(layer => layer.Kind == "Output"));
        Assert.StartsWith(
            "ActorCriticDouble: input 1×6×6, vector 5 → policy 4, value 1, double, 3 samples a call", description.ToString(), StringComparison.Ordinal);
        Assert.Contains(
            "loss: policy: SoftmaxCrossEntropy, −log softmax(y)[label]; value: 0.5 × MeanSquaredError, the mean of (y − t)²",
            description.ToString(),
            StringComparison.Ordinal);
        Assert.Equal(
            ("output", "SoftmaxCrossEntropy", 1.0),
            (LeNet.Description.Outputs[0].Name, LeNet.Description.Outputs[0].Loss, LeNet.Description.Outputs[0].Weight));
        Assert.Equal("input", Assert.Single(LeNet.Description.Inputs).Name);
    }

    [Fact]
    public void Calls_AllocateNothing()
    {
        ActorCriticDouble network = new(1);
        network.WarmUp();
        Pass(network);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++) Pass(network);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        static void Pass(ActorCriticDouble network)
        {
            network.Forward(Images, Vectors);
            network.Loss(Chosen, Values);
            network.Backward();
            network.Step(0.01);
            if (network.Policy.Length + network.Value.Length + network.VectorGradient.Length == 0) throw new InvalidOperationException();
        }
    }

    [Fact]
    public void OneDeclaredOutput_IsAsNone_ButForItsNameAndWeight()
    {
        OneOutput network = new(1);
        network.Forward([1, 2, 3]);
        Assert.Equal(network.Forward([1, 2, 3]).ToArray(), network.Answer.ToArray());
        double error = network.Answer[0] - 2;
        Assert.Equal(0.25 * error * error, network.Loss([2.0]), 1e-12);
    }

    internal static TNetwork Disturbed<TNetwork>(TNetwork network) where TNetwork : class
    {
        if (network is ITrainableNetwork<double> wide) Data.Disturb(wide, 5);
        if (network is ITrainableNetwork<float> narrow) Data.Disturb(narrow, 5);
        return network;
    }

    private static ReadOnlySpan<double> Of(ReadOnlySpan<double> all, int size, int first, int count) => all.Slice(first * size, count * size);
}

[Network(1, 6, 6, Batch = 3, Scalar = Scalar.Double)]
[Input("vector", 5)]
[Conv(3, 3), Tanh, Flatten, Concat("vector"), Dense(12), Tanh, Tap("trunk")]
[Dense(4), Output("policy"), SoftmaxCrossEntropy]
[From("trunk"), Dense(1), Output("value", Weight = 0.5), MeanSquaredError]
[Sgd(Momentum = 0.9)]
internal sealed partial class ActorCriticDouble { }

[Network(1, 6, 6, Batch = 3)]
[Input("vector", 5)]
[Conv(3, 3), Tanh, Flatten, Concat("vector"), Dense(12), Tanh, Tap("trunk")]
[Dense(4), Output("policy"), SoftmaxCrossEntropy]
[From("trunk"), Dense(1), Output("value", Weight = 0.5), MeanSquaredError]
[Adam]
internal sealed partial class ActorCriticSingle { }

[Network(1, 6, 6, Batch = 3, Scalar = Scalar.Double, ForwardOnly = true)]
[Input("vector", 5)]
[Conv(3, 3), Tanh, Flatten, Concat("vector"), Dense(12), Tanh, Tap("trunk")]
[Dense(4), Output("policy"), SoftmaxCrossEntropy]
[From("trunk"), Dense(1), Output("value", Weight = 0.5), MeanSquaredError]
internal sealed partial class ActorCriticForwardOnly { }

[Network(4, Batch = 2, Scalar = Scalar.Double)]
[Input("side", 2, 3, 3)]
#pragma warning disable CNN0911   // what happens then is a test
[Input("unread", 2)]
#pragma warning restore CNN0911
[Dense(6), Tanh, Output("read_on", Weight = 2), HalfSquaredError]
[Dense(3), Softmax, Output("share", Weight = 0.7), CrossEntropy, Tap("softened")]
[From("side"), Conv(3, 2), Tanh, Slice(1, 2), GlobalAvgPool, Flatten, Concat("softened"), Slice(1, 4), Dense(2), Tap("both")]
[From("side"), Flatten, Slice(3, 2), Add("both"), Output("last"), MeanSquaredError]
internal sealed partial class ManyEnds { }

[Network(3, Scalar = Scalar.Double)]
[Dense(1), Output("answer", Weight = 0.25), MeanSquaredError]
internal sealed partial class OneOutput { }
