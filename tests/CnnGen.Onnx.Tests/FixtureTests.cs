using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using CnnGen.Onnx.Format;
using CnnGen.Onnx.Importing.Graphs;
using CnnGen.Onnx.Importing.Reading;
using CnnGen.Onnx.Tests.Harness;
using CnnGen.Tool.Verification;
using Xunit;

namespace CnnGen.Onnx.Tests;

/// <summary>
/// Models of others, which are not in this repository: the environment variable CNNGEN_ONNX_FIXTURES names the folder that has them. Each is
/// imported and agrees with its recorded outputs or with ONNX Runtime, or is refused by a message that says what of it cannot be declared.
/// </summary>
public sealed class FixtureTests
{
    private static readonly Dictionary<string, OnnxImportOptions?> Models = new(StringComparer.Ordinal)
    {
        ["mnist-8.onnx"] = new(),
        ["mnist-8-optimised.onnx"] = new(),
        ["super-resolution-10.onnx"] = new(),
        ["espcn-subpixel.onnx"] = new(),
        ["espcn-nn-resize.onnx"] = new(),
        ["residual-block.onnx"] = new(),
        ["godot-ballchase.onnx"] = new(),
        ["godot-defendthegoal.onnx"] = new(),
        ["godot-multiagent-platform.onnx"] = new(),
        ["mlagents-mazeexplorer.onnx"] = new() { Cut = true },
        ["yunet-s-320.onnx"] = new() { Cut = true },
        ["ultraface-slim-320.onnx"] = new() { Cut = true },
        ["blazeface-front-128.onnx"] = new() { Cut = true },
        ["keras-mlp.onnx"] = new(),
        ["marabou-cifar-kw.onnx"] = new(),
        ["marabou-cnn-nhwc.onnx"] = new(),
        ["marabou-traffic-nhwc.onnx"] = new(),
        ["winml-imageclassifier.onnx"] = new(),
        ["winml-iris.onnx"] = new(),
        ["light/light_squeezenet.onnx"] = new(),
    };

    private static readonly Dictionary<string, string> Refused = new(StringComparer.Ordinal)
    {
        ["selfie-landscape.onnx"] = "is linear and 'asymmetric'; only half_pixel can be declared",
        ["light/light_inception_v1.onnx"] = "LRN 'n3' [1,64,55,55] cannot be declared: there is no local response norm.",
        ["mlagents-mazeexplorer.onnx"] = "--cut ends the network at",
        ["yunet-s-320.onnx"] = "--cut ends the network at",
        ["ultraface-slim-320.onnx"] = "--cut ends the network at",
    };

    private static readonly Dictionary<string, string> RefusedOperators = new(StringComparer.Ordinal)
    {
        ["test_ConstantPad2d"] = "pads with 2",
        ["test_LogSoftmax"] = "LogSoftmax",
        ["test_log_softmax_dim3"] = "LogSoftmax",
        ["test_log_softmax_lastdim"] = "LogSoftmax",
        ["test_Softsign"] = "Abs",
        ["test_softmax_functional_dim3"] = "Softmax",
    };

    private static string Folder => FixtureFactAttribute.Folder!;

    public static TheoryData<string> ModelNames => [.. Models.Keys];

    public static TheoryData<string> RefusedNames => [.. Refused.Keys];

    public static TheoryData<string> SmallNames => [.. Models.Keys.Where(name => new FileInfo(Path.Combine(Folder, name)).Length <= 300_000)];

