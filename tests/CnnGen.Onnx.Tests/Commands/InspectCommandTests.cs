using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using CnnGen.Onnx.Tests.Export;
using CnnGen.Onnx.Tests.Harness;
using Xunit;

namespace CnnGen.Onnx.Tests.Commands;

/// <summary>cnngen inspect: the table of a model and of a weight file.</summary>
public sealed partial class InspectCommandTests : WorkFolder
{
    [Fact]
    public void OfAModel_IsATableOfItsNodes()
    {
        OnnxModel.Save(new Trained(), At("trained.onnx"));
        string[] lines = Inspect(At("trained.onnx"));
        Assert.Equal("trained.onnx: opset 17, made by CnnGen", lines[0]);
        Assert.Equal("input input [1,1,12,12]", lines[1]);
        Assert.Equal("output output", lines[2]);
        Assert.Equal("node operator output weights", lines[4]);
        Assert.Contains("conv1/Conv Conv [1,4,10,10] 40", lines);
        Assert.Contains("relu1/Relu Relu [1,4,10,10]", lines);
        Assert.Equal(["10 nodes; 1,571 weights", "", "It can be imported."], lines[^3..]);
    }

    [Fact]
    public void OfAModelThatIsRefused_SaysWhy()
    {
        Model model = new Model().Input("x", 0, 4).Weight("w", 3, 4).Node("Gemm", "x w", "h", ("transB", 1)).Node("Det", "h", "d").Node("NonZero", "h", "z")
            .Node("Relu", "d", "y").Output("y").Output("z");
        File.WriteAllBytes(At("model.onnx"), model.ToBytes());
        string[] lines = Inspect(At("model.onnx"));
        Assert.Contains("gemm_0 Gemm [1,3] 12", lines);
        Assert.Contains("det_1 Det ?", lines);
        Assert.Contains("relu_3 Relu ?", lines);
        int verdict = Array.FindIndex(lines, line => line.StartsWith("It cannot be imported as it is. Det 'det_1' [1,3]", StringComparison.Ordinal));
        Assert.True(verdict > 0, string.Join("\n", lines));
        Assert.Equal(["What cannot be declared in it:"], lines[(verdict + 1)..(verdict + 2)]);
        Assert.Equal(["Det", "NonZero"], lines[(verdict + 2)..].Select(line => line.Trim().Split(' ')[0]));   // not what follows from them
    }

    [Fact]
    public void OfWeights_IsATableOfTensorsAndTheNetwork()
    {
        Trained network = new(3);
        float[] parameters = new float[Trained.ParameterCount];
        network.CopyParametersTo(parameters);
        parameters[0] = float.NaN;
        network.SetParameters(parameters);
        network.Save(At("trained.safetensors"));
        string[] lines = Inspect(At("trained.safetensors"));
        Assert.Equal("trained.safetensors: 11 tensors, 1,571 numbers, 6,284 bytes", lines[0]);
        Assert.Equal($"fingerprint: {Trained.Description.Fingerprint}", lines[1]);
        Assert.Equal("tensor type shape numbers smallest largest mean deviation", lines[3]);
        Assert.Contains("batchnorm1.weight F32 [4] 4 1 1 1 0", lines);
        Assert.Contains("conv1.weight: 1 of its numbers are not finite.", lines);
        Assert.Equal(Trained.Description.Architecture, lines[(Array.IndexOf(lines, "The network:") + 1)..].Select(line => line.Trim()));
    }

    [Fact]
    public void OfACheckpoint_SaysItsSteps()
    {
        Checkpoint.Save(new Trained(3), At("trained.checkpoint"), "epoch 2");
        string[] lines = Inspect(At("trained.checkpoint"));
        Assert.Contains("steps: 0", lines);
        Assert.Contains("note: epoch 2", lines);
    }

    // What a file says commands no terminal, and makes no line more.
    [Fact]
    public void TextsOfTheFile_AreShownAsText()
    {
        string text = "{\"__metadata__\":{\"cnngen.note\":\"a\\u001b[2Jb\\nc\"},\"x\\ny\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}";
        byte[] header = Encoding.UTF8.GetBytes(text);
        File.WriteAllBytes(At("odd.safetensors"), [.. BitConverter.GetBytes((long)header.Length), .. header]);
        string[] lines = Inspect(At("odd.safetensors"));
        Assert.Contains("note: a [2Jb c", lines);
        Assert.Contains(lines, line => line.StartsWith("x y F32", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Any(char.IsControl));
    }

    [Theory]
    [InlineData("x.safetensors", "abc", "A safetensors file begins with the length of its header in 8 bytes; this one ends after 3.")]
    [InlineData("x.onnx", "<html>", "is an HTML or XML page")]
    [InlineData("x", "", "is empty")]
    public void OfAnythingElse_SaysWhatItIs(string name, string text, string expected)
    {
        File.WriteAllText(At(name), text);
        Assert.Contains(expected, CommandLine.Fails("inspect", At(name)), StringComparison.Ordinal);
        Assert.Contains("nowhere", CommandLine.Fails("inspect", At("nowhere" + name)), StringComparison.Ordinal);
    }

    /// <summary>The printed lines, with a blank between columns.</summary>
    private static string[] Inspect(string path)
    {
        (int code, string output, string error) = CommandLine.Run("inspect", path);
        Assert.Equal((0, ""), (code, error));
        return output.TrimEnd().Split('\n').Select(line => Blanks().Replace(line, " ").TrimEnd()).ToArray();
    }

    [GeneratedRegex("(?<=[^ ]) +")]
    private static partial Regex Blanks();
}
