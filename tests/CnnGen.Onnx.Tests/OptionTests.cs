using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using CnnGen.Onnx.Tests.Harness;
using Xunit;

namespace CnnGen.Onnx.Tests;

/// <summary>What the options change, and the text as a whole.</summary>
public sealed class OptionTests
{
    private static readonly int[] ToNhwc = [0, 2, 3, 1];

    [Fact]
    public void Source_IsWhatAPersonWouldHaveWritten()
    {
        Model model = new Model().Input("image", 0, 8, 8, 2).Weight("w", 4, 2, 3, 3).Weight("b", 4).Weight("v", 36, 10)
            .Node("Transpose", "image", "t", ("perm", new[] { 0, 3, 1, 2 })).Node("Conv", "t w b", "c").Node("Relu", "c", "r")
            .Node("MaxPool", "r", "p", ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 })).Node("Transpose", "p", "q", ("perm", ToNhwc)).Node("Flatten", "q", "f")
            .Node("Dropout", "f", "d").Node("MatMul", "d v", "m").Node("Softmax", "m", "y").Output("y");
        OnnxImportResult imported = Import.Agrees(model, new OnnxImportOptions { ClassName = "Digits" });
        Assert.Equal(
            """
            // Imported from model.onnx (opset 17, made by tests). The weights are in Digits.safetensors.
            // * Dropout 'dropout_6' is left out: it does nothing but in training (--train keeps it).
            // * The file flattens [4,3,3] in another order; the columns of MatMul 'matmul_7' are put in the order of this network.
            // * The file takes 'image' as height, width, channels [1,8,8,2]; this takes [2,8,8], row-major.
            using CnnGen;

            /// <summary>The network of model.onnx.</summary>
            [Network(2, 8, 8, ForwardOnly = true)]                                   // image
            [Conv(4, 3), ReLU, MaxPool(2)]                                           // conv1: conv_1
            [Dense(10, Bias = false), Softmax]                                       // dense1: matmul_7
            public sealed partial class Digits { }

            """.ReplaceLineEndings("\n"),
            imported.Source);
        Assert.Equal(["conv1.weight", "conv1.bias", "dense1.weight"], imported.Weights.Keys);
    }

    [Fact]
    public void Namespace_IsAroundTheClass()
    {
        OnnxImportResult imported = OnnxImport.Read(Small().ToBytes(), "my-model.onnx", new OnnxImportOptions { Namespace = "Games.Ai" });
        Assert.Contains("namespace Games.Ai\n{\n", imported.Source, StringComparison.Ordinal);
        Assert.Contains("    public sealed partial class MyModel { }\n}\n", imported.Source, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("8x8.onnx", "Model8x8")]
    [InlineData("conv.onnx", "ConvNetwork")]
    [InlineData("forward.onnx", "ForwardNetwork")]
    [InlineData("a b_c.onnx", "ABC")]
    [InlineData("日本.onnx", "Model")]
    public void ClassName_ComesFromTheFile(string file, string expected) => Assert.Equal(expected, OnnxImport.Read(Small().ToBytes(), file).ClassName);

    [Theory]
    [InlineData("class", null)]
    [InlineData("1st", null)]
    [InlineData(null, "a..b")]
    public void Names_ThatAreNone_AreRefused(string? name, string? space) =>
        Assert.Contains("cannot be the name of a", Import.Refused(Small(), new OnnxImportOptions { ClassName = name, Namespace = space }), StringComparison.Ordinal);

    [Fact]
    public void Cut_EndsAtTheLastLayersWithWeights()
    {
        Model model = new Model().Input("x", 0, 3, 8, 8).Weight("w", 4, 3, 3, 3).Weight("p", 2, 4, 1, 1).Weight("q", 4, 4, 1, 1).Weight("b", 4).Integers("s", 1, -1, 2).Integers("u", 1, -1, 4)
            .Node("Conv", "x w", "c").Node("Relu", "c", "r").Node("Conv", "r p", "class_map").Node("Conv", "r q b", "box_map")
            .Node("Transpose", "class_map", "t", ("perm", ToNhwc)).Node("Reshape", "t s", "m").Node("Softmax", "m", "scores", ("axis", 2))
            .Node("Transpose", "box_map", "v", ("perm", ToNhwc)).Node("Reshape", "v u", "boxes").Output("scores").Output("boxes");
        OnnxImportResult imported = Import.Agrees(model, new OnnxImportOptions { Cut = true });
        Assert.Equal(
            "Network(3, 8, 8), Conv(4, 3, Bias = false), ReLU, Tap(\"trunk\"), Conv(2, 1, Bias = false), Output(\"scores\"), From(\"trunk\"), Conv(4, 1), Output(\"boxes\")",
            Import.Attributes(imported));
        Assert.Contains("Cut off before the output 'scores': 3 nodes (Softmax, Reshape, Transpose); it ends at 'class_map'.", imported.Notes);
        Assert.Equal(["class_map", "box_map"], imported.Outputs.Select(output => output.Tensor));
    }

    [Fact]
    public void Output_EndsAtATensor()
    {
        OnnxImportResult imported = Import.Agrees(Small(), new OnnxImportOptions { Outputs = ["h"] });
        Assert.Equal("Network(4), Dense(5, Bias = false)", Import.Attributes(imported));
        Assert.Contains("no tensor or node 'nowhere'", Import.Refused(Small(), new OnnxImportOptions { Outputs = ["nowhere"] }), StringComparison.Ordinal);
    }

    [Fact]
    public void Fold_PutsNormsIntoWeights()
    {
        Model model = new Model().Input("x", 0, 3, 6, 6).Weight("w", 4, 3, 3, 3).Weight("s", 4).Weight("b", 4).Weight("m", 4).Positive("v", 4)
            .Node("Conv", "x w", "c").Node("BatchNormalization", "c s b m v", "y").Output("y");
        Assert.Equal("Network(3, 6, 6), Conv(4, 3, Bias = false), BatchNorm", Import.Attributes(Import.Agrees(model)));
        Assert.Equal("Network(3, 6, 6), Conv(4, 3)", Import.Attributes(Import.Agrees(model, new OnnxImportOptions { Fold = true })));
    }

    [Fact]
    public void Train_KeepsDropout()
    {
        Model model = new Model().Input("x", 0, 4).Scalar("r", 0.25f).Node("Relu", "x", "q").Node("Dropout", "q r", "y").Output("y");
        OnnxImportResult imported = Import.Agrees(model, new OnnxImportOptions { Train = true });
        Assert.Contains("[Network(4)]", imported.Source, StringComparison.Ordinal);
        Assert.Contains("ReLU, Dropout(0.25)]", imported.Source, StringComparison.Ordinal);
        Assert.Contains("// A loss and an optimizer", imported.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void Freeze_LeavesTheLastLayer()
    {
        OnnxImportOptions options = new() { Train = true, Freeze = true };
        Assert.Equal("Network(4), Dense(5, Bias = false, Frozen = true), ReLU, Dense(2, Bias = false)", Import.Attributes(Import.Agrees(Small(), options)));
        Model adjusted = Small().Weight("s", 2).Positive("d", 2).Scalar("p", 0.2f).Node("BatchNormalization", "y s s s d", "n").Node("PRelu", "n p", "z");
        adjusted.Proto.Graph.Output[0].Name = "z";
        Assert.Equal("Network(4), Dense(5, Bias = false, Frozen = true), ReLU, Dense(2, Bias = false), BatchNorm, PReLU", Import.Attributes(Import.Agrees(adjusted, options)));
        Assert.Contains("Freeze is of a network to train", Import.Refused(Small(), options with { Train = false }), StringComparison.Ordinal);
    }

    [Fact]
    public void Embed_NamesTheWeights()
    {
        OnnxImportResult imported = Import.Agrees(Small(), new OnnxImportOptions { Embed = true, ClassName = "Inner" });
        Assert.Contains("[Network(4, ForwardOnly = true, Weights = \"Inner.safetensors\")]", imported.Source, StringComparison.Ordinal);
        Assert.Contains("// The project file puts them into the program: <CnnGenWeights Include=\"Inner.safetensors\" />\n", imported.Source, StringComparison.Ordinal);

        // Built with them, the network starts from them.
        INetwork<float> started = (INetwork<float>)Activator.CreateInstance(Compilation.Of([imported.Source], "Inner.safetensors", imported.WriteWeights).GetType("Inner")!)!;
        float[] parameters = new float[started.ParameterCount];
        started.CopyParametersTo(parameters);
        Assert.Equal(imported.Weights.Values.SelectMany(weight => weight.Values), parameters);
    }

    [Fact]
    public void Shape_FillsOpenSizes()
    {
        Model model = new Model().Input("x", 0, 3, 0, 0).Weight("w", 2, 3, 3, 3).Node("Conv", "x w", "c").Node("GlobalAveragePool", "c", "y").Output("y");
        Assert.StartsWith("Network(3, 9, 7), ", Import.Attributes(Import.Agrees(model, new OnnxImportOptions { Shape = [3, 9, 7] })), StringComparison.Ordinal);
        Assert.Contains("does not fit the input 'x' [?,3,?,?]", Import.Refused(model, new OnnxImportOptions { Shape = [1, 9, 7] }), StringComparison.Ordinal);
        Assert.Contains("every size of the inputs stands in the file", Import.Refused(Small(), new OnnxImportOptions { Shape = [4] }), StringComparison.Ordinal);
    }

    [Fact]
    public void ConstantAndPassedOnOutputs_AreNotes()
    {
        Model model = Small().Input("state_ins", 0).Numbers("version", [1], 3).Output("version").Node("Identity", "state_ins", "state_outs").Output("state_outs");
        OnnxImportResult imported = Import.Agrees(model);
        Assert.Contains("The output 'version' is constant: 3.", imported.Notes);
        Assert.Contains("The output 'state_outs' is the input 'state_ins' as it comes.", imported.Notes);
        Assert.Contains("The input 'state_ins' is not read.", imported.Notes);
    }

    [Fact]
    public void NamesThatMeet_AreToldApart()
    {
        Model model = new Model().Input("x", 0, 4).Input("speed", 0, 4).Weight("w", 3, 4)
            .Node("Add", "x speed", "speed_gradient").Node("Gemm", "speed_gradient w", "model", ("transB", 1)).Node("Relu", "model", "forward").Node("Tanh", "forward", "class")
            .Output("speed_gradient").Output("model").Output("forward").Output("class");
        Assert.Equal(
            "Network(4), Input(\"speed\", 4), Add(\"speed\"), Output(\"speed_gradient2\"), Dense(3, Bias = false), Output(\"model2\"), "
                + "ReLU, Output(\"forward_value\"), Tanh, Output(\"class_value\")",
            Import.Attributes(Import.Agrees(model)));
    }

    [Fact]
    public void LargeImages_WithABiasByAdd_AreNoBurden()
    {
        Model model = new Model().Input("x", 0, 16, 1024, 1024).Weight("w", 16, 16, 1, 1).Weight("b", 16, 1, 1);
        for (int i = 0; i < 40; i++) model.Node("Conv", i == 0 ? "x w" : $"y{i} w", $"c{i}").Node("Add", $"c{i} b", $"y{i + 1}");
        Assert.DoesNotContain("Bias = false", OnnxImport.Read(model.Output("y40").ToBytes(), "model.onnx").Source, StringComparison.Ordinal);
    }

    [Fact]
    public void NamesOfLayers_LoseWhatAllHaveInCommon()
    {
        Model model = Small();
        model.Proto.Graph.Node[0].Name = "Stateful/functional/dense/Gemm";
        model.Proto.Graph.Node[2].Name = "Stateful/functional/dense_1/Gemm";
        OnnxImportResult imported = OnnxImport.Read(model.ToBytes(), "model.onnx");
        Assert.Contains("// dense1: dense/Gemm\n", imported.Source, StringComparison.Ordinal);
        Assert.Contains("The names of layers in the file begin with 'Stateful/functional/'.", imported.Notes);
    }

    [Fact]
    public void Weights_AreSafetensors()
    {
        OnnxImportResult imported = OnnxImport.Read(Small().ToBytes(), "model.onnx");
        using MemoryStream stream = new();
        imported.WriteWeights(stream);
        byte[] bytes = stream.ToArray();
        int header = (int)BitConverter.ToInt64(bytes, 0);
        Assert.Equal(0, header % 8);
        using JsonDocument json = JsonDocument.Parse(bytes.AsMemory(8, header));
        JsonElement weight = json.RootElement.GetProperty("dense1.weight");
        Assert.Equal("F32", weight.GetProperty("dtype").GetString());
        Assert.Equal([5, 4], weight.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()));
        Assert.Equal(imported.Weights["dense1.weight"].Values[0], BitConverter.ToSingle(bytes, 8 + header));
        Assert.Equal(bytes.Length, 8 + header + 4 * imported.Weights.Values.Sum(each => each.Values.Count));
    }

    private static Model Small() => new Model().Input("x", 0, 4).Weight("w", 5, 4).Weight("v", 2, 5).Node("Gemm", "x w", "h", ("transB", 1)).Node("Relu", "h", "r").Node("Gemm", "r v", "y", ("transB", 1)).Output("y");
}