    public static TheoryData<string> OperatorNames => [.. Directory.GetDirectories(Path.Combine(Folder, "pytorch-converted")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [FixtureTheory]
    [MemberData(nameof(ModelNames))]
    public void Model_AgreesWithOnnxRuntime(string name)
    {
        string path = Path.Combine(Folder, name);
        Import.Agrees(File.ReadAllBytes(path), OnnxImport.Read(path, Models[name]));
    }

    [FixtureTheory]
    [MemberData(nameof(RefusedNames))]
    public void Model_IsRefused(string name)
    {
        Assert.Contains(Refused[name], Assert.Throws<OnnxImportException>(() => OnnxImport.Read(Path.Combine(Folder, name))).Message, StringComparison.Ordinal);
    }

    [FixtureTheory]
    [InlineData("light/light_resnet50.onnx")]
    [InlineData("light/light_shufflenet.onnx")]
    public void LargeModel_IsDeclared(string name)
    {
        Assert.Contains("Dense(1000), Softmax]", OnnxImport.Read(Path.Combine(Folder, name)).Source, StringComparison.Ordinal);
    }

    [FixtureFact]
    public void OtherFiles_AreNamed()
    {
        string safetensors = Path.Combine(Folder, "safetensors");
        Assert.Contains("is a safetensors file", Assert.Throws<OnnxImportException>(() => OnnxImport.Read(Path.Combine(safetensors, "two-linears.safetensors"))).Message, StringComparison.Ordinal);
        Assert.Contains("is a zip archive", Assert.Throws<OnnxImportException>(() => OnnxImport.Read(Directory.GetFiles(safetensors, "*.pth").Single())).Message, StringComparison.Ordinal);
    }

    [FixtureTheory]
    [MemberData(nameof(OperatorNames))]
    public void Operator_AgreesWithItsData(string name)
    {
        string folder = Path.Combine(Folder, "pytorch-converted", name);
        OnnxImportResult imported;
        try
        {
            imported = OnnxImport.Read(Path.Combine(folder, "model.onnx"), new OnnxImportOptions { ClassName = "Operator" });
        }
        catch (OnnxImportException e)
        {
            Assert.True(RefusedOperators.TryGetValue(name, out string? message), e.Message);
            Assert.Contains(message, e.Message, StringComparison.Ordinal);
            return;
        }

        Assert.False(RefusedOperators.ContainsKey(name), imported.Source);
        Agrees(imported, Path.Combine(folder, "test_data_set_0"));
    }

    [FixtureTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Mnist_AgreesWithItsData(int set)
    {
        OnnxImportResult imported = OnnxImport.Read(Path.Combine(Folder, "mnist-8.onnx"));
        Assert.Equal("Network(1, 28, 28), Conv(8, 5, Padding = 2), ReLU, MaxPool(2), Conv(16, 5, Padding = 2), ReLU, MaxPool(3), Dense(10)", Import.Attributes(imported));
        Agrees(imported, Path.Combine(Folder, "mnist-8_data", $"test_data_set_{set}"));
    }

    /// <summary>Each model of at most 300 kB, damaged thirty times.</summary>
    [FixtureTheory]
    [MemberData(nameof(SmallNames))]
    public void DamagedModel_ThrowsNothingElse(string name)
    {
        byte[] model = File.ReadAllBytes(Path.Combine(Folder, name));
        Random random = new(3);
        for (int i = 0; i < 30; i++)
        {
            byte[] bytes = (byte[])model.Clone();

            // Nodes stand at the beginning, and names, shapes and attributes are what matters.
            for (int k = 0; k < 4; k++) bytes[random.Next(Math.Min(bytes.Length, k < 3 ? 4000 : bytes.Length))] = (byte)random.Next(256);
            try
            {
                _ = OnnxImport.Read(bytes, name, Models[name]);
            }
            catch (OnnxImportException)
            {
                continue;
            }
        }
    }

    private static void Agrees(OnnxImportResult imported, string data)
    {
        INetwork<float> network = CompiledNetwork.Create(imported.Source, imported.ClassName, imported.Weights);
        float[] input = Tensor(Path.Combine(data, "input_0.pb")), expected = Tensor(Path.Combine(data, "output_0.pb"));
        int batch = input.Length / network.InputSize;
        float[] outputs = Enumerable.Range(0, batch).SelectMany(sample => Verifier.Run(network, imported, [input], sample)[0]).ToArray();
        Assert.Equal(expected.Length, outputs.Length);
        float largest = expected.Max(Math.Abs);
        for (int i = 0; i < outputs.Length; i++) Assert.True(Math.Abs(outputs[i] - expected[i]) <= 1e-5 * largest, $"{outputs[i]} at {i}, where {expected[i]} belongs\n{imported.Source}");
    }

    private static float[] Tensor(string path)
    {
        Constant tensor = new TensorReader(null, []).Read(TensorProto.Parser.ParseFrom(File.ReadAllBytes(path)));
        return tensor.AsFloats();
    }
}
