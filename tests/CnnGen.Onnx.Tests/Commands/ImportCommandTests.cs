using System;
using System.IO;
using System.Linq;
using CnnGen.Onnx.Format;
using CnnGen.Onnx.Tests.Harness;
using Xunit;

namespace CnnGen.Onnx.Tests.Commands;

/// <summary>cnngen import: what is written, what is printed, and how it fails.</summary>
public sealed class ImportCommandTests : WorkFolder
{
    [Fact]
    public void Import_WritesDeclarationAndWeights()
    {
        string model = Write(Small());
        (int code, string output, string error) = CommandLine.Run("import", model, "--class", "Small", "--namespace", "Games", "-o", At("out"));
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("namespace Games", File.ReadAllText(At("out/Small.cs")), StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(At("out")).Length);
        Assert.Contains("1 tensors, 20 numbers", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Embed_SaysWhatTheProjectFileNeeds()
    {
        (int code, string output, string error) = CommandLine.Run("import", Write(Small()), "--class", "Small", "--embed", "--verify", "-o", At("out"));
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("in the project file: <CnnGenWeights Include=\"Small.safetensors\" />", output, StringComparison.Ordinal);
        Assert.Contains("Weights = \"Small.safetensors\"", File.ReadAllText(At("out/Small.cs")), StringComparison.Ordinal);
    }

    [Fact]
    public void Freeze_IsForTraining()
    {
        string refused = CommandLine.Run("import", Write(Small()), "--dry-run", "--freeze").Error;
        Assert.Contains("Freeze is of a network to train", refused, StringComparison.Ordinal);
        string output = CommandLine.Run("import", Write(Small()), "--dry-run", "--train", "--freeze").Output;
        Assert.Contains("[Network(4)]", output, StringComparison.Ordinal);
    }

    [Fact]
    public void DryRun_WritesNothing()
    {
        (int code, string output, _) = CommandLine.Run("import", Write(Small()), "--dry-run", "-o", At("out"));
        Assert.Equal(0, code);
        Assert.StartsWith("// Imported from model.onnx", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(At("out")));
    }

    [Fact]
    public void FilesThatWereEdited_AreNotWrittenOver()
    {
        string[] import = ["import", Write(Small()), "--class", "Small", "-o", At("out")];
        Assert.Equal(0, CommandLine.Run(import).Code);
        Assert.Equal(0, CommandLine.Run(import).Code);   // to the same
        byte[] weights = File.ReadAllBytes(At("out/Small.safetensors"));

        File.AppendAllText(At("out/Small.cs"), "// mine\n");
        Assert.Contains("Small.cs would be written over", CommandLine.Fails(import), StringComparison.Ordinal);
        string[] another = ["import", Write(Small(scale: 2)), .. import[2..]];
        Assert.Contains("Small.cs and " + At("out/Small.safetensors"), CommandLine.Fails(another), StringComparison.Ordinal);
        Assert.EndsWith("// mine\n", File.ReadAllText(At("out/Small.cs")), StringComparison.Ordinal);
        Assert.Equal(weights, File.ReadAllBytes(At("out/Small.safetensors")));
        Assert.Equal(0, CommandLine.Run([.. another, "--dry-run"]).Code);

        File.Delete(At("out/Small.cs"));
        Assert.Contains("Small.safetensors would be written over", CommandLine.Fails(another), StringComparison.Ordinal);
        Assert.False(File.Exists(At("out/Small.cs")));
        Assert.Equal(0, CommandLine.Run([.. another, "--force"]).Code);
        Assert.True(File.Exists(At("out/Small.cs")));
        Assert.NotEqual(weights, File.ReadAllBytes(At("out/Small.safetensors")));
    }

    [Fact]
    public void Shape_IsRead()
    {
        Model model = new Model().Input("x", 0, 3, 0, 0).Node("Relu", "x", "y").Output("y");
        Assert.Contains("[Network(3, 4, 5, ", CommandLine.Run("import", Write(model), "--dry-run", "--shape", "3,4,5").Output, StringComparison.Ordinal);
        Assert.Contains("say which, for example --shape 3,224,224", CommandLine.Run("import", Write(model), "--dry-run").Error, StringComparison.Ordinal);
        string refused = CommandLine.Run("import", Write(model), "--shape", "3,x").Error;
        Assert.Contains("--shape '3,x': expected one to three whole numbers", refused, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_ComparesWithOnnxRuntime()
    {
        (int code, string output, string error) = CommandLine.Run("import", Write(Small()), "--dry-run", "--verify");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("The largest difference from ONNX Runtime is", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_FindsWeightsInOtherFiles()
    {
        Model model = Small();
        TensorProto weight = model.Proto.Graph.Initializer[0];
        File.WriteAllBytes(At("model.onnx.data"), weight.FloatData.SelectMany(BitConverter.GetBytes).ToArray());
        weight.FloatData.Clear();
        weight.DataLocation = TensorProto.Types.DataLocation.External;
        weight.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "model.onnx.data" });
        (int code, string output, string error) = CommandLine.Run("import", Write(model), "--dry-run", "--verify");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("The largest difference from ONNX Runtime is", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no file", "import", "nowhere.onnx")]
    [InlineData("Required argument missing", "import")]
    [InlineData("Required command was not provided")]
    public void Failures_AreOneLine(string message, params string[] arguments)
    {
        Assert.Contains(message, CommandLine.Fails(arguments), StringComparison.Ordinal);
    }

    private static Model Small(float scale = 1) =>
        new Model().Input("x", 0, 4).Weight("w", 5, 4).Node("Gemm", "x w", "h", ("transB", 1), ("alpha", scale)).Node("Relu", "h", "y").Output("y");

    private string Write(Model model)
    {
        string path = At("model.onnx");
        File.WriteAllBytes(path, model.ToBytes());
        return path;
    }
}
