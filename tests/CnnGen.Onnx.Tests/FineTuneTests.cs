using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using CnnGen.Generator.Tests.ReferenceNetworks;
using CnnGen.Onnx.Tests.Export;
using CnnGen.Onnx.Tests.Harness;
using CnnGen.Tool.Verification;
using Xunit;

namespace CnnGen.Onnx.Tests;

/// <summary>
/// Networks whose last layer is trained again, and no other: the seven reference networks, edited as a user would, and imported models, of which the import
/// freezes the others. The loss falls, all that is frozen keeps its bits.
/// </summary>
public sealed class FineTuneTests
{
    private const int Samples = 4, Epochs = 12;

    private static readonly string[] Small = ["ByHand", "Tiny", "LeNet", "LeNetHead", "MnistCnn", "Cifar", "Dscnn"];

    // One with batch norms, one of two inputs and two outputs.
    private static readonly string[] Models = ["KeywordSpotter", "GameAgent"];

    // And one that PyTorch could have written.
    private const string Foreign = "Foreign";

    // One compilation of all, and one before of what the models are saved from.
    private static readonly Lazy<Assembly> Saved = new(() => Compilation.Of(Models.Select(name =>
        $"using CnnGen;\n{Edited(ReferenceNetwork.AttributesByName[name], @"^\[Network\(([^)]*)\)", "[Network($1, ForwardOnly = true)")}\npublic sealed partial class {name} {{ }}\n")));

    private static readonly Lazy<Dictionary<string, OnnxImportResult>> Imported = new(() =>
        Models.Append(Foreign).ToDictionary(name => name, name => Import(name, name == Foreign ? ForeignModel() : Exported.Bytes(Original(name)))));

    private static readonly Lazy<Assembly> Compiled = new(() => Compilation.Of(Small.Select(Frozen).Concat(Imported.Value.Values.Select(Finished))));

    public static TheoryData<string> SmallNames => [.. Small];

    public static TheoryData<string> ModelNames => [.. Models];

    [Theory]
    [MemberData(nameof(SmallNames))]
    public void ReferenceNetwork_TrainsItsLastLayerAlone(string name)
    {
        ITrainableNetwork<float> network = Compiled.Value.Create<ITrainableNetwork<float>>(name);
        FineTune(network, ["dense"]);
    }

    [Theory]
    [MemberData(nameof(ModelNames))]
    public void ImportedModel_TrainsItsLastLayersAlone(string name)
    {
        OnnxImportResult imported = Imported.Value[name];
        ITrainableNetwork<float> network = Started(imported);

        // It begins as what was saved.
        INetwork<float> original = Original(name);
        float[] input = Exported.Inputs(original, new Random(11))[..original.InputSize];
        Assert.Equal(original.Forward(input).ToArray(), network.Forward(input).ToArray());
        FineTune(network, ["dense"]);
    }

    [Fact]
    public void ForeignModel_TrainsItsLastLayerAlone()
    {
        OnnxImportResult imported = Imported.Value[Foreign];
        Assert.Equal(
            "Network(2, 8, 8), Conv(6, 3, Padding = 1, Bias = false, Frozen = true), BatchNorm(Frozen = true), ReLU, MaxPool(2), Dense(3)",
            Harness.Import.Attributes(imported));
        ITrainableNetwork<float> network = Started(imported);
        Verifier.Compare(ForeignModel(), null, imported, network);
        FineTune(network, ["dense"]);
    }

    [Fact]
    public void Import_FreezesAllButTheLastLayerOfEachOutput()
    {
        string source = Imported.Value["GameAgent"].Source;
        Assert.Equal(5, Regex.Count(source, "Frozen = true"));
        Assert.Contains("[Tap(\"trunk\"), Dense(9), Output(\"policy\")]", source, StringComparison.Ordinal);
        Assert.Contains("[From(\"trunk\"), Dense(1), Output(\"value\")]", source, StringComparison.Ordinal);
        Assert.Contains("BatchNorm(Frozen = true)", Imported.Value["KeywordSpotter"].Source, StringComparison.Ordinal);
    }

    private static void FineTune(ITrainableNetwork<float> network, string[] trainedKinds)
    {
        NetworkDescription description = network.Description;
        Random random = new(7);
        float[] input = Enumerable.Range(0, Samples * network.InputSize).Select(_ => 2 * random.NextSingle() - 1).ToArray();
        int[] labels = [.. description.Outputs.Where(TakesLabels).SelectMany(output => Enumerable.Range(0, Samples).Select(_ => random.Next(output.Count)))];
        float[] targets = [.. description.Outputs.Where(output => !TakesLabels(output))
            .SelectMany(output => Enumerable.Range(0, Samples * output.Count).Select(_ => random.NextSingle()))];
        float[] before = Parameters(network), averages = Buffers(network);

        network.Training = true;
        List<float> losses = [];
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            network.Forward(input);
            losses.Add(network.Loss(targets, labels, 1));
            network.Backward();
            network.Step(labels.Length > 0 ? 0.01f : 1);   // a sigmoid's squared error is flat
        }

        network.Forward(input);
        losses.Add(network.Loss(targets, labels, 1));
        Assert.True(losses[^1] < 0.98f * losses[0], string.Join(", ", losses));

        // One layer for each output, and those are the last.
        float[] after = Parameters(network);
        HashSet<string> trained = description.Layers.Where(layer => layer.ParameterCount > 0).TakeLast(description.Outputs.Count).Select(layer => layer.Name).ToHashSet();
        Assert.All(trained, name => Assert.Contains(name.TrimEnd("0123456789".ToCharArray()), trainedKinds));
        foreach (TensorDescription tensor in description.Parameters)
        {
            ReadOnlySpan<byte> was = Bits(before, tensor), now = Bits(after, tensor);
            Assert.True(was.SequenceEqual(now) != trained.Contains(tensor.Name.Split('.')[0]), $"{tensor.Name} is {(was.SequenceEqual(now) ? "as it was" : "another")}.");
        }

        // Averages are no parameters: in training they go on, of frozen norms too, as in PyTorch.
        if (averages.Length > 0) Assert.NotEqual(averages, Buffers(network));
        averages = Buffers(network);
        network.Training = false;
        network.Forward(input);
        Assert.Equal(averages, Buffers(network));
    }

