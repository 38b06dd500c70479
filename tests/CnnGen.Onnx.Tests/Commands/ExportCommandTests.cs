using System;
using System.IO;
using CnnGen.Onnx.Tests.Export;
using Xunit;

namespace CnnGen.Onnx.Tests.Commands;

/// <summary>cnngen export: networks of this very assembly.</summary>
public sealed class ExportCommandTests : WorkFolder
{
    private static readonly string ThisAssembly = typeof(ExportCommandTests).Assembly.Location;

    [Fact]
    public void WithWeights_IsTheModelOfThatNetwork()
    {
        Trained network = new(3);
        network.Save(At("trained.safetensors"));
        (int code, string output, string error) = CommandLine.Run(
            "export", ThisAssembly, "--class", typeof(Trained).FullName!, "--weights", At("trained.safetensors"), "-o", At("trained.onnx"));
        Assert.Equal((0, ""), (code, error));
        Assert.Equal($"{At("trained.onnx")}: Trained, 1,571 numbers", output.TrimEnd());
        Assert.Equal(Exported.Bytes(network), File.ReadAllBytes(At("trained.onnx")));
    }

    [Fact]
    public void OfDoubles_HasTheNumbersOfTheConstructor()
    {
        (int code, string output, _) = CommandLine.Run("export", ThisAssembly, "--class", nameof(InDouble), "-o", At("double.onnx"));
        Assert.Equal(0, code);
        Assert.Contains("The numbers are those of new InDouble()", output, StringComparison.Ordinal);
        Assert.Equal(Exported.Bytes(new InDouble()), File.ReadAllBytes(At("double.onnx")));
    }

    [Fact]
    public void Failures_SayWhatThereIs()
    {
        Assert.Contains("There are several networks in", CommandLine.Fails("export", ThisAssembly), StringComparison.Ordinal);
        Assert.Contains(typeof(Trained).FullName!, CommandLine.Fails("export", ThisAssembly, "--class", "Nobody"), StringComparison.Ordinal);
        Assert.Contains("There is no file", CommandLine.Fails("export", At("nowhere.dll")), StringComparison.Ordinal);
        Assert.Contains("There is no network in", CommandLine.Fails("export", typeof(OnnxModel).Assembly.Location), StringComparison.Ordinal);
        File.WriteAllText(At("text.dll"), "no assembly");
        Assert.Contains("is no .NET assembly", CommandLine.Fails("export", At("text.dll")), StringComparison.Ordinal);
        string[] trained = ["export", ThisAssembly, "--class", nameof(Trained), "-o", At("trained.onnx")];
        Assert.Contains("nowhere", CommandLine.Fails([.. trained, "--weights", At("nowhere")]), StringComparison.Ordinal);
        new InDouble().Save(At("other.safetensors"));
        string other = CommandLine.Fails([.. trained, "--weights", At("other.safetensors")]);
        Assert.Contains("The file is of another network than Trained", other, StringComparison.Ordinal);
        Assert.False(File.Exists(At("trained.onnx")));
        string unweighted = CommandLine.Fails("export", ThisAssembly, "--class", nameof(Unweighted));
        Assert.Contains("new CnnGen.Onnx.Tests.Commands.Unweighted() failed: ", unweighted, StringComparison.Ordinal);
    }
}

// Its weights are nowhere in the assembly.
[Network(3, ForwardOnly = true, Weights = "nowhere.safetensors")]
[Dense(2)]
internal sealed partial class Unweighted { }
