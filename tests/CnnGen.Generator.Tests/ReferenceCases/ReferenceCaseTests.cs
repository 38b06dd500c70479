using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using CnnGen.Generator.Tests.Harness;
using CnnGen.Generator.Tests.Widths;
using Xunit;

namespace CnnGen.Generator.Tests.ReferenceCases;

/// <summary>Each reference case, in both number types; every fourth in single precision with a larger batch, which its samples do not fill.</summary>
public sealed class ReferenceCaseTests
{
    internal const double DoubleTolerance = 1e-9;
    internal const double SingleTolerance = 2e-5;
    private const double SmallestScale = 1e-3;
    private const int Spare = 3;

    // One compilation for each number type and batch, when the first of its tests asks for it, in the widest text: BitsTests shows the others.
    private static readonly ConcurrentDictionary<(Scalar, bool), Lazy<CompiledNetworks>> Compiled = new();

    private static readonly string[] Names = [.. ReferenceCase.ByName.Keys.Order(StringComparer.Ordinal)];

    public static TheoryData<string, Scalar, bool> Cases
    {
        get
        {
            TheoryData<string, Scalar, bool> data = [];
            for (int i = 0; i < Names.Length; i++)
            {
                foreach (Scalar scalar in Enum.GetValues<Scalar>()) data.Add(Names[i], scalar, HasSpareBatch(scalar, i));
            }

            return data;
        }
    }

    [Fact]
    public void EveryCase_IsThere()
    {
        Assert.Equal(
            [
                "activations", "by-hand", "ends", "joins", "level1", "level1.5", "level1.7", "level2", "losses", "modes", "norms", "rearranged",
                "recurrent", "smooth", "states", "trained", "transposed",
            ],
            ReferenceCase.BySource.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(11, ReferenceCase.BySource["by-hand"].Length);
        Assert.Equal(12, ReferenceCase.BySource["activations"].Length);
        Assert.Equal(30, ReferenceCase.BySource["ends"].Length);
        Assert.Equal(30, ReferenceCase.BySource["joins"].Length);
        Assert.Equal(40, ReferenceCase.BySource["level1"].Length);
        Assert.Equal(40, ReferenceCase.BySource["level1.5"].Length);
        Assert.Equal(30, ReferenceCase.BySource["level1.7"].Length);
        Assert.Equal(80, ReferenceCase.BySource["level2"].Length);
        Assert.Equal(14, ReferenceCase.BySource["losses"].Length);
        Assert.Equal(42, ReferenceCase.BySource["modes"].Length);
        Assert.Equal(24, ReferenceCase.BySource["norms"].Length);
        Assert.Equal(30, ReferenceCase.BySource["rearranged"].Length);
        Assert.Equal(24, ReferenceCase.BySource["recurrent"].Length);
        Assert.Equal(16, ReferenceCase.BySource["smooth"].Length);
        Assert.Equal(24, ReferenceCase.BySource["states"].Length);
        Assert.Equal(16, ReferenceCase.BySource["trained"].Length);
        Assert.Equal(30, ReferenceCase.BySource["transposed"].Length);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Network_AgreesWithPyTorch(string name, Scalar scalar, bool spareBatch)
    {
        ReferenceCase expected = ReferenceCase.ByName[name];
        CompiledNetworks networks = Compiled.GetOrAdd(
            (scalar, spareBatch),
            static key => new(() => Compile(key.Item1, key.Item2, Width.Only(Width.Fastest), CasesOf(key.Item1, key.Item2)))).Value;
        if (scalar == Scalar.Double) Check(expected, () => networks.Create<ITrainableNetwork<double>>(name), DoubleTolerance);
        else Check(expected, () => networks.Create<ITrainableNetwork<float>>(name), SingleTolerance);
    }

    private static bool HasSpareBatch(Scalar scalar, int number) => scalar == Scalar.Single && number % 4 == 0;

    private static IEnumerable<ReferenceCase> CasesOf(Scalar scalar, bool spareBatch) =>
        Names.Where((_, i) => HasSpareBatch(scalar, i) == spareBatch).Select(name => ReferenceCase.ByName[name]);

    internal static CompiledNetworks Compile(Scalar scalar, bool spareBatch, RunOptions? options = null, IEnumerable<ReferenceCase>? cases = null) =>
        CompiledNetworks.Compile(
        (cases ?? ReferenceCase.ByName.Values)
            .ToDictionary(one => one.Name, one => one.Attributes(scalar.ToString(), one.Batch + (spareBatch ? Spare : 0))), options);

    /// <summary>Runs a case, and returns all that came; internal, so that a test can show that a wrong number fails.</summary>
    internal static T[] Check<T>(ReferenceCase expected, Func<ITrainableNetwork<T>> create, double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ITrainableNetwork<T> network = Start(expected, create);
        AssertSame(expected.Parameters.Select(tensor => tensor.Name), network.Description.Parameters.Select(tensor => tensor.Name));
        AssertSame(
            expected.Parameters.Select(tensor => string.Join("×", tensor.Shape)),
            network.Description.Parameters.Select(tensor => string.Join("×", tensor.Shape)));
        if (expected.Buffers is { } kept)
        {
            AssertSame(
                kept.Select(tensor => $"{tensor.Name} {string.Join("×", tensor.Shape)}"),
                network.Description.Buffers.Select(tensor => $"{tensor.Name} {string.Join("×", tensor.Shape)}"));
        }

        T[] output = network.Forward(Numbers<T>(expected.Input)).ToArray();
        AssertClose<T>("output", expected.Output, output, tolerance);
        T? loss = LossOf(expected, network);
        if (expected.Loss is { } value) AssertClose<T>("loss", [value], [loss!.Value], tolerance);
        T[] ofInput = BackwardOf(expected, network).ToArray(), gradients = new T[network.ParameterCount];
        AssertClose<T>("input gradient", expected.InputGradient, ofInput, tolerance);
        network.CopyGradientsTo(gradients);
        AssertClose<T>("gradients", expected.Parameters.SelectMany(tensor => tensor.Gradient).ToArray(), gradients, tolerance);

        T[] after = expected.Steps > 0 ? CheckSteps(expected, Start(expected, create), tolerance) : [];
        return [.. output, loss ?? T.Zero, .. ofInput, .. gradients, .. after];
    }

    private static T[] CheckSteps<T>(ReferenceCase expected, ITrainableNetwork<T> network, double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int step = 0; step < expected.Steps; step++)
        {
            network.Forward(Numbers<T>(expected.Input));
            LossOf(expected, network);
            BackwardOf(expected, network);
            network.Step(T.CreateChecked(expected.LearningRate!.Value));
        }

        T[] parameters = new T[network.ParameterCount];
        network.CopyParametersTo(parameters);
        AssertClose<T>($"parameters after {expected.Steps} steps", (expected.AfterThreeSteps ?? expected.AfterOneStep)!, parameters, tolerance);
        Assert.Equal(expected.Steps, network.StepCount);

        if (expected.Buffers is { } kept)
        {
            T[] buffers = new T[network.BufferCount];
            network.CopyBuffersTo(buffers);
            AssertClose<T>($"buffers after {expected.Steps} steps", [.. kept.SelectMany(tensor => tensor.AfterThreeSteps)], buffers, tolerance);
        }

        if (expected.OtherMode is not { } other) return parameters;
        network.Training = !expected.Training;
        AssertClose<T>("output in the other mode", other.Output, network.Forward(Numbers<T>(expected.Input)), tolerance);
        LossOf(expected, network);
        AssertClose<T>("input gradient in the other mode", other.InputGradient, BackwardOf(expected, network), tolerance);
        T[] gradients = new T[network.ParameterCount];
        network.CopyGradientsTo(gradients);
        AssertClose<T>("gradients in the other mode", other.Gradients, gradients, tolerance);
        return parameters;
    }

    private static ITrainableNetwork<T> Start<T>(ReferenceCase expected, Func<ITrainableNetwork<T>> create) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ITrainableNetwork<T> network = create();
        T[] parameters = Numbers<T>(expected.Parameters.SelectMany(tensor => tensor.Values));
        Assert.Equal(parameters.Length, network.ParameterCount);
        network.SetParameters(parameters);
        if (expected.Buffers is { } kept) network.SetBuffers(Numbers<T>(kept.SelectMany(tensor => tensor.Values)));
        network.Training = expected.Training;
        return network;
    }

