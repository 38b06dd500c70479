using System;
using System.IO;
using System.Linq;
using System.Text;
using CnnGen.Onnx.Tests.Export;
using Xunit;

namespace CnnGen.Onnx.Tests.Commands;

/// <summary>cnngen diff: what differs, and the exit code.</summary>
public sealed class DiffCommandTests : WorkFolder
{
    [Fact]
    public void OfEqualFiles_Is0()
    {
        Save("a", seed: 3);
        Save("b", seed: 3);
        (int code, string output, string error) = Diff();
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("The 11 tensors are equal.", output, StringComparison.Ordinal);
    }

    [Fact]
    public void OfOneOtherNumber_NamesItsTensor()
    {
        Save("a", seed: 3);
        Save("b", seed: 3, (parameters, at) => parameters[at] += 0.5f);
        (int code, string output, _) = Diff();
        Assert.Equal(1, code);
        Assert.Contains("1 of 11 tensors differ.", output, StringComparison.Ordinal);
        string row = Assert.Single(output.Split('\n'), line => line.StartsWith("dense2.weight", StringComparison.Ordinal));
        Assert.Equal(["dense2.weight", "[3,", "6]", "1", "0.5"], row.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(5));
    }

    [Theory]
    [InlineData(1e-6f, "1e-5", 0)]
    [InlineData(1e-3f, "1e-5", 1)]
    [InlineData(float.NaN, "0.9", 1)]
    public void UpToATolerance_IsEqual(float change, string tolerance, int expected)
    {
        Save("a", seed: 3);
        Save("b", seed: 3, (parameters, at) => parameters[at] += change);
        Assert.Equal(expected, Diff("--tolerance", tolerance).Code);
        Assert.Equal(1, Diff().Code);
    }

    [Fact]
    public void OfOtherNetworks_NamesTensorsOfOne()
    {
        Save("a", seed: 3);
        new InDouble().Save(At("b"));
        (int code, string output, _) = Diff();
        Assert.Equal(1, code);
        Assert.Contains("only in the first", output, StringComparison.Ordinal);
        Assert.Contains("in the second", output, StringComparison.Ordinal);
        Assert.Contains("fingerprint: '", output, StringComparison.Ordinal);
        Assert.Contains("architecture, line 1: '", output, StringComparison.Ordinal);
    }

    [Fact]
    public void OfCheckpoints_ComparesSteps()
    {
        Trained network = new(3);
        Checkpoint.Save(network, At("a"));
        float[] state = new float[Trained.OptimizerStateCount];
        network.SetOptimizerState(state, 7);
        Checkpoint.Save(network, At("b"));
        (int code, string output, _) = Diff();
        Assert.Equal(1, code);
        Assert.Contains("cnngen.steps: '0' and '7'", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, 0)]
    [InlineData(6, 1)]
    public void OfIntegers_IsByteForByte(byte number, int expected)
    {
        SaveInteger("a", 5);
        SaveInteger("b", number);
        Assert.Equal(expected, Diff().Code);

        void SaveInteger(string name, byte value)
        {
            byte[] header = Encoding.UTF8.GetBytes("{\"n\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]}}");
            File.WriteAllBytes(At(name), [.. BitConverter.GetBytes((long)header.Length), .. header, value, 0, 0, 0, 0, 0, 0, 0]);
        }
    }

    [Fact]
    public void Failures_AreNoDifference()
    {
        Save("a", seed: 3);
        Assert.Contains(At("b"), CommandLine.Fails("diff", At("a"), At("b")), StringComparison.Ordinal);
        Assert.Contains("expected a number from 0 to 1", CommandLine.Fails("diff", At("a"), At("a"), "--tolerance", "-1"), StringComparison.Ordinal);
    }

    private (int Code, string Output, string Error) Diff(params string[] more) => CommandLine.Run(["diff", At("a"), At("b"), .. more]);

    private void Save(string name, int seed, Action<float[], int>? change = null)
    {
        Trained network = new(seed);
        float[] parameters = new float[Trained.ParameterCount];
        network.CopyParametersTo(parameters);
        change?.Invoke(parameters, Trained.Description.Parameters.Single(tensor => tensor.Name == "dense2.weight").Offset);
        network.SetParameters(parameters);
        network.Save(At(name));
    }
}