    /// <summary>A declaration of the probe that trains, with Frozen on all but its last layer with weights.</summary>
    private static string Frozen(string name)
    {
        using StreamReader reader = new(typeof(FineTuneTests).Assembly.GetManifestResourceStream("Probe." + name)!);
        string[] lines = reader.ReadToEnd().Split('\n');
        int end = Array.FindIndex(lines, line => line.Contains($"class {name}Training", StringComparison.Ordinal));
        int start = Array.FindLastIndex(lines, end, line => line.StartsWith("[Network(", StringComparison.Ordinal));
        string attributes = string.Join("\n", lines[start..end]).Replace("Reproducible = Mode.Reproducible", $"Batch = {Samples}", StringComparison.Ordinal);
        int weighted = Regex.Count(attributes, Weighted), at = 0;
        string frozen = Regex.Replace(attributes, Weighted, match => ++at < weighted ? $"{match.Value[..^1]}, Frozen = true)" : match.Value);
        Assert.True(weighted > 1 && at == weighted);
        return $"using CnnGen;\n{frozen}\npublic sealed partial class {name} {{ }}\n";
    }

    private const string Weighted = @"\b(Conv|Dense)\([^)]*\)";

    private static ITrainableNetwork<float> Started(OnnxImportResult imported)
    {
        ITrainableNetwork<float> network = Compiled.Value.Create<ITrainableNetwork<float>>("Imported." + imported.ClassName);
        network.SetParameters(Numbers(imported, network.Description.Parameters, network.ParameterCount));
        network.SetBuffers(Numbers(imported, network.Description.Buffers, network.BufferCount));
        return network;
    }