    private static T? LossOf<T>(ReferenceCase expected, ITrainableNetwork<T> network) where T : unmanaged, IFloatingPointIeee754<T> =>
        expected.Loss is null ? null : network.Loss(Numbers<T>(expected.Target ?? []), expected.Labels ?? [], T.One);

    private static ReadOnlySpan<T> BackwardOf<T>(ReferenceCase expected, ITrainableNetwork<T> network) where T : unmanaged, IFloatingPointIeee754<T> =>
        expected.OutputGradient is null ? network.Backward() : network.Backward(Numbers<T>(expected.OutputGradient));

    private static T[] Numbers<T>(IEnumerable<double> values) where T : IFloatingPointIeee754<T> => values.Select(T.CreateChecked).ToArray();

    private static void AssertSame(IEnumerable<string> expected, IEnumerable<string> actual) => Assert.Equal(expected, actual);

    /// <summary>Within the tolerance of the list's largest number, all of it. A NaN is within nothing.</summary>
    private static void AssertClose<T>(string what, double[] expected, ReadOnlySpan<T> actual, double tolerance) where T : IFloatingPointIeee754<T>
    {
        Assert.True(expected.Length == actual.Length, $"{what}: {expected.Length} numbers expected, {actual.Length} came.");
        double allowed = tolerance * Math.Max(SmallestScale, expected.Select(Math.Abs).DefaultIfEmpty().Max());
        for (int i = 0; i < actual.Length; i++)
        {
            double got = double.CreateChecked(actual[i]);
            if (Math.Abs(got - expected[i]) <= allowed) continue;
            Assert.Fail(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{what}[{i}]: expected {expected[i]:R}, got {got:R}; off by {Math.Abs(got - expected[i]):G3}, allowed {allowed:G3}."));
        }
    }
}
