using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using CnnGen.Benchmarks.Measuring;
using CnnGen.Benchmarks.Peers.OnnxRuntime;
using CnnGen.Benchmarks.Peers.PyTorch;
using CnnGen.Benchmarks.Subjects;

namespace CnnGen.Benchmarks.Modes;

/// <summary>A published network and its peers, with the same weights, inputs and gradients.</summary>
internal sealed class PublishedContest : IDisposable
{
    // As much as a small machine trains at once; of large pictures less, for the memory of PyTorch.
    private const int UsualBatch = 32, LargeBatch = 4;
    private const long LargeMacs = 200_000_000;
    private const float Rate = 1e-4f;

    private static readonly string[] Ends =
        ["SoftmaxCrossEntropy", "MeanSquaredError", "Huber", "Adam", "RMSProp", "Sgd"];

    private readonly string name;
    private readonly PublishedPeer peer;
    private readonly INetwork<float> inference;
    private readonly ITrainableNetwork<float> training;
    private readonly float[] sample, inputs, gradient;
    private readonly OrtSession? onnxRuntime;
    private readonly Candidate forward;
    private readonly Candidate? onnxRuntimeTime;
    private readonly List<double> ratios = [], steps = [];
    private readonly long textBytes;
    private readonly int stepsOfRound;

    /// <summary>Compiles the network twice, hands its weights to the peers and compares outputs with ONNX Runtime's; the tests compare gradients.</summary>
    public PublishedContest(string name, string file, PublishedPeer peer, OrtApi? api)
    {
        this.name = name;
        this.peer = peer;
        string declaration = WithoutEnds(File.ReadAllText(file));
        inference = InMemory.Create<INetwork<float>>(name, With(declaration, "ForwardOnly = true"), out _);
        int batch = inference.Description.Macs > LargeMacs ? LargeBatch : UsualBatch;
        string trained = With(declaration, $"Batch = {batch}").Replace("internal sealed", "[Sgd(Momentum = 0.9)] internal sealed");
        training = InMemory.Create<ITrainableNetwork<float>>(name, trained, out textBytes);
        training.Training = true;
        var parameters = new float[training.ParameterCount];
        training.CopyParametersTo(parameters);
        inference.SetParameters(parameters);
        sample = Subject.Input(inference.InputSize);
        inputs = Subject.Input(batch * inference.InputSize);
        gradient = [.. Subject.Input(batch * inference.OutputSize).Select(number => number - 0.5f)];
        peer.Load(name, file, batch, parameters, inputs, gradient);

        float[] output = inference.Forward(sample).ToArray();
        if (api is not null)
        {
            byte[] model = peer.Export(name);
            onnxRuntime = new OrtSession(
                api,
                model,
                inference.Description.Inputs.Select((input, i) => ($"input{i}", input.Shape)),
                inference.Description.Outputs.Select((head, i) => ($"output{i}", head.Shape)),
                sample);
            onnxRuntime.Repeat(1);
            Agreement.Check(name, output, "ONNX Runtime", onnxRuntime.Output, 1e-4f);
            onnxRuntimeTime = new Candidate(onnxRuntime.Repeat);
        }

        forward = new Candidate(count =>
        {
            for (int i = 0; i < count; i++) inference.Forward(sample);
        });
        forward.WarmUp();
        onnxRuntimeTime?.WarmUp();
        Step(2);
        peer.Train(name, 2);
        stepsOfRound = (int)Math.Clamp(1e9 / peer.Train(name, 1) / 4, 1, 200);
    }

    public void Measure()
    {
        forward.Measure();
        onnxRuntimeTime?.Measure();
        double own = Step(stepsOfRound), torch = peer.Train(name, stepsOfRound);
        steps.Add(own);
        ratios.Add(torch / own);
    }

    public PublishedResult Result() => new()
    {
        Network = name,
        Macs = training.Description.Macs,
        ForwardNanoseconds = forward.Nanoseconds,
        TimesOnnxRuntime = onnxRuntimeTime is null ? null : onnxRuntimeTime.Nanoseconds / forward.Nanoseconds,
        Batch = training.Batch,
        StepNanoseconds = steps.Median(step => step),
        TimesTorch = ratios.Median(ratio => ratio),
        TextBytes = textBytes,
    };

    public void Dispose() => onnxRuntime?.Dispose();

    /// <summary>Steps of training; the nanoseconds of one.</summary>
    private double Step(int count)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
        {
            training.Forward(inputs);
            training.Backward(gradient);
            training.Step(Rate);
        }

        return Clock.NanosecondsSince(start) / count;
    }

    /// <summary>Both sides go back from the same gradient, and step alike: what the declaration ends in is left out.</summary>
    private static string WithoutEnds(string declaration) =>
        Regex.Replace(declaration, $@"^\[({string.Join("|", Ends)})[^\n]*\n|, ({string.Join("|", Ends)})(\([^)]*\))?(?=\])", "", RegexOptions.Multiline);

    private static string With(string declaration, string argument)
    {
        string with = Regex.Replace(declaration, @"\[Network\(([^)]*?)(, Batch = \d+)?\)\]", $"[Network($1, {argument})]");
        return with != declaration ? with : throw new FailureException($"no Network that an argument could be added to: {declaration}");
    }
}
