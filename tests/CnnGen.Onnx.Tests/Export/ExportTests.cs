using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using CnnGen.Onnx.Exporting.Operators;
using CnnGen.Onnx.Format;
using CnnGen.Onnx.Tests.Harness;
using CnnGen.Tool.Verification;
using Google.Protobuf;
using Xunit;

namespace CnnGen.Onnx.Tests.Export;

/// <summary>What networks become as models: the same numbers in ONNX Runtime, under the names of the description.</summary>
public sealed class ExportTests
{
    private static readonly Dictionary<string, INetwork<float>> Networks = All.ToDictionary(network => network.Description.Name);

    /// <summary>New ones of all that are of single precision.</summary>
    internal static INetwork<float>[] All =>
    [
        new Convolutions(), new Transposed(), new Pools(), new DenseLayers(), new Functions(), new Norms(), new Features(), new Movements(), new Lines(),
        new Joins(), new Sequences(), new Remembering(), new Remembered(), new Trained(),
    ];

    public static TheoryData<string> Names { get; } = new(Networks.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Model_ComputesWhatTheNetworkDoes(string name) => Exported.Agrees(Networks[name]);

    [Fact]
    public void OfDoubles_HoldsDoubles()
    {
        InDouble network = new();
        Exported.Agrees(network);
        ModelProto model = Exported.Model(network);
        Assert.All(model.Graph.Initializer, tensor => Assert.Equal((int)TensorProto.Types.DataType.Double, tensor.DataType));
    }

    [Fact]
    public void EveryKind_IsInANetworkAndHasAWriter()
    {
        string[] kinds = typeof(LayerAttribute).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(LayerAttribute)) && !type.IsAbstract)
            .Select(type => type.Name[..^"Attribute".Length])
            .Order()
            .ToArray();
        Assert.Equal(kinds, Catalogue.Writers.Keys.Order());
        Assert.Equal(kinds, Networks.Values.SelectMany(network => network.Description.Layers).Select(layer => layer.Kind).Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void SecondSave_MakesTheSameBytes(string name) => Assert.Equal(Exported.Bytes(Networks[name]), Exported.Bytes(Networks[name].CreateReplica()));

    [Fact]
    public void Parameters_KeepNamesShapesAndOrder()
    {
        GraphProto graph = Exported.Model(new Trained()).Graph;
        IEnumerable<string> written = graph.Initializer.Select(tensor => $"{tensor.Name} {string.Join("×", tensor.Dims)}");
        NetworkDescription description = Trained.Description;
        string[] tensors = description.Parameters.Concat(description.Buffers).Select(tensor => $"{tensor.Name} {string.Join("×", tensor.Shape)}").ToArray();
        Assert.Equal(tensors.Order(), written.Order());
        Assert.Equal(
            ["Conv", "BatchNormalization", "Relu", "MaxPool", "Conv", "LeakyRelu", "Flatten", "Gemm", "Tanh", "Gemm"],
            graph.Node.Select(node => node.OpType));
    }

    [Fact]
    public void Head_SaysWhatItIs()
    {
        ModelProto model = Exported.Model(new Trained());
        Assert.Equal((8, 17, "CnnGen", "Trained"), (model.IrVersion, model.OpsetImport.Single().Version, model.ProducerName, model.Graph.Name));
        StringStringEntryProto entry = Assert.Single(model.MetadataProps);
        Assert.Equal(("cnngen.fingerprint", Trained.Description.Fingerprint), (entry.Key, entry.Value));
        Assert.Equal(["input [N, 1, 12, 12]"], model.Graph.Input.Select(Text));
        Assert.Equal(["output [N, 3]"], model.Graph.Output.Select(Text));
        model = Exported.Model(new Remembered());
        Assert.Equal(["input [N, 3, 6]", "memory [N, 8]", "more [N, 5]"], model.Graph.Input.Select(Text));
        Assert.Equal(["output [N, 2]", "memoryOut [N, 8]", "moreOut [N, 5]"], model.Graph.Output.Select(Text));
    }

    [Fact]
    public void Names_OfLayersInputsAndOutputsMayMeet()
    {
        Names network = new();
        Exported.Agrees(network);
        Assert.Equal(["first", "second", "input_", "same"], Exported.Model(network).Graph.Output.Select(output => output.Name));
    }

    // What is read again is the same declaration, and computes the same.
    [Fact]
    public void Exported_CanBeImported()
    {
        Trained network = new();
        Exported.Fill(network, new Random(3));
        OnnxImportResult imported = OnnxImport.Read(Exported.Bytes(network), "trained.onnx", null);
        Assert.Equal(
            "Network(1, 12, 12), Conv(4, 3), BatchNorm, ReLU, MaxPool(2), Conv(8, 3, Padding = 1, Bias = false), LeakyReLU(0.2), Dense(6), Tanh, Dense(3)",
            Import.Attributes(imported));
        INetwork<float> read = CompiledNetwork.Create(imported.Source, imported.ClassName, imported.Weights);
        float[] input = Enumerable.Range(0, 144).Select(i => (float)Math.Sin(i)).ToArray();
        float[] expected = network.Forward(input).ToArray(), came = read.Forward(input).ToArray();
        Assert.All(expected.Zip(came), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    // Another program gave a node the name of another one: declared in the order of the names, a layer would stand before what it reads.
    [Theory]
    [InlineData("relu1/Relu", "leakyrelu1/LeakyRelu")]
    [InlineData("tanh1/Tanh", "conv2/Conv")]
    [InlineData("relu1/Relu", "dense2/Gemm")]
    [InlineData("dense2/Gemm", "conv1/Conv")]
    public void RepeatedNames_AreOfAFileLikeOthers(string name, string other)
    {
        byte[] bytes = Exported.Filled(new Trained(4));
        ModelProto model = ModelProto.Parser.ParseFrom(bytes);
        model.Graph.Node.Single(node => node.Name == name).Name = other;

        // ONNX Runtime takes the file as it was: it refuses repeated names.
        Import.Agrees(bytes, OnnxImport.Read(model.ToByteArray(), "model.onnx"));
    }

    [Fact]
    public void SwappedNames_AreOfAFileLikeOthers()
    {
        ModelProto model = ModelProto.Parser.ParseFrom(Exported.Filled(new Trained(4)));
        NodeProto first = model.Graph.Node.Single(node => node.Name == "conv1/Conv"), second = model.Graph.Node.Single(node => node.Name == "conv2/Conv");
        (first.Name, second.Name) = (second.Name, first.Name);
        Import.Agrees(model.ToByteArray(), OnnxImport.Read(model.ToByteArray(), "model.onnx"));
    }

    // Another program changed what this one calls constants: they are weights then.
    [Fact]
    public void ConstantsOfNorms_ThatAreNone_AreWeights()
    {
        ModelProto model = ModelProto.Parser.ParseFrom(Exported.Filled(new Norms(4)));
        foreach (TensorProto tensor in model.Graph.Initializer.Where(tensor => tensor.Name.EndsWith("/ones", StringComparison.Ordinal) || tensor.Name.EndsWith("/zeros", StringComparison.Ordinal)))
        {
            float[] numbers = [.. Enumerable.Range(0, tensor.RawData.Length / 4).Select(i => 0.5f + i)];
            tensor.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(numbers));
        }

        OnnxImportResult imported = OnnxImport.Read(model.ToByteArray(), "model.onnx", new OnnxImportOptions { Cut = true });
        Assert.DoesNotContain("Affine = false", imported.Source, StringComparison.Ordinal);
        Assert.DoesNotContain("Cut off", imported.Source, StringComparison.Ordinal);
        Import.Agrees(model.ToByteArray(), imported);
    }

    // Another program gave the nodes names of its own, and what was one layer is many: it is a file like any other.
    [Fact]
    public void ExportedAndRenamed_CanBeImportedStill()
    {
        Gated network = new();
        Exported.Fill(network, new Random(3));
        ModelProto model = Exported.Model(network);
        for (int i = 0; i < model.Graph.Node.Count; i++) model.Graph.Node[i].Name = $"node_{i}";
        OnnxImportResult imported = OnnxImport.Read(model.ToByteArray(), "gated.onnx", null);
        Assert.Equal("Network(4), Dense(3), GELU, Dense(2), SiLU", Import.Attributes(imported));
        Import.Agrees(model.ToByteArray(), imported);
    }

    private static string Text(ValueInfoProto value)
    {
        IEnumerable<string> sizes = value.Type.TensorType.Shape.Dim.Select(size => size.DimParam.Length > 0 ? size.DimParam : $"{size.DimValue}");
        return $"{value.Name} [{string.Join(", ", sizes)}]";
    }
}
