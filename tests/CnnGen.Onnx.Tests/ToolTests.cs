using System;
using System.IO;
using System.Linq;
using CnnGen.Onnx.Format;
using CnnGen.Onnx.Tests.Harness;
using CnnGen.Tool;
using Xunit;

namespace CnnGen.Onnx.Tests;

/// <summary>The command line: what is written, what is printed, and how it fails.</summary>
public sealed class ToolTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cnngen").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Import_WritesDeclarationAndWeights()
    {
        string model = Write(Small());
        (int code, string output, string error) = Run("import", model, "--class", "Small", "--namespace", "Games", "-o", Path.Combine(folder, "out"));
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("namespace Games", File.ReadAllText(Path.Combine(folder, "out", "Small.cs")), StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(folder, "out")).Length);
        Assert.Contains("1 tensors, 20 numbers", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Embed_SaysWhatTheProjectFileNeeds()
    {
        (int code, string output, string error) = Run("import", Write(Small()), "--class", "Small", "--embed", "--verify", "-o", folder);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("in the project file: <CnnGenWeights Include=\"Small.safetensors\" />", output, StringComparison.Ordinal);
        Assert.Contains("Weights = \"Small.safetensors\"", File.ReadAllText(Path.Combine(folder, "Small.cs")), StringComparison.Ordinal);
    }

    [Fact]
    public void Freeze_IsForTraining()
    {
        Assert.Contains("Freeze is of a network to train", Run("import", Write(Small()), "--dry-run", "--freeze").Error, StringComparison.Ordinal);
        Assert.Contains("[Network(4)]", Run("import", Write(Small()), "--dry-run", "--train", "--freeze").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void DryRun_WritesNothing()
    {
        (int code, string output, _) = Run("import", Write(Small()), "--dry-run", "-o", Path.Combine(folder, "out"));
        Assert.Equal(0, code);
        Assert.StartsWith("// Imported from model.onnx", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder, "out")));
    }

    [Fact]
    public void Shape_IsRead()
    {
        Model model = new Model().Input("x", 0, 3, 0, 0).Node("Relu", "x", "y").Output("y");
        Assert.Contains("[Network(3, 4, 5, ", Run("import", Write(model), "--dry-run", "--shape", "3,4,5").Output, StringComparison.Ordinal);
        Assert.Contains("say which, for example --shape 3,224,224", Run("import", Write(model), "--dry-run").Error, StringComparison.Ordinal);
        Assert.Contains("--shape '3,x': expected one to three whole numbers", Run("import", Write(model), "--shape", "3,x").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_ComparesWithOnnxRuntime()
    {
        (int code, string output, string error) = Run("import", Write(Small()), "--dry-run", "--verify");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("The largest difference from ONNX Runtime is", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_FindsWeightsInOtherFiles()
    {
        Model model = Small();
        TensorProto weight = model.Proto.Graph.Initializer[0];
        File.WriteAllBytes(Path.Combine(folder, "model.onnx.data"), weight.FloatData.SelectMany(BitConverter.GetBytes).ToArray());
        weight.FloatData.Clear();
        weight.DataLocation = TensorProto.Types.DataLocation.External;
        weight.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "model.onnx.data" });
        (int code, string output, string error) = Run("import", Write(model), "--dry-run", "--verify");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("The largest difference from ONNX Runtime is", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no file", "import", "nowhere.onnx")]
    [InlineData("Required argument missing", "import")]
    [InlineData("Required command was not provided")]
    public void Failures_AreOneLine(string message, params string[] arguments)
    {
        (int code, _, string error) = Run(arguments);
        Assert.Equal(1, code);
        Assert.StartsWith("error: ", error, StringComparison.Ordinal);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    private static Model Small() => new Model().Input("x", 0, 4).Weight("w", 5, 4).Node("Gemm", "x w", "h", ("transB", 1)).Node("Relu", "h", "y").Output("y");

    private string Write(Model model)
    {
        string path = Path.Combine(folder, "model.onnx");
        File.WriteAllBytes(path, model.ToBytes());
        return path;
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        (TextWriter outBefore, TextWriter errorBefore) = (Console.Out, Console.Error);
        using StringWriter output = new(), error = new();
        Console.SetOut(output);
        Console.SetError(error);
        try
        {
            int code = Program.Main(arguments);
            return (code, output.ToString(), error.ToString());
        }
        finally
        {
            Console.SetOut(outBefore);
            Console.SetError(errorBefore);
        }
    }
}