    /// <summary>As PyTorch exports it with training=PRESERVE, which keeps the norm.</summary>
    private static byte[] ForeignModel()
    {
        Model model = new Model(opset: 14).Input("input", 0, 2, 8, 8).Weight("0.weight", 6, 2, 3, 3).Positive("1.weight", 6).Weight("1.bias", 6).Weight("1.running_mean", 6).Positive("1.running_var", 6)
            .Weight("5.weight", 3, 96).Weight("5.bias", 3)
            .Node("Conv", "input 0.weight", "/0/Conv_output_0", ("dilations", new[] { 1, 1 }), ("group", 1), ("kernel_shape", new[] { 3, 3 }), ("pads", new[] { 1, 1, 1, 1 }), ("strides", new[] { 1, 1 }))
            .Node("BatchNormalization", "/0/Conv_output_0 1.weight 1.bias 1.running_mean 1.running_var", "/1/BatchNormalization_output_0", ("epsilon", 1e-5f), ("momentum", 0.9f))
            .Node("Relu", "/1/BatchNormalization_output_0", "/2/Relu_output_0")
            .Node("MaxPool", "/2/Relu_output_0", "/3/MaxPool_output_0", ("kernel_shape", new[] { 2, 2 }), ("pads", new[] { 0, 0, 0, 0 }), ("strides", new[] { 2, 2 }))
            .Node("Flatten", "/3/MaxPool_output_0", "/4/Flatten_output_0", ("axis", 1)).Node("Gemm", "/4/Flatten_output_0 5.weight 5.bias", "output", ("alpha", 1f), ("beta", 1f), ("transB", 1))
            .Output("output");
        model.Proto.ProducerName = "pytorch";
        return model.ToBytes();
    }

    private static OnnxImportResult Import(string name, byte[] model) => OnnxImport.Read(
        model, name + ".onnx", new OnnxImportOptions { ClassName = name, Namespace = "Imported", Train = true, Freeze = true });

    private static INetwork<float> Original(string name)
    {
        INetwork<float> network = Saved.Value.Create<INetwork<float>>(name);
        Random random = new(3);
        network.SetBuffers(Enumerable.Range(0, network.BufferCount).Select(_ => random.NextSingle() + 0.5f).ToArray());
        return network;
    }

    /// <summary>The import with its losses and its optimizer, where the comment asks for them.</summary>
    private static string Finished(OnnxImportResult imported)
    {
        bool isOne = imported.Outputs.Count == 1;
        string source = Edited(imported.Source, @"// A loss and an optimizer.*", isOne ? "[SoftmaxCrossEntropy, Sgd(Momentum = 0.9)]" : "[Sgd(Momentum = 0.9)]");
        source = Edited(source, @"\[Network\(([^)]*)\)\]", $"[Network($1, Batch = {Samples})]");
        if (isOne) return source;
        source = Edited(source, @"Output\(""policy""\)", "$0, SoftmaxCrossEntropy");
        return Edited(source, @"Output\(""value""\)", "$0, MeanSquaredError");
    }

    private static string Edited(string text, string pattern, string replacement)
    {
        Assert.Matches(pattern, text);
        return Regex.Replace(text, pattern, replacement);
    }

    private static float[] Numbers(OnnxImportResult imported, IReadOnlyList<TensorDescription> tensors, int count)
    {
        float[] numbers = new float[count];
        foreach (TensorDescription tensor in tensors) imported.Weights[tensor.Name].Values.ToArray().CopyTo(numbers, tensor.Offset);
        return numbers;
    }

    private static bool TakesLabels(OutputDescription output) => output.Loss is not "MeanSquaredError";

    private static float[] Parameters(INetwork<float> network)
    {
        float[] parameters = new float[network.ParameterCount];
        network.CopyParametersTo(parameters);
        return parameters;
    }

    private static float[] Buffers(INetwork<float> network)
    {
        float[] buffers = new float[network.BufferCount];
        network.CopyBuffersTo(buffers);
        return buffers;
    }

    private static ReadOnlySpan<byte> Bits(float[] numbers, TensorDescription tensor) => MemoryMarshal.AsBytes(numbers.AsSpan(tensor.Offset, tensor.Count));
}
